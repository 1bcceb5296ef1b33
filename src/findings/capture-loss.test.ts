import { expect, test } from 'vitest';
import { CaptureLosses, type StreamGaps } from './capture-loss.ts';

const none = { dropped: 0, unseen: 0 };

function gaps(stream: number, source: number, destination: number, moments: readonly number[]): StreamGaps {
  return { stream, source, destination, first: 0, last: 10e9, runs: moments.map((ms) => ({ time: ms * 1e6, length: 1 })) };
}

test('gaps at the same instants on paths that share nothing are the capture’s', () => {
  const losses = new CaptureLosses([gaps(0, 1, 2, [1000, 2000, 3000]), gaps(1, 3, 4, [1010, 2005, 2990])], none);
  expect(losses.of(0)).toMatchObject({ site: 'capture', together: 100, others: 1 });
  expect(losses.site).toBe('capture');
});

test('gaps of one path alone are the network’s, when another path was there without them', () => {
  const losses = new CaptureLosses([gaps(0, 1, 2, [1000, 2000, 3000]), gaps(1, 3, 4, [])], none);
  expect(losses.of(0)?.site).toBe('network');
  expect(losses.of(1)).toBeUndefined();
});

test('without another path, or with the way back alone, nothing can be told', () => {
  expect(new CaptureLosses([gaps(0, 1, 2, [1000])], none).of(0)?.site).toBe('unclear');
  expect(new CaptureLosses([gaps(0, 1, 2, [1000]), gaps(1, 2, 1, [1001])], none).of(0)?.site).toBe('unclear');
});

test('what another capture point saw decides: lost in between, missed by the capture, unless its own interface dropped some', () => {
  const of = (between: number, beyond: number, dropped = 0): CaptureLosses => {
    const sighted = { between, beyond, after: 'A', next: 'B', dropped, missing: 3, segments: [{ from: 'A', to: 'B', lost: 3 }], first: 'A', proof: [] };
    return new CaptureLosses([{ ...gaps(0, 1, 2, [1000, 2000, 3000]), sighted }, gaps(1, 3, 4, [1000, 2000, 3000])], none);
  };
  expect(of(100, 0).of(0)).toMatchObject({ site: 'between', sighted: { after: 'A', next: 'B' } });
  expect(of(100, 0).between(0)).toEqual([{ from: 'A', to: 'B', lost: 3 }]);
  expect(of(0, 100).between(0)).toBeUndefined();
  expect(of(0, 100).of(0)).toMatchObject({ site: 'capture', sighted: { after: 'A' } });
  expect(of(100, 0, 4).of(0)).toMatchObject({ site: 'capture', together: 100 });
  expect(of(30, 30).of(0)?.sighted).toBeUndefined();
});

test('an interface that dropped packets leaves the network unproven', () => {
  const losses = new CaptureLosses([gaps(0, 1, 2, [1000, 2000, 3000]), gaps(1, 3, 4, [])], { dropped: 7, unseen: 0 });
  expect(losses.of(0)).toMatchObject({ site: 'unclear', dropped: 7 });
  expect(new CaptureLosses([gaps(0, 1, 2, [])], none).site).toBeUndefined();
});
