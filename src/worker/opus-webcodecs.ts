/**
 * The browser's Opus decoder (WebCodecs AudioDecoder), where there is one: in secure contexts of newer browsers. In
 * Chromium a file opened from disk is one too, plain http from another machine is not (docs/decisions/0014).
 *
 * A packet is given the time of all packets before it, so that answers are put together by time. The decoder is not
 * flushed between questions where it answers each packet by itself: flushing forgets what the next packet builds upon.
 */
import { opusSamples } from '../codec/opus-packet.ts';
import { OPUS_RATE, type OpusCoder } from './opus-packets.ts';

/** How long an answer may be missing before the decoder is asked to flush; milliseconds. */
const PATIENCE = 250;
/** Most times in one question that a decoder which failed is made anew. */
const MOST_FAILURES = 64;

interface Piece {
  /** first sample, on the clock of all packets given so far */
  readonly at: number;
  readonly frames: number;
  readonly channels: readonly Float32Array[];
}

/** Whether this place decodes Opus; false where nothing is said in time. */
export async function hasWebCodecsOpus(channels: number): Promise<boolean> {
  if (typeof AudioDecoder !== 'function') return false;
  try {
    return (await AudioDecoder.isConfigSupported(configuration(channels))).supported === true;
  } catch {
    return false;
  }
}

function configuration(channels: number): AudioDecoderConfig {
  return { codec: 'opus', sampleRate: OPUS_RATE, numberOfChannels: channels };
}

export class WebCodecsOpus implements OpusCoder {
  readonly #channels: number;
  #decoder: AudioDecoder | undefined;
  /** samples of all packets given to this decoder */
  #given = 0;
  #received = 0;
  #pieces: Piece[] = [];
  #wake: () => void = () => undefined;
  #flushes = false;
  #closed = false;

  constructor(channels: number) {
    this.#channels = channels;
  }

  async decode(packets: readonly Uint8Array[]): Promise<readonly (Int16Array | undefined)[]> {
    const out: (Int16Array | undefined)[] = [];
    let failures = 0;
    while (out.length < packets.length) {
      const rest = packets.slice(out.length);
      if (this.#closed || failures > MOST_FAILURES) return [...out, ...rest.map(() => undefined)];
      out.push(...(await this.#attempt(rest)));
      if (out.length === packets.length) break;
      // the packet after the last sound is the one it failed at
      out.push(undefined);
      failures++;
    }
    return out;
  }

  close(): void {
    this.#closed = true;
    this.reset();
  }

  reset(): void {
    const decoder = this.#decoder;
    this.#decoder = undefined;
    this.#given = 0;
    this.#received = 0;
    this.#pieces = [];
    if (decoder !== undefined && decoder.state !== 'closed') decoder.close();
    this.#wake();
  }

  /** Sounds of as many packets as the decoder lived for. */
  async #attempt(packets: readonly Uint8Array[]): Promise<readonly Int16Array[]> {
    const decoder = this.#open();
    if (decoder === undefined) return [];
    const starts: number[] = [];
    for (const data of packets) {
      if (decoder.state !== 'configured') break;
      starts.push(this.#given);
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: microseconds(this.#given), data }));
      this.#given += opusSamples(data, 0, data.length);
    }
    await this.#answered(decoder);
    const pieces = this.#pieces;
    this.#pieces = [];
    const failed = decoder.state === 'closed';
    if (failed) this.reset();
    const last = pieces.at(-1);
    const until = last === undefined ? 0 : last.at + last.frames;
    let first = 0;
    const sounds = starts.map((start, index) => {
      while (first < pieces.length && pieces[first]!.at + pieces[first]!.frames <= start) first++;
      return this.#sound(pieces, first, start, opusSamples(packets[index]!, 0, packets[index]!.length));
    });
    return failed ? sounds.filter((_, index) => starts[index]! < until) : sounds;
  }

  #open(): AudioDecoder | undefined {
    if (this.#decoder !== undefined) return this.#decoder;
    const decoder: AudioDecoder = new AudioDecoder({
      output: (data) => {
        if (decoder === this.#decoder) this.#take(data);
        data.close();
      },
      error: () => this.#wake(),
    });
    decoder.configure(configuration(this.#channels));
    this.#decoder = decoder;
    return decoder;
  }

  #take(data: AudioData): void {
    const channels = Array.from({ length: data.numberOfChannels }, (_, planeIndex) => {
      const plane = new Float32Array(data.numberOfFrames);
      data.copyTo(plane, { planeIndex, format: 'f32-planar' });
      return plane;
    });
    const at = Math.round((data.timestamp * OPUS_RATE) / 1e6);
    this.#pieces.push({ at, frames: data.numberOfFrames, channels });
    this.#received += data.numberOfFrames;
    if (this.#received >= this.#given) this.#wake();
  }

  /** Until sound for all that was given has come, or the decoder has failed. */
  async #answered(decoder: AudioDecoder): Promise<void> {
    const isDone = (): boolean => this.#received >= this.#given || decoder.state !== 'configured';
    while (!isDone() && !this.#flushes) {
      const before = this.#received;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PATIENCE);
        this.#wake = (): void => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (!isDone() && this.#received === before) this.#flushes = true;
    }
    if (isDone()) return;
    // one that keeps sound back: from now on it is flushed after each question
    await decoder.flush().catch(() => undefined);
    this.#received = this.#given;
  }

  /** What the pieces from `first` on hold of [start, start + samples), channels interleaved. */
  #sound(pieces: readonly Piece[], first: number, start: number, samples: number): Int16Array {
    const out = new Int16Array(samples * this.#channels);
    for (let index = first; index < pieces.length && pieces[index]!.at < start + samples; index++) {
      const { at, frames, channels } = pieces[index]!;
      const from = Math.max(at, start);
      const until = Math.min(at + frames, start + samples);
      for (let channel = 0; channel < this.#channels; channel++) {
        for (let i = from; i < until; i++) out[(i - start) * this.#channels + channel] = this.#sample(channels, channel, i - at);
      }
    }
    return out;
  }

  /** 16 bits; one channel of several is their mean. */
  #sample(channels: readonly Float32Array[], channel: number, index: number): number {
    let sum = 0;
    if (this.#channels === 1) for (const each of channels) sum += each[index]!;
    const value = this.#channels === 1 ? sum / channels.length : channels[Math.min(channel, channels.length - 1)]![index]!;
    return Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)));
  }
}

function microseconds(samples: number): number {
  return Math.round((samples * 1e6) / OPUS_RATE);
}
