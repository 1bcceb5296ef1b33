/**
 * How loud each packet of a stream is, whatever the buffer: what waveforms are drawn from at any zoom and under any setting
 * without decoding again. Decoded once, block by block, the blocks somebody looks at first.
 */
import type { BufferSetting } from '../quality/buffer-setting.ts';
import type { VoicePackets } from '../quality/voice-packets.ts';
import { DecodeRun, type RunSource } from './audio-run.ts';
import { schedule, type RowFacts, type Schedule } from './audio-schedule.ts';

/** parts of a packet whose peaks are kept */
export const PARTS = 2;
/** slots decoded at a time */
const BLOCK = 200;
/** slots decoded before a block that follows nothing */
const RUN_IN = 25;
/** nothing that could be heard is late in this one, and jumps of the timestamps still begin anew */
const PATIENT: BufferSetting = { kind: 'fixed', depth: 2000, resync: 0 };

export class StreamPeaks {
  /** PARTS a row of the stream's gathered packets */
  readonly min: Int16Array;
  readonly max: Int16Array;
  readonly rms: Uint16Array;
  #plan: Schedule | undefined;
  readonly #make: () => Schedule;
  readonly #run: DecodeRun;
  #done: Uint8Array = new Uint8Array(0);
  /** first slot at or after a row's, by row */
  readonly #slotOfRow: Int32Array;
  #left = 0;
  #next = 0;
  #decodedTo = 0;

  constructor(rows: number, rate: number, source: RunSource, voice: VoicePackets, facts: RowFacts) {
    this.min = new Int16Array(rows * PARTS);
    this.max = new Int16Array(rows * PARTS);
    this.rms = new Uint16Array(rows * PARTS);
    this.#make = (): Schedule => schedule(voice, PATIENT, rate, { ...facts, others: [] });
    this.#run = new DecodeRun(source);
    this.#slotOfRow = new Int32Array(rows).fill(-1);
  }

  /** Laid out when somebody looks at the first waveform: playing does not wait for it. */
  #laid(): Schedule {
    if (this.#plan !== undefined) return this.#plan;
    const plan = (this.#plan = this.#make());
    this.#done = new Uint8Array(Math.ceil(plan.count / BLOCK));
    this.#left = this.#done.length;
    for (let slot = 0; slot < plan.count; slot++) if (plan.row[slot]! >= 0) this.#slotOfRow[plan.row[slot]!] = slot;
    return plan;
  }

  /** 0 to 1 */
  get known(): number {
    if (this.#plan === undefined) return 0;
    return this.#done.length === 0 ? 1 : 1 - this.#left / this.#done.length;
  }

  /** The packet of this row has been decoded: its peaks are what it sounds like. */
  knows(row: number): boolean {
    const slot = this.#slotOfRow[row] ?? -1;
    return slot >= 0 && this.#done[Math.floor(slot / BLOCK)] === 1;
  }

  close(): void {
    this.#run.close();
  }

  /** Decodes until `until` (Date.now) or the end; rows [firstRow, lastRow] come first. Rejects when the file cannot be read. */
  async advance(firstRow: number, lastRow: number, until: number): Promise<void> {
    const plan = this.#laid();
    while (this.#left > 0) {
      const block = this.#choose(firstRow, lastRow);
      await this.#decode(plan, block);
      if (Date.now() >= until) return;
    }
  }

  #choose(firstRow: number, lastRow: number): number {
    const blockOf = (row: number): number => Math.floor(Math.max(0, this.#slotOfRow[row] ?? 0) / BLOCK);
    for (let block = blockOf(firstRow); block <= blockOf(lastRow); block++) if (this.#done[block] === 0) return block;
    while (this.#done[this.#next] === 1) this.#next++;
    return this.#next;
  }

  async #decode(plan: Schedule, block: number): Promise<void> {
    const first = block * BLOCK;
    const end = Math.min(plan.count, first + BLOCK);
    let from = first;
    if (this.#decodedTo !== first) {
      this.#run.reset();
      from = Math.max(0, first - RUN_IN);
    }
    this.#decodedTo = -1;
    this.#done[block] = 1;
    this.#left--;
    await this.#run.decode(plan, from, end, (slot, samples, at, count) => {
      const row = plan.row[slot]!;
      if (slot >= first && row >= 0 && count > 0) this.#note(row, samples, at, count);
    });
    this.#decodedTo = end;
  }

  #note(row: number, samples: Int16Array, at: number, count: number): void {
    for (let part = 0; part < PARTS; part++) {
      const from = at + Math.floor((count * part) / PARTS);
      const to = Math.max(from + 1, at + Math.floor((count * (part + 1)) / PARTS));
      let low = 32767;
      let high = -32768;
      let sum = 0;
      for (let i = from; i < to; i++) {
        const sample = samples[i]!;
        if (sample < low) low = sample;
        if (sample > high) high = sample;
        sum += sample * sample;
      }
      this.min[row * PARTS + part] = low;
      this.max[row * PARTS + part] = high;
      this.rms[row * PARTS + part] = Math.round(Math.sqrt(sum / (to - from)));
    }
  }
}
