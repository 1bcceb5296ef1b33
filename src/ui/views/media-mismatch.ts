/** What SDP promised against what was seen, per m-line and direction: each difference as a sentence, worst first. */
import type { MediaLine, MediaSide } from '../../contract/call-detail.ts';
import type { StreamRow } from '../../contract/streams.ts';
import { formatEndpoint, formatMs } from '../parts/format.ts';
import type { CallWords } from '../words/call-words.ts';
import type { MediaWords } from '../words/media-words.ts';

export interface Mismatch {
  readonly severity: 'error' | 'warning' | 'note';
  readonly text: string;
}

/** codecs that travel beside the voice and are not in every answer */
const companions = /^(telephone-event|cn|red|ulpfec|rtx|comfort|rtpevent|unknown)/i;

function receives(side: MediaSide): boolean {
  return (side.direction === 'sendrecv' || side.direction === 'recvonly') && side.endpoint.port !== 0;
}

function sends(side: MediaSide): boolean {
  return side.direction === 'sendrecv' || side.direction === 'sendonly';
}

function codecName(codec: string): string {
  return codec.split('/')[0]!.trim().toLowerCase();
}

function directionMismatches(
  sender: MediaSide,
  receiver: MediaSide,
  streams: readonly StreamRow[],
  to: string,
  answered: boolean,
  word: MediaWords,
): Mismatch[] {
  const open = receives(receiver) && sends(sender);
  const found: Mismatch[] = [];
  if (open && streams.length === 0 && answered) found.push({ severity: 'error', text: word.mismatches.noPackets(to) });
  for (const stream of streams) {
    const declared = receiver.codecs.map(codecName);
    const name = codecName(stream.codec);
    if (declared.length > 0 && name !== '' && !declared.includes(name) && !companions.test(name))
      found.push({ severity: 'warning', text: word.mismatches.codec(stream.codec, to) });
    if (stream.destination.address !== receiver.endpoint.address || stream.destination.port !== receiver.endpoint.port) {
      found.push({ severity: 'note', text: word.mismatches.elsewhere(formatEndpoint(stream.destination), formatEndpoint(receiver.endpoint)) });
    }
    const { ptime } = stream.rfc3550;
    if (receiver.ptime !== undefined && ptime !== undefined && stream.media === 'audio' && Math.abs(ptime - receiver.ptime) > 1)
      found.push({ severity: 'note', text: word.mismatches.ptime(formatMs(ptime), formatMs(receiver.ptime)) });
  }
  return found;
}

export function mismatchesOf(line: MediaLine, streams: readonly StreamRow[], answered: boolean, word: MediaWords, call: CallWords): readonly Mismatch[] {
  const own = streams.filter((stream) => line.streams.includes(stream.stream));
  const { caller, callee } = line;
  // T.38 flows by UDPTL, messages by MSRP: neither is a stream of RTP
  if (!caller || !callee || line.media === 'image' || !/rtp/i.test(line.protocol)) return [];
  const found = [
    ...directionMismatches(
      callee,
      caller,
      own.filter((stream) => stream.direction === 'toCaller'),
      call.toCaller,
      answered,
      word,
    ),
    ...directionMismatches(
      caller,
      callee,
      own.filter((stream) => stream.direction === 'toCallee'),
      call.toCallee,
      answered,
      word,
    ),
  ];
  const order = { error: 0, warning: 1, note: 2 } as const;
  return [...new Map(found.map((one) => [one.text, one])).values()].sort((a, b) => order[a.severity] - order[b.severity]);
}
