/**
 * G.726 decoder at 40, 32, 24 and 16 kbit/s (ITU-T G.726 clause 4 in its bit-exact form) to uniform samples, without the
 * Recommendation's last step to G.711. Codes are packed as RFC 3551 4.5.4 says (first code in the lowest bits), or as ITU-T
 * I.366.2 Annex E does for AAL2 (first code in the highest bits). A payload holds whole octets; bits left over are dropped.
 */
import type { SampleDecoder } from './decoder.ts';
import { G726Predictor } from './g726-predictor.ts';
import type { G726Rate } from './g726-tables.ts';

export class G726Decoder implements SampleDecoder {
  readonly sampleRate: number;
  readonly channels = 1;
  readonly #rate: G726Rate;
  readonly #highFirst: boolean;
  readonly #predictor: G726Predictor;
  /** YU and YL: the fast and the slow scale factor, as logarithms */
  #fast = 544;
  #slow = 34816;
  /** DMS and DML: short and long mean of the codes' magnitude; AP: how much the fast factor counts */
  #shortMean = 0;
  #longMean = 0;
  #speed = 0;

  constructor(rate: G726Rate, highFirst: boolean, sampleRate: number) {
    this.#rate = rate;
    this.#highFirst = highFirst;
    this.sampleRate = sampleRate;
    this.#predictor = new G726Predictor(rate.leak);
  }

  room(octets: number): number {
    return Math.trunc((octets * 8) / this.#rate.bits);
  }

  decode(octets: Uint8Array, at: number, end: number, out: Int16Array, outAt: number): number {
    const { bits } = this.#rate;
    const mask = (1 << bits) - 1;
    let to = outAt;
    let held = 0;
    let count = 0;
    for (let from = at; from < end; from++) {
      held = this.#highFirst ? (held << 8) | octets[from]! : held | (octets[from]! << count);
      count += 8;
      while (count >= bits) {
        count -= bits;
        const code = (this.#highFirst ? held >> count : held) & mask;
        held = this.#highFirst ? held & ((1 << count) - 1) : held >> bits;
        out[to++] = this.#sample(code);
      }
    }
    return to - outAt;
  }

  #sample(code: number): number {
    const { bits, difference, scale, speed } = this.#rate;
    const negative = code >> (bits - 1) === 1;
    const level = negative ? code ^ ((1 << bits) - 1) : code;
    const predictor = this.#predictor;
    const mixed = this.#mixed();
    const magnitude = antilogarithm(difference[level]! + (mixed >> 2));
    const abrupt = predictor.tone && magnitude > this.#threshold();
    const sample = predictor.adapt(negative, magnitude, abrupt) * 4;
    this.#adaptSpeed(speed[level]!, mixed, abrupt);
    this.#adaptScale(scale[level]!, mixed);
    return sample > 32767 ? 32767 : sample < -32768 ? -32768 : sample;
  }

  /** LIMA and MIX: the scale factor Y between the slow and the fast one. */
  #mixed(): number {
    const weight = this.#speed >= 256 ? 64 : this.#speed >> 2;
    const slow = this.#slow >> 6;
    const apart = this.#fast - slow;
    const part = (Math.abs(apart) * weight) >> 6;
    return apart < 0 ? slow - part : slow + part;
  }

  /** TRANS: a difference above it ends a tone. */
  #threshold(): number {
    const whole = this.#slow >> 15;
    const fraction = (this.#slow >> 10) & 31;
    const first = whole > 9 ? 31 << 10 : (32 + fraction) << whole;
    return (first + (first >> 1)) >> 1;
  }

  /** FILTA, FILTB, SUBTC, FILTC, TRIGA; the predictor's tone is the new one. */
  #adaptSpeed(code: number, mixed: number, abrupt: boolean): void {
    this.#shortMean += ((code << 9) - this.#shortMean) >> 5;
    this.#longMean += ((code << 11) - this.#longMean) >> 7;
    const apart = Math.abs((this.#shortMean << 2) - this.#longMean);
    const quick = mixed < 1536 || apart >= this.#longMean >> 3 || this.#predictor.tone;
    this.#speed = abrupt ? 256 : this.#speed + (((quick ? 512 : 0) - this.#speed) >> 4);
  }

  /** FILTD, LIMB, FILTE. */
  #adaptScale(multiplier: number, mixed: number): void {
    const fast = mixed + (((multiplier << 5) - mixed) >> 5);
    this.#fast = fast < 544 ? 544 : fast > 5120 ? 5120 : fast;
    this.#slow += this.#fast + (-this.#slow >> 6);
  }

  reset(): void {
    this.#predictor.reset();
    this.#fast = 544;
    this.#slow = 34816;
    this.#shortMean = this.#longMean = this.#speed = 0;
  }
}

/** ADDA and ANTILOG. */
function antilogarithm(logarithm: number): number {
  if (logarithm < 0) return 0;
  const exponent = (logarithm >> 7) & 15;
  return ((128 + (logarithm & 127)) << 7) >> (14 - exponent);
}
