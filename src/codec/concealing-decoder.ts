/**
 * Gives a coder that has no concealment of its own the one of G.711 Appendix I: what was decoded is remembered, what was lost
 * is made from it, and the first sound after a loss is blended in.
 */
import { Concealer } from './conceal.ts';
import type { AudioDecoder, SampleDecoder } from './decoder.ts';

export class ConcealingDecoder implements AudioDecoder {
  readonly sampleRate: number;
  readonly channels: number;
  readonly #core: SampleDecoder;
  readonly #concealers: readonly Concealer[];

  constructor(core: SampleDecoder) {
    this.#core = core;
    this.sampleRate = core.sampleRate;
    this.channels = core.channels;
    this.#concealers = Array.from({ length: core.channels }, () => new Concealer(core.sampleRate, core.channels));
  }

  room(octets: number): number {
    return this.#core.room(octets);
  }

  decode(octets: Uint8Array, at: number, end: number, out: Int16Array, outAt: number): number {
    const samples = this.#core.decode(octets, at, end, out, outAt);
    if (samples <= 0) return 0;
    for (let channel = 0; channel < this.channels; channel++) this.#concealers[channel]!.heard(out, outAt + channel, samples);
    return samples;
  }

  conceal(samples: number, out: Int16Array, outAt: number): void {
    for (let channel = 0; channel < this.channels; channel++) this.#concealers[channel]!.conceal(samples, out, outAt + channel);
  }

  reset(): void {
    this.#core.reset();
    for (const concealer of this.#concealers) concealer.reset();
  }
}
