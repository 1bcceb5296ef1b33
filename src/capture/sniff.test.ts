import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeTar } from '../../test/forge/archives.ts';
import { hex, join, octetsOf } from '../../test/forge/octets.ts';
import { pcapHeader, pcapRecord, writePcap } from '../../test/forge/pcap.ts';
import { writePcapng } from '../../test/forge/pcapng.ts';
import { sniff } from './sniff.ts';

const all = (octets: Uint8Array): ReturnType<typeof sniff> => sniff(octets, octets.length);
const packet = { time: 1_700_000_000_000_000_000n, octets: hex('0102030405060708') };

describe('captures', () => {
  test('pcap in microseconds and nanoseconds, both byte orders', () => {
    expect(all(pcapHeader())).toMatchObject({
      format: 'pcap',
      fileType: 'pcap',
      nanoseconds: false,
      linkType: 1,
      snapLength: 262_144,
      form: { littleEndian: true, headerLength: 16, swapped: 'never' },
    });
    expect(all(pcapHeader({ byteOrder: 'big', resolution: 'nanoseconds', linkType: 276 }))).toMatchObject({
      fileType: 'pcap-nsec',
      nanoseconds: true,
      linkType: 276,
      form: { littleEndian: false },
    });
  });

  test('modified record headers of 24 and 28 octets, and standard ones under that magic', () => {
    expect(all(writePcap([packet, packet, packet], { variant: 'modified' }))).toMatchObject({ fileType: 'pcap-modified', form: { headerLength: 24 } });
    const standard = join(pcapHeader({ variant: 'modified' }), pcapRecord(packet), pcapRecord(packet), pcapRecord(packet));
    expect(all(standard)).toMatchObject({ fileType: 'pcap-modified', form: { headerLength: 16 } });
    const long = join(pcapRecord(packet).subarray(0, 16), new Uint8Array(12), packet.octets);
    expect(all(join(pcapHeader({ variant: 'modified' }), long, long, long))).toMatchObject({ form: { headerLength: 28 } });
  });

  test('records of 20 octets under the standard magic (Nokia)', () => {
    const record = join(pcapRecord(packet).subarray(0, 16), hex('fefefefe'), packet.octets);
    expect(all(join(pcapHeader(), record, record, record))).toMatchObject({ fileType: 'pcap-modified', form: { headerLength: 20 } });
  });

  test('old versions stand their lengths the other way round', () => {
    const header = pcapHeader();
    header[6] = 2;
    expect(all(header)).toMatchObject({ form: { swapped: 'always' } });
    header[6] = 3;
    expect(all(header)).toMatchObject({ form: { swapped: 'maybe' } });
  });

  test('FCS bits do not disturb the link type', () => {
    const header = pcapHeader();
    header[23] = 0x24;
    expect(all(header)).toMatchObject({ linkType: 1 });
  });

  test('pcapng in both byte orders', () => {
    expect(all(writePcapng([]))).toEqual({ format: 'pcapng', fileType: 'pcapng', littleEndian: true });
    expect(all(writePcapng([], { byteOrder: 'big' }))).toMatchObject({ littleEndian: false });
  });

  test.each([
    ['text', octetsOf('INVITE sip:bob@example.com SIP/2.0\r\nVia: x\r\n')],
    ['text', octetsOf('a log\n0x0000:  4500 0034\n')],
    ['rtpdump', octetsOf('#!rtpplay1.0 10.0.0.1/5004\n')],
    ['gzip', hex('1f8b0800 00000000')],
    ['zstd', hex('28b52ffd 04000000')],
    ['zstd', hex('502a4d18 02000000 0000 28b52ffd')],
    ['lz4', hex('04224d18 644000')],
    ['lz4', hex('02214c18 00000000')],
    ['lz4', hex('5f2a4d18 00000000 502a4d18 01000000 00 04224d18')],
    ['bzip2', octetsOf('BZh91AY&SY')],
    ['xz', hex('fd377a585a00 0004')],
  ])('%s', (packing, octets) => {
    expect(all(octets)).toEqual({ format: 'packed', packing });
  });
});

test('archives: ZIP by its magic, tar by the checksum of its first header', () => {
  expect(all(hex('504b0304 14000000'))).toEqual({ format: 'archive', kind: 'zip' });
  const tar = writeTar([{ name: 'a', octets: octetsOf('b') }]);
  expect(all(tar)).toEqual({ format: 'archive', kind: 'tar' });
  tar[0] = 0x62;
  expect(all(tar)).toMatchObject({ format: 'refused' });
});

describe('refusals say what was seen', () => {
  const refusals: [string, Uint8Array, string, string][] = [
    ['nothing', new Uint8Array(0), 'empty-file', 'empty file'],
    ['three octets of a magic', hex('d4c3b2'), 'too-short', '3 octets'],
    ['a cut pcap header', pcapHeader().subarray(0, 20), 'too-short', 'pcap header cut after 20 octets'],
    ['a cut section header', writePcapng([]).subarray(0, 27), 'too-short', 'pcapng section header cut after 27 octets'],
    ['pcap 9.9', join(hex('d4c3b2a1 0900 0900'), new Uint8Array(16)), 'unsupported-version', 'pcap version 9.9'],
    ['pcapng 2.0', hex('0a0d0d0a 1c000000 4d3c2b1a 0200 0000 ffffffffffffffff 1c000000'), 'unsupported-version', 'pcapng version 2.0'],
    ['a bad byte-order magic', hex('0a0d0d0a 1c000000 4d3c2b1b 0100 0000 ffffffffffffffff 1c000000'), 'corrupt-header', 'pcapng byte-order magic'],
    [
      'a section header of 2 MiB',
      hex('0a0d0d0a 00002000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000'),
      'corrupt-header',
      'pcapng section header of 2097152 octets',
    ],
    ['PDF', octetsOf('%PDF-1.7\n%âãÏÓ'), 'not-a-capture', 'PDF document'],
    ['PNG', hex('89504e47 0d0a1a0a 0000000d'), 'not-a-capture', 'PNG image'],
    ['snoop of another version', join('snoop\0\0\0', hex('00000003 00000004')), 'unsupported-version', 'snoop version 3'],
    ['a cut snoop header', join('snoop\0\0\0', hex('000000')), 'too-short', 'snoop header cut after 11 octets'],
    ['HTML', octetsOf(' \n<!DOCTYPE html><html>'), 'not-a-capture', 'HTML page'],
    ['HAR', octetsOf('{"log": {"version": "1.2", "creator": {}}}'), 'not-a-capture', 'HTTP archive (HAR) of a browser'],
    ['PDML', octetsOf('<?xml version="1.0"?>\n<pdml version="0">'), 'not-a-capture', 'PDML that Wireshark exported'],
    ['JSON of Wireshark', octetsOf('[ { "_index": "packets-2024-01-01" } ]'), 'not-a-capture', 'JSON that Wireshark exported'],
    ['JSON', octetsOf('{"a": 1}'), 'not-a-capture', 'JSON text'],
    ['a SIP start line alone', octetsOf('INVITE sip:bob@example.com SIP/2.0\r\n'), 'not-a-capture', 'SIP text without a capture around it'],
    ['text', octetsOf('hello there\n'), 'not-a-capture', 'text without a whole SIP message or hex dump'],
    ['zeros', new Uint8Array(4096), 'not-a-capture', 'only zero octets'],
    ['something', hex('00112233445566778899aabbccddeeff00112233445566778899'), 'not-a-capture', 'unknown content'],
  ];
  test.each(refusals)('%s', (_name, octets, reason, message) => {
    expect(all(octets)).toMatchObject({ format: 'refused', reason, message });
  });
});

test('any octets get an answer', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (octets) => typeof all(octets).format === 'string'));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => typeof all(join(pcapHeader(), octets)).format === 'string'));
});
