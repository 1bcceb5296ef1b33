/**
 * A very cheap question for any UDP payload or any place of a TCP stream: could a SIP message begin here? Looks at the first
 * line only and allocates nothing; scanMessage() decides. It never says no to what scanMessage() would list.
 */
import { searchOctet } from '../base/octet-search.ts';
import { methodId } from './method.ts';
import { findVersion, findVersionEnd, isSipSlash } from './start-line.ts';

/** True when octets[at, end), empty lines skipped, begin with something like a SIP start line that is complete. */
export function looksLikeSip(octets: Uint8Array, at: number, end: number): boolean {
  let i = at;
  while (i < end && (octets[i] === 0x0d || octets[i] === 0x0a)) i++;
  if (end - i < 16) return false;
  const first = octets[i]!;
  if (first <= 0x20 || first >= 0x7f) return false;
  if (isSipSlash(octets, i)) return findVersionEnd(octets, i, end) >= 0;
  if (isKnownRequest(octets, i, end)) return true;
  let gap = i + 1;
  while (gap < end && octets[gap]! > 0x20) gap++;
  if (gap >= end || (octets[gap] !== 0x20 && octets[gap] !== 0x09)) return false;
  return endsWithVersion(octets, i, gap, end);
}

/** A line of a known method that ends with SIP/2.0 and CR LF: the common case, without a look at every octet of the line. */
function isKnownRequest(octets: Uint8Array, at: number, end: number): boolean {
  let gap = at + 3;
  while (gap < at + 10 && octets[gap]! > 0x20) gap++;
  if (octets[gap] !== 0x20 || methodId(octets, at, gap) === 0) return false;
  const last = searchOctet(octets, 0x0a, gap, end) - 1;
  return (
    last + 1 < end &&
    octets[last] === 0x0d &&
    octets[last - 8] === 0x20 &&
    octets[last - 3] === 0x32 &&
    octets[last - 2] === 0x2e &&
    octets[last - 1] === 0x30 &&
    findVersion(octets, at, last) > at
  );
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
