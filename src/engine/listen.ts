/**
 * Listens to one stream for digits and tones (semantics 9.3): its packets in order of sequence, decoded, brought to 8000 Hz,
 * short holes concealed, long ones skipped. Only codecs that carry tones unharmed: G.711, G.722, L16.
 */
import { serialDelta16, serialDelta32 } from '../base/serial.ts';
import type { Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';
import { createDecoder } from '../codec/create-decoder.ts';
import type { AudioDecoder } from '../codec/decoder.ts';
import { InBandDigits } from '../quality/in-band-digits.ts';
import { ProgressTones, type ToneKind } from '../quality/progress-tones.ts';
import { Resampler } from '../quality/resample.ts';
import type { TypeFormat } from './audio-formats.ts';
import { readPayloads } from './audio-payloads.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { Session } from './session.ts';
import { gatherStream } from './stream-packets.ts';

/** packets decoded at once */
const BATCH = 2000;
/** 8000 Hz samples: a hole up to this long is concealed, a longer one skipped */
const LONGEST_HOLE = 480;
/** 8000 Hz samples between what came before a jump of the timestamps and after it */
const AFTER_JUMP = 8000;
const CLEAR = /^(PCMU|PCMA|G722|L16)$/i;

export interface HeardDigit {
  readonly digit: string;
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly packet: PacketIndex;
  /** dBm0 of its louder tone */
  readonly level: number;
}

export interface HeardSpan {
  readonly kind: ToneKind;
  readonly frequencies: readonly number[];
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly packet: PacketIndex;
  readonly level: number;
}

export interface Heard {
  readonly digits: readonly HeardDigit[];
  readonly tones: readonly HeardSpan[];
}

/** True when tones survive this codec. */
export function carriesTones(name: string): boolean {
  return CLEAR.test(name);
}

export async function listenTo(session: Session, stream: StreamIndex, formats: readonly TypeFormat[]): Promise<Heard> {
  const { tables } = session;
  const packets = gatherStream(tables.packets, tables.streams, stream);
  const ear = new Ear(formats.filter(({ format }) => carriesTones(format.name)));
  const order = inSequence(packets, ear);
  for (let from = 0; from < order.length; from += BATCH) {
    const rows = order.subarray(from, from + BATCH);
    const payloads = new Array<Uint8Array | undefined>(rows.length);
    await readPayloads(
      tables,
      Array.from(rows, (row) => packets.packet[row]! as PacketIndex),
      (index, octets, at, end) => {
        payloads[index] = octets.slice(at, end);
      },
    );
    for (const [i, row] of rows.entries()) ear.take(packets, row, payloads[i]);
  }
  return ear.finish();
}

/** Rows of voice packets by extended sequence number, each once. */
function inSequence(packets: StreamPackets, ear: Ear): Int32Array {
  const extended = new Float64Array(packets.count);
  let highest = 0;
  const rows: number[] = [];
  for (let row = 0; row < packets.count; row++) {
    highest = row === 0 ? packets.sequence[0]! : highest;
    const sequence = highest + serialDelta16(packets.sequence[row]!, highest & 0xffff);
    extended[row] = sequence;
    // far off: the sender began anew, and what follows comes later
    if (Math.abs(sequence - highest) > 3000) extended[row] = highest + 1;
    highest = Math.max(highest, extended[row]!);
    if (ear.knows(packets.markerAndType[row]! & 0x7f)) rows.push(row);
  }
  rows.sort((a, b) => extended[a]! - extended[b]! || a - b);
  return Int32Array.from(
    rows.filter((row, i) => i === 0 || extended[row] !== extended[rows[i - 1]!] || packets.sequence[row] !== packets.sequence[rows[i - 1]!]),
  );
}

interface Voice {
  readonly decoder: AudioDecoder;
  readonly resampler: Resampler | undefined;
  readonly clockRate: number;
}

class Ear {
  readonly #voices = new Map<number, Voice>();
  readonly #digits = new InBandDigits();
  readonly #tones = new ProgressTones();
  #decoded = new Int16Array(4096);
  #at8000 = new Int16Array(4096);
  /** by packet taken: 8000 Hz position where its sound begins, its arrival, itself */
  readonly #position: number[] = [];
  readonly #time: Nanoseconds[] = [];
  readonly #packet: PacketIndex[] = [];
  /** position after the last sample, and the timestamp that stands for it */
  #next = 0;
  #expected = -1;
  #type = -1;

  constructor(formats: readonly TypeFormat[]) {
    for (const { type, format } of formats) {
      const decoder = createDecoder(format);
      if (decoder === undefined) continue;
      const resampler = decoder.sampleRate === 8000 ? undefined : new Resampler(decoder.sampleRate);
      this.#voices.set(type, { decoder, resampler, clockRate: format.clockRate || decoder.sampleRate });
    }
  }

  knows(type: number): boolean {
    return this.#voices.has(type);
  }

  take(packets: StreamPackets, row: number, payload: Uint8Array | undefined): void {
    const type = packets.markerAndType[row]! & 0x7f;
    const voice = this.#voices.get(type);
    if (voice === undefined || payload === undefined) return;
    const timestamp = packets.timestamp[row]!;
    if (this.#expected >= 0 && timestamp !== this.#expected) this.#hole(voice, serialDelta32(timestamp, this.#expected), type);
    this.#type = type;
    this.#position.push(this.#next);
    this.#time.push(packets.time[row]!);
    this.#packet.push(packets.packet[row]!);
    const { decoder } = voice;
    this.#makeRoom(decoder.room(payload.length) * decoder.channels);
    const count = decoder.decode(payload, 0, payload.length, this.#decoded, 0);
    this.#hear(voice, count);
    this.#expected = (timestamp + Math.round((count * voice.clockRate) / decoder.sampleRate)) >>> 0;
  }

  /** `units` of the timestamp have no sound. */
  #hole(voice: Voice, units: number, type: number): void {
    const samples = Math.round((units * 8000) / voice.clockRate);
    if (samples > 0 && samples <= LONGEST_HOLE && type === this.#type) {
      const count = Math.round((units * voice.decoder.sampleRate) / voice.clockRate);
      this.#makeRoom(count * voice.decoder.channels);
      voice.decoder.conceal(count, this.#decoded, 0);
      this.#hear(voice, count);
      return;
    }
    // timestamps that go back a little overlap what was heard; a step of a minute is a new beginning
    this.#next += samples > 0 && samples < 480_000 ? samples : samples < 0 && samples > -LONGEST_HOLE ? 0 : AFTER_JUMP;
    this.#digits.jump(this.#next);
    this.#tones.jump(this.#next);
  }

  #hear({ decoder, resampler }: Voice, count: number): void {
    const { channels } = decoder;
    let samples = this.#decoded;
    let length = count;
    if (resampler !== undefined || channels > 1) {
      const wanted = resampler?.room(count) ?? count;
      if (this.#at8000.length < wanted) this.#at8000 = new Int16Array(wanted * 2);
      samples = this.#at8000;
      if (resampler !== undefined) length = resampler.take(this.#decoded, 0, count * channels, channels, samples);
      else for (let i = 0; i < count; i++) samples[i] = this.#decoded[i * channels]!;
    }
    this.#digits.feed(samples, 0, length);
    this.#tones.feed(samples, 0, length);
    this.#next += length;
  }

  #makeRoom(samples: number): void {
    if (this.#decoded.length < samples) this.#decoded = new Int16Array(samples * 2);
  }

  finish(): Heard {
    this.#digits.finish();
    return {
      digits: this.#digits.found.map(({ digit, at, end, rowLevel, columnLevel }) => ({
        digit,
        ...this.#place(at, end),
        level: Math.max(rowLevel, columnLevel),
      })),
      tones: this.#tones.finish().map(({ kind, frequencies, at, end, level }) => ({ kind, frequencies, ...this.#place(at, end), level })),
    };
  }

  /** When a position was heard: the arrival of its packet, and how far into it. */
  #place(at: number, end: number): { readonly time: Nanoseconds; readonly end: Nanoseconds; readonly packet: PacketIndex } {
    const i = this.#indexOf(at);
    const time = (this.#time[i] ?? 0) + Math.round((at - (this.#position[i] ?? 0)) * 125_000);
    return { time, end: time + (end - at) * 125_000, packet: this.#packet[i] ?? -1 };
  }

  #indexOf(position: number): number {
    let low = 0;
    let high = this.#position.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#position[middle]! <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
