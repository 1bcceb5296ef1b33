/**
 * The adaptive codebook of iLBC, RFC 3951 sections 3.6.3 and 4.4: 40, 23 or 22 samples as a sum of three stretches of the residual
 * decoded so far, each straight or filtered, each with its gain.
 */
import { codebookFilter, gainLevels, MEMORY, STAGES, SUB_BLOCK } from './ilbc-tables.ts';

/** A stage's gain is at least this share of its quantiser's. */
const LEAST_SCALE = 0.1;
/** of the codebook's filter */
const TAPS = 8;
/** samples over which two stretches are blended */
const BLEND = 5;

const vector = new Float64Array(SUB_BLOCK);
const filtered = new Float64Array(MEMORY);
/** the memory with nothing before and after it, three places later */
const padded = new Float64Array(MEMORY + TAPS);

/**
 * Writes out[at, at + length) from memory[from, MEMORY), the youngest sample last.
 * @param length 40, or 22 or 23 of the start state
 */
export function construct(
  memory: Float64Array,
  from: number,
  index: Int32Array,
  gain: Int32Array,
  first: number,
  out: Float64Array,
  at: number,
  length: number,
): void {
  out.fill(0, at, at + length);
  let scale = 1;
  for (let stage = 0; stage < STAGES; stage++) {
    const factor = Math.max(LEAST_SCALE, Math.abs(scale)) * gainLevels[stage]![gain[first + stage]!]!;
    pick(memory, from, index[first + stage]!, length);
    for (let i = 0; i < length; i++) out[at + i] = out[at + i]! + factor * vector[i]!;
    scale = factor;
  }
}

/** Leaves the codebook's vector of this index in `vector`. */
function pick(memory: Float64Array, from: number, index: number, length: number): void {
  const straight = MEMORY - from - length + 1;
  // stretches shorter than a sub-block, repeated: only for whole sub-blocks
  const size = straight + (length === SUB_BLOCK ? SUB_BLOCK / 2 : 0);
  const isFiltered = index >= size;
  const place = isFiltered ? index - size : index;
  const reach = place < straight ? place + length : 2 * (place - straight) + length;
  const source = isFiltered ? filter(memory, from, MEMORY - reach) : memory;
  if (place < straight) copy(source, MEMORY - reach, 0, length);
  else repeat(source, reach, length);
}

function copy(source: Float64Array, from: number, at: number, count: number): void {
  for (let i = 0; i < count; i++) vector[at + i] = source[from + i]!;
}

/** The last reach/2 samples, and after a blend over five samples those before them. */
function repeat(source: Float64Array, reach: number, length: number): void {
  const half = reach >> 1;
  const low = half - BLEND;
  copy(source, MEMORY - half, 0, low);
  for (let i = low; i < half; i++) {
    const weight = (i - low) / BLEND;
    vector[i] = (1 - weight) * source[MEMORY - half + i]! + weight * source[MEMORY - reach + i]!;
  }
  copy(source, MEMORY - reach + half, half, length - half);
}

/** The memory through the codebook's filter, from `first` on. */
function filter(memory: Float64Array, from: number, first: number): Float64Array {
  padded.fill(0, 0, from + 3);
  for (let i = from; i < MEMORY; i++) padded[i + 3] = memory[i]!;
  for (let i = first; i < MEMORY; i++) {
    let sum = 0;
    for (let k = 0; k < TAPS; k++) sum += padded[i + k]! * codebookFilter[TAPS - 1 - k]!;
    filtered[i] = sum;
  }
  return filtered;
}
