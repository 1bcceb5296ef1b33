/** Digits by three ways on one line, ringing heard, a fax through loss: forged calls through the whole engine, its ladder and its export. */
import { describe, expect, test } from 'vitest';
import type { Ladder } from '../src/contract/ladder.ts';
import type { Engine } from '../src/engine/engine.ts';
import { createStory } from './forge/story.ts';
import { tellDigits, tellFax } from './forge/tones.ts';
import { analysisOf, openOctets } from './open-octets.ts';

async function opened(tell: (story: ReturnType<typeof createStory>) => void): Promise<Engine> {
  const story = createStory();
  tell(story);
  return (await openOctets([{ name: 'forged.pcap', octets: story.capture() }])).engine;
}

const labels = (ladder: Ladder): string[] =>
  ladder.rows.flatMap((row) =>
    row.kind === 'digits' ? [`DTMF ${row.digits.join('')}`] : row.kind === 'message' && row.digits ? [`INFO ${row.digits.join('')}`] : [],
  );

describe('digits', () => {
  test('by events, INFO and sound stand on one line, doubles flagged', async () => {
    const engine = await opened(tellDigits);
    const { digits, tones, listened, unheard } = (await engine.digits(0, true))!;
    expect(digits.map(({ digit, method }) => `${digit} ${method}`)).toEqual([
      '1 rfc4733',
      '2 rfc4733',
      '3 info',
      '# info',
      '7 inband',
      '8 inband',
      '9 rfc4733',
      '9 inband',
    ]);
    expect(digits.map(({ direction }) => direction)).toEqual(digits.map(() => 'toCallee'));
    expect(digits.map(({ doubleOf }) => doubleOf)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined, undefined, 6]);
    expect(digits.map(({ rejected }) => rejected)).toEqual([undefined, undefined, undefined, 415, undefined, undefined, undefined, undefined]);
    expect(digits.filter(({ method }) => method !== 'inband').map(({ duration }) => duration)).toEqual([160, 160, 160, 160, 80]);
    for (const { duration, level } of digits.filter(({ method, doubleOf }) => method === 'inband' && doubleOf === undefined)) {
      expect(Math.abs(duration! - 100)).toBeLessThan(12);
      expect(level!).toBeCloseTo(-10, 0);
    }
    // 1 begins with packet 50 of a train that begins 3.02 s after the INVITE; the first report tells 20 ms
    expect(digits[0]!.time / 1e6).toBeCloseTo(3020 + 1000 - 20, 0);
    expect(digits[4]!.time / 1e6).toBeGreaterThan(3020 + 8000 - 15);
    expect(digits[4]!.time / 1e6).toBeLessThan(3020 + 8000 + 15);
    expect(tones.map(({ tone, direction, frequencies }) => [tone, direction, frequencies])).toEqual([['ringback', 'toCaller', [425]]]);
    expect([listened, unheard]).toEqual([true, []]);
    expect((await engine.digits(0, false))!.digits.map(({ digit }) => digit).join('')).toBe('123#9');
  });

  test('are rows of the ladder, and badges of INFO', async () => {
    const engine = await opened(tellDigits);
    expect(labels(await engine.ladder([0]))).toEqual(['DTMF 12', 'INFO 3', 'INFO #', 'DTMF 9']);
  });

  test('stand in the analysis', async () => {
    const engine = await opened(tellDigits);
    const { calls, streams } = (await analysisOf(engine)) as {
      streams: { dtmf: { digit: string }[] }[];
      calls: { dtmf: { digit: string; method: string; stream: number | null; frame: number }[]; tones: { tone: string }[] }[];
    };
    expect(calls[0]!.dtmf.map(({ digit, method }) => `${digit} ${method}`)).toHaveLength(8);
    expect(calls[0]!.dtmf.filter(({ method }) => method === 'info').every(({ stream }) => stream === null)).toBe(true);
    expect(calls[0]!.tones.map(({ tone }) => tone)).toEqual(['ringback']);
    expect(streams.map(({ dtmf }) => dtmf.map(({ digit }) => digit).join(''))).toEqual(['', '127899']);
  });
});

describe('a fax', () => {
  test('is put in order, completed and understood', async () => {
    const engine = await opened(tellFax);
    const [fax, ...rest] = await engine.faxes(0);
    expect(rest).toEqual([]);
    expect(fax!.steps.map(({ name }) => name).join(' ')).toBe('CED CSI DIS TSI DCS TCF CFR page EOP MCF DCN');
    expect(fax).toMatchObject({
      outcome: 'complete',
      pages: 1,
      called: '+4930123456',
      calling: '+4940654321',
      command: { speed: 14400, modulation: 'V.17', ecm: false, isFine: true },
    });
    const sender = fax!.flows[fax!.sender]!;
    expect(sender).toMatchObject({ direction: 'toCallee', lost: 0, depthOffered: 2, depthUsed: 1, isFec: false });
    expect(sender.recovered).toBeGreaterThan(10);
    expect(fax!.steps.find(({ kind }) => kind === 'page')!.octets).toBe(120 * 36);
    expect(engine.overview().accounting.kinds.t38).toBe(fax!.flows.reduce((sum, { packets }) => sum + packets, 0));
  });

  test('is a band and steps in the ladder, part of an export, and in the analysis', async () => {
    const engine = await opened(tellFax);
    const { rows } = await engine.ladder([0]);
    expect(rows.filter(({ kind }) => kind === 'fax')).toMatchObject([{ outcome: 'complete', pages: 1, speed: 14400, lost: 0, fromLane: 0, toLane: 1 }]);
    expect(rows.filter(({ kind }) => kind === 'faxStep')).toHaveLength(11);
    expect(rows.every(({ fromLane, toLane }) => fromLane >= 0 && toLane >= 0)).toBe(true);
    const parts: Uint8Array[] = [];
    for await (const part of engine.exportPackets({ format: 'pcap', calls: [0], streams: [], media: true })) parts.push(part);
    const again = await openOctets([{ name: 'export.pcap', octets: Uint8Array.from(parts.flatMap((part) => [...part])) }]);
    expect(again.engine.overview().accounting.kinds.t38).toBe(engine.overview().accounting.kinds.t38);
    const { calls } = (await analysisOf(engine)) as { calls: { fax: { outcome: string; pages: number; speed: number }[] }[] };
    expect(calls[0]!.fax).toMatchObject([{ outcome: 'complete', pages: 1, speed: 14400 }]);
  });
});
