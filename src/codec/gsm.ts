/**
 * GSM 06.10 full rate (RFC 3551 4.5.8): one or more frames of 33 octets, 160 samples at 8000 Hz each. Lost frames are made as
 * ETSI EN 300 963 (GSM 06.11) shows: the first repeats the last good one, each further one is 4 steps of block amplitude
 * softer on a random grid, and when nothing is left the silence frame of its table follows.
 */
import type { AudioDecoder } from './decoder.ts';
import { gsmAmplitude, gsmFrameOctets, gsmFrameSamples, gsmGrid, gsmSubframe, newGsmFrame, unpackGsm } from './gsm-frame.ts';
import { GsmSynthesis } from './gsm-synthesis.ts';

/** GSM 06.11 table 1, for one sub-frame: lag, gain, grid, block amplitude, pulses. */
const SILENT_RATIOS: Uint8Array = Uint8Array.of(42, 39, 21, 10, 9, 4, 3, 2);
const SILENT_SUBFRAME: Uint8Array = Uint8Array.of(40, 0, 1, 0, 3, 4, 3, 4, 4, 3, 3, 3, 3, 4, 4, 3, 3);
const SEED = 1;

export class GsmDecoder implements AudioDecoder {
  readonly sampleRate: number;
  readonly channels = 1;
  readonly #synthesis = new GsmSynthesis();
  readonly #frame = newGsmFrame();
  readonly #made = new Int16Array(gsmFrameSamples);
  /** where in #made the next concealed sample is; its length when another frame must be made */
  #madeAt = gsmFrameSamples;
  #lostFrames = 0;
  #random = SEED;

  constructor(sampleRate: number) {
    this.sampleRate = sampleRate;
    this.#silence();
  }

  room(octets: number): number {
    return Math.trunc(octets / gsmFrameOctets) * gsmFrameSamples;
  }

  /** Up to the first frame that has no signature. */
  decode(octets: Uint8Array, at: number, end: number, out: Int16Array, outAt: number): number {
    let to = outAt;
    for (let from = at; unpackGsm(octets, from, end, this.#frame); from += gsmFrameOctets) {
      this.#synthesis.synthesise(this.#frame, out, to);
      to += gsmFrameSamples;
    }
    if (to > outAt) {
      this.#lostFrames = 0;
      this.#madeAt = gsmFrameSamples;
    }
    return to - outAt;
  }

  conceal(samples: number, out: Int16Array, outAt: number): void {
    for (let i = 0; i < samples; i++) {
      if (this.#madeAt === gsmFrameSamples) this.#make();
      out[outAt + i] = this.#made[this.#madeAt++]!;
    }
  }

  #make(): void {
    if (this.#lostFrames++ > 0) this.#soften();
    this.#synthesis.synthesise(this.#frame, this.#made, 0);
    this.#madeAt = 0;
  }

  #soften(): void {
    let loudest = 0;
    for (let index = 0; index < 4; index++) {
      const base = gsmSubframe(index);
      const amplitude = Math.max(0, this.#frame[base + gsmAmplitude]! - 4);
      loudest = Math.max(loudest, amplitude);
      this.#random = (Math.imul(this.#random, 1103515245) + 12345) >>> 0;
      this.#frame[base + gsmAmplitude] = amplitude;
      this.#frame[base + gsmGrid] = this.#random >>> 30;
    }
    if (loudest === 0) this.#silence();
  }

  #silence(): void {
    this.#frame.set(SILENT_RATIOS);
    for (let index = 0; index < 4; index++) this.#frame.set(SILENT_SUBFRAME, gsmSubframe(index));
  }

  reset(): void {
    this.#synthesis.reset();
    this.#silence();
    this.#madeAt = gsmFrameSamples;
    this.#lostFrames = 0;
    this.#random = SEED;
  }
}
