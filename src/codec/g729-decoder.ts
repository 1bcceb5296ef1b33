/**
 * G.729, its Annexes A and B, from RTP (RFC 3551 4.5.6): any number of frames of ten octets, then perhaps a silence descriptor
 * of two. Annex A only makes the coder simpler, so both names are one format; a descriptor is taken whatever annexb= says. What
 * did not arrive is made up by the standard's own concealment; after a descriptor that is more of its noise. Not Annexes D
 * and E: their frames have other lengths, and their names are others.
 */
import type { AudioDecoder } from './decoder.ts';
import { createSilenceFrame, createSpeechFrame, isAllZero, readSilenceFrame, readSpeechFrame, SILENCE_OCTETS, SPEECH_OCTETS } from './g729-bits.ts';
import { FRAME, FrameDecoder } from './g729-frame-decoder.ts';

export class G729Decoder implements AudioDecoder {
  readonly sampleRate = 8000;
  readonly channels = 1;
  readonly #frames = new FrameDecoder();
  readonly #speech = createSpeechFrame();
  readonly #silence = createSilenceFrame();
  /** the frame of a loss that is not a whole number of frames */
  readonly #rest = new Int16Array(FRAME);

  room(octets: number): number {
    return Math.ceil(octets / SPEECH_OCTETS) * FRAME;
  }

  decode(octets: Uint8Array, at: number, end: number, out: Int16Array, outAt: number): number {
    const over = (end - at) % SPEECH_OCTETS;
    if (end <= at || (over !== 0 && over !== SILENCE_OCTETS)) return 0;
    let samples = outAt;
    let next = at;
    for (; end - next >= SPEECH_OCTETS; next += SPEECH_OCTETS, samples += FRAME) this.#decodeSpeech(octets, next, out, samples);
    if (next === end) return samples - outAt;
    readSilenceFrame(octets, next, this.#silence);
    this.#frames.silence(this.#silence, out, samples);
    return samples + FRAME - outAt;
  }

  conceal(samples: number, out: Int16Array, outAt: number): void {
    let made = 0;
    for (; made + FRAME <= samples; made += FRAME) this.#frames.lost(out, outAt + made);
    if (made >= samples) return;
    this.#frames.lost(this.#rest, 0);
    out.set(this.#rest.subarray(0, samples - made), outAt + made);
  }

  reset(): void {
    this.#frames.reset();
  }

  /** Ten zero octets are a frame marked as lost on its way here (as the standard's tools and ffmpeg take them). */
  #decodeSpeech(octets: Uint8Array, at: number, out: Int16Array, outAt: number): void {
    if (isAllZero(octets, at, at + SPEECH_OCTETS)) return this.#frames.lost(out, outAt);
    readSpeechFrame(octets, at, this.#speech);
    this.#frames.speech(this.#speech, out, outAt);
  }
}
