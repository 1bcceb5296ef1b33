import { expect, test } from 'vitest';
import type { LadderRow } from '../../contract/ladder.ts';
import { compareCalls, sinceStart } from './call-diff.ts';

let made = 0;

function step(call: number, what: string, from: 'a' | 'b', at: number, more: Partial<Record<string, unknown>> = {}): LadderRow {
  const status = Number(what);
  return {
    kind: 'message',
    call,
    message: made++,
    time: at * 1e6,
    source: { address: `${from}${call}`, port: 5060 },
    method: Number.isNaN(status) ? what : undefined,
    status: Number.isNaN(status) ? undefined : status,
    cseqMethod: 'INVITE',
    marks: [],
    hasSdp: false,
    ...more,
  } as unknown as LadderRow;
}

const good = ['INVITE a', '100 b', '180 b', '200 b', 'ACK a', 'BYE a'];
const bad = ['INVITE a', '100 b', '183 b', '503 b', 'ACK a'];

function rowsOf(call: number, steps: readonly string[]): LadderRow[] {
  return steps.map((one, i) => step(call, one.split(' ')[0]!, one.endsWith('a') ? 'a' : 'b', i * 10));
}

test('a good and a bad call part at the first message that one of them lacks', () => {
  const { lines, parts } = compareCalls([...rowsOf(1, good), ...rowsOf(2, bad)], 1, 2);
  expect(lines.map(({ name, left, right }) => `${name} ${left ? 'l' : ''}${right ? 'r' : ''}`)).toEqual([
    '→ INVITE lr',
    '← 100 INVITE lr',
    '← 180 INVITE l',
    '← 200 INVITE l',
    '← 183 INVITE r',
    '← 503 INVITE r',
    '→ ACK lr',
    '→ BYE l',
  ]);
  expect(parts).toBe(2);
  expect(sinceStart(lines, 'left', lines[2]!.left!)).toBe(20);
});

test('equal calls never part; copies and forwarded hops do not count', () => {
  const copies = [step(2, 'INVITE', 'a', 0.5, { retransmissionOf: {} }), step(2, 'INVITE', 'a', 0.6, { marks: ['hopForward'] })];
  const rows = [...rowsOf(1, good), ...rowsOf(2, good).slice(0, 1), ...copies, ...rowsOf(2, good).slice(1)];
  expect(compareCalls(rows, 1, 2)).toMatchObject({ parts: -1 });
});

test('nothing on one side', () => {
  expect(compareCalls(rowsOf(1, good), 1, 2)).toMatchObject({ parts: 0 });
  expect(compareCalls([], 1, 2)).toEqual({ lines: [], parts: -1 });
});
