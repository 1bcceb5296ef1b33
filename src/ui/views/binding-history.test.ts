import { expect, test } from 'vitest';
import { flaps, historyTone } from './binding-history.ts';

const history = (...statuses: number[]) => statuses.map((status, i) => ({ time: i, status, packet: i }));

test('a challenge is neither well nor ill', () => {
  expect([0, 200, 401, 407, 403, 503].map(historyTone)).toEqual(['none', 'ok', 'challenged', 'challenged', 'bad', 'bad']);
});

test('flaps are changes between accepted and refused or unanswered', () => {
  expect(flaps(history())).toBe(0);
  expect(flaps(history(401, 200, 401, 200))).toBe(0);
  expect(flaps(history(200, 401, 403, 0, 200, 503))).toBe(3);
});
