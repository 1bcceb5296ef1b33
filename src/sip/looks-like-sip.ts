/**
 * A very cheap question for any UDP payload or any place of a TCP stream: could a SIP message begin here? Looks at the first
 * line only and allocates nothing; scanMessage() decides. It never says no to what scanMessage() would list.
 */
import { isVersion, isSipSlash } from './start-line.ts';

/** True when octets[at, end), empty lines skipped, begin with something like a SIP start line that is complete. */
export function looksLikeSip(octets: Uint8Array, at: number, end: number): boolean {
  let i = at;
  while (i < end && (octets[i] === 0x0d || octets[i] === 0x0a)) i++;
  if (end - i < 16) return false;
  const first = octets[i]!;
  if (first <= 0x20 || first >= 0x7f) return false;
  if (isSipSlash(octets, i)) return startsStatus(octets, i + 4, end);
  let gap = i + 1;
  while (gap < end && octets[gap]! > 0x20) gap++;
  if (gap >= end || (octets[gap] !== 0x20 && octets[gap] !== 0x09)) return false;
  return endsWithVersion(octets, gap, end);
}

function startsStatus(octets: Uint8Array, at: number, end: number): boolean {
  let i = at;
  while (i < end && (octets[i] === 0x2e || (octets[i]! >= 0x30 && octets[i]! <= 0x39))) i++;
  if (i === at || i >= end || (octets[i] !== 0x20 && octets[i] !== 0x09)) return false;
  while (i < end && (octets[i] === 0x20 || octets[i] === 0x09)) i++;
  return i < end && octets[i]! >= 0x30 && octets[i]! <= 0x39;
}

function endsWithVersion(octets: Uint8Array, at: number, end: number): boolean {
  let i = at;
  let gap = at;
  let last = at;
  for (; i < end; i++) {
    const octet = octets[i]!;
    if (octet === 0x0a || octet === 0x0d) return isVersion(octets, gap + 1, last);
    if (octet === 0x20 || octet === 0x09) {
      // white space at the end of the line does not begin a token
      if (i + 1 < end && octets[i + 1]! > 0x20) gap = i;
    } else last = i + 1;
  }
  return false;
}
