/**
 * What the quality of a stream rests on: its codec as the packets and the SDP tell it, with what had to be assumed.
 */
import type { StreamIndex } from '../base/units.ts';
import type { Assumption } from '../quality/assumption.ts';
import { codecImpairment, type CodecImpairment } from '../quality/codec-impairment.ts';
import { unrated, type Unrated } from '../quality/score.ts';
import type { VoicePackets } from '../quality/voice-packets.ts';
import { eventClock, isComfortNoise, mediaOf } from '../rtp/payload-type.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { Session } from './session.ts';

export interface StreamCodec {
  readonly codec: CodecImpairment;
  readonly unrated: Unrated | undefined;
  /** the codec's own assumptions among them */
  readonly assumed: readonly Assumption[];
}

const PICTURE_CLOCK = 90_000;
const RTP_HEADER = 12;
/** RFC 3711's usual authentication tag */
const SRTP_TAG = 10;
/** payload sizes looked at for the usual one */
const SAMPLES = 1001;
/** a second codec with fewer packets than this is not worth a word */
const NOTABLE = 50;

/** By the payload type most packets have. */
export function streamCodec(session: Session, stream: StreamIndex, packets: StreamPackets, voice: VoicePackets): StreamCodec {
  const { streams } = session.tables;
  const type = streams.mainType(stream);
  const name = streams.maps.encodingName(streams.mapOf(stream), type);
  const codec = codecImpairment({
    name,
    clockRate: streams.clockRate(stream, type),
    octets: usualPayload(session, stream, packets, voice),
    packetTime: voice.packetTime,
  });
  const assumed: Assumption[] = [...codec.assumed];
  if (voice.clockless > voice.count) assumed.push('clockUnknown');
  else if (streams.inferredClock(stream, type) > 0) assumed.push('clockInferred');
  if (voice.account.ptime === undefined) assumed.push('packetTimeAssumed');
  if (hasSeveralCodecs(session, stream)) assumed.push('severalCodecs');
  // nobody named it: 90 kHz is the clock of pictures (RFC 3551)
  const media = name === undefined && streams.clockRate(stream, type) === PICTURE_CLOCK ? 'video' : mediaOf(name);
  const why = session.bindings.isMostlyElsewhere(stream) ? 'elsewhere' : unrated(voice, media, name !== undefined);
  return { codec, unrated: why, assumed };
}

function hasSeveralCodecs(session: Session, stream: StreamIndex): boolean {
  const { streams } = session.tables;
  const map = streams.mapOf(stream);
  const spoken = streams
    .payloadTypes(stream)
    .filter(({ payloadType, packets }) => packets >= NOTABLE && !isComfortNoise(payloadType) && streams.maps.clock(map, payloadType) !== eventClock);
  return new Set(spoken.map(({ payloadType }) => streams.maps.encodingName(map, payloadType) ?? payloadType)).size > 1;
}

/** Median octets of a voice packet's payload; 0 when the capture cut them. */
function usualPayload(session: Session, stream: StreamIndex, packets: StreamPackets, voice: VoicePackets): number {
  const lengths: number[] = [];
  const step = Math.max(1, Math.floor(voice.count / SAMPLES));
  for (let i = 0; i < voice.count; i += step) {
    const length = packets.length[voice.row[i]!]!;
    if (length > 0) lengths.push(length);
  }
  if (lengths.length === 0) return 0;
  lengths.sort((a, b) => a - b);
  return Math.max(0, lengths[lengths.length >>> 1]! - headerOctets(session, stream, packets));
}

/** Header, extensions and contributing sources as they are on average, and the tag of SRTP. */
function headerOctets(session: Session, stream: StreamIndex, packets: StreamPackets): number {
  const { streams } = session.tables;
  let octets = 0;
  for (let row = 0; row < packets.count; row++) octets += packets.length[row]!;
  const average = packets.count === 0 ? RTP_HEADER : Math.round((octets - streams.payloadOctets(stream)) / packets.count);
  return Math.max(RTP_HEADER, average) + (session.sealed.isSealed(stream) ? (session.sealed.overhead(stream) ?? SRTP_TAG) : 0);
}
