/**
 * SIP methods as small numbers, so that a message table can hold one octet per method. Methods are tokens and case-sensitive
 * (RFC 3261 section 7.1); any other token is legal and is `Method.other`, to be read from its span.
 */
import { isExactly, word } from './word.ts';

export const methodNames = [
  '',
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'REGISTER',
  'OPTIONS',
  'PRACK',
  'SUBSCRIBE',
  'NOTIFY',
  'PUBLISH',
  'INFO',
  'REFER',
  'MESSAGE',
  'UPDATE',
] as const;

const methodWords: readonly Uint8Array[] = methodNames.map(word);

export const Method = {
  other: 0,
  INVITE: 1,
  ACK: 2,
  BYE: 3,
  CANCEL: 4,
  REGISTER: 5,
  OPTIONS: 6,
  PRACK: 7,
  SUBSCRIBE: 8,
  NOTIFY: 9,
  PUBLISH: 10,
  INFO: 11,
  REFER: 12,
  MESSAGE: 13,
  UPDATE: 14,
} as const;
export type MethodId = number & { readonly unit?: 'method id' };

/** The id of the method token octets[at, end), `Method.other` when it is not one of the table. */
export function methodId(octets: Uint8Array, at: number, end: number): MethodId {
  const candidate = candidateOf(octets[at]!, octets[at + 1]!, end - at);
  if (candidate === 0) return 0;
  return isExactly(octets, at, end, methodWords[candidate]!) ? candidate : 0;
}

function candidateOf(first: number, second: number, length: number): MethodId {
  switch (length) {
    case 3:
      return first === 0x41 ? Method.ACK : Method.BYE;
    case 4:
      return Method.INFO;
    case 5:
      return first === 0x50 ? Method.PRACK : Method.REFER;
    case 6:
      return first === 0x49 ? Method.INVITE : first === 0x43 ? Method.CANCEL : first === 0x4e ? Method.NOTIFY : Method.UPDATE;
    case 7:
      return first === 0x4f ? Method.OPTIONS : first === 0x50 ? Method.PUBLISH : Method.MESSAGE;
    case 8:
      return Method.REGISTER;
    case 9:
      return second === 0x55 ? Method.SUBSCRIBE : 0;
    default:
      return 0;
  }
}
