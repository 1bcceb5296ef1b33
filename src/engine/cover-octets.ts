/** Octets of a packet made unreadable, and the checksum of UDP or TCP above them mended (RFC 1624), so that an export is no less sound than the capture. */

const LETTER_X = 0x78;

/** What covering octets[at, end) adds to the one's-complement sum of 16-bit words that begin at `origin`: 0 or more, carries not yet folded. */
export function checksumChange(octets: Uint8Array, at: number, end: number, origin: number): number {
  let sum = 0;
  for (let p = at; p < end; p++) {
    const shift = ((p - origin) & 1) === 0 ? 8 : 0;
    sum += (~(octets[p]! << shift) & 0xffff) + (LETTER_X << shift);
  }
  return sum;
}

/**
 * Covers octets[at, end) with "x". The transport header begins at `transportAt` and has its checksum at `checksumAt` of it; none is mended when
 * transportAt is negative, the header is not there, or its sender wrote none (0). @param change of the sum by octets that were covered elsewhere
 */
export function coverOctets(octets: Uint8Array<ArrayBuffer>, at: number, end: number, transportAt: number, checksumAt: number, change = 0): void {
  const sumAt = transportAt + checksumAt;
  const before = transportAt >= 0 && sumAt + 2 <= at ? (octets[sumAt]! << 8) | octets[sumAt + 1]! : 0;
  let sum = (~before & 0xffff) + change + checksumChange(octets, at, end, transportAt);
  octets.fill(LETTER_X, at, end);
  if (before === 0) return;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  const after = ~sum & 0xffff || 0xffff;
  octets[sumAt] = after >> 8;
  octets[sumAt + 1] = after & 0xff;
}
