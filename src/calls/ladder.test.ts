/** Lanes in path order, rows by time, marks (semantics 6.2, 6.3). */
import { describe, expect, test } from 'vitest';
import { tellCalls } from '../../test/forge/call-story.ts';
import { buildLadder, ladderMarks, type LadderFacts } from './ladder.ts';

const draw = (story: string, calls = [0], media: number[] = []): LadderFacts => buildLadder(tellCalls(story).table, calls, media);
const names = (ladder: LadderFacts): string =>
  ladder.lanes.map((lane) => `${String.fromCharCode(0x40 + (lane.address - 0x0a000000))}${lane.role === undefined ? '' : `=${lane.role}`}`).join(' ');
const marks = (ladder: LadderFacts): string[] => ladder.rows.map((row) => ladderMarks.filter((_, bit) => (row.marks & (1 << bit)) !== 0).join(' '));

const hops =
  '0 A>P INVITE 1 sdp\n0.1 P>B INVITE 1 via=2 sdp\n1 B>P 180 1 to=b via=2\n1.1 P>A 180 1 to=b\n3 B>P 200 1 to=b sdp via=2\n3.1 P>A 200 1 to=b sdp\n3.2 A>P ACK 1 to=b br=x\n3.3 P>B ACK 1 to=b br=y via=2';

describe('ladder', () => {
  test('caller, proxy, callee, then media', () => {
    expect(names(draw(hops, [0], [0x0a000001, 0x0a00001a]))).toBe('A=caller P=proxy B=callee Z=media');
    expect(names(draw('0 P>B INVITE 1 via=2\n0.001 A>P INVITE 1\n1 B>P 180 1 to=b via=2'))).toBe('A=caller P=proxy B=callee');
  });
  test('forks are lanes of their own', () => {
    expect(names(draw('0 A>P INVITE 1\n0.1 P>B INVITE 1 via=2 br=b\n0.1 P>C INVITE 1 via=2 br=c'))).toBe('A=caller P=proxy B=callee C=callee');
  });
  test('linked calls share lanes, rows are merged by time', () => {
    const ladder = draw('0 A>P INVITE 1\n0.1 P>B INVITE 1 call=2\n0.2 B>P 200 1 to=b call=2\n0.3 P>A 200 1 to=p', [0, 1]);
    expect(names(ladder)).toBe('A=caller P=proxy B=callee');
    expect(ladder.rows.map((row) => `${row.call} ${row.fromLane}>${row.toLane}`)).toEqual(['0 0>1', '1 1>2', '1 2>1', '0 1>0']);
  });
  test('programs on one host are lanes by port', () => {
    const ladder = draw('0 A:5060>A:5080 INVITE 1\n1 A:5080>A:5060 200 1 to=b');
    expect(ladder.lanes.map((lane) => [lane.ports, lane.role])).toEqual([
      [[5060], 'caller'],
      [[5080], 'callee'],
    ]);
    expect(ladder.rows.map((row) => [row.fromLane, row.toLane])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
  test('transactions and dialogs are numbered per call; forwarded copies are marked', () => {
    const ladder = draw(hops);
    expect(ladder.rows.map((row) => row.transaction)).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
    expect(ladder.rows.map((row) => row.dialog)).toEqual([-1, -1, 0, 0, 0, 0, 0, 0]);
    expect(marks(ladder)).toEqual(['offer', 'offer hopForward', 'hopForward', '', 'answer hopForward', 'answer', '', 'hopForward']);
  });
  test('challenge, credentials, re-INVITE, hold and resume, refresh', () => {
    const ladder = draw(`0 A>B INVITE 1 sdp\n0.1 B>A 407 1 to=x\n0.2 A>B ACK 1 to=x\n0.3 A>B INVITE 2 sdp auth\n1 B>A 200 2 to=b sdp\n1.1 A>B ACK 2 to=b br=x
      5 A>B INVITE 3 to=b hold\n5.1 B>A 200 3 to=b sdp\n9 A>B INVITE 4 to=b sdp\n9.1 B>A 200 4 to=b sdp\n20 A>B INVITE 5 to=b sdp se=90\n20.1 B>A 200 5 to=b sdp`);
    expect(marks(ladder)).toEqual([
      'offer',
      'challenge',
      '',
      'offer credentials',
      'answer',
      '',
      'offer hold reinvite',
      'answer',
      'offer resume reinvite',
      'answer',
      'offer reinvite sessionTimerRefresh',
      'answer',
    ]);
  });
  test('a delayed offer is in the 2xx, its answer in the ACK', () => {
    expect(marks(draw('0 A>B INVITE 1\n1 B>A 200 1 to=b sdp\n1.1 A>B ACK 1 to=b br=x sdp'))).toEqual(['', 'offer', 'answer']);
  });
  test('copies point to what they repeat; the surplus is counted', () => {
    const story = '0 A>B INVITE 1 id=1 hash=1\n0.001 A>B INVITE 1 id=1 hash=1\n0.5 A>B INVITE 1';
    expect(draw(story).rows.map((row) => [row.retransmissionOf, row.captureDuplicateOf])).toEqual([
      [-1, -1],
      [-1, 0],
      [0, -1],
    ]);
    const { table } = tellCalls(story);
    expect(buildLadder(table, [0], [], undefined, 2)).toMatchObject({ omitted: 1, rows: { length: 2 } });
  });
});
