/** RTCP beyond reports and BYE (those are in rtp.ts): APP, feedback (RFC 4585), extended reports (RFC 3611). Each one packet. */
import { join, numbers, octetsOf, padded } from './octets.ts';

/** One RTCP packet: count or format, type, body (padded to 32 bits). */
export function rtcpPacket(count: number, type: number, body: Uint8Array): Uint8Array {
  const whole = padded(body, 4);
  return join(numbers([1, 0x80 | count], [1, type], [2, whole.length / 4]), whole);
}

export function rtcpApplication(ssrc: number, name: string, subtype: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  return rtcpPacket(subtype, 204, join(numbers([4, ssrc]), octetsOf(name), data));
}

/** SDES chunks: items by their number. */
export function rtcpDescription(ssrc: number, items: readonly (readonly [item: number, text: string])[]): Uint8Array {
  const list = join(...items.map(([item, text]) => join(numbers([1, item], [1, octetsOf(text).length]), octetsOf(text))), Uint8Array.of(0));
  return rtcpPacket(1, 202, join(numbers([4, ssrc]), padded(list, 4)));
}

/** @param type 205 transport, 206 payload-specific */
export function rtcpFeedback(type: 205 | 206, format: number, sender: number, media: number, information: Uint8Array = new Uint8Array(0)): Uint8Array {
  return rtcpPacket(format, type, join(numbers([4, sender], [4, media]), information));
}

export function rtcpExtended(ssrc: number, ...blocks: readonly Uint8Array[]): Uint8Array {
  return rtcpPacket(0, 207, join(numbers([4, ssrc]), ...blocks));
}

export function extendedBlock(type: number, specific: number, body: Uint8Array): Uint8Array {
  return join(numbers([1, type], [1, specific], [2, body.length / 4]), body);
}

export function referenceTime(ntp: bigint): Uint8Array {
  return extendedBlock(4, 0, numbers([8, ntp]));
}

export function lastReference(receiver: number, lastReceived: number, delay: number): Uint8Array {
  return extendedBlock(5, 0, numbers([4, receiver], [4, lastReceived], [4, delay]));
}

export interface VoipMetricsFields {
  readonly ssrc: number;
  readonly loss?: number;
  readonly discard?: number;
  readonly roundTrip?: number;
  readonly endSystem?: number;
  /** residual, dB */
  readonly echoReturnLoss?: number;
  /** 127 is unavailable */
  readonly rFactor?: number;
  /** tenths */
  readonly mosListening?: number;
  readonly mosConversational?: number;
}

export function voipMetrics(fields: VoipMetricsFields): Uint8Array {
  const { ssrc, loss = 0, discard = 0, roundTrip = 0, endSystem = 0, echoReturnLoss = 55, rFactor = 127, mosListening = 127, mosConversational = 127 } = fields;
  return extendedBlock(
    7,
    0,
    join(
      numbers([4, ssrc], [1, loss], [1, discard], [1, 64], [1, 2], [2, 300], [2, 4000], [2, roundTrip], [2, endSystem]),
      numbers([1, 0xec], [1, 0xc4], [1, echoReturnLoss], [1, 16], [1, rFactor], [1, 127], [1, mosListening], [1, mosConversational]),
      numbers([1, 0xf0], [1, 0], [2, 40], [2, 80], [2, 200]),
    ),
  );
}

/** NTP time (since 1900) of milliseconds since 1970. */
export function ntpOf(milliseconds: number): bigint {
  return ((BigInt(Math.floor(milliseconds / 1000)) + 2_208_988_800n) << 32n) | BigInt(Math.floor(((milliseconds % 1000) / 1000) * 4_294_967_296));
}

/** The middle 32 bits. */
export function middleOfNtp(ntp: bigint): number {
  return Number((ntp >> 16n) & 0xffff_ffffn);
}
