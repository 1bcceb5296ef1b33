/**
 * WebSocket frames (RFC 6455 section 5.2): FIN, three reserved bits, opcode, mask bit, a length of 7, 16 or 64 bits, a masking key.
 * Promise: when isWhole() is true no accessor reads outside [at, at + headerLength()); a length never wraps: what a double
 * cannot hold is Infinity.
 */
import type { Field } from '../base/field.ts';
import { readText } from '../base/text.ts';
import { hex } from './inspect-octets.ts';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
/** octets of the longest header: 2, 8 of length, 4 of masking key */
export const LONGEST_HEADER = 14;
/** octets of the longest payload a control frame may have (RFC 6455 section 5.5) */
export const LONGEST_CONTROL = 125;
/** the first reserved bit: the message is compressed (RFC 7692 section 6) */
export const RSV1 = 4;

const opcodeNames: ReadonlyMap<number, string> = new Map([
  [0, 'Continuation'],
  [1, 'Text'],
  [2, 'Binary'],
  [8, 'Connection Close'],
  [9, 'Ping'],
  [10, 'Pong'],
]);

export function isFinal(octets: Uint8Array, at: number): boolean {
  return octets[at]! >= 0x80;
}
/** the three reserved bits as a number, RSV1 is 4 */
export function reservedBits(octets: Uint8Array, at: number): number {
  return (octets[at]! >> 4) & 7;
}
export function opcode(octets: Uint8Array, at: number): number {
  return octets[at]! & 15;
}
export function isMasked(octets: Uint8Array, at: number): boolean {
  return octets[at + 1]! >= 0x80;
}
/** Octets of the header that begins at `at`; 2 when even that is not known from [at, end). */
export function headerLength(octets: Uint8Array, at: number, end: number): number {
  if (end - at < 2) return 2;
  const short = octets[at + 1]! & 0x7f;
  return 2 + (short === 127 ? 8 : short === 126 ? 2 : 0) + (isMasked(octets, at) ? 4 : 0);
}
export function isWhole(octets: Uint8Array, at: number, end: number): boolean {
  return end - at >= 2 && at + headerLength(octets, at, end) <= end;
}
/** Octets of payload, of a whole header; Infinity when the highest bit is set (forbidden) or a double cannot hold it. */
export function payloadLength(octets: Uint8Array, at: number): number {
  const short = octets[at + 1]! & 0x7f;
  if (short < 126) return short;
  if (short === 126) return octets[at + 2]! * 256 + octets[at + 3]!;
  let high = 0;
  let low = 0;
  for (let i = 2; i < 6; i++) high = high * 256 + octets[at + i]!;
  for (let i = 6; i < 10; i++) low = low * 256 + octets[at + i]!;
  return high >= 0x200000 ? Infinity : high * 0x100000000 + low;
}
/** The masking key of a whole, masked header as its place. */
export function maskAt(octets: Uint8Array, at: number, end: number): number {
  return at + headerLength(octets, at, end) - 4;
}
/** True for opcodes that RFC 6455 section 5.2 reserves. */
export function isReservedOpcode(code: number): boolean {
  return !opcodeNames.has(code);
}
/** Close, ping, pong: what may stand between the frames of a message. */
export function isControl(code: number): boolean {
  return code >= 8;
}

/**
 * Copies octets[at, at + length) to `to` without their mask (RFC 6455 section 5.3). The key is key[keyAt, keyAt + 4); `phase` is
 * how many octets of the payload came before.
 */
export function unmask(octets: Uint8Array, at: number, length: number, key: Uint8Array, keyAt: number, phase: number, to: Uint8Array, toAt: number): void {
  for (let i = 0; i < length; i++) to[toAt + i] = octets[at + i]! ^ key[keyAt + ((phase + i) & 3)]!;
}

/** "Text, 514 octets" of a frame with a whole header. */
export function frameTitle(octets: Uint8Array, at: number): string {
  const length = payloadLength(octets, at);
  const name = opcodeNames.get(opcode(octets, at)) ?? `Reserved (${opcode(octets, at)})`;
  const part = isControl(opcode(octets, at)) || isFinal(octets, at) ? '' : ', not final';
  return `${name}${part}, ${length} ${length === 1 ? 'octet' : 'octets'}`;
}

/** One frame as fields: octets[at, end) is what is there of it and of those behind it. */
export function inspect(octets: Uint8Array, at: number, end: number): Field {
  if (!isWhole(octets, at, end)) return { key: 'websocket', name: 'WebSocket', value: 'the header goes on in the next packet', at, length: end - at };
  const code = opcode(octets, at);
  const head = headerLength(octets, at, end);
  const length = payloadLength(octets, at);
  const here = Math.min(length, end - at - head);
  return {
    key: 'websocket',
    name: 'WebSocket',
    value: frameTitle(octets, at),
    at,
    length: head + here,
    reference: 'RFC 6455 section 5.2',
    children: [...firstFields(octets, at, code), ...lengthFields(octets, at, end, head, length), ...payloadFields(octets, at, end, code, head, here, length)],
  };
}

function firstFields(octets: Uint8Array, at: number, code: number): Field[] {
  const reserved = reservedBits(octets, at);
  const unknownBits = (reserved & 3) !== 0 || (reserved !== 0 && (isControl(code) || code === opcodes.continuation));
  const isBroken = isControl(code) && !isFinal(octets, at);
  return [
    {
      key: 'websocket.fin',
      name: 'FIN',
      value: isFinal(octets, at) ? '1' : '0',
      at,
      length: 1,
      reference: 'RFC 6455 section 5.4',
      ...(isBroken ? { problem: 'websocket.fragments' } : {}),
    },
    {
      key: 'websocket.rsv',
      name: 'RSV1, RSV2, RSV3',
      value: reserved.toString(2).padStart(3, '0').split('').join(', '),
      at,
      length: 1,
      reference: reserved === RSV1 ? 'RFC 7692 section 6' : 'RFC 6455 section 5.2',
      ...(unknownBits ? { problem: 'websocket.reserved' } : {}),
    },
    {
      key: 'websocket.opcode',
      name: 'Opcode',
      value: `${opcodeNames.get(code) ?? 'Reserved'} (${code})`,
      at,
      length: 1,
      reference: 'RFC 6455 section 11.8',
      ...(isReservedOpcode(code) ? { problem: 'websocket.reserved' } : {}),
    },
  ];
}

function lengthFields(octets: Uint8Array, at: number, end: number, head: number, length: number): Field[] {
  const masked = isMasked(octets, at);
  const short = octets[at + 1]! & 0x7f;
  const isWrong =
    (isControl(opcode(octets, at)) && length > LONGEST_CONTROL) ||
    (short === 126 && length < 126) ||
    (short === 127 && (length < 65_536 || length === Infinity));
  const key = at + head - 4;
  return [
    { key: 'websocket.mask', name: 'Mask', value: masked ? '1' : '0', at: at + 1, length: 1, reference: 'RFC 6455 section 5.3' },
    {
      key: 'websocket.payload_length',
      name: 'Payload length',
      value: length === Infinity ? 'above 2⁵³' : String(length),
      at: at + 1,
      length: head - 1 - (masked ? 4 : 0),
      reference: 'RFC 6455 section 5.2',
      ...(isWrong ? { problem: 'websocket.length' } : {}),
    },
    ...(masked ? [{ key: 'websocket.masking_key', name: 'Masking-key', value: hex(keyOf(octets, key, end), 8), at: key, length: 4 }] : []),
  ];
}

function keyOf(octets: Uint8Array, at: number, end: number): number {
  let key = 0;
  for (let i = at; i < at + 4 && i < end; i++) key = key * 256 + octets[i]!;
  return key;
}

function payloadFields(octets: Uint8Array, at: number, end: number, code: number, head: number, here: number, length: number): Field[] {
  if (length === 0) return [];
  const place = { at: at + head, length: here };
  const value = here === length ? `${here} octets` : `${here} of ${length} octets, the rest is in later packets`;
  const payload: Field = { key: 'websocket.payload', name: 'Payload data', value, ...place };
  if (!isControl(code) || here < length) return [payload];
  const plain = new Uint8Array(here);
  if (isMasked(octets, at)) unmask(octets, at + head, here, octets, maskAt(octets, at, end), 0, plain, 0);
  else plain.set(octets.subarray(at + head, at + head + here));
  if (code !== opcodes.close || here < 2) return [{ ...payload, value: readText(plain) }];
  return [
    {
      key: 'websocket.close.status_code',
      name: 'Status code',
      value: String(plain[0]! * 256 + plain[1]!),
      at: at + head,
      length: 2,
      reference: 'RFC 6455 section 7.4',
    },
    ...(here === 2 ? [] : [{ key: 'websocket.close.reason', name: 'Reason', value: readText(plain, 2), at: at + head + 2, length: here - 2 }]),
  ];
}
