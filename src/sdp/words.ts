/** Words and numbers inside one line of a session description: found in place, never outside [at, end). */

/** First position of [at, end) that is neither space nor tab. */
export function wordStart(octets: Uint8Array, at: number, end: number): number {
  while (at < end && (octets[at] === 0x20 || octets[at] === 0x09)) at++;
  return at;
}

/** End of the word that begins at `at`. */
export function wordEnd(octets: Uint8Array, at: number, end: number): number {
  while (at < end && octets[at] !== 0x20 && octets[at] !== 0x09) at++;
  return at;
}

/** The decimal number of octets[at, end), white space around it ignored; -1 when it is none or above 2^53 - 1. */
export function readDecimal(octets: Uint8Array, at: number, end: number): number {
  let i = wordStart(octets, at, end);
  let last = end;
  while (last > i && (octets[last - 1] === 0x20 || octets[last - 1] === 0x09)) last--;
  if (i >= last) return -1;
  let value = 0;
  for (; i < last; i++) {
    const digit = octets[i]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
    if (value > 9007199254740991) return -1;
  }
  return value;
}

/** The port of octets[at, end), digits alone and at most five; -1 when it is none. */
export function readPort(octets: Uint8Array, at: number, end: number): number {
  if (end <= at || end - at > 5) return -1;
  let port = 0;
  for (let i = at; i < end; i++) {
    const digit = octets[i]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    port = port * 10 + digit;
  }
  return port > 65535 ? -1 : port;
}

/** The dotted quad octets[at, end) as an unsigned word, or -1: four numbers of one to three digits, 255 at most. */
export function readIpv4(octets: Uint8Array, at: number, end: number): number {
  let word = 0;
  let parts = 0;
  for (let i = at; parts < 4; i++) {
    const first = i;
    let part = 0;
    for (; i < end && octets[i] !== 0x2e; i++) {
      const digit = octets[i]! - 0x30;
      if (digit < 0 || digit > 9 || i - first === 3) return -1;
      part = part * 10 + digit;
    }
    if (i === first || part > 255 || i >= end !== (parts === 3)) return -1;
    word = word * 256 + part;
    parts++;
  }
  return word;
}
