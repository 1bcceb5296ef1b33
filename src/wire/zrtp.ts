/**
 * ZRTP messages (RFC 6189 section 5): which one a datagram holds, and its fields for the packet inspector. Promise: reads nothing outside
 * [at, end); a message that is cut is shown as far as it goes.
 */
import type { Field } from '../base/field.ts';
import { octetsField } from './inspect-octets.ts';

const HEADER = 12;
const MESSAGE_HEADER = 12;
const CRC = 4;
const PREAMBLE = 0x505a;

/** "Hello", "Commit" … without the blanks that fill eight characters; empty when no message stands there. */
export function zrtpType(view: DataView, at: number, end: number): string {
  if (end - at < HEADER + MESSAGE_HEADER || view.getUint16(at + HEADER) !== PREAMBLE) return '';
  return letters(view, at + HEADER + 4, 8).trimEnd();
}

/** Hash, cipher, authentication tag, key agreement and SAS that a Commit chose, "S256 AES1 HS80 X255 B32"; empty when it is cut. */
export function zrtpChoice(view: DataView, at: number, end: number): string {
  const from = at + HEADER + MESSAGE_HEADER + 32 + 12;
  return zrtpType(view, at, end) !== 'Commit' || from + 20 > end ? '' : [0, 4, 8, 12, 16].map((offset) => letters(view, from + offset, 4).trim()).join(' ');
}

export function inspectZrtp(view: DataView, at: number, end: number): Field {
  const title = 'ZRTP';
  if (end - at < HEADER + MESSAGE_HEADER) return octetsField('zrtp', title, at, end - at, 'zrtp.cut');
  const type = zrtpType(view, at, end);
  const words = view.getUint16(at + HEADER + 2);
  const stop = at + HEADER + 4 * words;
  const isCut = stop + CRC > end || words < 3;
  const body = at + HEADER + MESSAGE_HEADER;
  const limit = Math.min(stop, end);
  const children: Field[] = [
    field('sequence', 'sequence number', String(view.getUint16(at + 2)), at + 2, 2),
    field('cookie', 'magic cookie', letters(view, at + 4, 4), at + 4, 4),
    field(
      'ssrc',
      'source identifier',
      `0x${view
        .getUint32(at + 8)
        .toString(16)
        .padStart(8, '0')}`,
      at + 8,
      4,
    ),
    { ...field('length', 'message length', `${words} words`, at + HEADER + 2, 2), ...(isCut ? { problem: 'zrtp.cut' } : {}) },
    field('type', 'message type', type, at + HEADER + 4, 8),
    ...bodyFields(type, view, body, limit),
  ];
  if (!isCut) children.push(field('crc', 'checksum', `0x${view.getUint32(stop).toString(16).padStart(8, '0')}`, stop, CRC));
  return { key: 'zrtp', name: title, value: type, at, length: end - at, reference: 'RFC 6189 section 5', children };
}

function field(key: string, name: string, value: string, at: number, length: number): Field {
  return { key: `zrtp.${key}`, name, value, at, length };
}

function bodyFields(type: string, view: DataView, at: number, end: number): Field[] {
  switch (type) {
    case 'Hello':
      return helloFields(view, at, end);
    case 'Commit':
      return [
        ...octetFields(view, at, end, [
          ['hash_image', 'hash image H2', 32],
          ['zid', 'ZID', 12],
        ]),
        ...choiceFields(view, at + 44, end),
      ];
    case 'DHPart1':
    case 'DHPart2':
      return octetFields(view, at, end, [
        ['hash_image', 'hash image H1', 32],
        ['rs1', 'rs1 ID', 8],
        ['rs2', 'rs2 ID', 8],
        ['aux', 'aux secret ID', 8],
        ['pbx', 'PBX secret ID', 8],
      ]);
    case 'Confirm1':
    case 'Confirm2':
      return octetFields(view, at, end, [
        ['mac', 'confirm MAC', 8],
        ['iv', 'CFB vector', 16],
      ]);
    case 'Error':
      return end - at >= 4 ? [field('error', 'error code', `0x${view.getUint32(at).toString(16)}`, at, 4)] : [];
    default:
      return [];
  }
}

/** RFC 6189 section 5.2. */
function helloFields(view: DataView, at: number, end: number): Field[] {
  const found: Field[] = [];
  if (at + 20 <= end)
    found.push(field('version', 'version', letters(view, at, 4), at, 4), field('client', 'client identifier', letters(view, at + 4, 16).trimEnd(), at + 4, 16));
  found.push(
    ...octetFields(view, at + 20, end, [
      ['hash_image', 'hash image H3', 32],
      ['zid', 'ZID', 12],
    ]),
  );
  const counts = at + 64;
  if (counts + 4 > end) return found;
  const flags = view.getUint8(counts);
  const set = [
    [0x40, 'signs'],
    [0x20, 'MiTM'],
    [0x10, 'passive'],
  ] as const;
  found.push(
    field(
      'flags',
      'flags',
      set
        .filter(([bit]) => (flags & bit) !== 0)
        .map(([, name]) => name)
        .join(', ') || 'none',
      counts,
      1,
    ),
  );
  let next = counts + 4;
  const packed = view.getUint32(counts);
  for (const [shift, key, name] of [
    [16, 'hash', 'hashes'],
    [12, 'cipher', 'ciphers'],
    [8, 'auth', 'authentication tags'],
    [4, 'agreement', 'key agreements'],
    [0, 'sas', 'SAS types'],
  ] as const) {
    const count = (packed >>> shift) & 15;
    if (next + 4 * count > end) break;
    found.push(field(key, name, Array.from({ length: count }, (_, i) => letters(view, next + 4 * i, 4).trim()).join(', '), next, 4 * count));
    next += 4 * count;
  }
  return found;
}

/** RFC 6189 section 5.4. */
function choiceFields(view: DataView, at: number, end: number): Field[] {
  const found: Field[] = [];
  for (const [i, [key, name]] of (
    [
      ['hash', 'hash'],
      ['cipher', 'cipher'],
      ['auth', 'authentication tag'],
      ['agreement', 'key agreement'],
      ['sas', 'SAS type'],
    ] as const
  ).entries())
    if (at + 4 * i + 4 <= end) found.push(field(key, name, letters(view, at + 4 * i, 4).trim(), at + 4 * i, 4));
  return found;
}

function octetFields(view: DataView, at: number, end: number, parts: readonly (readonly [key: string, name: string, length: number])[]): Field[] {
  const found: Field[] = [];
  let next = at;
  for (const [key, name, length] of parts) {
    if (next + length > end) break;
    let text = '';
    for (let i = 0; i < length; i++)
      text += view
        .getUint8(next + i)
        .toString(16)
        .padStart(2, '0');
    found.push(field(key, name, text, next, length));
    next += length;
  }
  return found;
}

/** Printable characters as they are, every other octet as a dot. */
function letters(view: DataView, at: number, length: number): string {
  let text = '';
  for (let i = at; i < Math.min(view.byteLength, at + length); i++) {
    const octet = view.getUint8(i);
    text += octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.';
  }
  return text;
}
