import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { containers, gzip, writeCapture, type ForgedPacket } from './capture.ts';
import { hex, toHex } from './octets.ts';
import { pcapHeader, writePcap } from './pcap.ts';
import { block, secretsBlock, writePcapng } from './pcapng.ts';

const packet: ForgedPacket = { time: 1_700_000_000_123_456_789n, octets: hex('0102030405060708090a') };

describe('pcap', () => {
  test('header and record, microseconds, little endian', () => {
    expect(toHex(writePcap([packet]))).toBe(
      toHex(
        hex(`
      d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000   # magic, 2.4, zone, accuracy, snap length 262144, Ethernet
      00f15365 40e20100 0a000000 0a000000                      # 1700000000 s, 123456 µs, 10 kept of 10
      0102030405060708090a`),
      ),
    );
  });

  test('the same in nanoseconds, big endian, cut to 4 octets', () => {
    expect(toHex(writePcap([packet], { byteOrder: 'big', resolution: 'nanoseconds', snapLength: 4 }))).toBe(
      toHex(
        hex(`
      a1b23c4d 0002 0004 00000000 00000000 00000004 00000001
      6553f100 075bcd15 00000004 0000000a
      01020304`),
      ),
    );
  });

  test('modified records are 24 octets long', () => {
    expect(writePcap([packet], { variant: 'modified' }).length).toBe(pcapHeader().length + 24 + 10);
  });
});

describe('pcapng', () => {
  test('section, interface in nanoseconds, packet with a comment', () => {
    expect(toHex(writePcapng([{ ...packet, comments: ['hi'] }], { interfaces: [{ resolution: 9 }] }))).toBe(
      toHex(
        hex(`
      0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000
      01000000 20000000 0100 0000 00000000 0900 0100 09000000 0000 0000 20000000
      06000000 38000000 00000000 fe9c9717 15cd853d 0a000000 0a000000
      0102030405060708090a 0000
      0100 0200 68690000 0000 0000
      38000000`),
      ),
    );
  });

  test('big endian, section length, statistics, secrets, an unknown block, a second section', () => {
    const octets = writePcapng([packet], {
      byteOrder: 'big',
      sectionLength: true,
      interfaces: [{ statistics: { received: 5n, dropped: 1n } }],
      extra: [block(0x0bad, hex('00'), 'big'), secretsBlock('CLIENT_RANDOM', undefined, 'big')],
      more: [{ packets: [packet], packetBlock: 'simple' }],
    });
    const view = new DataView(octets.buffer);
    const length = Number(view.getBigInt64(16));
    expect(view.getUint32(28 + length)).toBe(0x0a0d0d0a);
    expect(octets.length % 4).toBe(0);
  });

  test('ticks of 2^-30 seconds and of an interface with an offset', () => {
    const octets = writePcapng([packet], { interfaces: [{ resolution: 0x80 | 30, offset: 1_700_000_000n }] });
    const view = new DataView(octets.buffer);
    const at = octets.length - 12 - 32 + 12;
    const ticks = (BigInt(view.getUint32(at, true)) << 32n) | BigInt(view.getUint32(at + 4, true));
    expect(ticks).toBe((123_456_789n << 30n) / 1_000_000_000n);
  });
});

test('every container holds the packet', () => {
  for (const [name, container] of containers()) expect(toHex(writeCapture([packet], container)), name).toContain(toHex(packet.octets));
});

test('gzip in three members unpacks to the same', () => {
  const octets = writePcap([packet, packet, packet]);
  expect(new Uint8Array(gunzipSync(gzip(octets, 3)))).toEqual(octets);
});

test.each(['pcap', 'pcapng'] as const)('an hour of media fits into a %s', (format) => {
  const packets = Array.from({ length: 180_000 }, (_, i) => ({ time: BigInt(i) * 20_000_000n, octets: new Uint8Array(4) }));
  expect(writeCapture(packets, { format }).length).toBeGreaterThan(180_000 * 20);
});
