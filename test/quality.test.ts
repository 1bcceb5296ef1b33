/** Quality through the engine, on forged calls: pending rows, the worst direction, low MOS, exports, delay, whatever is asked. */
import { describe, expect, it } from 'vitest';
import type { CallQuery } from '../src/contract/calls.ts';
import type { BufferSetting } from '../src/contract/quality.ts';
import type { Engine } from '../src/engine/engine.ts';
import { alice, bob, tellPlainCall, type PlainCallOptions } from './forge/plain-call.ts';
import { createStory } from './forge/story.ts';
import { analysisOf, openOctets } from './open-octets.ts';

const all: CallQuery = { text: '', states: [], problems: [], sort: { column: 'index', descending: false } };
const page = { offset: 0, limit: 10 };
const adaptive: BufferSetting = { kind: 'adaptive', least: 20, most: 500 };

/** Calls on one pair of ports with one SSRC would be one stream. */
function ports(port: number): Pick<PlainCallOptions, 'callerMedia' | 'calleeMedia'> {
  return { callerMedia: { address: alice.at.address, port }, calleeMedia: { address: bob.at.address, port } };
}

/** One call without loss, one that loses every third packet in one direction, one too short to rate. */
async function openThree(): Promise<Engine> {
  const story = createStory();
  tellPlainCall(story, 0, { callId: 'good' });
  const lost = Array.from({ length: 80 }, (_, i) => i * 3 + 1);
  tellPlainCall(story, 10_000, { callId: 'bad', ...ports(4010), toCallee: { lost, ssrc: 0xbad } });
  tellPlainCall(story, 20_000, { callId: 'short', ...ports(4020), ended: 1400 });
  const { engine } = await openOctets([{ name: 'three.pcap', octets: story.capture() }]);
  return engine;
}

const scores = (engine: Engine): unknown[] => engine.calls(all, page).rows.map(({ mos }) => (typeof mos === 'number' ? Number(mos.toFixed(3)) : mos));

describe('rows', () => {
  it('are pending until all streams are rated, then show the worst direction', async () => {
    const engine = await openThree();
    const before = engine.calls(all, page).revision;
    expect(scores(engine)).toEqual(['pending', 'pending', 'pending']);
    let pauses = 0;
    await engine.rate(() => {
      pauses++;
      return Promise.resolve();
    });
    expect(pauses).toBeLessThan(100);
    const [good, bad, short] = scores(engine) as [number, number, undefined];
    expect(good).toBe(4.409);
    expect(bad).toBeLessThan(3);
    expect(short).toBeUndefined();
    expect(engine.calls(all, page).revision).toBeGreaterThan(before);
    expect(engine.calls({ ...all, problems: ['lowMos'] }, page).rows.map(({ callId }) => callId)).toEqual(['bad']);
    expect(engine.calls({ ...all, sort: { column: 'mos', descending: false } }, page).rows.map(({ callId }) => callId)).toEqual(['bad', 'good', 'short']);
    const streams = engine.streams({ text: '', detectedBy: [], problemOnly: false, sort: { column: 'mos', descending: false } }, page).rows;
    expect(streams[0]?.ssrc).toBe('0x00000bad');
  });

  it('stand in the exports', async () => {
    const engine = await openThree();
    const document = (await analysisOf(engine)) as {
      calls: { mos: number | null }[];
      streams: { mos: { value: number; r: number; grounded: boolean; buffer: string; lateLossPercent: number } | null }[];
    };
    expect(document.calls.map(({ mos }) => mos?.toFixed(3) ?? null)).toEqual(['4.409', expect.stringMatching(/^[12]\./), null]);
    expect(document.streams[0]?.mos).toEqual({
      value: expect.closeTo(4.4093, 4) as number,
      r: expect.closeTo(93.2, 6) as number,
      buffer: 'adaptive',
      lateLossPercent: 0,
      grounded: true,
    });
    let csv = '';
    for await (const piece of engine.exportTable({ table: 'calls', query: all })) csv += piece;
    const [head = '', first = ''] = csv.split('\r\n');
    expect(Number(first.split(',')[head.split(',').indexOf('mos')])).toBeCloseTo(4.4093, 4);
  });
});

describe('a stream', () => {
  it('has conversational quality when a round trip is typed in', async () => {
    const engine = await openThree();
    const without = await engine.quality({ stream: 0, setting: adaptive });
    expect(without?.conversation).toBeUndefined();
    expect(without?.assumed).toEqual(['plcAssumed', 'delayNotMeasured']);
    const typed = await engine.quality({ stream: 0, setting: adaptive, roundTrip: 200 });
    expect(typed?.conversation).toMatchObject({ entered: true, roundTrip: 200, delay: 140 });
    expect(typed?.assumed).toContain('delayEntered');
    expect(typed?.conversation?.mos).toBeLessThan(typed?.chosen.mos ?? 0);
  });

  it('has windows for the ladder and is told why it is not rated', async () => {
    const engine = await openThree();
    const calls = engine.calls(all, page).rows;
    const worst = await engine.callQuality(calls[1]!.call, adaptive);
    expect(worst?.streams).toHaveLength(2);
    expect(worst?.streams.find(({ stream }) => stream === worst.worst)?.chosen.missing).toBe(80);
    const ladder = await engine.ladder([calls[1]!.call]);
    const bands = ladder.rows.filter((row) => row.kind === 'media');
    expect(bands.map(({ quality }) => quality.length)).toEqual([1, 1]);
    const short = await engine.callQuality(calls[2]!.call, adaptive);
    expect(short?.streams.map(({ unrated, chosen }) => [unrated, chosen.mos])).toEqual([
      ['fewPackets', undefined],
      ['fewPackets', undefined],
    ]);
  });

  it('bears any setting', async () => {
    const engine = await openThree();
    const odd = [Number.NaN, -5, Number.POSITIVE_INFINITY, 1e300];
    for (const value of odd) {
      for (const setting of [
        { kind: 'fixed', depth: value, resync: value },
        { kind: 'adaptive', least: value, most: value },
      ] as const) {
        const found = await engine.quality({ stream: 1, setting, roundTrip: value });
        expect(found?.chosen.mos).toBeGreaterThanOrEqual(1);
        expect(found?.chosen.mos).toBeLessThanOrEqual(4.5);
      }
    }
    for (const stream of [-1, 99, 0.5, Number.NaN]) expect(await engine.quality({ stream, setting: adaptive })).toBeUndefined();
    for (const call of [-1, 99, Number.NaN]) expect(await engine.callQuality(call, adaptive)).toBeUndefined();
  });
});
