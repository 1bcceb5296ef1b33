/**
 * What is heard: a recorded call over a bad link against the sound that was put in (at two depths of buffer), and forged calls
 * whose every sample is known. Pieces against the whole, WAV, legs, and what decoding costs.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BufferSetting } from '../src/contract/quality.ts';
import type { SoundPlan, SoundRequest, SoundSource } from '../src/contract/sound.ts';
import type { Engine } from '../src/engine/engine.ts';
import { openOctets } from './open-octets.ts';
import { tellPlainCall, type PlainCallOptions } from './forge/plain-call.ts';
import { muLaw, tone } from './forge/sound.ts';
import { createRandom } from './forge/random.ts';
import { createStory } from './forge/story.ts';
import { alignment, differenceNear, energyOf, median, strength } from './sound-compare.ts';

const shallow: BufferSetting = { kind: 'fixed', depth: 20, resync: 200 };
const deep: BufferSetting = { kind: 'fixed', depth: 200, resync: 200 };
const source: SoundSource = { calls: [0] };

async function openForged(options: PlainCallOptions): Promise<Engine> {
  const story = createStory();
  tellPlainCall(story, 0, options);
  return (await openOctets([{ name: 'forged.pcap', octets: story.capture() }])).engine;
}

function request(plan: SoundPlan, change: Partial<SoundRequest>): SoundRequest {
  return { source, setting: deep, tracks: [0], from: plan.from, samples: 8000, sampleRate: 8000, speed: 1, carry: [], ...change };
}

/** Seconds of one track at 8000 Hz. */
async function soundOf(engine: Engine, track: number, setting: BufferSetting): Promise<Float32Array> {
  const plan = await engine.sound(source, setting);
  const seconds = Math.ceil((plan.to - plan.from) / 1e9) + 1;
  const whole = new Float32Array(seconds * 8000);
  for (let second = 0; second < seconds; second++) {
    const piece = await engine.soundPiece(request(plan, { setting, tracks: [track], from: plan.from + second * 1e9 }));
    whole.set(piece.channels[0]!, second * 8000);
  }
  return whole;
}

describe('a recorded call with 3 % loss and delays of 30 to 110 ms', () => {
  const read = (name: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(new URL(`recorded/${name}`, import.meta.url))));
  let engine: Engine;
  let sent: Float32Array;
  let track = -1;

  beforeAll(async () => {
    engine = (await openOctets([{ name: 'heard.pcap', octets: read('heard.pcap.gz') }])).engine;
    const wav = read('heard.wav.gz');
    const view = new DataView(wav.buffer, wav.byteOffset, wav.length);
    sent = Float32Array.from({ length: (wav.length - 44) >> 1 }, (_, i) => view.getInt16(44 + i * 2, true) / 32768);
    const plan = await engine.sound(source, deep);
    track = plan.tracks.findIndex((one) => one.direction === 'toCallee');
  });

  /** Frames of 20 ms of what was sent, and how well each was heard: its signal over what differs, in dB, at the best place near the usual one. */
  async function compare(setting: BufferSetting): Promise<{ ratios: number[]; late: number; lost: number; strays: number }> {
    const heard = await soundOf(engine, track, setting);
    const plan = await engine.sound(source, setting);
    const delay = alignment(sent, heard);
    const { late, lost, voice } = plan.tracks[track]!.streams[0]!;
    // the sound that was put in is longer than the call
    const said = (voice + lost - 1) * 160;
    const { from, to } = plan;
    const wave = await engine.waveform({ source, setting, track, from, to, buckets: 3000 });
    const bucketOf = (sample: number): number => Math.floor((sample / 8000 / ((to - from) / 1e9)) * 3000);
    const ratios: number[] = [];
    let strays = 0;
    for (let at = 0; at < said; at += 160) {
      const energy = energyOf(sent, at, 160);
      // the pauses of a sentence say nothing of what is heard
      if (energy < 160 * 0.01 ** 2) continue;
      const ratio = 10 * Math.log10(energy / Math.max(1e-9, differenceNear(sent, at, heard, at + delay)));
      ratios.push(ratio);
      // whatever is not heard as it was said lies at a mark, or in the 30 ms behind it
      const near = wave!.marks.subarray(bucketOf(at + delay - 320), bucketOf(at + delay + 240) + 1);
      if (ratio < 20 && near.every((bits) => (bits & 3) === 0)) strays++;
    }
    return { ratios, late, lost, strays };
  }

  test('what arrives in time is heard as it was said; a deeper buffer hears more of it', async () => {
    const little = await compare(shallow);
    const much = await compare(deep);
    const good = ({ ratios }: typeof much): number => ratios.filter((ratio) => ratio > 25).length / ratios.length;
    console.log(
      `heard within 25 dB: ${(100 * good(little)).toFixed(1)} % of voiced frames at 20 ms (${little.late} late, ${little.lost} lost), ` +
        `${(100 * good(much)).toFixed(1)} % at 200 ms (${much.late} late, ${much.lost} lost); median ${median(much.ratios).toFixed(1)} dB`,
    );
    expect(much.lost).toBe(little.lost);
    expect(much.lost / 712).toBeGreaterThan(0.02);
    expect(much.late).toBe(0);
    expect(little.late).toBeGreaterThan(60);
    // G.711 keeps about 37 dB over its own noise
    expect(median(much.ratios)).toBeGreaterThan(33);
    // a lost packet spoils the two frames it lies across, and the next one where sound is faded in again
    expect(good(much)).toBeGreaterThan(0.9);
    expect(much.strays).toBe(0);
    expect(good(little)).toBeLessThan(good(much) - 0.08);
  });

  test('what is concealed is what is counted: as many packets as are lost or late', async () => {
    for (const setting of [shallow, deep]) {
      const plan = await engine.sound(source, setting);
      const { late, lost, from, to } = plan.tracks[track]!.streams[0]!;
      const wave = await engine.waveform({ source, setting, track, from, to, buckets: 2000 });
      const marked = [...wave!.marks].filter((bits) => (bits & 3) !== 0).length * ((to - from) / 2000 / 20e6);
      expect(marked).toBeGreaterThan((late + lost) * 0.8);
      expect(marked).toBeLessThan((late + lost) * 2.2 + 4);
    }
  });
});

describe('a call whose every sample is known', () => {
  const sentence = (index: number): Int16Array => tone(index, 300 + (index % 50) * 20);
  const said = { payload: (index: number) => muLaw(sentence(index)) };

  test('is heard to the sample, through any cut into pieces', async () => {
    const engine = await openForged({ toCallee: said, toCaller: said });
    const plan = await engine.sound(source, deep);
    expect(plan.tracks.map(({ direction, leg, playable }) => ({ direction, leg, playable }))).toEqual([
      { direction: 'toCallee', leg: 0, playable: true },
      { direction: 'toCaller', leg: 0, playable: true },
    ]);
    const whole = await soundOf(engine, 0, deep);
    const first = whole.findIndex((sample) => sample !== 0);
    for (let packet = 0; packet < 250; packet++) {
      const expected = sentence(packet);
      for (let i = 0; i < 160; i += 7) expect(Math.abs(whole[first - 1 + packet * 160 + i]! * 32768 - expected[i]!)).toBeLessThan(300);
    }
    // another order of asking, other lengths: the same samples
    for (const [from, samples] of [
      [31_234, 5000],
      [3, 777],
      [16_000, 8000],
      [15_999, 2],
    ] as const) {
      const piece = await engine.soundPiece(request(plan, { from: plan.from + (from * 1e9) / 8000, samples }));
      expect([...piece.channels[0]!]).toEqual([...whole.subarray(from, from + samples)]);
    }
  });

  test('at 48000 Hz is the same tone, and windows join without a seam', async () => {
    const engine = await openForged({ toCallee: { payload: (index) => muLaw(tone(index, 1000)) } });
    const plan = await engine.sound(source, deep);
    const ask = (from: number, samples: number): Promise<Float32Array> =>
      engine.soundPiece(request(plan, { from: plan.from + (from * 1e9) / 48_000, samples, sampleRate: 48_000 })).then((piece) => piece.channels[0]!);
    const whole = await ask(48_000, 9600);
    const parts = [...(await ask(48_000, 3000)), ...(await ask(51_000, 6600))];
    expect(parts).toEqual([...whole]);
    expect(strength(whole, 1000, 48_000)).toBeGreaterThan(0.26);
    expect(strength(whole, 7000, 48_000)).toBeLessThan(0.002);
  });

  test('slower and faster it keeps its pitch, and windows join by what they carry', async () => {
    const engine = await openForged({ toCallee: { payload: (index) => muLaw(tone(index, 500)) } });
    const plan = await engine.sound(source, deep);
    for (const speed of [0.5, 0.75, 1.5, 2]) {
      const sound: number[] = [];
      let [from, carry]: [number, readonly number[]] = [plan.from + 1e9, []];
      for (let window = 0; window < 4; window++) {
        const piece = await engine.soundPiece(request(plan, { from, carry, samples: 12_000, sampleRate: 48_000, speed }));
        sound.push(...piece.channels[0]!);
        [from, carry] = [piece.next, piece.carry];
      }
      expect((from - plan.from - 1e9) / 1e9).toBeCloseTo((sound.length / 48_000) * speed, 6);
      const loudness = strength(Float32Array.from(sound), 500, 48_000);
      expect(loudness, `at ${speed}`).toBeGreaterThan(0.25);
      let step = 0;
      for (let i = 1; i < sound.length; i++) step = Math.max(step, Math.abs(sound[i]! - sound[i - 1]!));
      expect(step, `at ${speed}`).toBeLessThan(0.04);
    }
  });

  test('a loss is concealed, a late packet too, a pause is silence; the waveform says so', async () => {
    const engine = await openForged({ toCallee: { lost: [50, 51], late: new Map([[100, 90]]), doubled: [150] } });
    const plan = await engine.sound(source, shallow);
    expect(plan.tracks[0]!.streams[0]).toMatchObject({ lost: 2, late: 1, duplicates: 1, decoder: 'own', sampleRate: 8000, voice: 248 });
    const { from, to } = plan.tracks[0]!;
    const wave = await engine.waveform({ source, setting: shallow, track: 0, from, to, buckets: 250 });
    expect(wave!.known).toBe(1);
    const places = (bit: number): number[] => [...wave!.marks].flatMap((bits, i) => ((bits & bit) === 0 ? [] : [i]));
    expect(places(1).every((i) => i >= 49 && i <= 54)).toBe(true);
    expect(places(2).every((i) => i >= 99 && i <= 103)).toBe(true);
    expect(places(4).every((i) => i >= 149 && i <= 153)).toBe(true);
    expect([places(1).length, places(2).length, places(4).length].every((count) => count > 0)).toBe(true);
    expect(Math.max(...wave!.late.subarray(98, 105))).toBeGreaterThan(0.2);
    // a patient buffer loses nothing more than the wire did
    expect((await engine.sound(source, deep)).tracks[0]!.streams[0]).toMatchObject({ lost: 2, late: 0 });
  });

  test('what has not been decoded yet is no silence', async () => {
    const engine = await openForged({ ended: 301_000, toCallee: { payload: (index) => muLaw(tone(index, 400)) } });
    const { from, to } = (await engine.sound(source, deep)).tracks[0]!;
    const ask = (): ReturnType<Engine['waveform']> => engine.waveform({ source, setting: deep, track: 0, from, to, buckets: 500 });
    for (let wave = await ask(); wave!.known < 1; wave = await ask()) expect([...wave!.marks].filter((bits) => (bits & 8) !== 0)).toEqual([]);
  });

  test('as WAV: a header that says what follows, left towards the called party', async () => {
    const engine = await openForged({ toCallee: { payload: () => muLaw(tone(0, 400)) }, toCaller: { payload: () => muLaw(new Int16Array(160)) } });
    const plan = await engine.sound(source, deep);
    const pieces: Uint8Array[] = [];
    for await (const piece of engine.exportSound({ source, setting: deep, channels: [[0], [1]], from: plan.from, to: plan.to })) pieces.push(piece);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(8000 * 4);
    const wav = Buffer.concat(pieces);
    expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect([wav.readUInt32LE(4), wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34), wav.readUInt32LE(40)]).toEqual([
      wav.length - 8,
      2,
      8000,
      16,
      wav.length - 44,
    ]);
    expect((wav.length - 44) / 4 / 8000).toBeCloseTo((plan.to - plan.from) / 1e9, 3);
    let [left, right] = [0, 0];
    for (let at = 44; at < wav.length; at += 4) {
      left = Math.max(left, Math.abs(wav.readInt16LE(at)));
      right = Math.max(right, Math.abs(wav.readInt16LE(at + 2)));
    }
    expect(left).toBeGreaterThan(8000);
    expect(right).toBeLessThan(20);
  });

  test('payloads come out as they went in', async () => {
    const engine = await openForged({ toCallee: said });
    const plan = await engine.sound(source, deep);
    const pieces: Uint8Array[] = [];
    for await (const piece of engine.exportPayload(plan.tracks[0]!.streams[0]!.stream)) pieces.push(piece);
    expect(Buffer.concat(pieces)).toEqual(Buffer.concat(Array.from({ length: 250 }, (_, index) => said.payload(index))));
  });

  test.each([
    ['GSM', 3, 33, 0xd0],
    ['G.722', 9, 160, 0],
    ['G.729', 18, 10, 0],
  ])('%s from anywhere soon is what it would have been from the beginning', async (_name, payloadType, octets, first) => {
    const random = createRandom(5);
    const upTo = (limit: number): number => random.below(limit);
    const payloads = Array.from({ length: 300 }, () => Uint8Array.from({ length: octets }, (_, i) => (i === 0 && first !== 0 ? first | upTo(16) : upTo(256))));
    const options = { toCallee: { payloadType, payload: (index: number) => payloads[index % 300]! }, ended: 7000 };
    const straight = await soundOf(await openForged(options), 0, deep);
    const engine = await openForged(options);
    const plan = await engine.sound(source, deep);
    const from = 34_567;
    const piece = await engine.soundPiece(request(plan, { from: plan.from + (from * 1e9) / 8000, samples: 8000 }));
    const there = straight.subarray(from, from + 8000);
    const apart = there.map((sample, i) => sample - piece.channels[0]![i]!);
    expect(energyOf(there, 0, 8000)).toBeGreaterThan(0.01);
    // 30 dB below the sound: state that had to be guessed has been forgotten
    expect(energyOf(apart, 0, 8000)).toBeLessThan(energyOf(there, 0, 8000) / 1000);
  });

  test('behind a silence descriptor of G.729 its noise goes on; without one a pause is silence', async () => {
    const random = createRandom(3);
    const frame = (): Uint8Array => Uint8Array.from({ length: 10 }, () => random.below(256));
    const heard = async (last: Uint8Array): Promise<number> => {
      const story = createStory();
      const call = tellPlainCall(story, 0, {
        toCallee: { count: 50, payloadType: 18, firstSequence: 1, firstTimestamp: 0, payload: (i) => (i === 49 ? last : frame()) },
      });
      const spurt = { count: 50, ssrc: 0xa11ce, payloadType: 18, firstSequence: 51, firstTimestamp: 150 * 160, payload: frame };
      story.rtp(1012.5 + 3000, { address: call.caller.at.address, port: 4000 }, { address: call.callee.at.address, port: 6000 }, spurt);
      const { engine } = await openOctets([{ name: 'forged.pcap', octets: story.capture() }]);
      const whole = await soundOf(engine, 0, deep);
      const begin = whole.findIndex((sample) => sample !== 0);
      const pause = whole.subarray(begin + 51 * 160, begin + 148 * 160);
      return pause.filter((sample) => sample !== 0).length / pause.length;
    };
    expect(await heard(Uint8Array.of(0x2a, 0x5a))).toBeGreaterThan(0.9);
    expect(await heard(frame())).toBe(0);
  });

  test('nonsense asked for is answered, not thrown', async () => {
    const engine = await openForged({});
    const bad = { ...request(await engine.sound(source, deep), {}), from: Number.NaN, samples: -5, sampleRate: 1e9, speed: 0, tracks: [77, -1] };
    expect((await engine.soundPiece(bad)).channels.map((channel) => channel.length)).toEqual([1, 1]);
    expect((await engine.sound({ calls: [99] }, deep)).tracks).toEqual([]);
    expect((await engine.sound({ streams: [-1, 1e9, 0.5] }, deep)).tracks).toEqual([]);
    expect(await engine.waveform({ source, setting: deep, track: 0, from: 5, to: 5, buckets: 10 })).toBeUndefined();
  });
});

test('a minute of G.711 is decoded in far less than a two-hundredth of it', async () => {
  const engine = await openForged({ ended: 61_000, toCallee: { payload: (index) => muLaw(tone(index, 440)) } });
  await soundOf(engine, 1, deep);
  // processor time, least of three: others share this machine. Each setting decodes anew.
  let least = Infinity;
  for (const depth of [60, 80, 100]) {
    const began = process.cpuUsage();
    await soundOf(engine, 0, { kind: 'fixed', depth, resync: 100 });
    const { user, system } = process.cpuUsage(began);
    least = Math.min(least, (user + system) / 60e6);
  }
  console.log(`G.711: ${(1 / least).toFixed(0)} times as fast as it sounds, reading and resampling included`);
  expect(least).toBeLessThan(1 / 200);
});
