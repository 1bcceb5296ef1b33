import { expect, test } from 'vitest';
import { PacketTable, packetFlags, SLAB_ROWS } from './packet-table.ts';

test('rows over a slab border, offsets above 4 GiB', () => {
  const table = new PacketTable();
  for (let i = 0; i <= SLAB_ROWS + 1; i++) table.push(i * 100_000, i * 20e6, i & 0xffff, i % 18, -1, 0, 0);
  const row = SLAB_ROWS + 1;
  expect([table.length, table.slabs.length]).toEqual([SLAB_ROWS + 2, 2]);
  expect([table.recordAt(row), table.time(row), table.interfaceIndex(row), table.kind(row), table.owner(row), table.frame(row)]).toEqual([
    6_553_700_000,
    1_310_740_000_000,
    1,
    17,
    -1,
    row + 1,
  ]);
  table.setRtp(row, 0xfffffffe, 65_535, 0x88, 172);
  table.setKind(row, 1, 42);
  table.addFlags(row, packetFlags.commented);
  table.addFlags(row, packetFlags.isIpv6);
  expect([
    table.rtpTimestamp(row),
    table.sequence(row),
    table.markerAndType(row),
    table.rtpLength(row),
    table.kind(row),
    table.owner(row),
    table.flags(row),
  ]).toEqual([0xfffffffe, 65_535, 0x88, 172, 1, 42, 12]);
  expect([table.rtpTimestamp(row - 1), table.owner(row - 1), table.flags(row - 1)]).toEqual([0, -1, 0]);
});

test('frame numbers of several captures', () => {
  const table = new PacketTable(true);
  expect([table.push(0, 0, 0, 0, -1, 0, 1), table.push(0, 0, 1, 0, -1, 0, 1), table.push(9, 0, 0, 0, -1, 0, 2)].map((row) => table.frame(row))).toEqual([
    1, 1, 2,
  ]);
});

test('30 octets a packet', () => {
  const table = new PacketTable();
  table.push(0, 0, 0, 0, -1, 0, 0);
  expect(table.slab(0).time.buffer.byteLength).toBe(SLAB_ROWS * 30);
});
