/**
 * What a UDP payload on a media port is, from its first octets (RFC 7983, RFC 9443; RTP against RTCP: RFC 5761).
 * Promise: reads nothing outside [at, end), allocates nothing; a class is a guess by shape, the protocol's own validator decides.
 */

export const demultiplexClass = {
  other: 0,
  rtp: 1,
  rtcp: 2,
  stun: 3,
  zrtp: 4,
  dtls: 5,
  turnChannel: 6,
  keepAlive: 7,
} as const;
export type DemultiplexClass = (typeof demultiplexClass)[keyof typeof demultiplexClass];

/** RFC 8489 section 5: the magic cookie of every STUN message. */
export const stunMagicCookie = 0x2112a442;
const ZRTP_COOKIE = 0x5a525450;

/** The class of view[at, end). */
export function demultiplex(view: DataView, at: number, end: number): DemultiplexClass {
  if (at >= end) return demultiplexClass.other;
  const first = view.getUint8(at);
  if (first >= 128 && first <= 191) {
    if (end - at < 2) return demultiplexClass.other;
    return isRtcpType(view.getUint8(at + 1)) ? demultiplexClass.rtcp : demultiplexClass.rtp;
  }
  if (first <= 3)
    return first === 0 && isAllZero(view, at, end) ? demultiplexClass.keepAlive : isStun(view, at, end) ? demultiplexClass.stun : demultiplexClass.other;
  if (first === 0x0d || first === 0x0a) return isBlank(view, at, end) ? demultiplexClass.keepAlive : demultiplexClass.other;
  if (first >= 16 && first <= 19) return end - at >= 8 && view.getUint32(at + 4) === ZRTP_COOKIE ? demultiplexClass.zrtp : demultiplexClass.other;
  if (first >= 20 && first <= 63) return isDtls(view, at, end) ? demultiplexClass.dtls : demultiplexClass.other;
  if (first >= 64 && first <= 79) return isTurnChannel(view, at, end) ? demultiplexClass.turnChannel : demultiplexClass.other;
  return demultiplexClass.other;
}

/** RFC 5761 section 4: a second octet of 192 to 223 is an RTCP packet type, not marker and payload type. */
export function isRtcpType(secondOctet: number): boolean {
  return secondOctet >= 192 && secondOctet <= 223;
}

/** RFC 8489 section 5: top bits 00, the cookie, a length that is a multiple of 4 and is what is left. */
export function isStun(view: DataView, at: number, end: number): boolean {
  if (end - at < 20 || view.getUint8(at) > 3) return false;
  const length = view.getUint16(at + 2);
  return (length & 3) === 0 && view.getUint32(at + 4) === stunMagicCookie && length === end - at - 20;
}

/** RFC 9147 section 4 (RFC 6347 4.1): content type 20 to 25, version fe ff, fe fd or fe fc, and a first record that fits. */
export function isDtls(view: DataView, at: number, end: number): boolean {
  if (end - at < 13) return false;
  const type = view.getUint8(at);
  const minor = view.getUint8(at + 2);
  if (type < 20 || type > 25 || view.getUint8(at + 1) !== 0xfe || minor < 0xfc || minor === 0xfe) return false;
  return 13 + view.getUint16(at + 11) <= end - at;
}

/** RFC 8656 section 12.4: channel 0x4000 to 0x4fff and a length that fits (over UDP padding is optional). */
export function isTurnChannel(view: DataView, at: number, end: number): boolean {
  if (end - at < 4) return false;
  const first = view.getUint8(at);
  return first >= 64 && first <= 79 && view.getUint16(at + 2) <= end - at - 4;
}

/** Octets of TURN channel data's payload start here; the message is [at + 4, turnPayloadEnd). */
export function turnPayloadEnd(view: DataView, at: number): number {
  return at + 4 + view.getUint16(at + 2);
}

function isAllZero(view: DataView, at: number, end: number): boolean {
  if (end - at > 4) return false;
  for (let i = at; i < end; i++) if (view.getUint8(i) !== 0) return false;
  return true;
}

function isBlank(view: DataView, at: number, end: number): boolean {
  if (end - at > 4) return false;
  for (let i = at; i < end; i++) {
    const octet = view.getUint8(i);
    if (octet !== 0x0d && octet !== 0x0a && octet !== 0) return false;
  }
  return true;
}
