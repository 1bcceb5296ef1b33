/**
 * The forge's clay: octets from text, hexadecimal and numbers, always a fresh Uint8Array.
 * Independent of src on purpose: a forge that shared the decoders' helpers would share their mistakes.
 */

/** UTF-8 octets of a text. */
export function octetsOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Text as it stands: line breaks of the source become CRLF, for SIP and SDP written as template strings. */
export function lines(text: string): Uint8Array {
  return octetsOf(text.replace(/\r?\n/g, '\r\n'));
}

/** "45 00 0a" or "45000a"; anything after # to the end of a line is a remark. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/#.*$/gm, '').replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) throw new Error(`not hexadecimal: ${text}`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) => Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16));
}

/** "45000a…", lower case, for messages of failed tests. */
export function toHex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** All parts one after the other; a string counts as UTF-8. */
export function join(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return joinAll(parts);
}

/** The same for more parts than a call takes arguments. */
export function joinAll(parts: readonly (Uint8Array | string)[]): Uint8Array {
  const pieces = parts.map((part) => (typeof part === 'string' ? octetsOf(part) : part));
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Unsigned numbers of 1, 2, 4 octets in network order, in the order given: numbers([1, 0x45], [2, 0x0800]). */
export function numbers(...fields: readonly (readonly [size: 1 | 2 | 4 | 8, value: number | bigint])[]): Uint8Array {
  const whole = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(whole.buffer);
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 8) view.setBigUint64(at, BigInt.asUintN(64, BigInt(value)));
    else if (size === 4) view.setUint32(at, Number(value));
    else if (size === 2) view.setUint16(at, Number(value));
    else view.setUint8(at, Number(value));
    at += size;
  }
  return whole;
}

/** A copy with zeros behind, so that the length is a multiple of `unit`. */
export function padded(octets: Uint8Array, unit: number): Uint8Array {
  const whole = new Uint8Array(Math.ceil(octets.length / unit) * unit);
  whole.set(octets);
  return whole;
}
