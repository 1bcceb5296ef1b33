/** Lanes folded, named, parted and moved as chosen. */
import { describe, expect, test } from 'vitest';
import type { Lane, LaneBond } from '../../contract/ladder.ts';
import { arrangeLanes, laneKeys, movedKeys, noLaneChoices, type LaneChoices } from './arrange-lanes.ts';

const lane = (address: string, ports: number[] = [5060], role?: Lane['role']): Lane => ({ address, ports, userAgent: undefined, role });
const lanes = [lane('A', [5060], 'caller'), lane('P1', [5060], 'callee'), lane('P2', [5080], 'caller'), lane('B', [5060], 'callee'), lane('M', [], 'media')];
const bonds: LaneBond[] = [
  { a: 1, b: 2, reasons: ['relay'], isSure: true },
  { a: 0, b: 4, reasons: ['media'], isSure: false },
];
const shown = (choices: Partial<LaneChoices> = {}, folding = true): string =>
  arrangeLanes({ lanes, bonds }, { ...noLaneChoices, ...choices }, folding)
    .boxes.map((box) => `${box.name ?? ''}${box.keys.join('+')}`)
    .join(' ');

describe('lanes', () => {
  test('what is surely one box is one lane, with the roles of both', () => {
    expect(shown()).toBe('A P1+P2 B M');
    const { boxes, boxOf } = arrangeLanes({ lanes, bonds }, noLaneChoices, true);
    expect(boxes[1]).toMatchObject({ role: 'proxy', ports: [5060, 5080], lanes: [1, 2] });
    expect([...boxOf]).toEqual([0, 1, 1, 2, 3]);
  });
  test('unfolded, split, folded by hand, by way of a lane that is not here', () => {
    expect(shown({ joined: [['A', 'B']] }, false)).toBe('A P1 P2 B M');
    expect(shown({ parted: new Set(['P2']) })).toBe('A P1 P2 B M');
    expect(shown({ joined: [['A', 'M']] })).toBe('A+M P1+P2 B');
    expect(
      shown({
        joined: [
          ['A', 'elsewhere'],
          ['elsewhere', 'B'],
        ],
      }),
    ).toBe('A+B P1+P2 M'); // prettier-ignore
  });
  test('names stick to the address', () => {
    expect(shown({ names: new Map([['P2', 'SBC=']]) })).toBe('A SBC=P1+P2 B M');
    expect(shown({ names: new Map([['P2', 'SBC=']]) }, false)).toBe('A P1 SBC=P2 B M');
  });
  test('only what was ordered changes places', () => {
    expect(shown({ order: ['B', 'A'] })).toBe('B P1+P2 A M');
    expect(shown({ order: ['nobody', 'P2'] })).toBe('A P1+P2 B M');
  });
  test('moving keeps every lane, however far', () => {
    const { boxes } = arrangeLanes({ lanes, bonds }, noLaneChoices, true);
    expect(movedKeys(boxes, 3, 0)).toEqual(['M', 'A', 'P1', 'B']);
    expect(movedKeys(boxes, 0, 99)).toEqual(['P1', 'B', 'M', 'A']);
    expect(movedKeys(boxes, 99, 0)).toEqual(['A', 'P1', 'B', 'M']);
  });
  test('programs on one address are known by their ports', () => {
    expect(laneKeys([lane('A', [5060]), lane('A', [5080]), lane('::1', [5060])])).toEqual(['A:5060', 'A:5080', '::1']);
  });
});
