/**
 * What iLBC plays for a block that did not arrive, RFC 3951 section 4.5: the residual of the block before, repeated by its pitch and
 * mixed with noise made of it the less periodic it was, softer the longer the loss lasts, through the last filter.
 *
 * The appendix tests the longest loss last, so that its steps of 0.7, 0.5 and 0 are never reached; here they are.
 */
import { FILTER } from './ilbc-spectrum.ts';
import { LONGEST_BLOCK } from './ilbc-tables.ts';

/** samples compared for the pitch */
const COMPARED = 60;
/** root mean square below which only noise is made */
const QUIET = 30;

export class IlbcConcealment {
  /** the last filter, the leading coefficient included */
  readonly filter: Float64Array = new Float64Array(FILTER);
  readonly #residual = new Float64Array(LONGEST_BLOCK);
  readonly #noise = new Float64Array(LONGEST_BLOCK);
  /** how periodic the residual was, 0 to 1, squared as the appendix has it */
  #periodicity = 0;
  #lag = 120;
  /** blocks lost in a row */
  #lost = 0;
  #seed = 777;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.filter.fill(0);
    this.filter[0] = 1;
    this.#residual.fill(0);
    this.#periodicity = 0;
    this.#lag = 120;
    this.#lost = 0;
    this.#seed = 777;
  }

  /** Takes a block that arrived: residual[0, length) and the filter of its last sub-block at filters[at]. */
  heard(residual: Float64Array, length: number, filters: Float64Array, at: number): void {
    this.#lost = 0;
    for (let k = 0; k < FILTER; k++) this.filter[k] = filters[at + k]!;
    for (let i = 0; i < length; i++) this.#residual[i] = residual[i]!;
  }

  /** Makes out[0, length). @param lag the pitch of the block before, in samples */
  make(lag: number, length: number, out: Float64Array): void {
    if (this.#lost === 0) this.#findPitch(lag, length);
    if (this.#lost < 9) this.#lost++;
    const gain = gainAfter(this.#lost * length);
    const root = Math.sqrt(this.#periodicity);
    const pitched = Math.min(1, Math.max(0, (root - 0.4) / 0.3));
    const reach = this.#lag < 80 ? 2 * this.#lag : this.#lag;
    let energy = 0;
    for (let i = 0; i < length; i++) {
      const noise = this.#past(this.#noise, i - this.#draw(), length);
      this.#noise[i] = noise;
      const periodic = this.#past(out, i - reach, length);
      const fading = i < 80 ? gain : i < 160 ? 0.95 * gain : 0.9 * gain;
      out[i] = fading * (pitched * periodic + (1 - pitched) * noise);
      energy += out[i]! * out[i]!;
    }
    if (Math.sqrt(energy / length) < QUIET) for (let i = 0; i < length; i++) out[i] = gain * this.#noise[i]!;
    for (let i = 0; i < length; i++) this.#residual[i] = out[i]!;
  }

  /** A sample of `made`, or of the residual before it. */
  #past(made: Float64Array, place: number, length: number): number {
    return place < 0 ? this.#residual[length + place]! : made[place]!;
  }

  /** 50 to 119 samples back, by the appendix's own sequence. */
  #draw(): number {
    this.#seed = (Math.imul(this.#seed, 69_069) + 1) & 0x7fff_ffff;
    return 50 + (this.#seed % 70);
  }

  /** Within three samples of the pitch that is known. */
  #findPitch(about: number, length: number): void {
    let most = -1;
    for (let lag = about - 3; lag <= about + 3; lag++) {
      const compared = length - COMPARED - lag < 0 ? length - lag : COMPARED;
      let both = 0;
      let old = 0;
      let young = 0;
      for (let i = length - compared; i < length; i++) {
        const now = this.#residual[i]!;
        const then = this.#residual[i - lag]!;
        both += now * then;
        old += then * then;
        young += now * now;
      }
      const match = old > 0 ? (both * both) / old : 0;
      if (match <= most) continue;
      most = match;
      this.#lag = lag;
      this.#periodicity = old > 0 && young > 0 ? Math.abs(both) / Math.sqrt(old * young) : 0;
    }
  }
}

/** @param lost samples since sound last arrived */
function gainAfter(lost: number): number {
  if (lost > 1280) return 0;
  if (lost > 960) return 0.5;
  if (lost > 640) return 0.7;
  return lost > 320 ? 0.9 : 1;
}
