/** The small words every inspect() shares: numbers as text, and a node for octets that could not be read further. */
import type { Field, Verdict } from '../base/field.ts';

/** "0x" and at least `digits` hexadecimal digits. */
export function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** A node over octets that stay unread, with the diagnostic that says why. */
export function octetsField(key: string, name: string, at: number, length: number, problem: string): Field {
  return { key, name, at, length: Math.max(0, length), problem };
}

/** A checksum with what is to be said of it; `code` is its key, and its diagnostic when it is wrong. */
export function checksumField(code: string, value: string, at: number, length: number, verdict: Verdict | undefined): Field {
  const field = { key: code, name: 'Checksum', value, at, length };
  if (verdict === undefined) return field;
  return verdict.is === 'wrong' ? { ...field, verdict, problem: code } : { ...field, verdict };
}

/** "SYN, ACK" of the set bits, lowest bit first; "none" when no bit is set. */
export function flagNames(bits: number, names: readonly string[]): string {
  const set = names.filter((name, i) => name !== '' && ((bits >>> i) & 1) === 1);
  return set.length === 0 ? 'none' : set.join(', ');
}
