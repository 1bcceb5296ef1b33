/** The places of RTCP: found again by SSRC and by flow, each once, up to `limit.rtcpMentions`. */
import { expect, test } from 'vitest';
import { limits } from '../base/limits.ts';
import { reportBits, ReportIndex } from './report-index.ts';

const [A, B] = [0xc0000201, 0xc0000202];
const there = ((4001 << 16) | 6001) >>> 0;
const back = ((6001 << 16) | 4001) >>> 0;

function indexOf(...packets: readonly (readonly [ports: number, types: readonly number[], ssrcs: readonly number[]])[]): ReportIndex {
  const index = new ReportIndex();
  packets.forEach(([ports, types, ssrcs], packet) => {
    const row = index.open(packet * 10, ports === there ? A : B, ports === there ? B : A, ports);
    for (const type of types) index.addKind(row, type);
    for (const ssrc of ssrcs) index.mention(row, ssrc);
  });
  return index;
}

test('rows that name an SSRC, each once, oldest first', () => {
  const index = indexOf([there, [200, 202], [1, 2, 1]], [back, [201], [2, 1]], [there, [203], [1]]);
  expect(index.naming(1)).toEqual([0, 1, 2]);
  expect(index.naming(2)).toEqual([0, 1]);
  expect(index.naming(3)).toEqual([]);
  expect(index.packet(2)).toBe(20);
});

test('rows of a flow and kinds of report', () => {
  const index = indexOf([there, [200, 202], [1]], [back, [201, 207], [2]], [there, [205], [1]], [there, [192], [1]], [there, [223], [1]]);
  expect(index.ofFlow(0)).toEqual([0, 2, 3, 4]);
  expect([index.flows, index.newestOf(1)]).toEqual([2, 1]);
  expect(index.between(B, 6001, A, 4001)).toEqual([1]);
  expect(index.between(B, 6002, A, 4001)).toEqual([]);
  expect(index.kinds(0)).toBe(reportBits.senderReport | reportBits.description);
  expect(index.kinds(1)).toBe(reportBits.receiverReport | reportBits.extended);
  expect([index.kinds(2), index.kinds(3), index.kinds(4)]).toEqual([reportBits.feedback, reportBits.feedback, reportBits.other]);
  expect([index.source(1), index.sourcePort(1), index.destinationPort(1)]).toEqual([B, 6001, 4001]);
});

const full = 'limit.rtcpMentions';

test(`${full}: a full index takes no more rows and counts them`, () => {
  const index = new ReportIndex();
  const row = index.open(0, A, B, there);
  for (let next = index.open(1, A, B, there); next >= 0; next = index.open(1, A, B, there)) for (let i = 0; i < 4096; i++) index.mention(next, i);
  expect(row).toBe(0);
  expect(index.omitted).toBe(1);
  expect(index.naming(0).length).toBe(limits.rtcpMentions / 4096);
  expect(index.open(5, A, B, there)).toBe(-1);
  expect(index.omitted).toBe(2);
});
