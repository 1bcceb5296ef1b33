/** Sound as a WAV file (RIFF, PCM of 16 bits), and payloads as they came: both made a stretch at a time, never whole. */
import type { Nanoseconds, StreamIndex } from '../base/units.ts';
import type { SoundExport } from '../contract/sound.ts';
import type { AudioQueries } from './audio.ts';
import { readPayloads } from './audio-payloads.ts';
import { mediaOrder } from './audio-schedule.ts';
import type { Tables } from './tables.ts';

const HEADER = 44;
/** what the header's 32-bit lengths can say */
const MOST_OCTETS = 0xffffffff - HEADER;
const MOST_CHANNELS = 8;
/** packets whose payload is read at a time */
const BATCH = 512;

/** A WAV file at the highest rate of its streams; nothing when there is nothing to hear. */
export async function* exportSound(audio: AudioQueries, request: SoundExport): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const tracks = await audio.tracks(request.source);
  const channels = request.channels.slice(0, MOST_CHANNELS).map((numbers) => [...new Set(numbers)].flatMap((number) => tracks[number]?.streams ?? []));
  const rate = Math.max(0, ...channels.flat().map(({ sound }) => sound?.rate ?? 0));
  if (rate === 0 || !(request.to > request.from)) return;
  const setting = audio.sane(request.setting);
  const first = sampleAt(request.from, rate);
  const frame = 2 * channels.length;
  const total = Math.min(sampleAt(request.to, rate) - first, Math.floor(MOST_OCTETS / frame));
  yield wavHeader(rate, channels.length, total);
  for (let done = 0; done < total; done += rate) {
    const count = Math.min(rate, total - done);
    const sounds: Float32Array[] = [];
    for (const streams of channels) sounds.push(await audio.read(streams, setting, first + done, count, rate));
    yield interleave(sounds, count);
  }
}

function sampleAt(time: Nanoseconds, rate: number): number {
  return Math.round((time * rate) / 1e9);
}

/** @param samples a channel. Little-endian, as RIFF is. */
function wavHeader(rate: number, channels: number, samples: number): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(HEADER);
  const view = new DataView(octets.buffer);
  const text = (at: number, letters: string): void => {
    for (let i = 0; i < letters.length; i++) octets[at + i] = letters.charCodeAt(i);
  };
  const length = samples * channels * 2;
  text(0, 'RIFF');
  view.setUint32(4, HEADER - 8 + length, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, length, true);
  return octets;
}

function interleave(sounds: readonly Float32Array[], count: number): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(count * sounds.length * 2);
  const view = new DataView(octets.buffer);
  for (const [channel, sound] of sounds.entries())
    for (let i = 0; i < count; i++) view.setInt16((i * sounds.length + channel) * 2, Math.max(-32768, Math.min(32767, Math.round(sound[i]! * 32768))), true);
  return octets;
}

/** The payload octets of a stream one after the other, first copies in order of their numbers: for a decoder elsewhere. */
export async function* exportPayload(audio: AudioQueries, tables: Tables, stream: StreamIndex): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const open = await audio.open(stream);
  if (open === undefined) return;
  const { voice, packets } = open;
  const rows = voice.count > 0 ? Array.from(mediaOrder(voice), (i) => voice.row[i]!) : Array.from({ length: packets.count }, (_, row) => row);
  for (let from = 0; from < rows.length; from += BATCH) {
    const wanted = rows.slice(from, from + BATCH).map((row) => packets.packet[row]!);
    const found: (Uint8Array<ArrayBuffer> | undefined)[] = new Array<undefined>(wanted.length).fill(undefined);
    await readPayloads(tables, wanted, (index, octets, at, end) => (found[index] = octets.slice(at, end)));
    for (const payload of found) if (payload !== undefined) yield payload;
  }
}
