/**
 * Comparison of octets with a fixed word, for hot code: the word is kept as octets, because reading a string character by
 * character costs several times as much.
 */

/** The ASCII text in lower case as octets; made once, at module start. */
export function word(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** True when octets[at, end) are the letters, digits and signs of `lower`, whatever the case of letters. */
export function isWord(octets: Uint8Array, at: number, end: number, lower: Uint8Array): boolean {
  const length = lower.length;
  if (end - at !== length) return false;
  for (let i = 0; i < length; i++) {
    const octet = octets[at + i]!;
    const expected = lower[i]!;
    if (octet !== expected && ((octet | 0x20) !== expected || octet < 0x41)) return false;
  }
  return true;
}

/** True when the four octets at `at` are these letters, whatever the case: no loop, so nothing to mispredict. Letters alone are told exactly. */
export function isFour(octets: Uint8Array, at: number, letters: number): boolean {
  return (octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24) | 0x20202020) === letters;
}

/** True when octets[at, end) are exactly `exact`. */
export function isExactly(octets: Uint8Array, at: number, end: number, exact: Uint8Array): boolean {
  const length = exact.length;
  if (end - at !== length) return false;
  for (let i = 0; i < length; i++) if (octets[at + i] !== exact[i]) return false;
  return true;
}
