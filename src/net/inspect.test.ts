import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { allLinks, ethernetFrame, frame, linkTypeOf } from '../../test/forge/frames.ts';
import { icmpError, ipFragments, ipPacket, udpDatagram, udpPacket } from '../../test/forge/network.ts';
import { hex, join, numbers, octetsOf } from '../../test/forge/octets.ts';
import { createTcp } from '../../test/forge/tcp.ts';
import type { Field } from '../base/field.ts';
import { AddressTable } from './address.ts';
import { inspectPacket, inspectReassembled } from './inspect.ts';
import type { InspectedPacket } from './inspected.ts';
import { createLayers, outcomes } from './layers.ts';
import { walk } from './walk.ts';

const [from, to] = [endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5062')];
const hello = octetsOf('hello');

function inspected(octets: Uint8Array, linkType = 1, filling = 0): InspectedPacket {
  const surrounded = new Uint8Array(octets.length + 128).fill(filling);
  surrounded.set(octets, 64);
  return inspectPacket(new DataView(surrounded.buffer), 64, 64 + octets.length, linkType);
}

const keys = (packet: InspectedPacket): string => packet.fields.map((field) => field.key).join(' ');

function flatten(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => [field, ...flatten(field.children ?? [])]);
}

test('the tree of a plain packet, with values, places and references', () => {
  const packet = inspected(frame(udpPacket(from, to, hello, { ttl: 63 }), { kind: 'ethernet', vlans: [{ id: 7, priority: 5 }] }));
  expect(keys(packet)).toBe('eth vlan ip udp');
  const values = Object.fromEntries(flatten(packet.fields).map((field) => [field.key, field.value]));
  expect(values).toMatchObject({
    'eth.type': '802.1Q Virtual LAN (0x8100)',
    'vlan.id': '7',
    'vlan.priority': '5',
    'ip.src': '192.0.2.10',
    'ip.ttl': '63',
    'ip.proto': 'UDP (17)',
    'udp.srcport': '5060',
    'udp.length': '13',
  });
  expect(flatten(packet.fields).find((field) => field.key === 'udp.dstport')).toMatchObject({ at: 64 + 18 + 20 + 2, length: 2 });
  expect(packet).toMatchObject({ transport: 'udp', sourcePort: 5060, destinationPort: 5062, payloadAt: 64 + 46, payloadEnd: 64 + 51 });
  expect(flatten(packet.fields).filter((field) => field.problem !== undefined)).toEqual([]);
});

const ip = udpPacket(from, to, hello);
const trees: [string, Uint8Array, string][] = [
  ['802.3, SNAP', join(new Uint8Array(12), numbers([2, ip.length + 8]), hex('aaaa03 000000 0800'), ip), 'eth llc ip udp'],
  ['PPPoE', ethernetFrame(0x8864, join(hex('1100 0001'), numbers([2, ip.length + 2]), hex('0021'), ip)), 'eth pppoes ppp ip udp'],
  ['MPLS', ethernetFrame(0x8847, join(hex('0001 00ff 0001 01ff'), ip)), 'eth mpls mpls ip udp'],
  ['GRE', frame(ipPacket('10.0.0.1', '10.0.0.2', 47, join(hex('0000 0800'), ip))), 'eth ip gre ip udp'],
  [
    'GTP',
    frame(udpPacket(endpoint('10.0.0.1:2152'), endpoint('10.0.0.2:2152'), join(hex('30ff'), numbers([2, ip.length], [4, 7]), ip))),
    'eth ip udp gtp ip udp',
  ],
  [
    'IPv6 extensions',
    frame(udpPacket(endpoint('[::1]:1'), endpoint('[::2]:2'), hello, { extensions: [{ header: 0 }, { header: 60 }] })),
    'eth ipv6 ipv6.exthdr ipv6.exthdr udp',
  ],
  ['ARP', ethernetFrame(0x0806, join(hex('0001 0800 06 04 0001'), new Uint8Array(20))), 'eth arp'],
  ['TCP', frame(createTcp(from, to).open()[0]!), 'eth ip tcp'],
];
test.each(trees)('%s', (_name, octets, expected) => {
  expect(keys(inspected(octets))).toBe(expected);
});

test('an ICMP error shows the packet it quotes, and stays ICMP', () => {
  const packet = inspected(frame(icmpError('198.51.100.7', '192.0.2.10', 3, 3, ip)));
  expect([keys(packet), packet.transport]).toEqual(['eth ip icmp', 'icmp']);
  expect(packet.fields[2]).toMatchObject({ value: 'Destination Unreachable: port unreachable' });
  expect(packet.fields[2]!.children!.map((field) => field.key)).toEqual(['icmp.type', 'icmp.code', 'icmp.checksum', 'ip', 'udp']);
});

test('wrong octets carry their problem', () => {
  const packet = inspected(frame(udpPacket(from, to, hello, { length: 7 })));
  expect(flatten(packet.fields).find((field) => field.problem !== undefined)).toMatchObject({ key: 'udp.length', problem: 'udp.length-below-header' });
  const flipped = frame(ip);
  flipped[14 + 8]! ^= 1;
  expect(flatten(inspected(flipped).fields).find((field) => field.problem !== undefined)).toMatchObject({ key: 'ip.checksum' });
});

test('fragments end at the fragment; the whole goes on from there', () => {
  const datagram = udpDatagram(from, to, new Uint8Array(2000));
  expect(inspected(frame(ipFragments(from.address, to.address, 17, datagram, 1480)[1]!))).toMatchObject({ transport: 'fragment', protocol: 17 });
  expect(keys(inspectReassembled(new DataView(datagram.buffer), 0, datagram.length, 17, false))).toBe('udp');
});

const ends = ['udp', 'tcp', 'icmp', 'fragment', 'arp', 'other', 'other', 'none'];

function agree(octets: Uint8Array, linkType: number): void {
  const [zeros, ones] = [inspected(octets, linkType), inspected(octets, linkType, 0xff)];
  expect(zeros).toEqual(ones);
  for (const { at, length } of flatten(zeros.fields)) {
    if (at === undefined || length === undefined) continue;
    expect(at).toBeGreaterThanOrEqual(64);
    expect(at + length).toBeLessThanOrEqual(64 + octets.length);
  }
  const layers = createLayers();
  const surrounded = new Uint8Array(octets.length + 128);
  surrounded.set(octets, 64);
  walk(new DataView(surrounded.buffer), 64, 64 + octets.length, linkType, new AddressTable(), layers);
  if (layers.outcome === outcomes.UDP || layers.outcome === outcomes.TCP || layers.outcome === outcomes.FRAGMENT) {
    expect([zeros.transport, zeros.payloadAt, zeros.payloadEnd, zeros.announcedEnd]).toEqual([
      ends[layers.outcome],
      layers.payloadAt,
      layers.payloadEnd,
      layers.announcedEnd,
    ]);
  } else expect(['udp', 'tcp', 'fragment']).not.toContain(zeros.transport);
}

test('any octets: no throw, no read outside, the same answer as the walk', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 90 }), fc.constantFrom(0, 1, 8, 9, 12, 50, 51, 101, 104, 108, 113, 204, 228, 229, 276, 147), agree), {
    numRuns: 2000,
  });
  const bent = fc.tuple(
    fc.constantFrom(...allLinks),
    fc.constantFrom(...trees.map((tree) => tree[1]), ip),
    fc.array(fc.tuple(fc.nat(89), fc.nat(255)), { maxLength: 3 }),
  );
  fc.assert(
    fc.property(bent, ([link, packet, changes]) => {
      const octets = packet === ip ? frame(ip, link) : packet.slice();
      for (const [at, value] of changes) octets[at % octets.length] = value;
      agree(octets, packet === ip ? linkTypeOf(link) : 1);
    }),
    { numRuns: 3000 },
  );
});
