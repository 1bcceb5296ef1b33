import { expect, test } from 'vitest';
import { tallyIdentities, type GapWindow } from './gap-identities.ts';

/** Nine packets with three missing behind the fifth; identifications by the number sent, and other packets of the host between. */
function around(identify: (index: number) => number, others = 0): GapWindow {
  const sent = [0, 1, 2, 3, 4, 8, 9, 10, 11];
  return {
    sequence: sent.map((n) => 65_530 + n),
    identification: sent.map(identify),
    others: sent.map((_, i) => (i === 0 ? -1 : others)),
    behind: 5,
    length: 3,
  };
}

const seen = (index: number): number => (index > 4 ? index - 3 : index);
const wrapped = (window: GapWindow): GapWindow => ({ ...window, sequence: window.sequence.map((n) => n & 0xffff) });
const all = [around((n) => n)].map(wrapped);

test('identifications that skip as many were sent', () => {
  expect(tallyIdentities(all)).toEqual({ sent: 3, unsent: 0, looked: 3 });
  expect(tallyIdentities([wrapped(around((n) => (0xfffe + n) & 0xffff))])).toMatchObject({ sent: 3 });
});

test('identifications that go on were never sent', () => {
  expect(tallyIdentities([wrapped(around(seen))])).toEqual({ sent: 0, unsent: 3, looked: 3 });
});

test('a host that writes them the other way round', () => {
  const swap = (n: number): number => ((n & 0xff) << 8) | (n >> 8);
  expect(tallyIdentities([wrapped(around((n) => swap(250 + n)))])).toMatchObject({ sent: 3 });
});

test('a count shared with what else the host sends', () => {
  // two other packets between any two of the stream, also across the gap, where three are missing
  const window = wrapped(around((n) => (n > 4 ? 3 * (n - 3) + 3 : 3 * n), 2));
  expect(tallyIdentities([window])).toMatchObject({ sent: 3, unsent: 0 });
});

test('no count, no verdict: zero, chance, unknown, or as many as fit neither', () => {
  expect(tallyIdentities([wrapped(around(() => 0))])).toEqual({ sent: 0, unsent: 0, looked: 3 });
  expect(tallyIdentities([wrapped(around((n) => (n * 40_503) & 0xffff))])).toMatchObject({ sent: 0, unsent: 0 });
  expect(tallyIdentities([wrapped(around(() => -1))])).toMatchObject({ sent: 0, unsent: 0 });
  expect(tallyIdentities([wrapped(around((n) => (n > 4 ? n + 40 : n)))])).toMatchObject({ sent: 0, unsent: 0 });
  expect(tallyIdentities([])).toEqual({ sent: 0, unsent: 0, looked: 0 });
});
