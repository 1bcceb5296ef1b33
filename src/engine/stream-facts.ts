/** What rules see of a stream (findings/subject.ts), out of the tables; and what its packets show, found while it is rated. */
import type { StreamIndex } from '../base/units.ts';
import { MediaBit } from '../calls/media-registry.ts';
import type { StreamFacts } from '../findings/subject.ts';
import { presetBuffers } from '../quality/buffer-setting.ts';
import { gapsOnly, packetFacts, type PacketFacts, type PacketQuestions } from '../quality/packet-facts.ts';
import { score, type Scored } from '../quality/score.ts';
import type { VoicePackets } from '../quality/voice-packets.ts';
import { qualityWindows } from '../quality/windows.ts';
import { mediaOf } from '../rtp/payload-type.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { Session } from './session.ts';
import type { StreamCodec } from './stream-codec.ts';

/** milliseconds a rating of a moment is made of */
const WINDOW = 10_000;
/** delays that vary less never reach the end of a buffer of 200 ms */
const LATE_FROM = 150;
const RTP_HEADER = 12;
/** octets of a frame, and of a shorter one that may end a packet (RFC 3551 section 4.5, RFC 3952) */
const FRAMES: Readonly<Record<string, readonly [number, number]>> = { g729: [10, 2], gsm: [33, 0] };

export function streamFacts(session: Session, stream: StreamIndex): StreamFacts {
  const { streams, registry } = session.tables;
  const binding = session.bindings.of(stream);
  const map = streams.mapOf(stream);
  const name = (type: number): string => streams.maps.encodingName(map, type) ?? streams.maps.shortName(map, type);
  const main = streams.mainType(stream);
  const mos = session.ratings.mosOf(stream);
  const registration = binding?.registration ?? -1;
  return {
    stream,
    direction: binding?.direction,
    media: mediaOf(streams.maps.encodingName(map, main)),
    codec: name(main),
    payloadTypes: streams.payloadTypes(stream).map(({ payloadType, packets }) => ({
      payloadType,
      name: name(payloadType),
      clockRate: Math.max(0, streams.maps.clock(map, payloadType)),
      packets,
    })),
    source: streams.source(stream),
    sourcePort: streams.sourcePort(stream),
    destination: streams.destination(stream),
    destinationPort: streams.destinationPort(stream),
    ssrc: streams.ssrc(stream),
    first: streams.firstTime(stream),
    last: streams.lastTime(stream),
    firstPacket: streams.firstPacket(stream),
    lastPacket: streams.lastPacket(stream),
    packets: streams.packets(stream),
    rfc3550: streams.rfc3550(stream),
    mos: mos === 'pending' ? undefined : mos,
    bindingReason: binding?.reason ?? '',
    encrypted: registration >= 0 && (registry.bits(registration) & MediaBit.encrypted) !== 0,
    markers: streams.markers(stream),
    comfortNoise: streams.comfortNoise(stream),
    payloadOctets: streams.payloadOctets(stream),
    details: session.ratings.detailsOf(stream),
    senderReports: streams.senderReports(stream),
    receiverReports: streams.receiverReports(stream),
  };
}

/** What a stream's packets show, with the moments that rate worst. @param scored behind an adaptive buffer, undefined when not rated */
export function detailsOf(
  session: Session,
  stream: StreamIndex,
  packets: StreamPackets,
  voice: VoicePackets,
  { codec }: StreamCodec,
  scored: Scored | undefined,
): PacketFacts {
  const clocks = session.tables.streams.clocks(stream);
  const found = packetFacts(packets, voice, clocks, questionsOf(session, stream, packets));
  let worstWindow: PacketFacts['worstWindow'];
  let late: number | undefined;
  if (scored !== undefined && scored.score.bad > 0) {
    const { from, width, mos } = qualityWindows(packets, voice, scored.pieces, codec, WINDOW);
    for (const [at, value] of mos.entries()) {
      if (Number.isNaN(value) || (worstWindow !== undefined && value >= worstWindow.mos)) continue;
      const start = from + at * width;
      worstWindow = { mos: value, from: start, packet: packets.packet[rowAt(packets, start)]! };
    }
  }
  if (scored !== undefined && found.delayMost >= LATE_FROM) late = score(voice, codec, presetBuffers[1]).score.latePercent;
  const loss = session.bindings.isMostlyElsewhere(stream) ? gapsOnly(found.loss) : found.loss;
  return { ...found, loss, worstWindow, late };
}

function rowAt({ time, count }: StreamPackets, moment: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle]! < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function questionsOf(session: Session, stream: StreamIndex, packets: StreamPackets): PacketQuestions {
  const { streams } = session.tables;
  const mainType = streams.mainType(stream);
  const [frame, shortFrame] = FRAMES[streams.maps.encodingName(streams.mapOf(stream), mainType)?.toLowerCase() ?? ''] ?? [0, 0];
  if (frame === 0) return { frame, shortFrame, mainType, header: 0 };
  let octets = 0;
  for (let row = 0; row < packets.count; row++) octets += packets.length[row]!;
  const isPlain = octets - streams.payloadOctets(stream) === packets.count * RTP_HEADER;
  return { frame: isPlain ? frame : 0, shortFrame, mainType, header: RTP_HEADER };
}
