import { expect, test } from 'vitest';
import type { Ladder, LadderMessage, Lane } from '../../contract/ladder.ts';
import { hasHops, oneHop } from './one-hop.ts';

const lane = (address: string): Lane => ({ address, ports: [], userAgent: undefined, role: undefined });
const message = (number: number, fromLane: number, toLane: number, forwarded = false): LadderMessage =>
  ({ kind: 'message', message: number, fromLane, toLane, marks: forwarded ? ['hopForward'] : [] }) as unknown as LadderMessage;

test('what is passed on goes, and lanes nothing runs to', () => {
  const ladder: Ladder = {
    lanes: ['a', 'p', 'q', 'b'].map(lane),
    rows: [message(0, 0, 1), message(1, 1, 2, true), message(2, 2, 3, true), message(3, 1, 0), message(4, 3, 0)],
    bonds: [],
    calls: [0],
    omitted: 0,
    revision: 1,
  };
  expect(hasHops(ladder)).toBe(true);
  const one = oneHop(ladder);
  expect(one.lanes.map(({ address }) => address)).toEqual(['a', 'p', 'b']);
  expect(one.rows.map(({ fromLane, toLane }) => [fromLane, toLane])).toEqual([
    [0, 1],
    [1, 0],
    [2, 0],
  ]);
  expect(hasHops(one)).toBe(false);
});
