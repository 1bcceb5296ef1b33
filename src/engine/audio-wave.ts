/** The waveform of a track in buckets: loudness of what is heard under a setting, and marks of what is not. */
import type { Nanoseconds } from '../base/units.ts';
import { soundMarks, type Waveform } from '../contract/sound.ts';
import type { BufferSetting } from '../quality/buffer-setting.ts';
import { PARTS, type StreamPeaks } from './audio-peaks.ts';
import { slotKind, type Schedule } from './audio-schedule.ts';
import { firstEndingAfter, firstFrom } from './audio-stream.ts';
import type { OpenStream } from './audio-streams.ts';

/** a bucket shorter than this is drawn from the samples themselves, nanoseconds; a window of them is at most twenty seconds */
const EXACT_BUCKET = 10e6;
/** nothing sent for longer than this is silence, seconds */
const PAUSE = 0.04;
/** samples below this are silence */
const HUSH = 8;
/** milliseconds of decoding a question may cost before it is answered with what is known */
const PATIENCE = 40;

type Buckets = Omit<Waveform, 'track' | 'known' | 'revision'>;

/** @returns the buckets, and how much of the streams has been decoded */
export async function drawWave(
  streams: readonly OpenStream[],
  setting: BufferSetting,
  from: Nanoseconds,
  to: Nanoseconds,
  count: number,
): Promise<{ readonly wave: Buckets; readonly known: number }> {
  const wave: Buckets = {
    from,
    to,
    min: new Float32Array(count),
    max: new Float32Array(count),
    rms: new Float32Array(count),
    late: new Float32Array(count),
    marks: new Uint8Array(count),
  };
  const weight = new Float32Array(count);
  const isExact = (to - from) / count < EXACT_BUCKET;
  const until = Date.now() + PATIENCE;
  let known = 1;
  for (const { sound, peaks, packets } of streams) {
    if (sound === undefined || peaks === undefined) continue;
    const plan = sound.schedule(setting);
    if (isExact) await drawSamples(wave, weight, (begin, out) => sound.read(setting, begin, out), sound.rate);
    else {
      const [first, last] = rowsWithin(plan, wave, packets.count);
      await peaks.advance(first, last, until);
      known = Math.min(known, peaks.known);
    }
    drawSlots(wave, weight, plan, peaks, isExact);
  }
  for (let bucket = 0; bucket < count; bucket++) wave.rms[bucket] = weight[bucket]! > 0 ? Math.sqrt(wave.rms[bucket]! / weight[bucket]!) : 0;
  return { wave, known };
}

function rowsWithin(plan: Schedule, wave: Buckets, rows: number): [number, number] {
  const first = firstEndingAfter(plan, (wave.from * plan.rate) / 1e9);
  const last = firstFrom(plan, (wave.to * plan.rate) / 1e9);
  const rowFrom = (slot: number, step: number, otherwise: number): number => {
    for (let i = slot; i >= 0 && i < plan.count; i += step) if (plan.row[i]! >= 0 && plan.kind[i] === slotKind.voice) return plan.row[i]!;
    return otherwise;
  };
  return [rowFrom(first, 1, 0), rowFrom(Math.min(last, plan.count - 1), -1, rows - 1)];
}

async function drawSamples(wave: Buckets, weight: Float32Array, read: (from: number, out: Int16Array) => Promise<void>, rate: number): Promise<void> {
  const begin = Math.floor((wave.from * rate) / 1e9);
  const sound = new Int16Array(Math.max(0, Math.ceil((wave.to * rate) / 1e9) - begin));
  await read(begin, sound);
  const scale = wave.min.length / ((wave.to - wave.from) * rate);
  for (let i = 0; i < sound.length; i++) {
    const bucket = Math.floor(((begin + i) * 1e9 - wave.from * rate) * scale);
    if (bucket >= 0 && bucket < wave.min.length) put(wave, weight, bucket, sound[i]!, sound[i]!, sound[i]!);
  }
}

function put(wave: Buckets, weight: Float32Array, bucket: number, low: number, high: number, rms: number): void {
  wave.min[bucket] = Math.min(wave.min[bucket]!, low / 32768);
  wave.max[bucket] = Math.max(wave.max[bucket]!, high / 32768);
  wave.rms[bucket]! += (rms / 32768) ** 2;
  weight[bucket]!++;
}

function drawSlots(wave: Buckets, weight: Float32Array, plan: Schedule, peaks: StreamPeaks, isExact: boolean): void {
  const perSample = (wave.min.length * 1e9) / (plan.rate * (wave.to - wave.from));
  const zero = (wave.from * plan.rate) / 1e9;
  const bucketOf = (sample: number): number => (sample - zero) * perSample;
  const first = firstEndingAfter(plan, zero);
  const end = firstFrom(plan, (wave.to * plan.rate) / 1e9);
  let heardTo = first > 0 ? plan.at[first - 1]! + plan.samples[first - 1]! : Infinity;
  for (let slot = first; slot <= end && slot < plan.count; slot++) {
    const kind = plan.kind[slot]!;
    const at = plan.at[slot]!;
    const to = at + plan.samples[slot]!;
    if (kind === slotKind.duplicate) mark(wave, soundMarks.duplicate, bucketOf(at), bucketOf(at));
    else {
      if (at - heardTo > PAUSE * plan.rate) mark(wave, soundMarks.silent, bucketOf(heardTo), bucketOf(at));
      heardTo = kind === slotKind.event ? heardTo : to;
    }
    if (slot >= end && at >= (wave.to * plan.rate) / 1e9) break;
    if (kind === slotKind.lost) mark(wave, soundMarks.lost, bucketOf(at), bucketOf(to));
    else if (kind === slotKind.noise) mark(wave, soundMarks.noise, bucketOf(at), bucketOf(to));
    else if (kind === slotKind.event) mark(wave, soundMarks.event, bucketOf(at), bucketOf(to));
    else if (kind === slotKind.late) {
      mark(wave, soundMarks.late, bucketOf(at), bucketOf(to));
      drawLate(wave, peaks, plan.row[slot]!, bucketOf(at), bucketOf(to));
    } else if (kind === slotKind.voice && !isExact) drawVoice(wave, weight, peaks, plan.row[slot]!, at, plan.samples[slot]!, bucketOf);
  }
}

function mark(wave: Buckets, bit: number, from: number, to: number): void {
  const last = Math.min(wave.marks.length - 1, Math.max(Math.floor(from), Math.ceil(to) - 1));
  for (let bucket = Math.max(0, Math.floor(from)); bucket <= last; bucket++) wave.marks[bucket]! |= bit;
}

function drawLate(wave: Buckets, peaks: StreamPeaks, row: number, from: number, to: number): void {
  let loudest = 0;
  for (let part = row * PARTS; part < (row + 1) * PARTS; part++) loudest = Math.max(loudest, peaks.max[part]! / 32768, -peaks.min[part]! / 32768);
  const last = Math.min(wave.late.length - 1, Math.max(Math.floor(from), Math.ceil(to) - 1));
  for (let bucket = Math.max(0, Math.floor(from)); bucket <= last; bucket++) wave.late[bucket] = Math.max(wave.late[bucket]!, loudest);
}

function drawVoice(
  wave: Buckets,
  weight: Float32Array,
  peaks: StreamPeaks,
  row: number,
  at: number,
  samples: number,
  bucketOf: (sample: number) => number,
): void {
  // what has not been decoded yet is not silence
  const isKnown = peaks.knows(row);
  for (let part = 0; part < PARTS; part++) {
    const from = Math.floor(bucketOf(at + (samples * part) / PARTS));
    const to = Math.min(wave.min.length - 1, Math.max(from, Math.ceil(bucketOf(at + (samples * (part + 1)) / PARTS)) - 1));
    const index = row * PARTS + part;
    const [low, high] = [peaks.min[index]!, peaks.max[index]!];
    const isHush = isKnown && high < HUSH && low > -HUSH;
    for (let bucket = Math.max(0, from); bucket <= to; bucket++) {
      put(wave, weight, bucket, low, high, peaks.rms[index]!);
      if (isHush && samples > 0 && wave.max[bucket]! - wave.min[bucket]! < (2 * HUSH) / 32768) wave.marks[bucket]! |= soundMarks.silent;
    }
  }
}
