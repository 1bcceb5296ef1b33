/** A tar header is told by its checksum: old archives have no magic, and a name of 257 octets could fake one. */
import { readText } from '../base/text.ts';

const BLOCK = 512;

/** True when the first 512 octets are a tar header: the sum of all its octets is the one it tells. */
export function isTarHeader(octets: Uint8Array): boolean {
  if (octets.length < BLOCK || octets[0] === 0) return false;
  const told = octal(octets, 148, 156);
  let sum = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK; i++) {
    const octet = i >= 148 && i < 156 ? 0x20 : octets[i]!;
    sum += octet;
    signed += octet > 127 ? octet - 256 : octet;
  }
  return told === sum || told === signed;
}

/** Octal digits up to a zero or `end`; NaN when there are none, or something else. */
export function octal(octets: Uint8Array, at: number, end: number): number {
  const digits = cString(octets, at, end).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

/** The text of octets[at, end) up to a zero. */
export function cString(octets: Uint8Array, at: number, end: number): string {
  let stop = at;
  while (stop < end && stop < octets.length && octets[stop] !== 0) stop++;
  return readText(octets, at, stop);
}
