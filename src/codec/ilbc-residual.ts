/**
 * The residual of an iLBC block, RFC 3951 sections 4.2 to 4.4: the start state, whose samples are coded one by one, its rest,
 * then the sub-blocks after it forwards in time and those before it backwards, each from what is known already.
 */
import type { IlbcParameters } from './ilbc-bits.ts';
import { construct } from './ilbc-codebook.ts';
import { FILTER } from './ilbc-spectrum.ts';
import { type IlbcMode, LONGEST_BLOCK, MEMORY, ORDER, STAGES, STATE_LENGTH, STATE_MEMORY, stateLevels, stateMaxima, SUB_BLOCK } from './ilbc-tables.ts';

const memory = new Float64Array(MEMORY);
const backwards = new Float64Array(LONGEST_BLOCK);
const shape = new Float64Array(2 * STATE_LENGTH);
const spectrum = new Float64Array(2 * STATE_LENGTH);

/** Writes mode.block samples to out. `filters` are those of IlbcSpectrum. */
export function decodeResidual(given: IlbcParameters, mode: IlbcMode, filters: Float64Array, out: Float64Array): void {
  const stateAt = (given.start - 1) * SUB_BLOCK;
  decodeState(given, mode, filters, stateAt, out);
  const after = mode.subBlocks - given.start - 1;
  if (after > 0) {
    remember(out, stateAt, STATE_LENGTH, 1);
    for (let block = 0; block < after; block++) next(given, block, out, stateAt + STATE_LENGTH + block * SUB_BLOCK);
  }
  const before = given.start - 1;
  if (before > 0) {
    remember(out, stateAt, Math.min(MEMORY, SUB_BLOCK * (mode.subBlocks + 1 - given.start)), -1);
    for (let block = 0; block < before; block++) next(given, after + block, backwards, block * SUB_BLOCK);
    for (let i = 0; i < stateAt; i++) out[stateAt - 1 - i] = backwards[i]!;
  }
}

function decodeState(given: IlbcParameters, mode: IlbcMode, filters: Float64Array, stateAt: number, out: Float64Array): void {
  const { shortState } = mode;
  const rest = STATE_LENGTH - shortState;
  const from = given.stateFirst ? stateAt : stateAt + rest;
  constructState(given, shortState, filters, (given.start - 1) * FILTER, out, from);
  remember(out, from, shortState, given.stateFirst ? 1 : -1);
  const target = given.stateFirst ? out : backwards;
  construct(memory, MEMORY - STATE_MEMORY, given.extraIndex, given.extraGain, 0, target, given.stateFirst ? from + shortState : 0, rest);
  if (!given.stateFirst) for (let i = 0; i < rest; i++) out[from - 1 - i] = backwards[i]!;
}

/** Section 4.2: quantised samples through an all-pass filter, whose ringing is folded back. */
function constructState(given: IlbcParameters, count: number, filters: Float64Array, filterAt: number, out: Float64Array, at: number): void {
  const scale = 10 ** stateMaxima[given.maximum]! / 4.5;
  shape.fill(0);
  for (let k = 0; k < count; k++) shape[k] = scale * stateLevels[given.state[count - 1 - k]!]!;
  for (let i = 0; i < 2 * count; i++) {
    let sum = 0;
    for (let k = 0; k <= ORDER && k <= i; k++) {
      sum += filters[filterAt + ORDER - k]! * shape[i - k]!;
      if (k > 0) sum -= filters[filterAt + k]! * spectrum[i - k]!;
    }
    spectrum[i] = sum;
  }
  for (let k = 0; k < count; k++) out[at + k] = spectrum[count - 1 - k]! + spectrum[2 * count - 1 - k]!;
}

/** The codebook memory is what lies at out[at, at + count): as it stands, or (−1) turned round, so that time runs backwards. */
function remember(out: Float64Array, at: number, count: number, direction: 1 | -1): void {
  memory.fill(0, 0, MEMORY - count);
  for (let k = 0; k < count; k++) memory[MEMORY - count + k] = direction === 1 ? out[at + k]! : out[at + count - 1 - k]!;
}

/** One sub-block from the memory, which it then joins. */
function next(given: IlbcParameters, block: number, out: Float64Array, at: number): void {
  construct(memory, 0, given.index, given.gain, block * STAGES, out, at, SUB_BLOCK);
  memory.copyWithin(0, SUB_BLOCK);
  for (let i = 0; i < SUB_BLOCK; i++) memory[MEMORY - SUB_BLOCK + i] = out[at + i]!;
}
