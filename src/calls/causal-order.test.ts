/** Rows by cause: told stories whose clocks lie, and properties of the order itself. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tellCalls } from '../../test/forge/call-story.ts';
import { orderByCause } from './causal-order.ts';
import { buildLadder } from './ladder.ts';

/** Messages in the order drawn; those the clock puts elsewhere with the message they wait for. */
const drawn = (story: string): string[] =>
  buildLadder(tellCalls(story).table, [0], []).rows.map((row) => (row.after < 0 ? `${row.message}` : `${row.message}<${row.after}`));

describe('stories', () => {
  test('a clock that agrees changes nothing', () => {
    expect(drawn('0 A>B INVITE 1\n0.1 B>A 180 1 to=b\n1 B>A 200 1 to=b\n1.1 A>B ACK 1 to=b br=x')).toEqual(['0', '1', '2', '3']);
  });
  test('a response stamped before its request stands behind it', () => {
    expect(drawn('0 B>A 100 1\n0.005 A>B INVITE 1\n1 B>A 200 1 to=b')).toEqual(['1', '0<1', '2']);
  });
  test('an ACK before its 2xx, and a tie', () => {
    expect(drawn('0 A>B INVITE 1\n1 A>B ACK 1 to=b br=x\n1 B>A 200 1 to=b')).toEqual(['0', '2', '1<2']);
  });
  test('a proxy that answers before it was asked: another clock on the far side', () => {
    const story = '0 P>B INVITE 1 via=2\n0.01 B>P 180 1 to=b via=2\n0.5 A>P INVITE 1\n0.51 P>A 180 1 to=b';
    expect(drawn(story)).toEqual(['2', '0<2', '1', '3']);
    expect(drawn('0 A>P INVITE 1\n0.1 P>A 180 1 to=b\n0.2 P>B INVITE 1 via=2\n0.3 B>P 180 1 to=b via=2')).toEqual(['0', '2', '3', '1<3']);
  });
  test('a CANCEL waits for its INVITE, a CANCEL of another hop does not', () => {
    expect(drawn('0 A>B CANCEL 1\n0.1 A>B INVITE 1')).toEqual(['1', '0<1']);
  });
  test('a proxy that answers by itself waits for nobody', () => {
    expect(drawn('0 A>P INVITE 1\n0.1 P>B INVITE 1 via=2\n1 P>A 408 1 to=p\n2 B>P 200 1 to=b via=2')).toEqual(['0', '1', '2', '3']);
  });
});

describe('order', () => {
  const graph = fc.integer({ min: 1, max: 40 }).chain((count) =>
    fc.tuple(
      fc.constant(count),
      // a hidden true order, so that there are no circles
      fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
      fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 60 }),
    ),
  );

  test('every row stands behind its causes, and waits only for what it needs', () => {
    fc.assert(
      fc.property(graph, ([count, truth, pairs]) => {
        const rank = new Map(truth.map((row, i) => [row, i]));
        const edges = pairs.filter(([a, b]) => a !== b).map(([a, b]) => (rank.get(a)! < rank.get(b)! ? { cause: a, effect: b } : { cause: b, effect: a }));
        const order = orderByCause(
          count,
          edges.map((edge) => edge.effect),
          edges.map((edge) => edge.cause),
        );
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
        const at = new Map([...order].map((row, i) => [row, i]));
        for (const { cause, effect } of edges) expect(at.get(cause)!).toBeLessThan(at.get(effect)!);
        const ancestors = (row: number): Set<number> => {
          const found = new Set<number>([row]);
          for (const one of found) for (const edge of edges) if (edge.effect === one) found.add(edge.cause);
          return found;
        };
        for (let i = 0; i < count; i++)
          for (let j = i + 1; j < count; j++) if (at.get(j)! < at.get(i)!) expect([...ancestors(i)].some((one) => one >= j)).toBe(true);
      }),
    );
  });
  test('without anything to mend the order is the same', () => {
    expect([...orderByCause(4, [1, 3], [0, 2])]).toEqual([0, 1, 2, 3]);
  });
  test('a circle loses nobody', () => {
    expect([...orderByCause(3, [0, 1], [1, 0])].sort()).toEqual([0, 1, 2]);
  });
});
