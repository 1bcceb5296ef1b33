/**
 * SCTP (RFC 9260 section 3): a common header of twelve octets, then chunks, each padded to four octets; user data in DATA
 * (section 3.3.1) and I-DATA (RFC 8260 section 2.1).
 * Promise: no read outside [at, end), whatever the lengths say.
 */

/** SCTP over UDP (RFC 6951 section 6). */
export const SCTP_UDP_PORT = 9899;
export const HEADER_LENGTH = 12;
const CHUNK_HEADER = 4;
export const DATA_HEADER = 16;
export const IDATA_HEADER = 20;

export const chunkTypes = { DATA: 0, INIT: 1, INIT_ACK: 2, SACK: 3, ABORT: 6, SHUTDOWN: 7, ERROR: 9, I_DATA: 64, FORWARD_TSN: 192 } as const;

/** Bits of a DATA chunk's flags. */
export const dataFlags = { END: 1, BEGIN: 2, UNORDERED: 4 } as const;

export function isWhole(at: number, end: number): boolean {
  return at + HEADER_LENGTH <= end;
}

export function verificationTag(view: DataView, at: number): number {
  return view.getUint32(at + 4);
}

/** True when a common header and chunks of known types that fill the datagram exactly stand at `at`; for datagrams, where the port alone says little. @param announced where it ends as sent */
export function isSctp(view: DataView, at: number, end: number, announced: number): boolean {
  let p = at + HEADER_LENGTH;
  if (p + CHUNK_HEADER > end || view.getUint16(at) === 0 || view.getUint16(at + 2) === 0) return false;
  while (p + CHUNK_HEADER <= end) {
    const type = view.getUint8(p);
    const isKnown = type <= 15 || type === 64 || (type >= 128 && type <= 132) || (type >= 192 && type <= 194);
    const length = view.getUint16(p + 2);
    if (!isKnown || length < CHUNK_HEADER || p + length > announced) return false;
    p = nextChunk(p, length);
  }
  return end < announced || p >= announced;
}

/** Octets of the chunk at `at` without its padding, as it says: 4 or more; 0 when no chunk header stands there. */
export function chunkLength(view: DataView, at: number, end: number): number {
  if (at + CHUNK_HEADER > end) return 0;
  const length = view.getUint16(at + 2);
  return length < CHUNK_HEADER ? 0 : length;
}

/** Where the chunk behind one of `length` octets at `at` begins. */
export function nextChunk(at: number, length: number): number {
  return at + ((length + 3) & ~3);
}
