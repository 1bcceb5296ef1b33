/**
 * G.722 decoder (ITU-T G.722, RFC 3551 4.5.2): 7 kHz speech at 16000 Hz from one octet for two samples, two bits of the higher
 * sub-band above six of the lower. In the modes of 56 and 48 kbit/s the lowest one or two bits are data and left out.
 */
import type { SampleDecoder } from './decoder.ts';
import { G722Band } from './g722-band.ts';

/** Clause 6.2.1, tables 17 to 21: inverse quantisers of 6, 5, 4 bits (lower band) and 2 bits (higher band). */
const LOWER_6: readonly number[] = mirrored(
  [-24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856, -7192, -6576, -6000, -5456],
  [-4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728],
  [-136, -136, -136, -136],
  [432, 136, -432, -136],
);
const LOWER_5: readonly number[] = mirrored(
  [-23352, -17560, -14120, -11664, -9752, -8184, -6864, -5712, -4696, -3784, -2960, -2208, -1520, -880],
  [],
  [-280, -280],
  [280, -280],
);
const LOWER_4: readonly number[] = [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];
const HIGHER: Int16Array = Int16Array.of(-7408, -1616, 7408, 1616);
/** Tables of the multipliers WL and WH, for each code of four or two bits. */
const LOWER_MULTIPLIERS: Int16Array = Int16Array.of(-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60);
const HIGHER_MULTIPLIERS: Int16Array = Int16Array.of(798, -214, 798, -214);
/** Table 11: the 24 coefficients of the receive quadrature mirror filter are these and these backwards. */
export const mirrorFilter: Int32Array = Int32Array.of(3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11);

/** The quantisers are: forbidden codes, the negative half, the positive half, and the codes nearest to zero. */
function mirrored(large: readonly number[], small: readonly number[], forbidden: readonly number[], last: readonly number[]): readonly number[] {
  const negative = [...large, ...small];
  return [...forbidden, ...negative, ...negative.map((value) => -value), ...last];
}

/** For each code, the inverse quantiser of the lower band as the mode sees it. */
function lowerQuantiser(dropped: number): Int16Array {
  return Int16Array.from(dropped === 0 ? LOWER_6 : dropped === 1 ? LOWER_5 : LOWER_4);
}

const ROOM = 512;

export class G722Decoder implements SampleDecoder {
  readonly sampleRate = 16000;
  readonly channels = 1;
  readonly #dropped: number;
  readonly #quantiser: Int16Array;
  readonly #fine: Int16Array = Int16Array.from(LOWER_4);
  readonly #lower = new G722Band(32, 18432, 8);
  readonly #higher = new G722Band(8, 22528, 10);
  /** sums and differences of the sub-bands, in turn; the 22 before #at are the filter's memory */
  readonly #line = new Int32Array(ROOM);
  #at = 22;

  /** @param dropped low bits of each octet that are data: 0 at 64 kbit/s, 1 at 56, 2 at 48 */
  constructor(dropped: 0 | 1 | 2) {
    this.#dropped = dropped;
    this.#quantiser = lowerQuantiser(dropped);
  }

  room(octets: number): number {
    return octets * 2;
  }

  decode(octets: Uint8Array, at: number, end: number, out: Int16Array, outAt: number): number {
    let to = outAt;
    for (let from = at; from < end; from++, to += 2) {
      const octet = octets[from]!;
      const lower = this.#lowerSample(octet & 63);
      const higher = this.#higherSample(octet >> 6);
      this.#synthesise(lower + higher, lower - higher, out, to);
    }
    return to - outAt;
  }

  #lowerSample(code: number): number {
    const band = this.#lower;
    const sample = limit(band.predicted + ((band.scale * this.#quantiser[code >> this.#dropped]!) >> 15));
    const difference = (band.scale * this.#fine[code >> 2]!) >> 15;
    band.adaptScale(LOWER_MULTIPLIERS[code >> 2]!);
    band.adaptPredictor(difference);
    return sample;
  }

  #higherSample(code: number): number {
    const band = this.#higher;
    const difference = (band.scale * HIGHER[code]!) >> 15;
    const sample = limit(band.predicted + difference);
    band.adaptScale(HIGHER_MULTIPLIERS[code]!);
    band.adaptPredictor(difference);
    return sample;
  }

  #synthesise(sum: number, difference: number, out: Int16Array, to: number): void {
    const line = this.#line;
    if (this.#at + 2 > ROOM) {
      line.copyWithin(0, this.#at - 22, this.#at);
      this.#at = 22;
    }
    const from = this.#at - 22;
    line[this.#at] = sum;
    line[this.#at + 1] = difference;
    this.#at += 2;
    let even = 0;
    let odd = 0;
    for (let i = 0; i < 12; i++) {
      even += line[from + 2 * i]! * mirrorFilter[i]!;
      odd += line[from + 2 * i + 1]! * mirrorFilter[11 - i]!;
    }
    out[to] = clamp(odd >> 11);
    out[to + 1] = clamp(even >> 11);
  }

  reset(): void {
    this.#lower.reset();
    this.#higher.reset();
    this.#line.fill(0);
    this.#at = 22;
  }
}

/** The sub-bands have 15 bits. */
function limit(value: number): number {
  return value > 16383 ? 16383 : value < -16384 ? -16384 : value;
}

function clamp(value: number): number {
  return value > 32767 ? 32767 : value < -32768 ? -32768 : value;
}
