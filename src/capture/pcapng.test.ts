import { describe, expect, test } from 'vitest';
import { hex, join, numbers, octetsOf } from '../../test/forge/octets.ts';
import { block, secretsBlock, writeOptions, writePcapng } from '../../test/forge/pcapng.ts';
import { readRows } from '../../test/read-rows.ts';

const SECOND = 1_700_000_000n * 1_000_000_000n;
const packet = (n: number, more: object = {}): { time: bigint; octets: Uint8Array } => ({
  time: SECOND + BigInt(n) * 1_000_000n,
  octets: Uint8Array.of(n, 2, 3, 4, 5),
  ...more,
});
const three = [packet(0), packet(1), packet(2)];
const little = (...fields: [2 | 4, number][]): Uint8Array => join(...fields.map(([size, value]) => numbers([size, value]).reverse()));

function offsetsOf(octets: Uint8Array, type: number): number[] {
  const view = new DataView(octets.buffer);
  const found: number[] = [];
  for (let at = 0; at < octets.length; at += view.getUint32(at + 4, true)) if (view.getUint32(at, true) === type) found.push(at);
  return found;
}

describe('sections and interfaces', () => {
  test('interfaces with their own link type, clock and offset share one time line', async () => {
    const interfaces = [
      { linkType: 1, name: 'eth0', description: 'uplink' },
      { linkType: 101, resolution: 9, offset: 3600n },
      { linkType: 113, resolution: 0x80 | 10, snapLength: 3 },
    ];
    const octets = writePcapng([packet(0), packet(500, { interface: 1 }), packet(1000, { interface: 2 })], { interfaces });
    const { rows, interfaces: table, timeBase } = await readRows(octets);
    expect(rows).toEqual(['0 0 5 0002030405', '500000000 1 5 f402030405', '1000000000 2 5 e80203']);
    expect(table.rows.map(({ linkType, name, resolution, snapLength, packets }) => [linkType, name, resolution, snapLength, packets])).toEqual([
      [1, 'eth0', '1000', 0, 1],
      [101, undefined, '1', 0, 1],
      [113, undefined, '2^-10 s', 3, 1],
    ]);
    expect(timeBase.epoch).toBe(SECOND);
  });

  test('interface numbers begin again in a second section of the other byte order', async () => {
    const more = [{ byteOrder: 'big' as const, interfaces: [{ linkType: 101 }], packets: [packet(7)] }];
    const { rows, interfaces } = await readRows(writePcapng(three, { more }));
    expect(rows[3]).toBe('7000000 1 5 0702030405');
    expect(interfaces.rows.map((row) => [row.linkType, row.form.littleEndian])).toEqual([
      [1, true],
      [101, false],
    ]);
  });

  test('statistics, counters above 2^53 as that or more', async () => {
    const { interfaces } = await readRows(writePcapng(three, { interfaces: [{ statistics: { received: 12_345n, dropped: (1n << 64n) - 1n } }] }));
    expect(interfaces.rows[0]).toMatchObject({ received: 12_345, dropped: Number.MAX_SAFE_INTEGER, packets: 3 });
  });
});

describe('packets', () => {
  test('old packet blocks', async () => {
    expect((await readRows(writePcapng(three, { packetBlock: 'obsolete' }))).rows).toEqual([
      '0 0 5 0002030405',
      '1000000 0 5 0102030405',
      '2000000 0 5 0202030405',
    ]);
  });

  test('simple packet blocks have no time of their own, and are cut by the snap length', async () => {
    const { rows, diagnostics } = await readRows(writePcapng(three, { packetBlock: 'simple', interfaces: [{ snapLength: 4 }] }));
    expect(rows).toEqual(['0 0 5 00020304', '0 0 5 01020304', '0 0 5 02020304']);
    expect(diagnostics).toEqual({ 'pcapng.no-time': 3 });
  });

  test('a wrong interface number is one frame; the rest is read', async () => {
    const { rows, diagnostics } = await readRows(writePcapng([packet(0), packet(1, { interface: 7 }), packet(2)]));
    expect(rows).toEqual(['0 0 5 0002030405', 'pcapng.bad-interface', '2000000 0 5 0202030405']);
    expect(diagnostics).toEqual({ 'pcapng.bad-interface': 1 });
  });

  test('a captured length above the block is one frame; the rest is read', async () => {
    const octets = writePcapng(three);
    new DataView(octets.buffer).setUint32(offsetsOf(octets, 6)[1]! + 20, 70_000, true);
    expect((await readRows(octets)).rows).toEqual(['0 0 5 0002030405', 'pcapng.packet-overruns-block', '2000000 0 5 0202030405']);
  });

  test('comments of section, interface and packet', async () => {
    const idb = block(1, join(little([2, 1], [2, 0], [4, 0]), writeOptions([[1, octetsOf('on the interface')]])));
    const octets = writePcapng([packet(0, { comments: ['one', 'two'] }), packet(1)], { comment: 'whole section', application: 'forge', extra: [idb] });
    const { rows, facts, interfaces } = await readRows(octets);
    expect(rows).toEqual(['0 0 5 0002030405 commented', '1000000 0 5 0102030405']);
    expect(facts.comments).toEqual(['whole section']);
    expect(facts.sections).toEqual([{ hardware: undefined, os: undefined, application: 'forge' }]);
    expect(interfaces.rows[1]!.comments).toEqual(['on the interface']);
  });
});

describe('other blocks', () => {
  test('custom, journal and sysdig blocks are numbered as Wireshark does, unknown ones are not', async () => {
    const extra = [
      block(0xbad, hex('00007ed9 01020304')),
      block(0x40000bad, hex('00007ed9')),
      block(9, octetsOf('MESSAGE=hi\n')),
      block(0x204, new Uint8Array(16)),
      block(0x7777, hex('01')),
      block(4, new Uint8Array(4)),
    ];
    const { rows, diagnostics, facts } = await readRows(writePcapng([packet(0)], { extra }));
    expect(rows).toEqual(
      ['pcapng.custom-block', 'pcapng.custom-block', 'pcapng.journal-block', 'pcapng.sysdig-block', '0 1 5 0002030405'].map((row, i) =>
        i === 4 ? row.replace(' 1 ', ' 0 ') : row,
      ),
    );
    expect([facts.frames, facts.numberedBlocks]).toEqual([5, 4]);
    expect(diagnostics['pcapng.unknown-block']).toBe(1);
  });

  test('secrets are kept with their place', async () => {
    const octets = writePcapng(three, { extra: [secretsBlock('CLIENT_RANDOM a b\n')] });
    const { facts } = await readRows(octets);
    expect(facts.secrets.map(({ kind, octets: secret }) => [kind, new TextDecoder().decode(secret)])).toEqual([['tls', 'CLIENT_RANDOM a b\n']]);
    expect(new TextDecoder().decode(octets.subarray(facts.secrets[0]!.at, facts.secrets[0]!.at + 17))).toBe('CLIENT_RANDOM a b');
  });

  test('secrets and names that run over their block are reported', async () => {
    const extra = [block(10, little([4, 0x544c534b], [4, 99], [4, 0])), block(4, little([2, 1], [2, 99], [4, 0]))];
    const { rows, diagnostics } = await readRows(writePcapng(three, { extra }));
    expect(rows.length).toBe(3);
    expect(diagnostics).toEqual({ 'pcapng.secrets-overrun-block': 1, 'pcapng.name-record-overruns-block': 1 });
  });
});

describe('damage', () => {
  test.each([0, 4, 8, 11, 12, 31, 0x7fffffff, 0xfffffffc, 0xffffffff, 0x40000000])('block length %i: the other packets are kept', async (length) => {
    const octets = writePcapng(three);
    new DataView(octets.buffer).setUint32(offsetsOf(octets, 6)[1]! + 4, length, true);
    for (const size of [octets.length, Infinity]) {
      const { rows, facts } = await readRows(octets, { size });
      expect(rows).toEqual(['0 0 5 0002030405', '2000000 0 5 0202030405']);
      expect(facts.brokenAt).toBe(offsetsOf(writePcapng(three), 6)[1]);
    }
  });

  test('a wrong trailing length costs nothing when the next block is there', async () => {
    const octets = writePcapng(three);
    octets[offsetsOf(octets, 6)[1]! - 4]! ^= 1;
    const { rows, diagnostics } = await readRows(octets);
    expect(rows.length).toBe(3);
    expect(diagnostics).toEqual({ 'pcapng.trailing-length': 1 });
  });

  test('a broken second section header: what follows is found', async () => {
    const [first, second] = [writePcapng(three), writePcapng([packet(9)])];
    second[8] = 0;
    const { rows, facts } = await readRows(join(first, second));
    expect(rows.slice(0, 3)).toHaveLength(3);
    expect(facts.brokenCode).toBe('pcapng.section-header');
  });

  test('options that run over the block: the packet is kept', async () => {
    const octets = writePcapng([packet(0, { comments: ['hello'] }), packet(1)]);
    new DataView(octets.buffer).setUint16(offsetsOf(octets, 6)[0]! + 28 + 8 + 2, 999, true);
    const { rows, diagnostics } = await readRows(octets);
    expect(rows.length).toBe(2);
    expect(diagnostics).toEqual({ 'pcapng.option-overruns-block': 1 });
  });

  test('absurd clocks and offsets give finite times', async () => {
    for (const resolution of [0, 18, 127, 0x80 | 64, 0xff]) {
      const octets = writePcapng([{ time: 0n, octets: hex('01') }], { interfaces: [{ resolution }] });
      const at = offsetsOf(octets, 6)[0]!;
      octets.fill(0xff, at + 12, at + 20);
      expect((await readRows(octets)).times.every(Number.isFinite)).toBe(true);
    }
    for (const offset of [(1n << 63n) - 1n, -(1n << 63n)]) {
      const { times, diagnostics } = await readRows(writePcapng([{ time: offset * 1_000_000_000n, octets: hex('01') }], { interfaces: [{ offset }] }));
      expect([times, diagnostics]).toEqual([[0], { 'time.absurd': 1 }]);
    }
  });
});
