/**
 * Opus of RFC 7587 as a PacketDecoder: what is a packet goes to the coder, what is none or did not arrive is concealed by
 * G.711 Appendix I's way, and each packet's sound is put at its place. The coder itself (the browser's) is behind OpusCoder.
 *
 * Not reachable through WebCodecs: Opus' own concealment, and the copy of a lost frame that the next packet may carry
 * (in-band FEC, RFC 6716 section 2.1.7). A real receiver with FEC may so have heard more than is played here.
 */
import { Concealer } from '../codec/conceal.ts';
import { opusSamples } from '../codec/opus-packet.ts';
import type { PacketDecoder, TimedPayload } from '../codec/packet-decoder.ts';

/** Hz: RTP's clock for Opus whatever was coded, and what decoders give. */
export const OPUS_RATE = 48_000;

/** Turns packets to sound, in order, state kept. Never rejects. */
export interface OpusCoder {
  /** @returns for each packet its samples, channels interleaved; undefined where the coder refused it */
  decode(packets: readonly Uint8Array[]): Promise<readonly (Int16Array | undefined)[]>;
  reset(): void;
  close(): void;
}

/** What a packet does: gap = RTP went on though nobody spoke, silence; sound = decoded. */
export class OpusPackets implements PacketDecoder {
  readonly sampleRate: number = OPUS_RATE;
  readonly channels: number;
  readonly #coder: OpusCoder;
  readonly #concealers: readonly Concealer[];
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(coder: OpusCoder, channels: number) {
    this.#coder = coder;
    this.channels = channels;
    this.#concealers = Array.from({ length: channels }, () => new Concealer(OPUS_RATE, channels));
  }

  samplesOf(octets: Uint8Array): number {
    return opusSamples(octets, 0, octets.length);
  }

  decode(packets: readonly TimedPayload[]): Promise<Int16Array> {
    const answer = this.#queue.then(() => this.#decode(packets));
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  reset(): void {
    this.#queue = this.#queue.then(() => {
      if (this.#closed) return;
      this.#coder.reset();
      for (const concealer of this.#concealers) concealer.reset();
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#coder.close();
  }

  async #decode(packets: readonly TimedPayload[]): Promise<Int16Array> {
    const out = new Int16Array(packets.reduce((sum, { samples }) => sum + samples, 0) * this.channels);
    if (this.#closed) return out;
    const whole = packets.map(({ octets }) => this.samplesOf(octets) > 0);
    const sounds = await this.#coder.decode(packets.filter((_, index) => whole[index]).map(({ octets }) => octets));
    let next = 0;
    let at = 0;
    for (const [index, { samples }] of packets.entries()) {
      const sound = whole[index] === true ? sounds[next++] : undefined;
      this.#put(sound, samples, out, at);
      at += samples * this.channels;
    }
    return out;
  }

  #put(sound: Int16Array | undefined, samples: number, out: Int16Array, at: number): void {
    const { channels } = this;
    if (sound === undefined) {
      for (const [channel, concealer] of this.#concealers.entries()) concealer.conceal(samples, out, at + channel);
      return;
    }
    const given = Math.min(samples, Math.floor(sound.length / channels));
    out.set(sound.subarray(0, given * channels), at);
    for (const [channel, concealer] of this.#concealers.entries()) concealer.heard(out, at + channel, samples);
  }
}
