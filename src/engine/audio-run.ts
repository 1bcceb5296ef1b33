/**
 * Slots of a schedule turned into sound one after the other: payloads re-read from the file, decoded by our own decoders or
 * the browser's, what is missing concealed, comfort noise made. One run is one place in one stream; it goes forward only.
 * Several channels come out as one, their mean: a track is a direction, not a side.
 */
import { ComfortNoise } from '../codec/comfort-noise.ts';
import { createDecoder } from '../codec/create-decoder.ts';
import type { AudioDecoder, PayloadFormat } from '../codec/decoder.ts';
import type { DecoderSource, PacketDecoder, TimedPayload } from '../codec/packet-decoder.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import { readPayloads } from './audio-payloads.ts';
import { slotKind, type Schedule } from './audio-schedule.ts';
import type { Tables } from './tables.ts';

/** What a slot sounds like: samples[at, at + count), borrowed. */
export type TakeSound = (slot: number, samples: Int16Array, at: number, count: number) => void;

export interface RunSource {
  readonly tables: Tables;
  readonly packets: StreamPackets;
  readonly formats: ReadonlyMap<number, PayloadFormat>;
  readonly decoders: DecoderSource | undefined;
}

interface Payloads {
  readonly octets: Uint8Array;
  /** by slot − first: where its payload lies, -1 when it could not be read */
  readonly at: Int32Array;
  readonly end: Int32Array;
}

type Decoder = { readonly own: AudioDecoder } | { readonly outside: PacketDecoder };

/** concealment reaches no further than this, seconds: what is longer is silence */
const CONCEALED = 0.5;
const NO_OCTETS = new Uint8Array(0);

export class DecodeRun {
  readonly #source: RunSource;
  readonly #decoders = new Map<number, Decoder | undefined>();
  #type = -1;
  #scratch = new Int16Array(4096);
  #mono = new Int16Array(4096);
  #noise: ComfortNoise | undefined;

  constructor(source: RunSource) {
    this.#source = source;
  }

  /** Forgets what was heard. */
  reset(): void {
    for (const decoder of this.#decoders.values()) {
      if (decoder === undefined) continue;
      if ('own' in decoder) decoder.own.reset();
      else decoder.outside.reset();
    }
    this.#type = -1;
    this.#noise?.reset();
  }

  close(): void {
    for (const decoder of this.#decoders.values()) if (decoder !== undefined && 'outside' in decoder) decoder.outside.close();
    this.#decoders.clear();
  }

  /** Decodes slots [first, end) of a schedule in order. Rejects only when the file cannot be read any more. */
  async decode(plan: Schedule, first: number, end: number, take: TakeSound): Promise<void> {
    const payloads = await this.#read(plan, first, end);
    for (let slot = first; slot < end; ) {
      const kind = plan.kind[slot]!;
      // without a packet of its own it is the noise a decoder goes on with after a silence descriptor
      const goesOn = kind === slotKind.noise && plan.row[slot]! < 0;
      if (kind === slotKind.noise && !goesOn) this.#makeNoise(plan, slot, payloads, slot - first, take);
      if (kind > slotKind.late && !goesOn) {
        slot++;
        continue;
      }
      const row = plan.row[slot]!;
      if (kind === slotKind.voice) this.#type = this.#source.packets.markerAndType[row]! & 0x7f;
      const decoder = await this.#decoder(this.#type);
      if (decoder === undefined) slot++;
      else if ('own' in decoder) this.#decodeOwn(decoder.own, plan, slot, payloads, slot++ - first, take);
      else if (goesOn) slot++;
      else slot = await this.#decodeOutside(decoder.outside, plan, slot, end, first, payloads, take);
    }
  }

  async #read(plan: Schedule, first: number, end: number): Promise<Payloads> {
    const { packets, tables } = this.#source;
    const slots: number[] = [];
    let room = 0;
    for (let slot = first; slot < end; slot++) {
      const row = plan.row[slot]!;
      if (row < 0 || (plan.kind[slot] !== slotKind.voice && plan.kind[slot] !== slotKind.noise)) continue;
      slots.push(slot);
      room += packets.length[row]! || 1500;
    }
    let octets = new Uint8Array(room);
    const at = new Int32Array(end - first).fill(-1);
    const to = new Int32Array(end - first).fill(-1);
    let used = 0;
    const wanted = slots.map((slot) => packets.packet[plan.row[slot]!]!);
    await readPayloads(tables, wanted, (index, from, begin, stop) => {
      const length = stop - begin;
      if (used + length > octets.length) {
        const grown = new Uint8Array((used + length) * 2);
        grown.set(octets);
        octets = grown;
      }
      octets.set(from.subarray(begin, stop), used);
      at[slots[index]! - first] = used;
      to[slots[index]! - first] = used += length;
    });
    return { octets, at, end: to };
  }

  async #decoder(type: number): Promise<Decoder | undefined> {
    if (this.#decoders.has(type)) return this.#decoders.get(type);
    const format = this.#source.formats.get(type);
    const own = format === undefined ? undefined : createDecoder(format);
    const outside = own !== undefined || format === undefined ? undefined : await this.#source.decoders?.(format);
    const decoder: Decoder | undefined = own !== undefined ? { own } : outside !== undefined ? { outside } : undefined;
    this.#decoders.set(type, decoder);
    return decoder;
  }

  #decodeOwn(decoder: AudioDecoder, plan: Schedule, slot: number, payloads: Payloads, index: number, take: TakeSound): void {
    const wanted = plan.samples[slot]!;
    const { channels } = decoder;
    const own = this.#toOwn(wanted, decoder.sampleRate, plan.rate);
    const at = payloads.at[index]!;
    let count = 0;
    if (plan.kind[slot] === slotKind.voice && at >= 0) {
      const end = payloads.end[index]!;
      this.#reserve(Math.max(own, decoder.room(end - at)) * channels);
      count = Math.max(0, decoder.decode(payloads.octets, at, end, this.#scratch, 0));
    }
    if (count === 0) count = this.#conceal(decoder, own, plan.kind[slot]!);
    this.#give(plan, slot, this.#scratch, 0, count, channels, decoder.sampleRate, take);
  }

  /** What did not come, was late, or was none of this codec; noise goes on for as long as its slot. */
  #conceal(decoder: AudioDecoder, samples: number, kind: number): number {
    const most = kind === slotKind.noise ? samples : Math.min(samples, Math.round(CONCEALED * decoder.sampleRate));
    if (most <= 0 && kind !== slotKind.voice) return 0;
    this.#reserve(most * decoder.channels);
    decoder.conceal(most, this.#scratch, 0);
    return most;
  }

  /** As many neighbouring slots of one type as there are, in one question. */
  async #decodeOutside(decoder: PacketDecoder, plan: Schedule, from: number, end: number, first: number, payloads: Payloads, take: TakeSound): Promise<number> {
    const { markerAndType } = this.#source.packets;
    const batch: TimedPayload[] = [];
    let slot = from;
    for (; slot < end && plan.kind[slot]! <= slotKind.late; slot++) {
      const isVoice = plan.kind[slot] === slotKind.voice;
      if (isVoice && (markerAndType[plan.row[slot]!]! & 0x7f) !== this.#type) break;
      const at = payloads.at[slot - first]!;
      const octets = isVoice && at >= 0 ? payloads.octets.subarray(at, payloads.end[slot - first]) : NO_OCTETS;
      const wanted = this.#toOwn(plan.samples[slot]!, decoder.sampleRate, plan.rate);
      batch.push({ octets, samples: isVoice ? wanted : Math.min(wanted, Math.round(CONCEALED * decoder.sampleRate)) });
    }
    const sound = await decoder.decode(batch);
    let at = 0;
    for (const [i, { samples }] of batch.entries()) {
      this.#give(plan, from + i, sound, at, samples, decoder.channels, decoder.sampleRate, take);
      at += samples * decoder.channels;
    }
    return slot;
  }

  #toOwn(samples: number, own: number, rate: number): number {
    return own === rate ? samples : Math.ceil((samples * own) / rate);
  }

  /** Hands a slot's sound on: one channel, the stream's rate, never longer than the slot. */
  #give(plan: Schedule, slot: number, sound: Int16Array, at: number, count: number, channels: number, rate: number, take: TakeSound): void {
    const wanted = plan.samples[slot]!;
    if (channels === 1 && rate === plan.rate) return take(slot, sound, at, Math.min(count, wanted));
    const length = Math.min(wanted, Math.floor((count * plan.rate) / rate));
    if (this.#mono.length < length) this.#mono = new Int16Array(length * 2);
    const mono = this.#mono;
    for (let i = 0; i < length; i++) {
      // a stream that changes its rate midway: straight lines between samples
      const place = (i * rate) / plan.rate;
      const left = Math.floor(place);
      const right = Math.min(count - 1, left + 1);
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) {
        const a = sound[at + left * channels + channel]!;
        sum += a + (sound[at + right * channels + channel]! - a) * (place - left);
      }
      mono[i] = Math.round(sum / channels);
    }
    take(slot, mono, 0, length);
  }

  /** RFC 3389: as loud and of the colour the packet says, to where something else is heard. */
  #makeNoise(plan: Schedule, slot: number, payloads: Payloads, index: number, take: TakeSound): void {
    const count = plan.samples[slot]!;
    const at = payloads.at[index]!;
    const end = payloads.end[index]!;
    if (count <= 0 || at < 0 || at >= end) return;
    if (this.#noise?.sampleRate !== plan.rate) this.#noise = new ComfortNoise(plan.rate);
    this.#reserve(count);
    this.#noise.decode(payloads.octets, at, end, this.#scratch, 0);
    this.#noise.conceal(count, this.#scratch, 0);
    take(slot, this.#scratch, 0, count);
  }

  #reserve(samples: number): void {
    if (this.#scratch.length < samples) this.#scratch = new Int16Array(samples * 2);
  }
}
