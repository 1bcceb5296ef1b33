import { describe, expect, test } from 'vitest';
import { hex, join } from '../../test/forge/octets.ts';
import { pcapHeader, pcapRecord, writePcap } from '../../test/forge/pcap.ts';
import { readRows } from '../../test/read-rows.ts';

const at = (second: number): bigint => (1_700_000_000n + BigInt(second)) * 1_000_000_000n;
const packets = [0, 1, 2, 3, 4, 5].map((second) => ({ time: at(second), octets: Uint8Array.of(second, 1, 2, 3, 4, 5, 6, 7) }));
const records = packets.map((packet) => pcapRecord(packet));
const firstOctets = (rows: readonly string[]): string[] => rows.map((row) => row.split(' ')[3]!.slice(0, 2));

function withLength(record: Uint8Array, captured: number): Uint8Array {
  const changed = record.slice();
  new DataView(changed.buffer).setUint32(8, captured, true);
  return changed;
}

describe('a record length that cannot be', () => {
  test.each([262_145, 10_485_760, 0x7fffffff, 0x80000000, 0xffffffff])('%i: reported, the rest is found again', async (length) => {
    const octets = join(pcapHeader(), records[0]!, records[1]!, withLength(records[2]!, length), records[3]!, records[4]!, records[5]!);
    const { rows, diagnostics, facts } = await readRows(octets);
    expect(firstOctets(rows)).toEqual(['00', '01', '03', '04', '05']);
    expect(diagnostics).toEqual({ 'pcap.record-length': 1, 'pcap.resynchronised': 1 });
    expect([facts.brokenAt, facts.brokenCode]).toEqual([24 + 48, 'pcap.record-length']);
    expect((await readRows(octets, { size: Infinity })).rows).toEqual(rows);
  });

  test('a record above the usual limit that is all there is kept', async () => {
    const large = pcapRecord({ time: at(2), octets: new Uint8Array(300_000).fill(7) }, { snapLength: 400_000 });
    const { rows, diagnostics } = await readRows(join(pcapHeader(), records[0]!, large, records[3]!), { window: 65_536 });
    expect(rows.map((row) => row.split(' ')[2])).toEqual(['8', '300000', '8']);
    expect(diagnostics).toEqual({});
  });
});

test('garbage and zeros between records', async () => {
  const { rows, diagnostics } = await readRows(
    join(pcapHeader(), records[0]!, new Uint8Array(100), records[1]!, records[2]!, records[3]!, new Uint8Array(333).fill(0xee), records[4]!),
  );
  expect(firstOctets(rows)).toEqual(['00', '01', '02', '03', '04']);
  expect(diagnostics).toEqual({ 'pcap.zero-record': 1, 'pcap.record-length': 1, 'pcap.resynchronised': 2 });
});

test('two files glued together are read as one, and it is said', async () => {
  const second = writePcap([{ time: at(9), octets: hex('45000000') }], { linkType: 101 });
  const { rows, diagnostics, interfaces } = await readRows(join(writePcap(packets), second));
  expect(rows.length).toBe(7);
  expect(diagnostics).toEqual({ 'pcap.concatenated': 1 });
  expect(interfaces.rows.map((row) => [row.linkType, row.packets])).toEqual([
    [1, 6],
    [101, 1],
  ]);
});

test('captured above original, fraction above a second, time backwards: read and said', async () => {
  const odd = records[1]!.slice();
  const view = new DataView(odd.buffer);
  view.setUint32(4, 2_500_000, true);
  view.setUint32(12, 0, true);
  const { rows, diagnostics, times } = await readRows(join(pcapHeader(), records[0]!, odd, records[2]!));
  expect(rows[1]).toBe('3500000000 0 8 0101020304050607');
  expect(times).toEqual([0, 3.5e9, 2e9]);
  expect(diagnostics).toEqual({ 'pcap.captured-above-original': 1, 'pcap.fraction-above-second': 1, 'time.backwards': 1 });
});

test('version 2.2 keeps its lengths the other way round', async () => {
  const octets = writePcap([{ time: at(0), octets: hex('01020304'), originalLength: 99 }]);
  octets[6] = 2;
  new DataView(octets.buffer).setUint32(24 + 8, 99, true);
  new DataView(octets.buffer).setUint32(24 + 12, 4, true);
  expect((await readRows(octets)).rows).toEqual(['0 0 99 01020304']);
});

test('years 1970 and 2106 stand on one time line', async () => {
  const { times, timeBase } = await readRows(
    writePcap([
      { time: 0xffffffffn * 1_000_000_000n, octets: hex('01') },
      { time: 1n * 1_000_000_000n, octets: hex('02') },
    ]),
  );
  expect(times).toEqual([0, -4_294_967_294 * 1e9]);
  expect(timeBase.epoch).toBe(4_294_967_295_000_000_000n);
});
