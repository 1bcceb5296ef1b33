/**
 * G.711: one octet a sample, by the A-law and the μ-law (ITU-T G.711 tables 1 and 2, RFC 3551 4.5.14). Samples come out
 * scaled to 16 bits: ±32124 is the loudest μ-law value, ±32256 the loudest A-law value. Any octet is a sample.
 */
import type { SampleDecoder } from './decoder.ts';

/** Sample of every μ-law octet. */
export const muLaw: Int16Array = Int16Array.from({ length: 256 }, (_, octet) => muLawSample(octet));
/** Sample of every A-law octet. */
export const aLaw: Int16Array = Int16Array.from({ length: 256 }, (_, octet) => aLawSample(octet));

/** All bits travel inverted; 33 (132 on our scale) was added before the segment was chosen. */
function muLawSample(octet: number): number {
  const bits = ~octet & 0xff;
  const magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return bits & 0x80 ? -magnitude : magnitude;
}

/** Even bits travel inverted; the value is the middle of its interval. */
function aLawSample(octet: number): number {
  const bits = octet ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 15) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 256) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

/** Both laws: a table look-up, no state. Several channels are interleaved by sample (RFC 3551 4.2). */
export class G711Decoder implements SampleDecoder {
  readonly sampleRate: number;
  readonly channels: number;
  readonly #table: Int16Array;

  constructor(table: Int16Array, sampleRate: number, channels: number) {
    this.#table = table;
    this.sampleRate = sampleRate;
    this.channels = channels;
  }

  room(octets: number): number {
    return Math.trunc(octets / this.channels);
  }

  decode(octets: Uint8Array, at: number, end: number, out: Int16Array, outAt: number): number {
    const table = this.#table;
    const samples = this.room(end - at);
    const count = samples * this.channels;
    for (let i = 0; i < count; i++) out[outAt + i] = table[octets[at + i]!]!;
    return samples;
  }

  reset(): void {
    // No state.
  }
}
