import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkRtcp, rtcpProblem } from './rtcp.ts';
import { areContentsWhole } from './rtcp-contents.ts';

function view(hex: string): DataView {
  const octets = Uint8Array.from(hex.replaceAll(/\s/g, '').match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return new DataView(octets.buffer);
}

const isWhole = (hex: string): boolean => {
  const octets = view(hex);
  expect(checkRtcp(octets, 0, octets.byteLength)).toBe(rtcpProblem.whole);
  return areContentsWhole(octets, 0, octets.byteLength);
};

describe('contents of RTCP', () => {
  test.each([
    ['receiver report of one block', '81 c9 00 07 00000001' + '00'.repeat(24), true],
    ['receiver report that announces two and has one', '82 c9 00 07 00000001' + '00'.repeat(24), false],
    ['sender report of 20 octets', '80 c8 00 04 00000001' + '00'.repeat(12), false],
    ['description with a CNAME', '81 ca 00 03 00000001 01 04 61626364 00 00'.replace('00 03', '00 03'), true],
    ['description whose item is longer than the packet', '81 ca 00 03 00000001 01 40 61626364 00 00', false],
    ['description without end', '81 ca 00 03 00000001 01 06 616263646566', false],
    ['bye with a reason', '81 cb 00 02 00000001 03 616263', true],
    ['bye whose reason is longer than the packet', '81 cb 00 02 00000001 09 616263', false],
    ['bye that announces 31 sources', '9f cb 00 01 00000001', false],
    ['extended report of one empty block', '80 cf 00 02 00000001 c8 00 0000', true],
    ['extended report with a block beyond its end', '80 cf 00 02 00000001 c8 00 ffff', false],
    ['padding is not contents', 'a1 c9 00 08 00000001' + '00'.repeat(24) + '00000004', true],
  ])('%s', (_name, hex, whole) => expect(isWhole(hex)).toBe(whole));

  test('any octets: an answer, never an octet beyond the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        const inside = (fill: number): boolean => {
          const around = new Uint8Array(octets.length + 64).fill(fill);
          around.set(octets, 32);
          const all = new DataView(around.buffer);
          return checkRtcp(all, 32, 32 + octets.length) === rtcpProblem.whole && areContentsWhole(all, 32, 32 + octets.length);
        };
        expect(inside(0)).toBe(inside(255));
      }),
    );
  });
});
