/**
 * A very cheap question for any UDP payload or any place of a TCP stream: could a SIP message begin here? Looks at the first
 * line only and allocates nothing; scanMessage() decides. It never says no to what scanMessage() would list.
 */
import { findVersion, findVersionEnd, isSipSlash } from './start-line.ts';

/** True when octets[at, end), empty lines skipped, begin with something like a SIP start line that is complete. */
export function looksLikeSip(octets: Uint8Array, at: number, end: number): boolean {
  let i = at;
  while (i < end && (octets[i] === 0x0d || octets[i] === 0x0a)) i++;
  if (end - i < 16) return false;
  const first = octets[i]!;
  if (first <= 0x20 || first >= 0x7f) return false;
  if (isSipSlash(octets, i)) return findVersionEnd(octets, i, end) >= 0;
  let gap = i + 1;
  while (gap < end && octets[gap]! > 0x20) gap++;
  if (gap >= end || (octets[gap] !== 0x20 && octets[gap] !== 0x09)) return false;
  return endsWithVersion(octets, i, gap, end);
}

function endsWithVersion(octets: Uint8Array, at: number, gap: number, end: number): boolean {
  let last = gap;
  for (let i = gap; i < end; i++) {
    const octet = octets[i]!;
    if (octet === 0x0a || octet === 0x0d) return findVersion(octets, at, last) > at;
    if (octet !== 0x20 && octet !== 0x09) last = i + 1;
  }
  return false;
}
