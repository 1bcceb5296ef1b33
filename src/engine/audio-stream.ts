/**
 * The sound of one stream: decoded in pieces of two seconds as they are asked for, the latest kept. A piece that follows the
 * one decoded last goes on with the decoder's state, so playing on equals decoding the whole; any other begins with a run-in.
 */
import type { BufferSetting } from '../quality/buffer-setting.ts';
import { DecodeRun, type RunSource } from './audio-run.ts';
import { schedule, type RowFacts, type Schedule } from './audio-schedule.ts';
import type { VoicePackets } from '../quality/voice-packets.ts';

/** seconds a piece holds */
const PIECE = 2;
/** seconds decoded before a piece that follows nothing: coders that adapt have forgotten where they began by then */
export const runIn = 0.5;

/** octets of decoded sound that are kept: over half an hour of two directions at 8000 Hz */
const MOST_KEPT = 67_108_864;

/** Decoded pieces of all streams, oldest use first; bounded by MOST_KEPT. */
export class PieceCache {
  readonly #pieces = new Map<string, Int16Array>();
  #octets = 0;

  get(key: string): Int16Array | undefined {
    const piece = this.#pieces.get(key);
    if (piece === undefined) return undefined;
    this.#pieces.delete(key);
    this.#pieces.set(key, piece);
    return piece;
  }

  set(key: string, piece: Int16Array): void {
    this.#octets += piece.byteLength - (this.#pieces.get(key)?.byteLength ?? 0);
    this.#pieces.delete(key);
    this.#pieces.set(key, piece);
    for (const [oldest, { byteLength }] of this.#pieces) {
      if (this.#octets <= MOST_KEPT || oldest === key) break;
      this.#pieces.delete(oldest);
      this.#octets -= byteLength;
    }
  }
}

/** Where the decoder stands after the piece decoded last. */
interface Standing {
  readonly plan: Schedule;
  readonly piece: number;
  readonly slot: number;
  /** what slots before `slot` sound like beyond the piece */
  readonly tail: Int16Array;
}

const SILENCE = new Int16Array(0);

export class StreamSound {
  readonly rate: number;
  readonly #name: string;
  readonly #cache: PieceCache;
  readonly #voice: VoicePackets;
  readonly #facts: RowFacts;
  readonly #run: DecodeRun;
  #plan: { readonly key: string; readonly schedule: Schedule } | undefined;
  #standing: Standing | undefined;
  #busy: Promise<unknown> = Promise.resolve();

  /** @param name of the stream in the cache */
  constructor(name: string, rate: number, source: RunSource, voice: VoicePackets, facts: RowFacts, cache: PieceCache) {
    this.#name = name;
    this.rate = rate;
    this.#cache = cache;
    this.#voice = voice;
    this.#facts = facts;
    this.#run = new DecodeRun(source);
  }

  close(): void {
    this.#run.close();
  }

  /** Slots under a setting; the last one asked for is kept. */
  schedule(setting: BufferSetting): Schedule {
    const key = settingKey(setting);
    if (this.#plan?.key !== key) this.#plan = { key, schedule: schedule(this.#voice, setting, this.rate, this.#facts) };
    return this.#plan.schedule;
  }

  /** Samples [from, from + out.length) of the stream's grid; where there is no sound `out` stays as it is. */
  async read(setting: BufferSetting, from: number, out: Int16Array): Promise<void> {
    const plan = this.schedule(setting);
    const length = PIECE * this.rate;
    const to = from + out.length;
    for (let piece = Math.floor(from / length); piece * length < to; piece++) {
      const sound = await this.#piece(plan, settingKey(setting), piece);
      const begin = Math.max(from, piece * length);
      const end = Math.min(to, piece * length + sound.length);
      for (let at = begin; at < end; at++) out[at - from] = sound[at - piece * length]!;
    }
  }

  /** Kept, or decoded now; borrowed. */
  #piece(plan: Schedule, key: string, piece: number): Promise<Int16Array> {
    const name = `${this.#name} ${key} ${piece}`;
    const kept = this.#cache.get(name);
    if (kept !== undefined) return Promise.resolve(kept);
    const length = PIECE * this.rate;
    const first = firstEndingAfter(plan, piece * length);
    if (first >= plan.count || plan.at[first]! >= (piece + 1) * length) return Promise.resolve(SILENCE);
    // one run, one piece at a time
    const decoded = this.#busy.then(async () => this.#cache.get(name) ?? this.#keep(name, await this.#decode(plan, piece, first)));
    this.#busy = decoded.catch(() => undefined);
    return decoded;
  }

  #keep(name: string, sound: Int16Array): Int16Array {
    this.#cache.set(name, sound);
    return sound;
  }

  async #decode(plan: Schedule, piece: number, first: number): Promise<Int16Array> {
    const length = PIECE * this.rate;
    const start = piece * length;
    const out = new Int16Array(length);
    const standing = this.#standing;
    const goesOn = standing !== undefined && standing.plan === plan && standing.piece === piece - 1;
    let from = first;
    if (goesOn) {
      out.set(standing.tail.subarray(0, length));
      from = standing.slot;
    } else {
      this.#run.reset();
      from = Math.min(first, firstEndingAfter(plan, start - runIn * this.rate));
    }
    this.#standing = undefined;
    let tail = goesOn && standing.tail.length > length ? standing.tail.slice(length) : SILENCE;
    const end = firstFrom(plan, start + length);
    await this.#run.decode(plan, from, Math.max(from, end), (slot, samples, at, count) => {
      const place = plan.at[slot]! - start;
      const skip = Math.max(0, -place);
      const here = Math.min(count, length - place);
      if (here > skip) out.set(samples.subarray(at + skip, at + here), place + skip);
      if (count > here) tail = samples.slice(at + Math.max(0, here), at + count);
    });
    this.#standing = { plan, piece, slot: Math.max(from, end), tail };
    return out;
  }
}

/** Fits a Map's key: equal settings make equal keys. */
export function settingKey(setting: BufferSetting): string {
  return setting.kind === 'fixed' ? `f${setting.depth}/${setting.resync}` : `a${setting.least}/${setting.most}`;
}

/** First slot whose `at` is not below a sample. */
export function firstFrom(plan: Schedule, sample: number): number {
  let low = 0;
  let high = plan.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (plan.at[middle]! < sample) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First slot that is heard after a sample; slots are no longer than a minute, and are told so by walking back. */
export function firstEndingAfter(plan: Schedule, sample: number): number {
  let slot = firstFrom(plan, sample);
  for (let i = slot - 1; i >= 0 && i > slot - 64; i--) if (plan.at[i]! + plan.samples[i]! > sample) slot = i;
  return slot;
}
