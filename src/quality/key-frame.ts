/**
 * Whether a packet begins a key frame: a picture that needs no other. H.264 (RFC 6184), H.265 (RFC 7798), VP8 (RFC 7741), VP9
 * (RFC 9628), AV1 (its RTP specification), H.261 (RFC 4587), H.263 (RFC 2190). Reads only inside [at, end).
 */
export type KeyFrameTest = (octets: Uint8Array, at: number, end: number) => boolean;

/** The test of a payload format; undefined when its key frames cannot be told. */
export function keyFrameTest(encodingName: string): KeyFrameTest | undefined {
  switch (encodingName.toUpperCase()) {
    case 'H264':
      return isH264Key;
    case 'H265':
      return isH265Key;
    case 'VP8':
      return isVp8Key;
    case 'VP9':
      return isVp9Key;
    case 'AV1':
      return (octets, at, end) => at < end && (octets[at]! & 0x08) !== 0;
    case 'H261':
      return (octets, at, end) => end - at >= 4 && (octets[at]! & 0x02) !== 0;
    case 'H263':
      return (octets, at, end) => end - at >= 4 && (octets[at]! & 0x80) === 0 && (octets[at + 1]! & 0x10) === 0;
    default:
      return undefined;
  }
}

const IDR = 5;

function isH264Key(octets: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return false;
  const type = octets[at]! & 0x1f;
  if (type === IDR) return true;
  // STAP-A and -B: units behind their lengths, after the decoding order number of B
  if (type === 24 || type === 25) return hasUnit(octets, at + (type === 24 ? 1 : 3), end, (octet) => (octet & 0x1f) === IDR);
  // FU-A and -B: only the first fragment counts
  if (type === 28 || type === 29) return end - at >= 2 && (octets[at + 1]! & 0x80) !== 0 && (octets[at + 1]! & 0x1f) === IDR;
  return false;
}

/** IRAP pictures are unit types 16 to 23. */
function isH265Key(octets: Uint8Array, at: number, end: number): boolean {
  if (end - at < 3) return false;
  const isRandomAccess = (type: number): boolean => type >= 16 && type <= 23;
  const type = (octets[at]! >> 1) & 0x3f;
  if (type === 48) return hasUnit(octets, at + 2, end, (octet) => isRandomAccess((octet >> 1) & 0x3f));
  if (type === 49) return (octets[at + 2]! & 0x80) !== 0 && isRandomAccess(octets[at + 2]! & 0x3f);
  return isRandomAccess(type);
}

function hasUnit(octets: Uint8Array, from: number, end: number, test: (octet: number) => boolean): boolean {
  for (let at = from; at + 3 <= end; ) {
    const length = (octets[at]! << 8) | octets[at + 1]!;
    if (length > 0 && test(octets[at + 2]!)) return true;
    at += 2 + length;
  }
  return false;
}

function isVp8Key(octets: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return false;
  const first = octets[at]!;
  // the first packet of partition 0 carries the frame's header
  if ((first & 0x10) === 0 || (first & 0x0f) !== 0) return false;
  let next = at + 1;
  if ((first & 0x80) !== 0) {
    if (next >= end) return false;
    const extension = octets[next++]!;
    if ((extension & 0x80) !== 0) next += next < end && (octets[next]! & 0x80) !== 0 ? 2 : 1;
    if ((extension & 0x40) !== 0) next++;
    if ((extension & 0x30) !== 0) next++;
  }
  return next < end && (octets[next]! & 0x01) === 0;
}

/** Not predicted from another picture (P), at the beginning of a frame (B), in the lowest spatial layer. */
function isVp9Key(octets: Uint8Array, at: number, end: number): boolean {
  if (at >= end) return false;
  const first = octets[at]!;
  if ((first & 0x40) !== 0 || (first & 0x08) === 0) return false;
  if ((first & 0x20) === 0) return true;
  let next = at + 1;
  if ((first & 0x80) !== 0) next += next < end && (octets[next]! & 0x80) !== 0 ? 2 : 1;
  return next < end && ((octets[next]! >> 1) & 0x07) === 0;
}
