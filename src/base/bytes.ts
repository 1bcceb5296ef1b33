/** Find, compare and read digits in octets, without making strings. No function reads outside [at, end). */

/** Position of `octet` in octets[at, end), or -1. */
export function findOctet(octets: Uint8Array, octet: number, at: number, end: number): number {
  const found = octets.indexOf(octet, at);
  return found >= 0 && found < end ? found : -1;
}

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

/** True when a[aAt, aEnd) and b[bAt, bEnd) hold the same octets. */
export function equalOctets(a: Uint8Array, aAt: number, aEnd: number, b: Uint8Array, bAt: number, bEnd: number): boolean {
  if (aEnd - aAt !== bEnd - bAt) return false;
  for (let i = 0; i < aEnd - aAt; i++) if (a[aAt + i] !== b[bAt + i]) return false;
  return true;
}

/** The decimal number that octets[at, end) spell, or -1 when they are not all digits, none, or above 2^53 - 1. */
export function readDigits(octets: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  let value = 0;
  for (let i = at; i < end; i++) {
    const digit = octets[i]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
    if (value > Number.MAX_SAFE_INTEGER) return -1;
  }
  return value;
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
