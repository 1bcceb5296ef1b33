/**
 * Zstandard (RFC 8878): frames in a row, skippable ones, all kinds of blocks, check values. No dictionaries. A frame may ask
 * for a window of any size; above `windowMost` it is refused before anything is reserved.
 * Promise: nothing is read or written outside its bounds, and what stands before damage comes out.
 */
import { History } from './history.ts';
import { isSkippable, need, type PackedInput, skip, type Unpacking, type UnpackProblem } from './packed-input.ts';
import { ZstdBlocks } from './zstd-blocks.ts';
import { XxHash64 } from './xx-hash.ts';

const FRAME = 0xfd2fb528;
const BLOCK_MOST = 131_072;

export function* unpackZstd(input: PackedInput, windowMost: number): Unpacking {
  const history = new History(0);
  const literals = new Uint8Array(BLOCK_MOST);
  let problem: UnpackProblem | undefined;
  for (let frames = 0; ; frames++) {
    if (!(yield* need(input, 4))) return input.left > 0 || frames === 0 ? 'truncated' : problem;
    const magic = input.word();
    let result: UnpackProblem | undefined;
    if (magic === FRAME) result = yield* frame(input, windowMost, history, literals);
    else if (isSkippable(magic)) result = (yield* need(input, 4)) && (yield* skip(input, input.word())) ? undefined : 'truncated';
    else result = 'corrupt';
    if (result === 'checksum') problem = result;
    else if (result !== undefined) return result;
  }
}

function* frame(input: PackedInput, windowMost: number, history: History, literals: Uint8Array): Unpacking {
  if (!(yield* need(input, 1))) return 'truncated';
  const flags = input.octets[input.at]!;
  const isSingle = (flags & 32) !== 0;
  const sizeLength = flags >>> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (flags >>> 6);
  const nameLength = [0, 1, 2, 4][flags & 3]!;
  if ((flags & 8) !== 0) return 'unsupported';
  if (!(yield* need(input, 1 + (isSingle ? 0 : 1) + nameLength + sizeLength))) return 'truncated';
  input.at++;
  const descriptor = isSingle ? 0 : input.octet();
  const name = number(input, nameLength);
  const size = number(input, sizeLength) + (sizeLength === 2 ? 256 : 0);
  if (name !== 0) return 'unsupported';
  const window = isSingle ? size : 2 ** (10 + (descriptor >>> 3)) * (1 + (descriptor & 7) / 8);
  if (window > windowMost) return 'window';
  history.restart(Math.max(window, 1024));
  const blocks = new ZstdBlocks(history, literals);
  const hash = (flags & 4) !== 0 ? new XxHash64() : undefined;
  const problem = yield* blocksOf(input, blocks, history, Math.min(BLOCK_MOST, Math.max(window, 1)), hash);
  if (problem !== undefined || hash === undefined) return problem;
  if (!(yield* need(input, 4))) return 'truncated';
  return input.word() === hash.lowDigest ? undefined : 'checksum';
}

function* blocksOf(input: PackedInput, blocks: ZstdBlocks, history: History, blockMost: number, hash: XxHash64 | undefined): Unpacking {
  for (;;) {
    if (!(yield* need(input, 3))) return 'truncated';
    const header = number(input, 3);
    const type = (header >>> 1) & 3;
    const length = header >>> 3;
    if (type === 3 || length > blockMost) return 'corrupt';
    const taken = type === 1 ? 1 : length;
    if (!(yield* need(input, taken))) return 'truncated';
    history.reserve(BLOCK_MOST);
    const from = history.at;
    if (type === 0) history.octets.set(input.octets.subarray(input.at, input.at + length), from);
    if (type === 1) history.octets.fill(input.octets[input.at]!, from, from + length);
    if (type < 2) history.at += length;
    else if (!blocks.decode(input.octets, input.at, input.at + length, from + BLOCK_MOST)) return 'corrupt';
    input.at += taken;
    const out = history.octets.subarray(from, history.at);
    hash?.add(out);
    if (out.length > 0) yield out;
    if ((header & 1) !== 0) return undefined;
  }
}

/** `length` octets as a number, least significant first; above 2^53 it is only near. */
function number(input: PackedInput, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value += input.octet() * 2 ** (8 * i);
  return value;
}
