/**
 * L16 and L8 (RFC 3551 4.5.10, 4.5.11): uncompressed samples. L16 is signed and most significant octet first; L8 has its zero
 * at 128 and is scaled to 16 bits. An octet left over at the end is dropped.
 */
import type { SampleDecoder } from './decoder.ts';

export class Linear16Decoder implements SampleDecoder {
  readonly sampleRate: number;
  readonly channels: number;

  constructor(sampleRate: number, channels: number) {
    this.sampleRate = sampleRate;
    this.channels = channels;
  }

  room(octets: number): number {
    return Math.trunc(octets / (2 * this.channels));
  }

  decode(octets: Uint8Array, at: number, end: number, out: Int16Array, outAt: number): number {
    const samples = this.room(end - at);
    const count = samples * this.channels;
    for (let i = 0; i < count; i++) out[outAt + i] = (octets[at + 2 * i]! << 8) | octets[at + 2 * i + 1]!;
    return samples;
  }

  reset(): void {
    // No state.
  }
}

/** Sample of every L8 octet: the table look-up of G.711 serves here too. */
export const linear8: Int16Array = Int16Array.from({ length: 256 }, (_, octet) => (octet - 128) << 8);
