/**
 * The RTP fixed header, CSRC list and extension (RFC 3550 section 5.1, 5.3.1): where each field is and whether the packet
 * holds together (semantics 2.2). Promise: checkHeader reads nothing outside [at, end) and allocates nothing; after it
 * returned `whole` or a soft problem, the accessors below read inside the header it checked.
 *
 *  0                   1                   2                   3
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |                             SSRC                              |
 */

/**
 * What is wrong with a would-be RTP packet; 0 is nothing. From `padding` on the header itself is sound, and a packet on an
 * announced media address still counts (as in Wireshark); below, it does not.
 */
export const headerProblem = {
  whole: 0,
  short: 1,
  version: 2,
  rtcp: 3,
  csrcList: 4,
  extension: 5,
  padding: 6,
  reservedType: 7,
} as const;
export type HeaderProblem = (typeof headerProblem)[keyof typeof headerProblem];

/** Diagnostic codes by HeaderProblem. */
export const headerProblemCodes: readonly string[] = [
  '',
  'rtp.short',
  'rtp.version',
  'rtp.is-rtcp',
  'rtp.csrc-list-cut',
  'rtp.extension-cut',
  'rtp.padding-too-long',
  'rtp.reserved-payload-type',
];

/**
 * Checks view[at, end), of which `announcedEnd` (≥ end) is what UDP announced: padding can only be judged when nothing was
 * cut. The payload types that collide with RTCP (64 to 95) are a soft problem: only an announcement makes them RTP.
 * @param isNamed a person named the type: then it is RTP whatever its number, with the marker too
 */
export function checkHeader(view: DataView, at: number, end: number, announcedEnd: number, isNamed = false): HeaderProblem {
  if (end - at < 12) return headerProblem.short;
  const word = view.getUint16(at);
  if (word >>> 14 !== 2) return headerProblem.version;
  const second = word & 0xff;
  if (second >= 192 && second <= 223 && !isNamed) return headerProblem.rtcp;
  if ((word & 0x3f00) !== 0) {
    const problem = checkOptions(view, at, end, announcedEnd, word >>> 8);
    if (problem !== headerProblem.whole) return problem;
  }
  const type = second & 0x7f;
  return type >= 64 && type <= 95 && !isNamed ? headerProblem.reservedType : headerProblem.whole;
}

/** True when the packet counts as RTP on an announced media address. */
export function isUsable(problem: HeaderProblem): boolean {
  return problem === headerProblem.whole || problem >= headerProblem.padding;
}

function checkOptions(view: DataView, at: number, end: number, announcedEnd: number, first: number): HeaderProblem {
  let next = at + 12 + (first & 0x0f) * 4;
  if (next > end) return headerProblem.csrcList;
  if ((first & 0x10) !== 0) {
    if (next + 4 > end) return headerProblem.extension;
    next += 4 + view.getUint16(next + 2) * 4;
    if (next > end) return headerProblem.extension;
  }
  if ((first & 0x20) !== 0 && end === announcedEnd) {
    const padding = next < end ? view.getUint8(end - 1) : 0;
    if (padding === 0 || padding > end - next) return headerProblem.padding;
  }
  return headerProblem.whole;
}

/** Marker bit and payload type as they stand: the second octet. */
export function markerAndType(view: DataView, at: number): number {
  return view.getUint8(at + 1);
}

export function sequenceNumber(view: DataView, at: number): number {
  return view.getUint16(at + 2);
}

export function timestamp(view: DataView, at: number): number {
  return view.getUint32(at + 4);
}

export function ssrc(view: DataView, at: number): number {
  return view.getUint32(at + 8);
}

/** Octets of header, CSRC list and extension of a usable packet. */
export function headerLength(view: DataView, at: number): number {
  const first = view.getUint8(at);
  const length = 12 + (first & 0x0f) * 4;
  return (first & 0x10) === 0 ? length : length + 4 + view.getUint16(at + length + 2) * 4;
}

/** Octets of media in a usable packet [at, end): without header and padding. Padding that was cut off or is wrong counts as media. */
export function payloadLength(view: DataView, at: number, end: number, announcedEnd: number): number {
  const first = view.getUint8(at);
  if ((first & 0x3f) === 0) return announcedEnd - at - 12;
  const length = announcedEnd - at - headerLength(view, at);
  if ((first & 0x20) === 0 || end !== announcedEnd || length <= 0) return length;
  const padding = view.getUint8(end - 1);
  return padding <= length ? length - padding : length;
}
