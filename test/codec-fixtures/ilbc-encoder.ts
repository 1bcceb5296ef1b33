/**
 * A plain iLBC encoder, to have blocks of our own to decode: RFC 3951's bit stream, but the shortest way to it (no perceptual
 * weighting, no search of the start state's noise). It sounds rougher than the reference's; the decoder cannot know.
 */
import { construct } from '../../src/codec/ilbc-codebook.ts';
import { createParameters, type IlbcParameters } from '../../src/codec/ilbc-bits.ts';
import { lsfParts } from '../../src/codec/ilbc-lsf-codebook.ts';
import { decodeResidual } from '../../src/codec/ilbc-residual.ts';
import { FILTER, IlbcSpectrum } from '../../src/codec/ilbc-spectrum.ts';
import { gainLevels, type IlbcMode, MEMORY, ORDER, STATE_LENGTH, STATE_MEMORY, stateLevels, stateMaxima, SUB_BLOCK } from '../../src/codec/ilbc-tables.ts';

/** Whole blocks of 8 kHz sound. */
export function encodeIlbc(sound: Int16Array, mode: IlbcMode): Uint8Array[] {
  const encoder = new Encoder(mode);
  return Array.from({ length: Math.floor(sound.length / mode.block) }, (_, block) => encoder.encode(sound, block * mode.block));
}

class Encoder {
  readonly #mode: IlbcMode;
  readonly #spectrum = new IlbcSpectrum();

  constructor(mode: IlbcMode) {
    this.#mode = mode;
  }

  encode(sound: Int16Array, at: number): Uint8Array {
    const mode = this.#mode;
    const given = createParameters();
    for (let set = 0; set < mode.spectra; set++) {
      const middle = at + (mode.block * (set + 1)) / (mode.spectra + 0.5);
      quantiseLsf(frequencies(predictor(sound, Math.round(middle) - 120)), given.lsf, 3 * set);
    }
    const filters = new Float64Array(6 * FILTER);
    this.#spectrum.decode(given.lsf, mode, filters);
    const residual = Float64Array.from({ length: mode.block }, (_, i) => {
      let sum = 0;
      for (let k = 0; k <= ORDER; k++) sum += filters[Math.floor(i / SUB_BLOCK) * FILTER + k]! * (sound[at + i - k] ?? 0);
      return sum;
    });
    quantiseState(residual, mode, filters, given);
    quantiseRest(residual, mode, filters, given);
    return pack(given, mode);
  }
}

/** Linear prediction over 240 samples. */
function predictor(sound: Int16Array, at: number): Float64Array {
  const windowed = Float64Array.from({ length: 240 }, (_, i) => (sound[at + i] ?? 0) * (0.54 - 0.46 * Math.cos((2 * Math.PI * (i + 0.5)) / 240)));
  const r = Array.from({ length: ORDER + 1 }, (_, lag) => {
    let sum = 0;
    for (let i = lag; i < 240; i++) sum += windowed[i]! * windowed[i - lag]!;
    return sum * (lag === 0 ? 1.001 : Math.exp(-0.5 * ((2 * Math.PI * 60 * lag) / 8000) ** 2)) + (lag === 0 ? 1 : 0);
  });
  let a = new Float64Array(ORDER + 1);
  a[0] = 1;
  let error = r[0]!;
  for (let m = 1; m <= ORDER; m++) {
    let sum = 0;
    for (let k = 0; k < m; k++) sum += a[k]! * r[m - k]!;
    const reflection = -sum / error;
    const old = a;
    a = old.map((value, k) => (k <= m ? value + reflection * old[m - k]! : 0));
    error *= 1 - reflection * reflection;
  }
  return a;
}

/** Line spectral frequencies: zeros of the sum and the difference polynomial on the unit circle, by turns. */
function frequencies(a: Float64Array): number[] {
  const value = (omega: number, odd: boolean): number => {
    let sum = 0;
    for (let k = 0; k <= ORDER; k++) sum += a[k]! * (odd ? Math.sin((5.5 - k) * omega) : Math.cos((5.5 - k) * omega));
    return sum;
  };
  const found: number[] = [];
  for (let step = 1; step < 2048 && found.length < ORDER; step++) {
    const odd = found.length % 2 === 1;
    let low = (step * Math.PI) / 2048;
    let high = ((step + 1) * Math.PI) / 2048;
    if (value(low, odd) * value(high, odd) > 0) continue;
    for (let i = 0; i < 20; i++) {
      const middle = (low + high) / 2;
      if (value(low, odd) * value(middle, odd) <= 0) high = middle;
      else low = middle;
    }
    found.push(low);
  }
  while (found.length < ORDER) found.push(((found.length + 1) * Math.PI) / 11);
  return found;
}

function quantiseLsf(lsf: readonly number[], out: Int32Array, from: number): void {
  let at = 0;
  for (const [part, { size, values }] of lsfParts.entries()) {
    let least = Infinity;
    for (let index = 0; index * size < values.length; index++) {
      let distance = 0;
      for (let k = 0; k < size; k++) distance += (values[index * size + k]! - lsf[at + k]!) ** 2;
      if (distance < least) {
        least = distance;
        out[from + part] = index;
      }
    }
    at += size;
  }
}

const energy = (values: Float64Array, from: number, until: number): number => values.subarray(from, until).reduce((sum, value) => sum + value * value, 0);
const nearest = (levels: readonly number[], value: number): number =>
  levels.reduce((best, level, index) => (Math.abs(level - value) < Math.abs(levels[best]! - value) ? index : best), 0);

/** The loudest two sub-blocks; of them the louder 57 or 58 samples one by one. */
function quantiseState(residual: Float64Array, mode: IlbcMode, filters: Float64Array, given: IlbcParameters): void {
  let most = -1;
  for (let start = 1; start < mode.subBlocks; start++) {
    const loud = energy(residual, (start - 1) * SUB_BLOCK, (start + 1) * SUB_BLOCK);
    if (loud > most) {
      most = loud;
      given.start = start;
    }
  }
  const stateAt = (given.start - 1) * SUB_BLOCK;
  const count = mode.shortState;
  const rest = STATE_LENGTH - count;
  given.stateFirst = energy(residual, stateAt, stateAt + count) >= energy(residual, stateAt + rest, stateAt + STATE_LENGTH);
  const from = stateAt + (given.stateFirst ? 0 : rest);
  const filter = filters.subarray((given.start - 1) * FILTER, given.start * FILTER);
  const passed = new Float64Array(2 * count);
  for (let i = 0; i < 2 * count; i++) {
    let sum = 0;
    for (let k = 0; k <= ORDER && k <= i; k++) {
      sum += filter[ORDER - k]! * (i - k < count ? residual[from + i - k]! : 0);
      if (k > 0) sum -= filter[k]! * passed[i - k]!;
    }
    passed[i] = sum;
  }
  const folded = Array.from({ length: count }, (_, k) => passed[k]! + passed[k + count]!);
  given.maximum = nearest(stateMaxima, Math.log10(Math.max(10, ...folded.map(Math.abs))));
  const scale = 10 ** stateMaxima[given.maximum]! / 4.5;
  for (const [k, value] of folded.entries()) given.state[k] = nearest(stateLevels, value / scale);
}

/** The rest of the start state and the other sub-blocks, each from what the decoder will have. */
function quantiseRest(residual: Float64Array, mode: IlbcMode, filters: Float64Array, given: IlbcParameters): void {
  const decoded = new Float64Array(mode.block);
  const stateAt = (given.start - 1) * SUB_BLOCK;
  const rest = STATE_LENGTH - mode.shortState;
  const decode = (): void => decodeResidual(given, mode, filters, decoded);
  const memory = (at: number, count: number, forwards: boolean): Float64Array => {
    const out = new Float64Array(MEMORY);
    for (let k = 0; k < Math.min(count, MEMORY); k++) out[MEMORY - 1 - k] = decoded[forwards ? at + count - 1 - k : at + k]!;
    return out;
  };
  const target = (at: number, count: number, forwards: boolean): number[] => Array.from({ length: count }, (_, k) => residual[forwards ? at + k : at - 1 - k]!);
  decode();
  const stateFrom = stateAt + (given.stateFirst ? 0 : rest);
  const restAt = given.stateFirst ? stateAt + mode.shortState : stateFrom;
  search(
    memory(stateFrom, mode.shortState, given.stateFirst),
    MEMORY - STATE_MEMORY,
    target(restAt, rest, given.stateFirst),
    given.extraIndex,
    given.extraGain,
    0,
    128,
  );
  const after = mode.subBlocks - given.start - 1;
  for (let block = 0; block < mode.subBlocks - 2; block++) {
    decode();
    const forwards = block < after;
    const at = forwards ? stateAt + STATE_LENGTH + block * SUB_BLOCK : stateAt - (block - after) * SUB_BLOCK;
    const known = forwards ? memory(stateAt, at - stateAt, true) : memory(at, mode.block - at, false);
    search(known, 0, target(at, SUB_BLOCK, forwards), given.index, given.gain, block * 3, 256, block === 0);
  }
}

/** Three stages, each the best for what the one before left over. */
function search(memory: Float64Array, from: number, target: number[], index: Int32Array, gain: Int32Array, first: number, count: number, narrow = false): void {
  const vectors = Array.from({ length: count }, (_, place) => {
    const out = new Float64Array(target.length);
    construct(memory, from, Int32Array.of(place, 0, 0), Int32Array.of(31, 7, 3), 0, out, 0, target.length);
    return out.map((value) => value / gainLevels[0]![31]!);
  });
  let scale = 1;
  for (let stage = 0; stage < 3; stage++) {
    let least = Infinity;
    let factor = 0;
    for (const [place, vector] of vectors.entries()) {
      if (narrow && stage > 0 && ((place >= 44 && place < 108) || (place >= 172 && place < 236))) continue;
      const own = vector.reduce((sum, value) => sum + value * value, 0);
      const wanted = own > 0 ? vector.reduce((sum, value, k) => sum + value * target[k]!, 0) / own : 0;
      const reach = Math.max(0.1, Math.abs(scale));
      const level = nearest(gainLevels[stage]!, wanted / reach);
      const taken = reach * gainLevels[stage]![level]!;
      const left = taken * taken * own - 2 * taken * wanted * own;
      if (left >= least) continue;
      least = left;
      factor = taken;
      index[first + stage] = place;
      gain[first + stage] = level;
    }
    const vector = vectors[index[first + stage]!]!;
    for (let k = 0; k < target.length; k++) target[k] = target[k]! - factor * vector[k]!;
    scale = factor;
  }
}

function pack(given: IlbcParameters, mode: IlbcMode): Uint8Array {
  const out = new Uint8Array(mode.octets);
  let bit = 0;
  const put = (value: number, count: number): void => {
    for (let k = count - 1; k >= 0; k--, bit++) out[bit >> 3]! |= ((value >> k) & 1) << (7 - (bit & 7));
  };
  /** the bits of one class of a value cut into three */
  const putClass = (value: number, counts: readonly number[], level: number): void =>
    put((value >> counts.slice(level + 1).reduce((sum, count) => sum + count, 0)) & ((1 << counts[level]!) - 1), counts[level]!);
  const narrow = given.index.map((value, k) => (k === 1 || k === 2 ? (value >= 236 ? value - 128 : value >= 108 ? value - 64 : value) : value));
  for (let level = 0; level < 3; level++) {
    if (level === 0) {
      for (const [k, count] of mode.lsfBits.entries()) put(given.lsf[k]!, count);
      put(given.start, mode.startBits);
      put(given.stateFirst ? 1 : 0, 1);
      put(given.maximum, 6);
    }
    for (let k = 0; k < mode.shortState; k++) putClass(given.state[k]!, [0, 1, 2], level);
    for (const [k, counts] of mode.extraIndexBits.entries()) putClass(given.extraIndex[k]!, counts, level);
    for (const [k, counts] of mode.extraGainBits.entries()) putClass(given.extraGain[k]!, counts, level);
    for (const [k, counts] of mode.indexBits.flat().entries()) putClass(narrow[k]!, counts, level);
    for (const [k, counts] of mode.gainBits.flat().entries()) putClass(given.gain[k]!, counts, level);
  }
  return out;
}
