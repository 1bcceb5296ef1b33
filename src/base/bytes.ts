/** Find, compare and read digits in octets, without making strings. No function reads outside [at, end). */

/** True when octets[at, at + text.length) are the ASCII `text` whatever the case; `text` must be lower case. */
export function startsWithIgnoringCase(octets: Uint8Array, at: number, end: number, text: string): boolean {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) {
    let octet = octets[at + i]!;
    if (octet >= 0x41 && octet <= 0x5a) octet |= 0x20;
    if (octet !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** True when octets[at, end) are exactly the ASCII `text` whatever the case; `text` must be lower case. */
export function equalsIgnoringCase(octets: Uint8Array, at: number, end: number, text: string): boolean {
  return end - at === text.length && startsWithIgnoringCase(octets, at, end, text);
}

/** True when octets[at, at + text.length) are exactly the ASCII `text`. */
export function startsWith(octets: Uint8Array, at: number, end: number, text: string): boolean {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (octets[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** First position in [at, end) that is neither space nor tab; `end` when there is none. */
export function skipBlank(octets: Uint8Array, at: number, end: number): number {
  while (at < end && (octets[at] === 0x20 || octets[at] === 0x09)) at++;
  return at;
}

/** One past the last position of [at, end) that is neither space, tab, CR nor LF; `at` when there is none. */
export function trimEnd(octets: Uint8Array, at: number, end: number): number {
  while (end > at) {
    const octet = octets[end - 1]!;
    if (octet !== 0x20 && octet !== 0x09 && octet !== 0x0d && octet !== 0x0a) break;
    end--;
  }
  return end;
}
