/**
 * The header fields of a message, one by one, in place: for readers of one opened message and for the few that need a header
 * the scanner does not take. Folds are inside the value. Not for the hot path.
 */
import { isBlank } from './param.ts';
import { isWord } from './word.ts';

export class HeaderField {
  /** the whole line or lines, line end excluded */
  at = -1;
  end = -1;
  nameAt = -1;
  nameEnd = -1;
  /** trimmed; valueAt = valueEnd when empty; -1 when there is no colon */
  valueAt = -1;
  valueEnd = -1;
  /** begins with white space although no header stands before it */
  isStrayFold = false;
}

/** Finds the header field that begins at `at`; returns where the next begins. `end` is the end of the header section. */
export function findHeaderField(octets: Uint8Array, at: number, end: number, out: HeaderField): number {
  let next = lineBehind(octets, at, end);
  while (next < end && (octets[next] === 0x20 || octets[next] === 0x09)) next = lineBehind(octets, next, end);
  let last = next;
  while (last > at && isBlank(octets[last - 1]!)) last--;
  out.at = at;
  out.end = last;
  out.isStrayFold = octets[at] === 0x20 || octets[at] === 0x09;
  let colon = at;
  while (colon < last && octets[colon] !== 0x3a) colon++;
  out.nameAt = at;
  out.nameEnd = Math.min(colon, last);
  while (out.nameEnd > at && isBlank(octets[out.nameEnd - 1]!)) out.nameEnd--;
  out.valueAt = out.valueEnd = -1;
  if (colon < last) {
    let value = colon + 1;
    while (value < last && isBlank(octets[value]!)) value++;
    out.valueAt = value;
    out.valueEnd = last;
  }
  return next;
}

/** The position behind the line end of the line at `at`: CRLF, LF or CR alone. */
function lineBehind(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && octets[i] !== 0x0a && octets[i] !== 0x0d) i++;
  if (i < end && octets[i] === 0x0d) {
    let j = i;
    while (j < end && octets[j] === 0x0d) j++;
    if (j < end && octets[j] === 0x0a) return j + 1;
  }
  return Math.min(end, i + 1);
}

/**
 * Finds the next header of this name from `from` on: `name` and `compact` made by word(), compact empty when there is none.
 * Returns where to go on, or -1 when there is none left. `from` and `end` are SipScan.headersAt and headerEnd.
 */
export function findHeader(octets: Uint8Array, from: number, end: number, name: Uint8Array, compact: Uint8Array, out: HeaderField): number {
  let p = from;
  while (p < end) {
    p = findHeaderField(octets, p, end, out);
    if (out.valueAt >= 0 && (isWord(octets, out.nameAt, out.nameEnd, name) || (compact.length === 1 && isWord(octets, out.nameAt, out.nameEnd, compact))))
      return p;
  }
  return -1;
}
