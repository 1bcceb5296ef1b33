/**
 * What the payload types of a stream are: names and rates as the statistics know them, parameters and channels from the
 * session description that announced the stream, read again from the file.
 */
import type { MessageIndex, StreamIndex } from '../base/units.ts';
import { decoderStatus } from '../codec/create-decoder.ts';
import type { PayloadFormat } from '../codec/decoder.ts';
import { eventClock } from '../rtp/payload-type.ts';
import type { Media } from '../sdp/model.ts';
import { parseSession } from '../sdp/session.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import type { MessageReader } from './message-reader.ts';
import { findSdpPart } from './sdp-part.ts';
import type { Session } from './session.ts';
import { endsOf } from './stream-keys.ts';

export interface TypeFormat {
  readonly type: number;
  readonly packets: number;
  readonly format: PayloadFormat;
  readonly decoder: 'own' | 'browser' | 'none';
}

/** By payload type; telephone-events and comfort noise are not among them. Most used first. */
export async function voiceFormats(session: Session, reader: MessageReader, stream: StreamIndex): Promise<readonly TypeFormat[]> {
  const { streams } = session.tables;
  const map = streams.mapOf(stream);
  const media = await announcement(session, reader, stream);
  const { rules } = session.media;
  const ends = endsOf(streams, stream);
  const found: TypeFormat[] = [];
  for (const { payloadType, packets, map: seen } of streams.payloadTypes(stream)) {
    const under = seen >= 0 ? seen : map;
    const told = streams.maps.clock(under, payloadType);
    if (told === eventClock || payloadType === 13 || payloadType === 19) continue;
    const name = streams.maps.encodingName(under, payloadType) ?? streams.maps.shortName(under, payloadType);
    const rtpmap = media?.rtpmaps.get(payloadType);
    // parameters of another codec, which the SDP had for this number, are none of the one that a person named
    const isSame = rtpmap?.name.toLowerCase() === name.toLowerCase();
    const by = rules?.named(ends, streams.ssrc(stream), payloadType);
    const format: PayloadFormat = {
      name,
      clockRate: told || streams.inferredClock(stream, payloadType),
      // every Opus stream says two (RFC 7587); one is what a direction has
      channels: name.toLowerCase() === 'opus' ? 1 : isSame ? rtpmap?.channels || 1 : payloadType === 10 && by === undefined ? 2 : 1,
      parameters: by?.parameters ?? (by === undefined || isSame ? media?.fmtp.get(payloadType) : undefined) ?? '',
    };
    found.push({ type: payloadType, packets, format, decoder: decoderStatus(format) });
  }
  return found.sort((a, b) => b.packets - a.packets);
}

/** The m-line that announced a stream's destination, or its source. */
async function announcement(session: Session, reader: MessageReader, stream: StreamIndex): Promise<Media | undefined> {
  const { registry } = session.tables;
  const registration = session.bindings.of(stream)?.registration ?? -1;
  if (registration < 0) return undefined;
  const octets = await reader.read(registry.message(registration) as MessageIndex);
  const scan = createScan();
  if (octets === undefined || !scanMessage(octets, 0, octets.length, scan)) return undefined;
  const part = findSdpPart(octets, scan);
  if (part === undefined) return undefined;
  const { media } = parseSession(octets, part.at, part.end);
  return media[registry.line(registration)] ?? media.find((one) => one.port === registry.port(registration));
}
