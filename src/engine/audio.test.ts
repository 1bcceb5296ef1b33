import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VoicePackets } from '../quality/voice-packets.ts';
import type { BufferSetting } from '../quality/buffer-setting.ts';
import { RateConverter } from './audio-rate.ts';
import { mediaOrder, schedule, slotKind, type RowFacts, type SlotKind } from './audio-schedule.ts';
import { firstEndingAfter, firstFrom } from './audio-stream.ts';
import { hopLength, stretch, stretchReach } from './audio-stretch.ts';
import { layTracks, type TrackStream } from './audio-tracks.ts';

const fixed: BufferSetting = { kind: 'fixed', depth: 60, resync: 100 };
const facts: RowFacts = { samplesOf: () => 160, others: [] };

/** Packets of 20 ms: number, arrival in ms, and whether a spurt begins. */
function voiceOf(
  packets: readonly { readonly n: number; readonly at: number; readonly media?: number; readonly start?: boolean; readonly segment?: number }[],
): VoicePackets {
  const runs: { segment: number; start: number; length: number; row: number }[] = [];
  const seen = new Set(packets.map(({ n }) => n));
  for (let n = Math.min(...seen) + 1; n < Math.max(...seen); n++) if (!seen.has(n)) runs.push({ segment: 0, start: n, length: 1, row: 0 });
  return {
    count: packets.length,
    arrival: Float64Array.from(packets, ({ at }) => at * 1e6),
    mediaTime: Float64Array.from(packets, ({ n, media }) => media ?? (n - packets[0]!.n) * 20),
    extended: Float64Array.from(packets, ({ n }) => n),
    segment: Uint32Array.from(packets, ({ segment }) => segment ?? 0),
    spurtStart: Uint8Array.from(packets, ({ start }, i) => (start === true || i === 0 ? 1 : 0)),
    row: Uint32Array.from(packets, (_, i) => i),
    packetTime: 20,
    pauses: 0,
    silence: 0,
    segments: [],
    missing: runs,
    account: {} as VoicePackets['account'],
    comfortNoise: 0,
    events: 0,
    clockless: 0,
  };
}

const slots = (plan: ReturnType<typeof schedule>): [SlotKind, number, number, number][] =>
  Array.from({ length: plan.count }, (_, i) => [plan.kind[i] as SlotKind, plan.row[i]!, plan.at[i]!, plan.samples[i]!]);

describe('the schedule', () => {
  test('plays packets one behind the other, depth after the first came, whatever the jitter and the order', () => {
    const plan = schedule(
      voiceOf([
        { n: 0, at: 100 },
        { n: 2, at: 118 },
        { n: 1, at: 155 },
        { n: 3, at: 170 },
      ]),
      fixed,
      8000,
      facts,
    );
    expect(slots(plan)).toEqual([
      [slotKind.voice, 0, 1280, 160],
      [slotKind.voice, 2, 1440, 160],
      [slotKind.voice, 1, 1600, 160],
      [slotKind.voice, 3, 1760, 160],
    ]);
  });

  test('leaves the place of what is late or lost to concealment', () => {
    const plan = schedule(
      voiceOf([
        { n: 0, at: 100 },
        { n: 2, at: 140 },
        { n: 3, at: 240 },
        { n: 4, at: 180 },
      ]),
      fixed,
      8000,
      facts,
    );
    expect(slots(plan)).toEqual([
      [slotKind.voice, 0, 1280, 160],
      [slotKind.lost, -1, 1440, 160],
      [slotKind.voice, 1, 1600, 160],
      [slotKind.late, 2, 1760, 160],
      [slotKind.voice, 3, 1920, 160],
    ]);
    expect([plan.lost, plan.late]).toEqual([1, 1]);
  });

  test('a pause is silence, and the next spurt has its own beginning', () => {
    const plan = schedule(
      voiceOf([
        { n: 0, at: 0 },
        { n: 1, at: 1015, media: 1000, start: true },
      ]),
      fixed,
      8000,
      facts,
    );
    expect(slots(plan)).toEqual([
      [slotKind.voice, 0, 480, 160],
      [slotKind.voice, 1, 8600, 160],
    ]);
  });

  test('comfort noise lasts until sound comes, marks take their place', () => {
    const others = [
      { row: 1, kind: slotKind.noise, time: 20e6 },
      { row: 2, kind: slotKind.duplicate, time: 30e6 },
    ];
    const voice = voiceOf([
      { n: 0, at: 0 },
      { n: 1, at: 500, media: 500, start: true },
    ]);
    voice.row[1] = 3;
    expect(slots(schedule(voice, fixed, 8000, { ...facts, others }))).toEqual([
      [slotKind.voice, 0, 480, 160],
      [slotKind.noise, 1, 640, 3840],
      [slotKind.duplicate, 2, 720, 0],
      [slotKind.voice, 3, 4480, 160],
    ]);
  });

  test('behind a silence descriptor the decoder goes on with its noise until the next spurt, a second a slot', () => {
    const voice = voiceOf([
      { n: 0, at: 0 },
      { n: 1, at: 1500, media: 1500, start: true },
      { n: 2, at: 3000, media: 3000, start: true },
    ]);
    const plan = schedule(voice, fixed, 8000, { samplesOf: () => 80, others: [], describesSilence: (row) => row === 0 });
    expect(slots(plan)).toEqual([
      [slotKind.voice, 0, 480, 80],
      [slotKind.noise, -1, 560, 8000],
      [slotKind.noise, -1, 8560, 3920],
      [slotKind.voice, 1, 12_480, 80],
      [slotKind.voice, 2, 24_480, 80],
    ]);
  });

  test('any packets: slots in order, none over its neighbour, every packet once', () => {
    const packet = fc.record({
      n: fc.integer({ min: 0, max: 400 }),
      at: fc.double({ min: 0, max: 1e5, noNaN: true }),
      media: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
      start: fc.boolean(),
      segment: fc.integer({ min: 0, max: 2 }),
    });
    const setting = fc.oneof(
      fc.constant(fixed),
      fc.constant({ kind: 'adaptive', least: 20, most: 500 } as const),
      fc.constant({ kind: 'fixed', depth: 0, resync: 0 } as const),
    );
    fc.assert(
      fc.property(fc.array(packet, { minLength: 1, maxLength: 60 }), setting, fc.constantFrom(8000, 16_000, 48_000), (given, how, rate) => {
        const packets = given.sort((a, b) => a.at - b.at);
        const plan = schedule(voiceOf(packets), how, rate, { samplesOf: () => 0, others: [] });
        const rows = [...plan.row].filter((row) => row >= 0).sort((a, b) => a - b);
        expect(rows).toEqual(packets.map((_, i) => i));
        for (let i = 0; i < plan.count; i++) {
          expect(plan.samples[i]).toBeGreaterThanOrEqual(0);
          if (i > 0) expect(plan.at[i]! >= plan.at[i - 1]! + plan.samples[i - 1]!).toBe(true);
        }
        const middle = plan.at[plan.count >> 1]!;
        expect(firstFrom(plan, middle)).toBeLessThanOrEqual(plan.count >> 1);
        expect(firstEndingAfter(plan, middle)).toBeLessThanOrEqual(plan.count >> 1);
      }),
    );
  });

  test('order of media is order of segment and number', () => {
    expect([
      ...mediaOrder(
        voiceOf([
          { n: 5, at: 0 },
          { n: 4, at: 1 },
          { n: 1, at: 2, segment: 1 },
        ]),
      ),
    ]).toEqual([1, 0, 2]);
  });
});

describe('tracks', () => {
  const stream = (number: number, direction: TrackStream['direction'], path: string, from: number, to: number, playable = true): TrackStream => ({
    stream: number,
    direction,
    path,
    from: from * 1e9,
    to: to * 1e9,
    playable,
  });

  test('what follows each other is one track; what sounds at once is another leg, the shorter one silent', () => {
    const tracks = layTracks([
      stream(0, 'toCaller', 'early', 0, 5),
      stream(1, 'toCaller', 'answered', 5.1, 60),
      stream(2, 'toCallee', 'a', 5, 30),
      stream(3, 'toCallee', 'a', 30, 60),
      stream(4, 'toCaller', 'behind the proxy', 5.2, 58),
      stream(5, 'toCallee', 'transferred', 61, 90),
    ]);
    expect(tracks.map(({ direction, leg, streams }) => [direction, leg, streams.map((one) => one.stream)])).toEqual([
      ['toCallee', 0, [2, 3, 5]],
      ['toCaller', 0, [0, 1]],
      ['toCaller', 1, [4]],
    ]);
  });

  test('what cannot be played does not take the first place', () => {
    expect(layTracks([stream(0, 'toCaller', 'a', 0, 60, false), stream(1, 'toCaller', 'b', 0, 10)]).map((track) => track.streams[0]!.stream)).toEqual([1, 0]);
  });
});

describe('rates', () => {
  const sine = (hertz: number, rate: number, count: number): Int16Array =>
    Int16Array.from({ length: count }, (_, i) => Math.round(12_000 * Math.sin((2 * Math.PI * hertz * i) / rate)));

  test.each([
    [8000, 48_000, 1000],
    [8000, 44_100, 3000],
    [16_000, 48_000, 5000],
    [48_000, 8000, 1000],
    [48_000, 44_100, 9000],
    [11_025, 48_000, 2000],
  ])('from %i to %i Hz a tone of %i Hz stays what it was', (from, to, hertz) => {
    const converter = new RateConverter(from, to);
    const input = sine(hertz, from, from);
    const out = new Float32Array(Math.floor(to / 2));
    const first = Math.floor(to / 4);
    converter.add(input, 0, first, out, 1);
    let worst = 0;
    for (let i = 0; i < out.length; i++) worst = Math.max(worst, Math.abs(out[i]! - 12_000 * Math.sin((2 * Math.PI * hertz * (first + i)) / to)));
    // 60 dB below the tone
    expect(worst).toBeLessThan(12);
  });

  test('what the lower rate cannot hold is gone', () => {
    const out = new Float32Array(4000);
    new RateConverter(48_000, 8000).add(sine(7000, 48_000, 48_000), 0, 1000, out, 1);
    expect(Math.max(...out.map(Math.abs))).toBeLessThan(24);
  });
});

test('any sound can be stretched at any speed: finite, bounded, and its carry stays near its place', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      fc.integer({ min: 0, max: 1e6 }),
      fc.option(fc.double({ noNaN: false })),
      fc.integer(),
      (speed, from, carry, seed) => {
        const rate = 8000;
        const reach = stretchReach(rate);
        const out = new Float32Array(8 * hopLength(rate));
        const input = Float32Array.from({ length: Math.ceil(out.length * speed) + 2 * reach }, (_, i) => Math.sin(i * i * (seed % 97)));
        const next = stretch(input, from - reach, from, speed, rate, carry ?? undefined, out);
        expect(out.every((sample) => Math.abs(sample) <= 1.0001)).toBe(true);
        expect(Math.abs(next - (from + out.length * speed))).toBeLessThan(reach * 2);
      },
    ),
  );
});
