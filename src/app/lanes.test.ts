/** Choices about lanes: each change, and stored text as hostile as any. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changed, formatLanes, parseLanes, type LaneChange, type LaneChoices } from './lanes.ts';

const none = parseLanes(null);
const after = (...changes: readonly LaneChange[]): LaneChoices => changes.reduce(changed, none);

describe('changes', () => {
  test('a name is one line, and goes when it is empty', () => {
    expect([...after({ kind: 'rename', keys: ['10.0.0.1', '10.0.0.2'], name: '  SBC\n one ' }).names]).toEqual([['10.0.0.1', 'SBC one']]);
    expect(after({ kind: 'rename', keys: ['a'], name: 'x' }, { kind: 'rename', keys: ['b', 'a'], name: '' }).names.size).toBe(0);
  });
  test('splitting undoes folding, resetting undoes all of these lanes', () => {
    const folded = after({ kind: 'join', keys: ['a', 'b', 'c'] });
    expect(folded.joined).toEqual([
      ['a', 'b'],
      ['a', 'c'],
    ]);
    const parted = changed(folded, { kind: 'part', keys: ['c'] });
    expect(parted.joined).toEqual([['a', 'b']]);
    expect([...parted.parted]).toEqual(['c']);
    expect(changed(changed(parted, { kind: 'order', keys: ['b', 'a'] }), { kind: 'reset', keys: ['a', 'b', 'c'] })).toEqual(none);
  });
  test('a new order leads the old one', () => {
    expect(after({ kind: 'order', keys: ['a', 'b'] }, { kind: 'order', keys: ['c', 'b'] }).order).toEqual(['c', 'b', 'a']);
  });
});

describe('stored', () => {
  test('there and back', () => {
    const choices = after(
      { kind: 'keep', on: true },
      { kind: 'rename', keys: ['2001:db8::1'], name: 'Gateway' },
      { kind: 'join', keys: ['10.0.0.1', '10.0.0.2:5060'] },
      { kind: 'part', keys: ['10.0.0.3'] },
      { kind: 'order', keys: ['10.0.0.1'] },
    );
    expect(parseLanes(formatLanes(choices))).toEqual(choices);
  });
  test('any text is read without throwing, and within bounds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((one) => JSON.stringify(one)),
        ),
        (text) => {
          const choices = parseLanes(text);
          expect(choices.names.size + choices.joined.length + choices.parted.size + choices.order.length).toBeLessThanOrEqual(4000);
        },
      ),
    );
    expect(parseLanes('{"names":[["__proto__","x"],["<b>","x"],["10.0.0.1",7]],"order":["a","a"]}')).toMatchObject({ order: ['a'], joined: [] });
  });
});
