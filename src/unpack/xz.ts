/**
 * xz (xz-file-format.txt 1.2.1, tukaani.org): streams in a row with padding between, blocks of LZMA2, CRC-32 and
 * CRC-64 of what came out, and the index behind them. A block that asks for a larger dictionary than `windowMost` is refused before
 * anything is reserved; other filters are named as not read.
 */
import { Crc64, crc32 } from './crc.ts';
import { History } from './history.ts';
import { LzmaDecoder } from './lzma.ts';
import { type Asking, need, type PackedInput, skip, type Unpacking, type UnpackProblem } from './packed-input.ts';

const LZMA2 = 0x21;
const checkLengths = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const CHUNK_MOST = 2_097_152;

export function* unpackXz(input: PackedInput, windowMost: number): Unpacking {
  const history = new History(0);
  let problem: UnpackProblem | undefined;
  for (let streams = 0; ; streams++) {
    if (streams > 0) yield* passPadding(input);
    if (!(yield* need(input, 12))) return input.left > 0 || streams === 0 ? 'truncated' : problem;
    const { octets, at } = input;
    const isMagic = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0].every((octet, i) => octets[at + i] === octet);
    const check = octets[at + 7]!;
    if (!isMagic || octets[at + 6] !== 0 || check > 15 || crc32(octets.subarray(at + 6, at + 8)) !== wordAt(octets, at + 8)) return 'corrupt';
    input.at += 12;
    const result = yield* stream(input, check, windowMost, history);
    if (result === 'checksum') problem = result;
    else if (result !== undefined) return result;
  }
}

function* passPadding(input: PackedInput): Asking<void> {
  while ((yield* need(input, 4)) && wordAt(input.octets, input.at) === 0) input.at += 4;
}

function wordAt(octets: Uint8Array, at: number): number {
  return (octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24)) >>> 0;
}

function* stream(input: PackedInput, check: number, windowMost: number, history: History): Unpacking {
  let problem: UnpackProblem | undefined;
  for (let blocks = 0; ; blocks++) {
    if (!(yield* need(input, 1))) return 'truncated';
    const length = 4 * (input.octets[input.at]! + 1);
    if (length === 4) return (yield* index(input, blocks)) ?? problem;
    if (!(yield* need(input, length))) return 'truncated';
    const dictionary = dictionaryOf(input.octets.subarray(input.at, input.at + length));
    if (typeof dictionary === 'string') return dictionary;
    if (dictionary > windowMost) return 'window';
    input.at += length;
    const result = yield* block(input, check, dictionary, history);
    if (result === 'checksum') problem = result;
    else if (result !== undefined) return result;
  }
}

/** Octets of the dictionary that a block header asks for, or what is wrong with it. */
function dictionaryOf(header: Uint8Array): number | UnpackProblem {
  const end = header.length - 4;
  if (crc32(header.subarray(0, end)) !== wordAt(header, end)) return 'corrupt';
  const flags = header[1]!;
  if ((flags & 0x3c) !== 0) return 'unsupported';
  let at = 2;
  for (const sizes of [0x40, 0x80]) if ((flags & sizes) !== 0) while (at < end && header[at++]! > 127);
  if ((flags & 3) !== 0 || header[at] !== LZMA2) return 'unsupported';
  const size = header[at + 2]!;
  if (header[at + 1] !== 1 || size > 40 || at + 3 > end) return 'corrupt';
  return size === 40 ? 0xffffffff : (2 | (size & 1)) * 2 ** ((size >>> 1) + 11);
}

interface Check {
  add(octets: Uint8Array): void;
  /** true when what was added agrees with the stored value */
  agrees(stored: Uint8Array): boolean;
}

function checkOf(kind: number): Check {
  if (kind === 1) {
    let crc = 0;
    return {
      add: (octets) => {
        crc = crc32(octets, crc);
      },
      agrees: (stored) => wordAt(stored, 0) === crc,
    };
  }
  if (kind === 4) {
    const crc = new Crc64();
    return { add: (octets) => crc.add(octets), agrees: (stored) => wordAt(stored, 0) === crc.words[0] && wordAt(stored, 4) === crc.words[1] };
  }
  // no check, SHA-256 (which nobody asks xz for, and is passed over), or one that nobody has defined yet
  return { add: () => undefined, agrees: () => true };
}

function* block(input: PackedInput, kind: number, dictionary: number, history: History): Unpacking {
  const check = checkOf(kind);
  const lengths = { taken: 0 };
  const problem = yield* chunks(input, dictionary, check, lengths, history);
  if (problem !== undefined) return problem;
  if (!(yield* skip(input, (4 - (lengths.taken & 3)) & 3))) return 'truncated';
  const length = checkLengths[kind]!;
  if (!(yield* need(input, length))) return 'truncated';
  const stored = input.octets.subarray(input.at, input.at + length);
  input.at += length;
  return check.agrees(stored) ? undefined : 'checksum';
}

/** LZMA2: a control octet says whether a chunk is packed, and what begins anew (xz-file-format.txt section 5.3.1). */
function* chunks(input: PackedInput, dictionary: number, check: Check, lengths: { taken: number }, history: History): Unpacking {
  history.restart(Math.max(dictionary, 4096));
  const lzma = new LzmaDecoder(history);
  let needs = 3;
  for (;;) {
    if (!(yield* need(input, 1))) return 'truncated';
    const control = input.octets[input.at]!;
    if (control === 0) {
      input.at++;
      lengths.taken++;
      return undefined;
    }
    const isPacked = control >= 0x80;
    // what begins anew: 3 the dictionary too, 2 properties, 1 the state
    const fresh = isPacked ? (control >>> 5) & 3 : control === 1 ? 3 : 0;
    if ((!isPacked && control > 2) || (needs === 3 && fresh < 3) || (isPacked && needs === 2 && fresh < 2)) return 'corrupt';
    const headerLength = isPacked ? (fresh >= 2 ? 6 : 5) : 3;
    if (!(yield* need(input, headerLength))) return 'truncated';
    const { octets, at } = input;
    const size = (isPacked ? (control & 0x1f) * 65_536 : 0) + octets[at + 1]! * 256 + octets[at + 2]! + 1;
    const packed = isPacked ? octets[at + 3]! * 256 + octets[at + 4]! + 1 : size;
    if (fresh === 3) lzma.position = 0;
    if (isPacked && fresh >= 2 && !lzma.setProperties(octets[at + 5]!)) return 'corrupt';
    if (isPacked && fresh >= 1) lzma.resetState();
    needs = isPacked ? 0 : Math.min(needs, 2);
    if (!(yield* need(input, headerLength + packed))) return 'truncated';
    history.reserve(CHUNK_MOST);
    const begin = input.at + headerLength;
    const from = history.at;
    if (!isPacked) {
      history.octets.set(input.octets.subarray(begin, begin + size), from);
      history.at += size;
      lzma.position += size;
    } else if (!lzma.decode(input.octets, begin, begin + packed, size)) return 'corrupt';
    input.at = begin + packed;
    lengths.taken += headerLength + packed;
    const out = history.octets.subarray(from, history.at);
    check.add(out);
    yield out;
  }
}

/** The index and the footer behind it: passed over as far as they go, their own check values looked at. */
function* index(input: PackedInput, blocks: number): Asking<UnpackProblem | undefined> {
  let length = 1;
  const bytes: number[] = [0];
  input.at++;
  const take = function* (): Asking<number> {
    let value = 0;
    for (let shift = 0; shift < 63; shift += 7) {
      if (!(yield* need(input, 1))) return -1;
      const octet = input.octet();
      bytes.push(octet);
      length++;
      value += (octet & 127) * 2 ** shift;
      if (octet < 128) return value;
    }
    return -1;
  };
  const records = yield* take();
  if (records !== blocks) return records < 0 && input.ended ? 'truncated' : 'corrupt';
  let crc = crc32(Uint8Array.from(bytes.splice(0)));
  for (let i = 0; i < 2 * records; i++) {
    if ((yield* take()) < 0) return input.ended ? 'truncated' : 'corrupt';
    crc = crc32(Uint8Array.from(bytes.splice(0)), crc);
  }
  const padding = (4 - (length & 3)) & 3;
  if (!(yield* need(input, padding + 16))) return 'truncated';
  crc = crc32(input.octets.subarray(input.at, input.at + padding), crc);
  input.at += padding;
  const { octets, at } = input;
  const isGood =
    wordAt(octets, at) === crc && wordAt(octets, at + 4) === crc32(octets.subarray(at + 8, at + 14)) && octets[at + 14] === 0x59 && octets[at + 15] === 0x5a;
  input.at += 16;
  return isGood ? undefined : 'checksum';
}
