/**
 * Octets to text. The only file below the page that knows a TextDecoder (declared here, since ES2023 has none).
 * Octets that are not UTF-8 become U+FFFD.
 */

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(octets?: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** The text of octets[at, end), UTF-8; short ASCII takes a path that is faster than TextDecoder's call cost. */
export function readText(octets: Uint8Array, at = 0, end: number = octets.length): string {
  if (end - at <= 48) {
    let text = '';
    let i = at;
    for (; i < end && octets[i]! < 0x80; i++) text += String.fromCharCode(octets[i]!);
    if (i === end) return text;
  }
  return decoder.decode(octets.subarray(at, end));
}

/** True when octets[at, end) is not well-formed UTF-8, so that readText() lost something. */
export function isLossy(octets: Uint8Array, at = 0, end: number = octets.length): boolean {
  let i = at;
  while (i < end && octets[i]! < 0x80) i++;
  if (i === end) return false;
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets.subarray(i, end));
    return false;
  } catch {
    return true;
  }
}

/** UTF-8 octets of a text. */
export function toOctets(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}
