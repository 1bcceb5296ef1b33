/**
 * The enhancer of iLBC, RFC 3951 section 4.6: voiced residual is made more like its neighbouring pitch periods, but never by more
 * than a twentieth of its energy. It keeps 640 samples of residual and the pitch of eight stretches, and delays by 80 samples
 * (40 in blocks of 20 ms).
 */
import { ENHANCED, gatherSegments, REACH } from './ilbc-segments.ts';
import { decimationFilter, type IlbcMode } from './ilbc-tables.ts';

const KEPT = 640;
const STRETCHES = 8;
/** of those, before the newest block of 30 ms */
const OLD_STRETCHES = 5;
const MOST_CHANGE = 0.05;
const HALF = ENHANCED / 2;

const halved = new Float64Array(180);
const segments = new Float64Array((2 * REACH + 1) * ENHANCED);
const surround = new Float64Array(ENHANCED);
const predicted = new Float64Array(ENHANCED);
/** A raised cosine without its middle. */
const weights: readonly number[] = Array.from({ length: 2 * REACH + 1 }, (_, k) =>
  k === REACH ? 0 : 0.5 * (1 - Math.cos((2 * Math.PI * (k + 1)) / (2 * REACH + 2))),
);

export class IlbcEnhancer {
  readonly #sound = new Float64Array(KEPT);
  readonly #periods = new Float64Array(STRETCHES).fill(40);

  reset(): void {
    this.#sound.fill(0);
    this.#periods.fill(40);
  }

  /**
   * Takes residual[0, mode.block) and writes as many samples, delayed, to out.
   * @param afterLoss the block before was made by concealment: its end is blended into this one
   * @returns the pitch at the end, in samples
   */
  run(residual: Float64Array, mode: IlbcMode, afterLoss: boolean, out: Float64Array): number {
    const { block } = mode;
    const count = block / ENHANCED;
    this.#sound.copyWithin(0, block);
    for (let i = 0; i < block; i++) this.#sound[KEPT - block + i] = residual[i]!;
    this.#periods.copyWithin(0, count);
    const last = this.#findPeriods(count);
    if (afterLoss) this.#blendLoss(residual, mode, STRETCHES - count);
    const first = mode.milliseconds === 20 ? OLD_STRETCHES * ENHANCED + HALF : (OLD_STRETCHES - 1) * ENHANCED;
    for (let k = 0; k < count; k++) {
      gatherSegments(this.#sound, first + k * ENHANCED, this.#periods, segments);
      smooth(out, k * ENHANCED);
    }
    return last;
  }

  /** The pitch of the newest stretches, by every second sample. */
  #findPeriods(count: number): number {
    const from = KEPT - count * ENHANCED - 120;
    const length = count * HALF + 60;
    const sound = this.#sound;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      // the last one would need a sample that is yet to come
      for (let k = i === length - 1 ? 2 : 0; k < decimationFilter.length; k++) sum += decimationFilter[k]! * sound[from + 3 + 2 * i - k]!;
      halved[i] = sum;
    }
    let last = 0;
    for (let k = 0; k < count; k++) {
      last = 2 * bestLag(halved, 60 + k * HALF, -1, 10, 59, HALF);
      this.#periods[STRETCHES - count + k] = last;
    }
    return last;
  }

  /** Goes back from the new block by its pitch, and blends that over the end of what was concealed. */
  #blendLoss(residual: Float64Array, { block, milliseconds }: IlbcMode, newest: number): void {
    const length = milliseconds === 30 ? 80 : 40;
    const about = this.#periods[newest]!;
    const lag = bestLag(residual, 0, 1, about - 1, about + 1, length);
    this.#periods[newest - 1] = lag;
    const end = KEPT - block;
    for (let i = 1; i <= length; i++) predicted[length - i] = i <= lag ? residual[lag - i]! : this.#sound[end - (i - lag)]!;
    let old = 0;
    let young = 0;
    for (let i = 0; i < length; i++) {
      old += this.#sound[end - 1 - i]! ** 2;
      young += predicted[i]! ** 2;
    }
    soften(predicted, length, Math.sqrt(young), 2 * Math.sqrt(old));
    for (let i = 0; i < length; i++) {
      const weight = (i + 1) / (length + 1);
      const place = end - 1 - i;
      this.#sound[place] = weight * this.#sound[place]! + (1 - weight) * predicted[length - 1 - i]!;
    }
  }
}

/** The pitch at the end of a block, in samples, where the enhancer is left out. */
export function lastLag(residual: Float64Array, { block, milliseconds }: IlbcMode): number {
  const length = milliseconds === 30 ? 80 : 40;
  return bestLag(residual, block - length, -1, 20, 119, length);
}

/** Not louder than twice what was concealed, but for the last ten samples, which go over to full strength. */
function soften(sound: Float64Array, length: number, loud: number, most: number): void {
  if (loud <= most || loud <= 0) return;
  const share = most / loud;
  for (let i = 0; i < length; i++) {
    const into = Math.max(0, i - (length - 10));
    sound[i] = sound[i]! * (share + ((1 - share) * into) / 10);
  }
}

/** The lag at which sound[at] is most like sound[at + direction × lag], both `length` long: its squared correlation by energy. */
function bestLag(sound: Float64Array, at: number, direction: 1 | -1, shortest: number, longest: number, length: number): number {
  let best = shortest;
  let most = -1;
  for (let lag = shortest; lag <= longest; lag++) {
    let both = 0;
    let energy = 0;
    for (let i = 0; i < length; i++) {
      const other = sound[at + i + direction * lag]!;
      both += sound[at + i]! * other;
      energy += other * other;
    }
    const match = both > 0 ? (both * both) / energy : 0;
    if (match > most) {
      most = match;
      best = lag;
    }
  }
  return best;
}

/** Section 4.6.4: the neighbours' mean at the middle's energy, or as much of it as MOST_CHANGE allows. */
function smooth(out: Float64Array, at: number): void {
  const middle = REACH * ENHANCED;
  let own = 0;
  let both = 0;
  let other = 0;
  for (let i = 0; i < ENHANCED; i++) {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += weights[k]! * segments[k * ENHANCED + i]!;
    surround[i] = sum;
    own += segments[middle + i]! ** 2;
    other += sum * sum;
    both += sum * segments[middle + i]!;
  }
  if (Math.abs(other) < 1) other = 1;
  const factor = Math.sqrt(own / other);
  let change = 0;
  for (let i = 0; i < ENHANCED; i++) {
    out[at + i] = factor * surround[i]!;
    change += (segments[middle + i]! - out[at + i]!) ** 2;
  }
  if (change <= MOST_CHANGE * own) return;
  own = Math.max(1, own);
  const apart = (other * own - both * both) / (own * own);
  const a = apart > 0.0001 ? Math.sqrt((MOST_CHANGE - MOST_CHANGE ** 2 / 4) / apart) : 0;
  const b = apart > 0.0001 ? 1 - MOST_CHANGE / 2 - (a * both) / own : 1;
  for (let i = 0; i < ENHANCED; i++) out[at + i] = a * surround[i]! + b * segments[middle + i]!;
}
