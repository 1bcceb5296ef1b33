/**
 * Comfort noise (RFC 3389): a payload says how loud the background is and, by reflection coefficients, of what colour. It has
 * no length: decode() takes it in and writes nothing, conceal() makes the noise for as long as nobody speaks. The noise is
 * the same in every run. Silence until the first payload.
 */
import type { AudioDecoder } from './decoder.ts';

/** The loudest square wave of a μ-law system, which RFC 3389 clause 3 calls 0 dBov, on the scale of 16 bits. */
const OVERLOAD = 32124;
const MOST_COEFFICIENTS = 32;
const SEED = 0x2545f491;

export class ComfortNoise implements AudioDecoder {
  readonly sampleRate: number;
  readonly channels = 1;
  #order = 0;
  /** of white noise before the filter: its greatest value */
  #peak = 0;
  #random = SEED;
  readonly #predictor = new Float64Array(MOST_COEFFICIENTS);
  readonly #scratch = new Float64Array(MOST_COEFFICIENTS);
  readonly #memory = new Float64Array(MOST_COEFFICIENTS);

  constructor(sampleRate: number) {
    this.sampleRate = sampleRate;
  }

  room(_octets: number): number {
    return 0;
  }

  decode(octets: Uint8Array, at: number, end: number, _out: Int16Array, _outAt: number): number {
    if (end <= at) return 0;
    this.#order = Math.min(MOST_COEFFICIENTS, end - at - 1);
    let gain = 1;
    for (let i = 0; i < this.#order; i++) {
      // 255 is reserved; read as 254 it stays within the unit circle.
      const reflection = (258 * (Math.min(octets[at + 1 + i]!, 254) - 127)) / 32768;
      this.#raise(i, reflection);
      gain *= 1 - reflection * reflection;
    }
    const level = OVERLOAD * 10 ** (-(octets[at]! & 127) / 20);
    // A uniform distribution has a third of the power of its peak.
    this.#peak = level * Math.sqrt(3 * gain);
    return 0;
  }

  /** The step of Levinson's recursion from order `order` to the next. */
  #raise(order: number, reflection: number): void {
    const predictor = this.#predictor;
    for (let i = 0; i < order; i++) this.#scratch[i] = predictor[i]! + reflection * predictor[order - 1 - i]!;
    for (let i = 0; i < order; i++) predictor[i] = this.#scratch[i]!;
    predictor[order] = reflection;
  }

  conceal(samples: number, out: Int16Array, outAt: number): void {
    const memory = this.#memory;
    for (let index = 0; index < samples; index++) {
      let value = this.#peak * this.#white();
      for (let i = 0; i < this.#order; i++) value -= this.#predictor[i]! * memory[i]!;
      memory.copyWithin(1, 0, MOST_COEFFICIENTS - 1);
      memory[0] = value;
      out[outAt + index] = Math.max(-32768, Math.min(32767, Math.round(value)));
    }
  }

  /** Between -1 and 1 (xorshift). */
  #white(): number {
    let random = this.#random;
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    this.#random = random;
    return random / 0x80000000;
  }

  reset(): void {
    this.#order = 0;
    this.#peak = 0;
    this.#random = SEED;
    this.#memory.fill(0);
  }
}
