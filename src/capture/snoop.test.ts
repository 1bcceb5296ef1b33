import { describe, expect, test } from 'vitest';
import { hex, join, numbers } from '../../test/forge/octets.ts';
import { readRows } from '../../test/read-rows.ts';
import { linkTypeName } from './link-type.ts';
import { snoopLinkType } from './snoop.ts';

const header = (datalink = 4): Uint8Array => join('snoop\0\0\0', numbers([4, 2], [4, datalink]));
const record = (
  second: number,
  octets: Uint8Array,
  options: { readonly original?: number; readonly drops?: number; readonly padding?: number } = {},
): Uint8Array => {
  const { original = octets.length, drops = 0, padding = (4 - (octets.length & 3)) & 3 } = options;
  const fields = numbers([4, original], [4, octets.length], [4, 24 + octets.length + padding], [4, drops], [4, 1_700_000_000 + second], [4, 500_000]);
  return join(fields, octets, new Uint8Array(padding));
};
const packets = [0, 1, 2, 3, 4, 5].map((second) => record(second, Uint8Array.of(second, 1, 2, 3, 4), { drops: second * 2 }));

test('records with padding, cumulative drops, and a cut packet', async () => {
  const octets = join(header(), ...packets, record(6, hex('aabb'), { original: 90, drops: 17 }));
  for (const window of [1, 100, 1 << 20]) {
    const { rows, diagnostics, interfaces } = await readRows(octets, { window });
    expect([rows[1], rows[6], rows.length]).toEqual(['1000000000 0 5 0101020304', '6000000000 0 90 aabb', 7]);
    expect(diagnostics).toEqual({});
    expect(interfaces.rows.map(({ linkType, packets: count, dropped }) => [linkType, count, dropped])).toEqual([[1, 7, 17]]);
  }
});

test('datalink types: those we know, and names for the others', () => {
  expect([0, 2, 4, 8, 18].map((type) => linkTypeName(snoopLinkType(type)))).toEqual(['EN10MB', 'IEEE802', 'EN10MB', 'FDDI', 'SUNATM']);
  expect([linkTypeName(snoopLinkType(9)), linkTypeName(snoopLinkType(0xffffffff))]).toEqual(['snoop 9', 'snoop 65535']);
});

describe('damage', () => {
  test.each([0, 20, 1000, 0x7fffffff, 0xffffffff])('a record length of %i: said, and the rest is found again', async (length) => {
    const broken = packets[2]!.slice();
    new DataView(broken.buffer).setUint32(8, length);
    const { rows, diagnostics } = await readRows(join(header(), packets[0]!, packets[1]!, broken, packets[3]!, packets[4]!, packets[5]!));
    expect(rows.map((row) => row.split(' ')[3]!.slice(0, 2))).toEqual(['00', '01', '03', '04', '05']);
    expect(diagnostics).toEqual({ 'snoop.record-length': 1, 'snoop.resynchronised': 1 });
  });

  test('cut anywhere: every whole record stands', async () => {
    const octets = join(header(), ...packets);
    for (let length = 16; length < octets.length; length++) {
      const { rows, diagnostics } = await readRows(octets.subarray(0, length));
      expect(rows.length).toBe(Math.floor((length - 16) / 32));
      expect(diagnostics).toEqual((length - 16) % 32 === 0 ? {} : { 'snoop.truncated': 1 });
    }
  });
});
