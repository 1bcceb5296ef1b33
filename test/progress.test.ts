/** While many calls are summed up, progress goes on being told, and never backwards (the person must see that it is not stuck). */
import { afterEach, expect, test, vi } from 'vitest';
import { OctetsSource } from '../src/capture/byte-source.ts';
import type { Progress } from '../src/contract/overview.ts';
import { Engine } from '../src/engine/engine.ts';
import { createCall } from './forge/sip.ts';
import { alice, bob } from './forge/plain-call.ts';
import { createStory } from './forge/story.ts';

const CALLS = 11_000;

afterEach(() => void vi.useRealTimers());

test('the analysis of thousands of calls tells how far it is, at least every 2048 calls', async () => {
  const story = createStory();
  for (let i = 0; i < CALLS; i++) story.sip(i, createCall(alice, bob, { callId: `call-${i}@192.0.2.10` }).invite({}));
  const octets = story.capture();
  vi.useFakeTimers({ toFake: ['Date'] });
  const told: Progress[] = [];
  const pause = (): Promise<void> => {
    vi.advanceTimersByTime(250);
    return Promise.resolve();
  };
  await new Engine().open(
    [
      {
        name: 'many.pcap',
        size: octets.length,
        source: new OctetsSource('many.pcap', octets, 1 << 20),
        head: octets.subarray(0, 65_536),
        decompressed: () => Object.assign(new OctetsSource('', new Uint8Array(0), 1), { packing: 'gzip' as const, problem: undefined, consumed: 0 }),
        fingerprint: () => Promise.resolve('many'),
        sha256: () => Promise.resolve(undefined),
      },
    ],
    { onProgress: (progress) => void told.push(progress), signal: { aborted: false }, pause },
  );
  const analysing = told.filter(({ phase }) => phase === 'analysing').map(({ analysed }) => analysed);
  expect(analysing.filter((share) => share > 0 && share < 0.8).length).toBeGreaterThanOrEqual(4);
  expect(analysing).toEqual([...analysing].sort((a, b) => a - b));
  expect(told.at(-1)).toMatchObject({ phase: 'done', analysed: 1, calls: CALLS });
});
