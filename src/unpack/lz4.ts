/**
 * lz4 frames (github.com/lz4/lz4, doc/lz4_Frame_format.md 1.6.4, and lz4_Block_format.md): several in a row, skippable ones,
 * linked blocks, both checksums, and the legacy frames that `lz4 -l` and kernels write. No dictionaries.
 * Promise: writes no octet outside the block's own bound, whatever the tokens say.
 */
import { History } from './history.ts';
import { isSkippable, need, type PackedInput, skip, type Unpacking, type UnpackProblem } from './packed-input.ts';
import { XxHash32 } from './xx-hash.ts';

const FRAME = 0x184d2204;
const LEGACY = 0x184c2102;
const REACH = 65_536;
const LEGACY_BLOCK = 8_388_608;

export function* unpackLz4(input: PackedInput): Unpacking {
  const history = new History(REACH);
  let problem: UnpackProblem | undefined;
  for (let frames = 0; ; frames++) {
    if (!(yield* need(input, 4))) return input.left > 0 || frames === 0 ? 'truncated' : problem;
    const magic = input.word();
    let result: UnpackProblem | undefined;
    if (magic === FRAME) result = yield* frame(input, history);
    else if (magic === LEGACY) result = yield* legacyFrame(input, history);
    else if (isSkippable(magic)) result = (yield* need(input, 4)) && (yield* skip(input, input.word())) ? undefined : 'truncated';
    else result = 'corrupt';
    if (result === 'checksum') problem = result;
    else if (result !== undefined) return result;
  }
}

function* frame(input: PackedInput, history: History): Unpacking {
  if (!(yield* need(input, 3))) return 'truncated';
  const flags = input.octet();
  const size = (input.octet() >>> 4) & 7;
  if (flags >>> 6 !== 1 || size < 4) return 'corrupt';
  if ((flags & 1) !== 0) return 'unsupported';
  if (!(yield* skip(input, (flags & 8) !== 0 ? 9 : 1))) return 'truncated';
  const blockMost = 1 << (8 + 2 * size);
  history.restart(REACH);
  const whole = (flags & 4) !== 0 ? new XxHash32() : undefined;
  let problem: UnpackProblem | undefined;
  for (;;) {
    if (!(yield* need(input, 4))) return 'truncated';
    const word = input.word();
    if (word === 0) break;
    const length = word & 0x7fffffff;
    if (length > blockMost) return 'corrupt';
    if (!(yield* need(input, length + ((flags & 16) !== 0 ? 4 : 0)))) return 'truncated';
    const block = input.octets.subarray(input.at, input.at + length);
    history.reserve(blockMost);
    const from = history.at;
    if (word > 0x7fffffff) {
      history.octets.set(block, from);
      history.at += length;
    } else if (!unpackBlock(block, history, (flags & 32) !== 0 ? from : 0, from + blockMost)) return 'corrupt';
    input.at += length;
    if ((flags & 16) !== 0 && input.word() !== hashOf(block)) problem = 'checksum';
    const out = history.octets.subarray(from, history.at);
    whole?.add(out);
    if (out.length > 0) yield out;
  }
  if (whole === undefined) return problem;
  if (!(yield* need(input, 4))) return 'truncated';
  return input.word() === whole.digest ? problem : 'checksum';
}

function hashOf(octets: Uint8Array): number {
  const hash = new XxHash32();
  hash.add(octets);
  return hash.digest;
}

/** Blocks without an end mark: the input ends, or another frame begins. */
function* legacyFrame(input: PackedInput, history: History): Unpacking {
  history.restart(0);
  for (;;) {
    if (!(yield* need(input, 4))) return input.left > 0 ? 'truncated' : undefined;
    const length = input.word();
    if (length === FRAME || length === LEGACY || isSkippable(length)) {
      input.at -= 4;
      return undefined;
    }
    if (length > LEGACY_BLOCK + LEGACY_BLOCK / 255 + 16) return 'corrupt';
    if (!(yield* need(input, length))) return 'truncated';
    history.reserve(LEGACY_BLOCK);
    const from = history.at;
    if (!unpackBlock(input.octets.subarray(input.at, input.at + length), history, from, from + LEGACY_BLOCK)) return 'corrupt';
    input.at += length;
    if (history.at > from) yield history.octets.subarray(from, history.at);
  }
}

/** Writes a block's octets to the history, never past `end`; matches reach back to `least`. False when its tokens cannot be. */
function unpackBlock(block: Uint8Array, history: History, least: number, end: number): boolean {
  const out = history.octets;
  let p = 0;
  while (p < block.length) {
    const token = block[p++]!;
    let length = token >>> 4;
    if (length === 15) {
      let more = 255;
      while (more === 255 && p < block.length) length += more = block[p++]!;
    }
    if (p + length > block.length || history.at + length > end) return false;
    out.set(block.subarray(p, p + length), history.at);
    history.at += length;
    p += length;
    if (p === block.length) return true;
    if (p + 2 > block.length) return false;
    const distance = block[p]! | (block[p + 1]! << 8);
    p += 2;
    length = token & 15;
    if (length === 15) {
      let more = 255;
      while (more === 255 && p < block.length) length += more = block[p++]!;
    }
    length += 4;
    if (distance === 0 || history.at - distance < least || history.at + length > end) return false;
    history.repeat(distance, length);
  }
  return block.length === 0;
}
