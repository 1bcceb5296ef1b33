import { describe, expect, test } from 'vitest';
import { addressOctets, endpoint, hostPort } from './address.ts';
import { allLinks, frame, linkTypeOf } from './frames.ts';
import { checksum, icmpError, ipPacket, transportChecksum, udpFragments, udpPacket } from './network.ts';
import { hex, join, octetsOf, toHex } from './octets.ts';
import { createTcp } from './tcp.ts';

const [from, to] = [endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5062')];
const [from6, to6] = [endpoint('[2001:db8::1]:5060'), endpoint('[2001:db8:0:1::abcd]:5062')];

test('addresses', () => {
  expect(toHex(addressOctets('::1'))).toBe(`${'00'.repeat(15)}01`);
  expect(toHex(addressOctets('2001:db8::1:2'))).toBe('20010db8000000000000000000010002');
  expect(hostPort(from6)).toBe('[2001:db8::1]:5060');
});

test('RFC 1071 section 3: the sum of 0001 f203 f4f5 f6f7', () => {
  expect(checksum(hex('0001f203f4f5f6f7'))).toBe(~0xddf2 & 0xffff);
});

describe('network layer', () => {
  test('UDP in IPv4: every checksum verifies to zero', () => {
    const packet = udpPacket(from, to, octetsOf('hello'), { options: hex('94040000') });
    expect(packet[0]).toBe(0x46);
    expect(checksum(packet.subarray(0, 24))).toBe(0);
    expect(transportChecksum(from.address, to.address, 17, packet.subarray(24))).toBe(0);
  });

  test('UDP in IPv6 behind hop-by-hop and destination options', () => {
    const packet = udpPacket(from6, to6, octetsOf('hello'), { extensions: [{ header: 0 }, { header: 60, body: hex('0104 00000000 0104 00000000') }] });
    expect(toHex(packet.subarray(4, 8))).toBe('0025 00 40'.replaceAll(' ', ''));
    expect(toHex(packet.subarray(40, 64))).toBe(toHex(hex('3c00 000000000000 1101 0104000000000104000000000000')).padEnd(48, '0'));
    expect(transportChecksum(from6.address, to6.address, 17, packet.subarray(64))).toBe(0);
  });

  test('fragments carry the whole datagram and say so', () => {
    const payload = Uint8Array.from({ length: 3000 }, (_, index) => index & 0xff);
    const packets = udpFragments(from, to, payload, 1480, { identification: 77 });
    expect(packets.map((packet) => toHex(packet.subarray(4, 8)))).toEqual(['004d2000', '004d20b9', '004d0172']);
    expect(join(...packets.map((packet) => packet.subarray(20))).subarray(8)).toEqual(payload);
    const six = udpFragments(from6, to6, payload, 1232);
    expect(six.map((packet) => toHex(packet.subarray(40, 48)))).toEqual(['1100000100000001', '110004d100000001', '110009a000000001']);
  });

  test('an ICMP error quotes the packet', () => {
    const packet = icmpError('198.51.100.1', from.address, 3, 1, udpPacket(from, to, octetsOf('hello')), 28);
    expect(packet.length).toBe(20 + 8 + 28);
    expect(checksum(packet.subarray(20))).toBe(0);
  });
});

describe('link layers', () => {
  test('each ends in the packet and names its link type', () => {
    for (const packet of [
      udpPacket(from, to, octetsOf('hello there, long enough to need no padding')),
      ipPacket(from6.address, to6.address, 59, new Uint8Array(0)),
    ]) {
      for (const link of allLinks) {
        const octets = frame(packet, link);
        expect(toHex(octets), JSON.stringify(link)).toMatch(new RegExp(`${toHex(packet)}0*$`));
        expect(linkTypeOf(link)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('a VLAN stack', () => {
    const octets = frame(udpPacket(from, to, octetsOf('x')), { kind: 'ethernet', vlans: [{ id: 100, type: 0x88a8, priority: 5 }, { id: 7 }] });
    expect(toHex(octets.subarray(12, 23))).toBe('88a8a064810000070800' + '45');
  });
});

describe('TCP', () => {
  test('sequence numbers rise over open, data and close, and wrap', () => {
    const tcp = createTcp(from, to, { clientSequence: 0xfffffffe, serverSequence: 10 });
    const packets = [...tcp.open(), ...tcp.send('client', octetsOf('abcdef'), 4), tcp.acknowledge('server'), ...tcp.close('client')];
    const numbersOf = (packet: Uint8Array): string => toHex(packet.subarray(24, 32));
    expect(packets.map(numbersOf)).toEqual([
      'fffffffe00000000',
      '0000000affffffff',
      'ffffffff0000000b',
      'ffffffff0000000b',
      '000000030000000b',
      '0000000b00000005',
      '000000050000000b',
      '0000000b00000006',
      '000000060000000c',
    ]);
    for (const [index, packet] of packets.entries()) {
      const fromServer = index === 1 || index === 5 || index === 7;
      expect(transportChecksum(fromServer ? to.address : from.address, fromServer ? from.address : to.address, 6, packet.subarray(20))).toBe(0);
    }
  });

  test('segmentAt counts from the first data octet and moves nothing', () => {
    const tcp = createTcp(from, to);
    tcp.open();
    expect(tcp.segmentAt('client', 4, octetsOf('ef'))).toEqual(tcp.segmentAt('client', 4, octetsOf('ef')));
    expect(toHex(tcp.segmentAt('client', 4, octetsOf('ef')).subarray(24, 28))).toBe('000003ed');
  });
});
