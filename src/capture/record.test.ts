import { expect, test } from 'vitest';
import { containers, writeCapture, type ForgedPacket } from '../../test/forge/capture.ts';
import { hex, toHex } from '../../test/forge/octets.ts';
import { block, writePcapng } from '../../test/forge/pcapng.ts';
import { readRows } from '../../test/read-rows.ts';
import { OctetsSource } from './byte-source.ts';
import { readRecord, readRecords } from './record.ts';

const packets: ForgedPacket[] = Array.from({ length: 40 }, (_, i) => ({
  time: 1_700_000_000_000_000_000n + BigInt(i),
  octets: new Uint8Array(i === 7 ? 9000 : 30 + i).fill(i),
  originalLength: 10_000,
}));

test.each([...containers()])('%s: every packet is found again, alone and together', async (_name, container) => {
  const octets = writeCapture(packets, container);
  const { recordAt, interfaceOf, interfaces } = await readRows(octets);
  const source = new OctetsSource('x', octets);
  for (const [i, at] of recordAt.entries()) {
    const record = await readRecord(source, at, interfaces.at(interfaceOf[i]!));
    expect([record?.originalLength, toHex(record!.octets)]).toEqual([10_000, toHex(packets[i]!.octets)]);
  }
  const seen: number[] = [];
  await readRecords(
    source,
    recordAt,
    (i) => interfaces.at(interfaceOf[i]!),
    (i, record) => {
      expect(toHex(record.octets)).toBe(toHex(packets[i]!.octets));
      seen.push(i);
    },
  );
  expect(seen).toEqual(packets.map((_, i) => i));
});

test('comments, simple packets, and blocks that are no packets', async () => {
  const commented = writePcapng([{ time: 0n, octets: hex('010203'), comments: ['one', 'two ☎'] }], { extra: [block(0xbad, hex('00007ed9'))] });
  const { recordAt, interfaceOf, interfaces } = await readRows(commented);
  const source = new OctetsSource('x', commented);
  expect(await readRecord(source, recordAt[0]!, interfaces.at(interfaceOf[0]!))).toMatchObject({ octets: hex('00007ed9'), comments: [] });
  expect(await readRecord(source, recordAt[1]!, interfaces.at(interfaceOf[1]!))).toMatchObject({ octets: hex('010203'), comments: ['one', 'two ☎'] });
  const simple = writePcapng([{ time: 0n, octets: hex('0102030405') }], { packetBlock: 'simple', interfaces: [{ snapLength: 3 }] });
  const rows = await readRows(simple);
  expect(await readRecord(new OctetsSource('x', simple), rows.recordAt[0]!, rows.interfaces.at(0))).toMatchObject({
    octets: hex('010203'),
    originalLength: 5,
    comments: [],
  });
});

test('a file that changed gives nothing, and no throw', async () => {
  const octets = writeCapture(packets, { format: 'pcap' });
  const { recordAt, interfaces } = await readRows(octets);
  expect(await readRecord(new OctetsSource('x', octets.subarray(0, 100)), recordAt[20]!, interfaces.at(0))).toBeUndefined();
  expect(await readRecord(new OctetsSource('x', new Uint8Array(octets.length).fill(0xff)), recordAt[20]!, interfaces.at(0))).toBeUndefined();
});
