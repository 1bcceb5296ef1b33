/**
 * When each packet of a stream is heard under a buffer setting: slots of sound in order of their media, with what is missing
 * between them. What the emulation calls late is not heard here either. Places are samples of the stream's rate counted from
 * time zero of the time line, so that all streams of one rate stand on one grid.
 */
import { emulate, type Emulated } from '../quality/jitter-buffer.ts';
import type { BufferSetting } from '../quality/buffer-setting.ts';
import type { VoicePackets } from '../quality/voice-packets.ts';

export const slotKind = { voice: 0, lost: 1, late: 2, noise: 3, event: 4, duplicate: 5 } as const;
export type SlotKind = (typeof slotKind)[keyof typeof slotKind];

/** Columns in order of `at`, which never falls; a slot ends at or before the next one's beginning unless that one is a mark. */
export interface Schedule {
  /** Hz */
  readonly rate: number;
  readonly count: number;
  readonly kind: Uint8Array;
  /** row in the stream's gathered packets; -1 for a lost stretch, and for noise the decoder goes on with by itself */
  readonly row: Int32Array;
  readonly at: Float64Array;
  readonly samples: Int32Array;
  readonly voice: number;
  readonly lost: number;
  readonly late: number;
  readonly meanDelay: number;
}

/** What a stream's rows are besides voice, and how much sound an octet count can hold. */
export interface RowFacts {
  /** samples at the stream's rate a voice row's octets stand for; 0 when only its timestamps tell */
  samplesOf(row: number): number;
  /** after this row the decoder's own noise fills the pause: a silence descriptor inside the codec (G.729 Annex B); absent: after none */
  readonly describesSilence?: (row: number) => boolean;
  /** rows that are no voice, rising, with their kind */
  readonly others: readonly { readonly row: number; readonly kind: SlotKind; readonly time: number }[];
}

/** nanoseconds within which neighbours count as joined: what rounding makes of milliseconds */
const JOINED = 1e6;
/** noise is made for this long after its packet when nothing follows, seconds */
const NOISE_LASTS = 5;
/** a pause longer than this is not filled to its end, seconds */
const PAUSE_LASTS = 60;
/** a slot longer than this is no packet's sound, seconds */
const LONGEST = 1;

/** Slots under a setting. */
export function schedule(voice: VoicePackets, setting: BufferSetting, rate: number, facts: RowFacts): Schedule {
  const played = emulate(voice, setting);
  const builder = new Builder(voice, rate, facts);
  builder.voice(played);
  return builder.finish(facts.others, played);
}

/** Voice in order of segment and number: the order decoders want. */
export function mediaOrder(voice: VoicePackets): Int32Array {
  const { extended, segment } = voice;
  const order = Int32Array.from({ length: voice.count }, (_, i) => i);
  for (let i = 1; i < order.length; i++)
    if (segment[i]! < segment[i - 1]! || (segment[i] === segment[i - 1] && extended[i]! < extended[i - 1]!))
      return order.sort((a, b) => segment[a]! - segment[b]! || extended[a]! - extended[b]!);
  return order;
}

/** Slots being laid, in arrays of their final size: an hour has two hundred thousand. */
class Slots {
  readonly kind: Uint8Array;
  readonly row: Int32Array;
  readonly at: Float64Array;
  readonly samples: Int32Array;
  count = 0;

  constructor(most: number) {
    this.kind = new Uint8Array(most);
    this.row = new Int32Array(most);
    this.at = new Float64Array(most);
    this.samples = new Int32Array(most);
  }

  push(kind: SlotKind, row: number, at: number, samples: number): void {
    const slot = this.count++;
    this.kind[slot] = kind;
    this.row[slot] = row;
    this.at[slot] = at;
    this.samples[slot] = samples;
  }
}

class Builder {
  readonly #voice: VoicePackets;
  readonly #rate: number;
  readonly #facts: RowFacts;
  readonly #order: Int32Array;
  #slots: Slots;
  #run = 0;
  #lost = 0;
  /** where the sound placed so far ends */
  #end = 0;

  constructor(voice: VoicePackets, rate: number, facts: RowFacts) {
    this.#voice = voice;
    this.#rate = rate;
    this.#facts = facts;
    this.#order = mediaOrder(voice);
    this.#slots = new Slots(voice.count + voice.missing.length);
  }

  voice(played: Emulated): void {
    const { spurtStart, row } = this.#voice;
    const joined = (JOINED * this.#rate) / 1e9;
    for (let place = 0; place < this.#order.length; place++) {
      const i = this.#order[place]!;
      const samples = this.#samplesAt(place);
      const isLate = played.late[i] === 1;
      const missing = this.#missingBefore(place);
      let at = isLate ? this.#expected(place) : Math.round((played.playAt[i]! * this.#rate) / 1e9);
      if (place === 0) this.#end = at;
      if (spurtStart[i] === 0 && missing === 0 && Math.abs(at - this.#end) <= joined) at = this.#end;
      at = this.#fit(at);
      if (missing > 0) this.#fill(at, missing);
      this.#slots.push(isLate ? slotKind.late : slotKind.voice, row[i]!, at, samples);
      this.#end = at + samples;
    }
  }

  /** Samples of the packet at a place in the order. */
  #samplesAt(place: number): number {
    const { extended, segment, mediaTime, packetTime } = this.#voice;
    const i = this.#order[place]!;
    const told = this.#facts.samplesOf(this.#voice.row[i]!);
    const usual = Math.round((packetTime * this.#rate) / 1000);
    const longest = LONGEST * this.#rate;
    if (place + 1 < this.#order.length) {
      const next = this.#order[place + 1]!;
      const numbers = extended[next]! - extended[i]!;
      const step = mediaTime[next]! - mediaTime[i]!;
      if (segment[next] === segment[i] && numbers === 1 && step > 0) {
        const samples = Math.round((step * this.#rate) / 1000);
        if (told > 0) return Math.min(told, samples, longest);
        return Math.min(step <= 1.5 * packetTime ? samples : usual, longest);
      }
    }
    return Math.min(told > 0 ? told : usual, longest);
  }

  /** Where a packet would stand by its timestamp, seen from the one before it. */
  #expected(place: number): number {
    if (place === 0) return Math.round((this.#voice.arrival[this.#order[0]!]! * this.#rate) / 1e9);
    const { mediaTime } = this.#voice;
    const step = mediaTime[this.#order[place]!]! - mediaTime[this.#order[place - 1]!]!;
    const before = this.#slots.at[this.#slots.count - 1]!;
    const at = before + Math.round((step * this.#rate) / 1000);
    return at > before && at - this.#end < LONGEST * this.#rate ? at : this.#end;
  }

  /** Sequence numbers that never came between a packet and the one before it. */
  #missingBefore(place: number): number {
    const { missing, extended, segment } = this.#voice;
    const i = this.#order[place]!;
    let count = 0;
    for (; this.#run < missing.length; this.#run++) {
      const run = missing[this.#run]!;
      if (run.segment > segment[i]! || (run.segment === segment[i] && run.start > extended[i]!)) break;
      count += run.length;
    }
    this.#lost += count;
    return place === 0 ? 0 : count;
  }

  /** Never before the beginning of the slot before; what it overlaps of that slot is not heard. */
  #fit(at: number): number {
    const { at: places, samples, count } = this.#slots;
    if (count === 0) return at;
    const last = count - 1;
    const fitted = Math.max(at, places[last]!);
    samples[last] = Math.min(samples[last]!, fitted - places[last]!);
    this.#end = Math.min(this.#end, fitted);
    return fitted;
  }

  /** What is concealed of the hole before `at`: no more than the missing packets held. */
  #fill(at: number, missing: number): void {
    const room = Math.max(0, at - this.#end);
    const samples = Math.min(room, Math.ceil((missing * this.#voice.packetTime * 1.5 * this.#rate) / 1000), 60 * this.#rate);
    this.#slots.push(slotKind.lost, -1, this.#end, samples);
  }

  /** Joins what is no voice into its place: comfort noise up to the next sound, events and duplicates as marks. */
  finish(others: RowFacts['others'], played: Emulated): Schedule {
    if (others.length > 0) this.#merge(others, played);
    if (this.#facts.describesSilence !== undefined) this.#fillPauses(this.#facts.describesSilence);
    const { count, kind, row, at, samples } = this.#slots;
    return {
      rate: this.#rate,
      count,
      kind: kind.subarray(0, count),
      row: row.subarray(0, count),
      at: at.subarray(0, count),
      samples: samples.subarray(0, count),
      voice: this.#voice.count,
      lost: this.#lost,
      late: played.lateCount,
      meanDelay: played.meanDelay,
    };
  }

  #merge(others: RowFacts['others'], played: Emulated): void {
    const { row, arrival, count } = this.#voice;
    const usual = Math.round((this.#voice.packetTime * this.#rate) / 1000);
    const placed: { kind: number; row: number; at: number; samples: number }[] = [];
    let delay = played.meanDelay * 1e6;
    let v = 0;
    for (const other of others) {
      for (; v < count && row[v]! < other.row; v++) if (played.late[v] === 0) delay = played.playAt[v]! - arrival[v]!;
      const samples = other.kind === slotKind.noise ? Math.round(NOISE_LASTS * this.#rate) : other.kind === slotKind.event ? usual : 0;
      placed.push({ kind: other.kind, row: other.row, at: Math.round(((other.time + delay) * this.#rate) / 1e9), samples });
    }
    placed.sort((a, b) => a.at - b.at);
    this.#interleave(placed);
  }

  /** Noise behind each silence descriptor, to where the next slot begins, a second at most in one slot. */
  #fillPauses(describesSilence: (row: number) => boolean): void {
    const { kind, row, at, samples, count } = this.#slots;
    const longest = LONGEST * this.#rate;
    const pauses = new Map<number, number>();
    let more = 0;
    for (let i = 0; i + 1 < count; i++) {
      const pause = Math.min(at[i + 1]! - at[i]! - samples[i]!, PAUSE_LASTS * this.#rate);
      if (kind[i] !== slotKind.voice || pause <= 0 || !describesSilence(row[i]!)) continue;
      pauses.set(i, pause);
      more += Math.ceil(pause / longest);
    }
    if (more === 0) return;
    const slots = new Slots(count + more);
    this.#slots = slots;
    for (let i = 0; i < count; i++) {
      slots.push(kind[i]! as SlotKind, row[i]!, at[i]!, samples[i]!);
      const pause = pauses.get(i) ?? 0;
      for (let made = 0; made < pause; made += longest) slots.push(slotKind.noise, -1, at[i]! + samples[i]! + made, Math.min(longest, pause - made));
    }
  }

  #interleave(placed: readonly { readonly kind: number; readonly row: number; readonly at: number; readonly samples: number }[]): void {
    const { kind, row, at, samples, count } = this.#slots;
    const slots = new Slots(count + placed.length);
    this.#slots = slots;
    let noiseAt = -1;
    const put = (slot: number, wanted: number, atRow: number, length: number): void => {
      const from = slots.count === 0 ? wanted : Math.max(wanted, slots.at[slots.count - 1]!);
      // noise ends where anything is heard again
      if (noiseAt >= 0 && slot !== slotKind.duplicate) {
        slots.samples[noiseAt] = Math.max(0, Math.min(slots.samples[noiseAt]!, from - slots.at[noiseAt]!));
        noiseAt = -1;
      }
      if (slot === slotKind.noise) noiseAt = slots.count;
      slots.push(slot as SlotKind, atRow, from, length);
    };
    let next = 0;
    let end = -Infinity;
    for (const one of placed) {
      for (; next < count && at[next]! <= one.at; next++) {
        put(kind[next]!, at[next]!, row[next]!, samples[next]!);
        end = at[next]! + samples[next]!;
      }
      // a noise packet that would cover voice begins behind it
      put(one.kind, one.kind === slotKind.noise ? Math.max(one.at, Math.min(end, next < count ? at[next]! : Infinity)) : one.at, one.row, one.samples);
    }
    for (; next < count; next++) put(kind[next]!, at[next]!, row[next]!, samples[next]!);
  }
}
