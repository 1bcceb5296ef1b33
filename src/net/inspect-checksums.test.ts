/** Checksums of an opened packet: right, wrong with what should stand there, left to the network card, none, not to be told; and read all the same. */
import { describe, expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { frame } from '../../test/forge/frames.ts';
import { icmpError, ipPacket, transportChecksum, udpDatagram, udpPacket } from '../../test/forge/network.ts';
import { hex, join, octetsOf } from '../../test/forge/octets.ts';
import { data, sctpSegment } from '../../test/forge/sctp.ts';
import { createStory } from '../../test/forge/story.ts';
import { createTcp, tcpPacket } from '../../test/forge/tcp.ts';
import { openOctets } from '../../test/open-octets.ts';
import type { Field } from '../base/field.ts';
import { inspectPacket } from './inspect.ts';

const [from, to] = [endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5060')];
const [six, seven] = [endpoint('[2001:db8::6]:5060'), endpoint('[2001:db8::7]:5060')];

function flatten(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) => [field, ...flatten(field.children ?? [])]);
}

/** Verdict and problem of the checksum with this key in an IP packet. */
function checksum(key: string, packet: Uint8Array): readonly unknown[] {
  const octets = frame(packet);
  const { fields } = inspectPacket(new DataView(octets.buffer), 0, octets.length, 1);
  const field = flatten(fields).find((one) => one.key === key)!;
  return [field.verdict?.is, field.verdict?.expected, field.problem];
}

/** The packet with 16 bits at `at` of it replaced. */
function put(packet: Uint8Array, at: number, value: number): Uint8Array {
  const changed = packet.slice();
  new DataView(changed.buffer).setUint16(at, value);
  return changed;
}

const word = (packet: Uint8Array, at: number): number => new DataView(packet.buffer, packet.byteOffset).getUint16(at);
const text = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;

describe.each([
  ['over IPv4', from, to, 20],
  ['over IPv6', six, seven, 40],
])('%s', (_name, one, other, header) => {
  test.each([1, 2, 160, 161])('UDP with %i octets', (length) => {
    const packet = udpPacket(one, other, new Uint8Array(length).fill(0xa5));
    const found = word(packet, header + 6);
    expect(checksum('udp.checksum', packet)).toEqual(['right', undefined, undefined]);
    expect(checksum('udp.checksum', put(packet, header + 6, found ^ 0x5555))).toEqual(['wrong', text(found), 'udp.checksum']);
  });
  test('TCP, and what is left to the network card', () => {
    const [packet] = createTcp(one, other).send('client', octetsOf('OPTIONS sip:a SIP/2.0\r\n'));
    const found = word(packet!, header + 16);
    expect(checksum('tcp.checksum', packet!)).toEqual(['right', undefined, undefined]);
    expect(checksum('tcp.checksum', put(packet!, header + 16, found ^ 1))).toEqual(['wrong', text(found), 'tcp.checksum']);
    // the sum of the pseudo-header alone: of a segment without octets whose checksum is the complement of it
    const length = packet!.length - header;
    const pseudo = ~transportChecksum(one.address, other.address, 6, new Uint8Array(length)) & 0xffff;
    expect(checksum('tcp.checksum', put(packet!, header + 16, pseudo))).toEqual(['partial', undefined, undefined]);
    expect(checksum('tcp.checksum', put(packet!, header + 16, 0))).toEqual(['partial', undefined, undefined]);
  });
});

test('UDP without a checksum: over IPv4, and in tunnels over IPv6 (RFC 6935)', () => {
  expect(checksum('udp.checksum', udpPacket(from, to, octetsOf('x'), { checksum: 'none' }))).toEqual(['none', undefined, undefined]);
  expect(checksum('udp.checksum', udpPacket(six, seven, octetsOf('x'), { checksum: 'none' }))).toEqual(['none', undefined, undefined]);
});

test('octets behind the datagram do not count, and a datagram that is longer than its packet is not judged', () => {
  const datagram = udpDatagram(from, to, octetsOf('hello'));
  expect(checksum('udp.checksum', ipPacket(from.address, to.address, 17, join(datagram, hex('ff ff ff'))))).toEqual(['right', undefined, undefined]);
  expect(checksum('udp.checksum', udpPacket(from, to, octetsOf('hello'), { length: 500 }))).toEqual([undefined, undefined, undefined]);
});

test('what the capture cut, and what an ICMP error quotes in part, is not judged', () => {
  const octets = frame(udpPacket(from, to, new Uint8Array(300))).slice(0, 200);
  const { fields } = inspectPacket(new DataView(octets.buffer), 0, octets.length, 1);
  expect(flatten(fields).find(({ key }) => key === 'udp.checksum')!.verdict).toEqual({ is: 'cut' });
  expect(checksum('udp.checksum', icmpError('198.51.100.7', '192.0.2.10', 3, 3, udpPacket(from, to, new Uint8Array(300)), 28))[0]).toBe('cut');
  expect(checksum('udp.checksum', icmpError('198.51.100.7', '192.0.2.10', 3, 3, udpPacket(from, to, octetsOf('whole'))))[0]).toBe('right');
});

test('behind a routing header that has places to go the last address is not there to be summed', () => {
  const routed = (left: number): Uint8Array =>
    udpPacket(six, seven, octetsOf('x'), { extensions: [{ header: 43, body: join(hex(`00 0${left} 00000000`), new Uint8Array(16)) }] });
  expect(checksum('udp.checksum', routed(0))[0]).toBe('right');
  expect(checksum('udp.checksum', routed(1))[0]).toBe(undefined);
});

test('the header of IPv4 says what should stand there', () => {
  const packet = udpPacket(from, to, octetsOf('x'));
  expect(checksum('ip.checksum', packet)[0]).toBe('right');
  expect(checksum('ip.checksum', put(packet, 10, word(packet, 10) ^ 0x100))).toEqual(['wrong', text(word(packet, 10)), 'ip.checksum']);
  expect(checksum('ip.checksum', put(packet, 10, 0))).toEqual(['partial', undefined, undefined]);
});

describe('SCTP', () => {
  /** The packet with these four octets as its checksum. */
  const sealed = (sum: string, payload = '1234567890'): Uint8Array => {
    const segment = sctpSegment(from, to, [data({ tsn: 1, payload })]);
    segment.set(hex(sum), 8);
    return ipPacket(from.address, to.address, 132, segment);
  };
  // of these octets, computed with tshark and with zlib's adler32
  const [castagnoli, adler] = ['2c221984', '5b660420'];
  test('CRC-32c, Adler-32 of old, none, and wrong', () => {
    expect(checksum('sctp.checksum', sealed(castagnoli))).toEqual(['right', undefined, undefined]);
    expect(checksum('sctp.checksum', sealed(adler))).toEqual(['old', undefined, undefined]);
    expect(checksum('sctp.checksum', sealed('00000000'))).toEqual(['none', undefined, undefined]);
    expect(checksum('sctp.checksum', sealed('12345678'))).toEqual(['wrong', `0x${castagnoli}`, 'sctp.checksum']);
  });
});

test('packets with wrong checksums are read', async () => {
  const story = createStory();
  const invite = octetsOf(
    'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKa\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: a\r\nCSeq: 1 OPTIONS\r\n\r\n',
  );
  const segment = tcpPacket(from, to, 1, 1, 0x18, invite);
  story.packets(0, [udpPacket(from, to, invite, { checksum: 'wrong' }), put(segment, 36, word(segment, 36) ^ 1)]);
  const { engine } = await openOctets([{ name: 'wrong.pcap', octets: story.capture() }]);
  expect(engine.overview().accounting.kinds.sip).toBe(2);
  expect([(await engine.packet(0))!.problems, (await engine.packet(1))!.problems]).toEqual([['udp.checksum'], ['tcp.checksum']]);
});
