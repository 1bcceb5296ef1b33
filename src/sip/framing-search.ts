/**
 * Where messages begin and headers end in the octets of a stream: the searches of framing.ts. Never read outside [at, end), and
 * never look twice at the same octets for long: lines are found with indexOf.
 */
import { searchOctet } from '../base/octet-search.ts';
import { looksLikeSip } from './looks-like-sip.ts';
import { methodId } from './method.ts';
import { isSipSlash, isTokenOctet } from './start-line.ts';

/** a first line longer than this is not waited for */
const LINE = 16_384;
/** a method longer than this is not waited for */
const METHOD = 64;
const LINE_FEED = 0x0a;

/**
 * The first position in [at, end) where a start line begins, or may begin because its line is not complete yet: `at` itself
 * or the beginning of a line. `end` when there is none.
 */
export function findStartLine(octets: Uint8Array, at: number, end: number): number {
  let p = at;
  while (p < end) {
    const first = octets[p]!;
    if (first > 0x20 && first < 0x7f && (waitsForLine(octets, p, end) || looksLikeSip(octets, p, end))) return p;
    const lineFeed = searchOctet(octets, LINE_FEED, p, end);
    if (lineFeed === end) return end;
    p = lineFeed + 1;
  }
  return end;
}

/** The beginning of the next line behind `at`; `end` when there is none. */
export function nextLine(octets: Uint8Array, at: number, end: number): number {
  return Math.min(end, searchOctet(octets, LINE_FEED, at, end) + 1);
}

/** True when the line at `at` is not complete and what is there could be the beginning of a start line. */
export function waitsForLine(octets: Uint8Array, at: number, end: number): boolean {
  const last = Math.min(end, at + METHOD);
  let i = at;
  while (i < last && (isTokenOctet(octets[i]!) || octets[i] === 0x2f)) i++;
  if (i === end) return true;
  if (i === last || i === at || (octets[i] !== 0x20 && octets[i] !== 0x09)) return false;
  const limit = Math.min(end, at + LINE);
  while (i < limit) {
    const octet = octets[i]!;
    if (octet < 0x20 && octet !== 0x09) return octet === 0x0d && i + 1 === end;
    i++;
  }
  return i === end;
}

/** The position behind the empty line that ends the header, looked for from `at`; -1 when it is not there. */
export function findHeaderEnd(octets: Uint8Array, at: number, end: number): number {
  let p = at;
  for (;;) {
    const lineFeed = searchOctet(octets, LINE_FEED, p, end);
    if (lineFeed + 1 >= end) return -1;
    const next = octets[lineFeed + 1];
    if (next === 0x0a) return lineFeed + 2;
    if (next === 0x0d && lineFeed + 2 < end && octets[lineFeed + 2] === 0x0a) return lineFeed + 3;
    p = lineFeed + 1;
  }
}

/** True when octets[at, end) begin with a known method and a blank, or with "SIP/". */
export function beginsWell(octets: Uint8Array, at: number, end: number): boolean {
  if (end - at < 4) return false;
  if (isSipSlash(octets, at)) return true;
  let i = at;
  while (i < end && i - at < 10 && isTokenOctet(octets[i]!)) i++;
  return i < end && octets[i] === 0x20 && methodId(octets, at, i) !== 0;
}
