/** The player against a clock that the test turns: windows join, a change fades over, loops and ends are where they belong. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RemoteQueries } from '../contract/capture-worker.ts';
import type { SoundPlan, SoundRequest } from '../contract/sound.ts';
import { createCursor } from './cursor.ts';
import { Player } from './player.ts';

interface Started {
  readonly at: number;
  readonly seconds: number;
  readonly from: number;
}

let now = 0;
let started: Started[] = [];
let frames: (() => void)[] = [];

class FakeParam {
  value = 1;
  readonly set: [string, number, number][] = [];
  setValueAtTime(value: number, at: number): void {
    this.set.push(['set', value, at]);
  }
  linearRampToValueAtTime(value: number, at: number): void {
    this.set.push(['ramp', value, at]);
  }
  setTargetAtTime(value: number): void {
    this.value = value;
  }
}

class FakeNode {
  readonly gain = new FakeParam();
  readonly pan = new FakeParam();
  fftSize = 0;
  buffer: { readonly duration: number; readonly from: number } | undefined;
  connect(): void {}
  disconnect(): void {}
  start(at: number, skipped = 0): void {
    started.push({ at, seconds: this.buffer!.duration - skipped, from: this.buffer!.from + skipped });
  }
}

class FakeContext {
  readonly destination = {};
  readonly baseLatency = 0;
  get currentTime(): number {
    return now;
  }
  resume(): Promise<void> {
    return Promise.resolve();
  }
  suspend(): Promise<void> {
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  createGain(): FakeNode {
    return new FakeNode();
  }
  createStereoPanner(): FakeNode {
    return new FakeNode();
  }
  createAnalyser(): FakeNode {
    return new FakeNode();
  }
  createBufferSource(): FakeNode {
    return new FakeNode();
  }
  createBuffer(_channels: number, length: number, rate: number): object {
    // the first sample of a window says where it is from
    const buffer = { duration: length / rate, from: 0, copyToChannel: (samples: Float32Array) => (buffer.from = samples[0]!) };
    return buffer;
  }
}

const plan: SoundPlan = {
  tracks: [{ track: 0, direction: 'toCallee', leg: 0, streams: [], from: 0, to: 10e9, playable: true }],
  from: 0,
  to: 10e9,
  spans: [],
  revision: 1,
};

function makePlayer(asked: SoundRequest[] = []): Player {
  const soundPiece = (request: SoundRequest): Promise<unknown> => {
    asked.push(request);
    const channels = request.tracks.map(() => new Float32Array(request.samples).fill(request.from / 1e9, 0, 1));
    return Promise.resolve({ channels, carry: [], next: request.from + (request.samples / request.sampleRate) * request.speed * 1e9 });
  };
  const player = new Player(() => ({ soundPiece }) as unknown as RemoteQueries, createCursor(), { kind: 'fixed', depth: 50, resync: 100 });
  player.use({ calls: [0] }, plan);
  return player;
}

/** Lets so many seconds go by, in steps of a tenth. */
async function pass(seconds: number): Promise<void> {
  for (let left = Math.round(seconds * 10); left > 0; left--) {
    now += 0.1;
    await vi.advanceTimersByTimeAsync(100);
    const due = frames;
    frames = [];
    for (const frame of due) frame();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  [now, started, frames] = [5, [], []];
  vi.stubGlobal('AudioContext', FakeContext);
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('windows join to the sample, the cursor follows, and the end is the end', async () => {
  const player = makePlayer();
  player.play();
  expect(player.state.value.status).toBe('starting');
  await pass(3);
  expect(player.state.value.status).toBe('playing');
  for (let i = 1; i < started.length; i++) {
    expect(started[i]!.at).toBeCloseTo(started[i - 1]!.at + started[i - 1]!.seconds, 9);
    expect(started[i]!.from).toBeCloseTo(started[i - 1]!.from + started[i - 1]!.seconds, 5);
  }
  expect(player.cursor.value! / 1e9).toBeCloseTo(now - started[0]!.at, 3);
  // never far ahead: what is changed shall be heard soon, and an hour shall not lie in memory
  expect(started.at(-1)!.at - now).toBeLessThan(2);
  await pass(8);
  expect(player.state.value.status).toBe('paused');
  expect(player.cursor.value).toBe(10e9);
});

test('pause keeps the place, play goes on from it, seek moves both', async () => {
  const player = makePlayer();
  player.play();
  await pass(2);
  player.pause();
  const place = player.cursor.value!;
  await pass(1);
  expect(player.cursor.value).toBe(place);
  started = [];
  player.play();
  await pass(0.2);
  expect(started[0]!.from).toBeCloseTo(place / 1e9, 5);
  started = [];
  player.seek(7e9);
  await pass(0.2);
  expect(started[0]!.from).toBe(7);
  expect(started[0]!.at - now).toBeLessThan(0.1);
});

test('another buffer is heard from a moment ahead, where the old sound would have been', async () => {
  const asked: SoundRequest[] = [];
  const player = makePlayer(asked);
  player.play();
  await pass(2);
  const [first] = started;
  started = [];
  player.setting = { kind: 'fixed', depth: 200, resync: 200 };
  await pass(0.1);
  expect(asked.at(-1)!.setting).toEqual({ kind: 'fixed', depth: 200, resync: 200 });
  const [changed] = started;
  expect(changed!.at - (now - 0.1)).toBeLessThan(0.2);
  expect(changed!.from).toBeCloseTo(changed!.at - first!.at, 3);
});

test('a loop comes round without a hole', async () => {
  const player = makePlayer();
  player.loop({ from: 2e9, to: 3e9 });
  player.play();
  await pass(4);
  expect(started[0]!.from).toBe(2);
  for (let i = 1; i < started.length; i++) expect(started[i]!.at).toBeCloseTo(started[i - 1]!.at + started[i - 1]!.seconds, 9);
  expect(started.filter((one) => one.from === 2).length).toBeGreaterThanOrEqual(4);
  expect(Math.max(...started.map((one) => one.from + one.seconds))).toBeLessThanOrEqual(3.0001);
  expect(player.cursor.value! / 1e9).toBeGreaterThanOrEqual(2);
  expect(player.cursor.value! / 1e9).toBeLessThanOrEqual(3);
});

test('twice as fast, the cursor runs twice as fast', async () => {
  const player = makePlayer();
  player.speed = 2;
  player.play();
  await pass(1);
  const before = player.cursor.value!;
  await pass(2);
  expect((player.cursor.value! - before) / 1e9).toBeCloseTo(4, 1);
});

test('where there is no sound to be had, it says so', () => {
  vi.stubGlobal(
    'AudioContext',
    class {
      constructor() {
        throw new Error('no device');
      }
    },
  );
  const player = makePlayer();
  player.play();
  expect(player.state.value.status).toBe('failed');
  expect(player.isPlaying).toBe(false);
});
