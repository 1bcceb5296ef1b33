/**
 * Checksums of what a packet carries, for the packet somebody looks at: the Internet checksum of UDP (RFC 768) and TCP (RFC 9293 section 3.1) with its
 * pseudo-header, and that of SCTP, CRC-32c (RFC 9260 appendix A) or, as RFC 2960 had it, Adler-32. Promise: no read outside of what is asked about.
 */
import type { Verdict } from '../base/field.ts';
import { hex } from './inspect-octets.ts';

/** Where a transport header and its payload stand, by what the layers below say of it. */
export interface Summed {
  readonly at: number;
  /** where it ends as captured, and as sent */
  readonly end: number;
  readonly announced: number;
  /** offset of the checksum from `at` */
  readonly checksumAt: number;
  readonly protocol: number;
  /** both addresses as they stand in the IP header; undefined where there is none, or where it does not say the final one */
  readonly addresses: { readonly at: number; readonly length: 8 | 32 } | undefined;
}

/** The one's-complement sum of 16-bit words (RFC 1071), folded; an odd last octet is the upper half of a word. */
export function onesSum(view: DataView, at: number, end: number, sum = 0): number {
  let total = sum;
  let p = at;
  for (; p + 1 < end; p += 2) total += view.getUint16(p);
  if (p < end) total += view.getUint8(p) << 8;
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x10000);
  return total;
}

/** Is the checksum of UDP or TCP right? undefined when the addresses it covers are not known. */
export function transportVerdict(view: DataView, { at, end, announced, checksumAt, protocol, addresses }: Summed): Verdict | undefined {
  if (addresses === undefined || at + checksumAt + 2 > end) return undefined;
  const found = view.getUint16(at + checksumAt);
  // over IPv6 too, where only tunnels may (RFC 6935)
  if (protocol === 17 && found === 0) return { is: 'none' };
  const ends = onesSum(view, addresses.at, addresses.at + addresses.length, protocol);
  const pseudo = onesSum(view, at, at, ends + (announced - at));
  // what a system leaves to the network card to finish: the sum of the pseudo-header, with its length or (segmentation offload) without
  if (found === pseudo || found === ends) return { is: 'partial' };
  if (end < announced) return { is: 'cut' };
  const rest = onesSum(view, at + checksumAt + 2, end, onesSum(view, at, at + checksumAt, pseudo));
  const wanted = ~rest & 0xffff;
  // UDP has no zero: all ones are sent for it
  if (found === wanted || (wanted === 0 && found === 0xffff)) return { is: 'right' };
  // or nothing at all, as in the header of IPv4
  if (found === 0) return { is: 'partial' };
  return { is: 'wrong', expected: hex(protocol === 17 && wanted === 0 ? 0xffff : wanted, 4) };
}

/** Is the checksum of the SCTP packet [at, end) right? `announced` is where it ends as sent. */
export function sctpVerdict(view: DataView, at: number, end: number, announced: number): Verdict {
  const found = view.getUint32(at + CHECKSUM);
  if (end < announced) return { is: 'cut' };
  const wanted = crc32c(view, at, end);
  if (found === wanted) return { is: 'right' };
  if (found === adler32(view, at, end)) return { is: 'old' };
  return found === 0 ? { is: 'none' } : { is: 'wrong', expected: hex(wanted, 8) };
}

/** offset of SCTP's checksum, whose four octets count as zero */
const CHECKSUM = 8;

let table: Uint32Array | undefined;

function octetAt(view: DataView, at: number, p: number): number {
  return p >= at + CHECKSUM && p < at + CHECKSUM + 4 ? 0 : view.getUint8(p);
}

/** CRC-32c as it stands in the header: its lowest octet first. */
function crc32c(view: DataView, at: number, end: number): number {
  table ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = (c & 1) !== 0 ? 0x82f63b78 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  let c = -1;
  for (let p = at; p < end; p++) c = table[(c ^ octetAt(view, at, p)) & 0xff]! ^ (c >>> 8);
  c = ~c;
  return (((c & 0xff) << 24) | ((c & 0xff00) << 8) | ((c >>> 8) & 0xff00) | (c >>> 24)) >>> 0;
}

function adler32(view: DataView, at: number, end: number): number {
  let [a, b] = [1, 0];
  for (let p = at; p < end; p++) {
    a = (a + octetAt(view, at, p)) % 65_521;
    b = (b + a) % 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
