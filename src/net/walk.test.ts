import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { allLinks, ethernetFrame, frame, linkTypeOf } from '../../test/forge/frames.ts';
import { icmpError, ipFragments, ipPacket, udpDatagram, udpPacket } from '../../test/forge/network.ts';
import { hex, join, numbers, octetsOf } from '../../test/forge/octets.ts';
import { createTcp } from '../../test/forge/tcp.ts';
import { AddressTable } from './address.ts';
import { createLayers, layerProblems, notDecodedReasons, outcomes } from './layers.ts';
import type { Layers } from './layers.ts';
import { walk, walkReassembled } from './walk.ts';

const [from, to] = [endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5062')];
const [from6, to6] = [endpoint('[2001:db8::1]:5060'), endpoint('[2001:db8:0:1::abcd]:5062')];
const hello = octetsOf('hello');
const names = Object.keys(outcomes);

interface Walked extends Layers {
  what: string;
  from: string;
  to: string;
  payload: string;
}

/** Walks octets that stand between fillings, so that a read outside them would show. */
function walked(octets: Uint8Array, linkType = 1, filling = 0): Walked {
  const surrounded = new Uint8Array(octets.length + 128).fill(filling);
  surrounded.set(octets, 64);
  const [addresses, layers] = [new AddressTable(), createLayers()];
  walk(new DataView(surrounded.buffer), 64, 64 + octets.length, linkType, addresses, layers);
  const payload = new TextDecoder().decode(surrounded.subarray(layers.payloadAt, layers.payloadEnd));
  const hasIp = layers.networkAt >= 0;
  return {
    ...layers,
    what: layers.outcome === outcomes.NOT_DECODED ? notDecodedReasons[layers.reason]! : names[layers.outcome]!,
    payload,
    from: hasIp ? `${addresses.text(layers.source)}:${layers.sourcePort}` : '',
    to: hasIp ? `${addresses.text(layers.destination)}:${layers.destinationPort}` : '',
  };
}

const isHello = { what: 'UDP', from: '192.0.2.10:5060', to: '198.51.100.7:5062', payload: 'hello', protocol: 17, isIpv6: false };
const isHello6 = { what: 'UDP', from: '2001:db8::1:5060', to: '2001:db8:0:1::abcd:5062', payload: 'hello', protocol: 17, isIpv6: true };

describe('link layers', () => {
  test.each(allLinks.map((link) => [JSON.stringify(link), link] as const))('%s', (_name, link) => {
    expect(walked(frame(udpPacket(from, to, hello), link), linkTypeOf(link))).toMatchObject(isHello);
    expect(walked(frame(udpPacket(from6, to6, hello), link), linkTypeOf(link))).toMatchObject(isHello6);
  });

  const ip = udpPacket(from, to, hello);
  const others: [string, number, Uint8Array][] = [
    ['802.3 with SNAP, padded', 1, join(new Uint8Array(12), numbers([2, ip.length + 8]), hex('aaaa03 000000 0800'), ip, new Uint8Array(9))],
    ['802.3 with the IP access point', 1, join(new Uint8Array(12), numbers([2, ip.length + 3]), hex('060603'), ip)],
    ['VLAN tag 0x9200', 1, ethernetFrame(0x9200, join(hex('0007 0800'), ip))],
    ['PPPoE', 1, ethernetFrame(0x8864, join(hex('1100 0001'), numbers([2, ip.length + 2]), hex('0021'), ip, new Uint8Array(20)))],
    ['MPLS, two labels', 1, ethernetFrame(0x8847, join(hex('0001 00ff 0001 01ff'), ip))],
    ['MPLS pseudowire with control word', 1, ethernetFrame(0x8847, join(hex('0001 01ff 0000 0000'), ethernetFrame(0x0800, ip)))],
    ['Cisco HDLC', 104, join(hex('0f00 0800'), ip)],
    ['Cisco HDLC under link type 50', 50, join(hex('8f00 0800'), ip)],
    ['PPP with direction', 204, join(hex('01 ff03 0021'), ip)],
    ['PPPoE link type', 51, join(hex('1100 0001'), numbers([2, ip.length + 2]), hex('0021'), ip)],
    ['SLIP', 8, join(hex('00 40'), new Uint8Array(14), ip)],
    ['raw 12', 12, ip],
    ['raw 14', 14, ip],
    ['raw IPv4', 228, ip],
    ['Linux cooked with LLC', 113, join(new Uint8Array(14), hex('0004'), hex('aaaa03 000000 0800'), ip)],
  ];
  test.each(others)('%s', (_name, linkType, octets) => {
    expect(walked(octets, linkType)).toMatchObject(isHello);
  });

  test('what is not IP is named', () => {
    expect(walked(ethernetFrame(0x0806, new Uint8Array(28)))).toMatchObject({ what: 'ARP' });
    expect(walked(ethernetFrame(0x88cc, new Uint8Array(28)))).toMatchObject({ what: 'OTHER_ETHERTYPE', etherType: 0x88cc });
    expect(walked(hex('01020304'), 189)).toMatchObject({ what: 'link.unsupported' });
    expect(walked(hex('01020304'), -1)).toMatchObject({ what: 'link.unsupported' });
    expect(walked(hex('07000000 45'), 0)).toMatchObject({ what: 'link.family' });
  });
});

describe('IP', () => {
  test('options, extension headers, hop limits', () => {
    expect(walked(frame(udpPacket(from, to, hello, { options: hex('94040000'), ttl: 33, identification: 4711 })))).toMatchObject({
      ...isHello,
      ttl: 33,
      identification: 4711,
    });
    expect(
      walked(frame(udpPacket(from6, to6, hello, { extensions: [{ header: 0 }, { header: 43 }, { header: 60, body: new Uint8Array(14) }, { header: 135 }] }))),
    ).toMatchObject(isHello6);
    const authenticated = ipPacket(
      from6.address,
      to6.address,
      51,
      join(hex('11 04 0000 00000001 00000002'), new Uint8Array(12), udpDatagram(from6, to6, hello)),
    );
    expect(walked(frame(authenticated))).toMatchObject(isHello6);
  });

  test('Ethernet padding is not payload', () => {
    expect(walked(join(frame(udpPacket(from, to, hello)), new Uint8Array(20).fill(0x78)))).toMatchObject({ ...isHello, announcedEnd: 64 + 14 + 28 + 5 });
  });

  test('total length 0 (segmentation offload): the captured length stands', () => {
    const octets = frame(udpPacket(from, to, hello));
    octets.set([0, 0], 16);
    expect(walked(octets)).toMatchObject({ ...isHello, problems: 4 });
    const octets6 = frame(udpPacket(from6, to6, hello));
    octets6.set([0, 0], 18);
    expect(walked(octets6)).toMatchObject(isHello6);
  });

  test('cut by the snap length: payloadEnd is captured, announcedEnd is not', () => {
    const octets = frame(udpPacket(from, to, new Uint8Array(500)));
    const cut = walked(octets.subarray(0, 100));
    expect([cut.what, cut.payloadEnd - cut.payloadAt, cut.announcedEnd - cut.payloadAt]).toEqual(['UDP', 100 - 42, 500]);
  });

  test('fragments: the first, one in the middle, the last; then the whole', () => {
    const [first, middle, last] = ipFragments(from.address, to.address, 17, udpDatagram(from, to, new Uint8Array(3000)), 1480, { identification: 77 }).map(
      (packet) => walked(frame(packet)),
    );
    expect([first!.what, first!.fragmentOffset, first!.moreFragments, first!.identification, first!.payloadEnd - first!.payloadAt]).toEqual([
      'FRAGMENT',
      0,
      true,
      77,
      1480,
    ]);
    expect([middle!.what, middle!.fragmentOffset, middle!.moreFragments]).toEqual(['FRAGMENT', 1480, true]);
    expect([last!.what, last!.fragmentOffset, last!.moreFragments]).toEqual(['FRAGMENT', 2960, false]);
    const whole = udpDatagram(from, to, hello);
    walkReassembled(new DataView(whole.buffer), 0, whole.length, new AddressTable(), last!);
    expect([last!.outcome, last!.sourcePort, last!.payloadAt, last!.payloadEnd]).toEqual([outcomes.UDP, 5060, 8, 13]);
  });

  test('IPv6 fragments, and an atomic one (RFC 6946)', () => {
    const packets = ipFragments(from6.address, to6.address, 17, udpDatagram(from6, to6, new Uint8Array(3000)), 1480, { identification: 0xfedcba98 });
    expect(walked(frame(packets[1]!))).toMatchObject({ what: 'FRAGMENT', fragmentOffset: 1480, moreFragments: true, identification: 0xfedcba98, protocol: 17 });
    const atomic = ipPacket(from6.address, to6.address, 44, join(hex('11 00 0000 00000001'), udpDatagram(from6, to6, hello)));
    expect(walked(frame(atomic))).toMatchObject(isHello6);
  });

  const broken: [string, Uint8Array, string][] = [
    ['version 5', hex('55'), 'ip.header-cut'],
    ['version 5 in full', join(hex('55'), new Uint8Array(30)), 'ip.version'],
    ['header length 4 words', join(hex('44'), new Uint8Array(30)), 'ip.header-length'],
    ['header longer than the packet', join(hex('4f'), new Uint8Array(30)), 'ip.header-cut'],
    ['total length below the header', join(hex('45 00 0013'), new Uint8Array(30)), 'ip.total-length'],
    ['UDP header cut', ipPacket(from.address, to.address, 17, hex('13c413c4 0009')), 'udp.header-cut'],
    ['UDP length 7', ipPacket(from.address, to.address, 17, hex('13c413c4 0007 0000')), 'udp.length-below-header'],
    ['TCP header cut', ipPacket(from.address, to.address, 6, new Uint8Array(19)), 'tcp.header-cut'],
    ['TCP offset 0', ipPacket(from.address, to.address, 6, new Uint8Array(20)), 'tcp.offset'],
    ['TCP offset above the segment', ipPacket(from.address, to.address, 6, join(new Uint8Array(12), hex('f0'), new Uint8Array(20))), 'tcp.offset'],
    ['GRE cut', ipPacket(from.address, to.address, 47, hex('b000 0800 0000')), 'gre.cut'],
  ];
  test.each(broken)('%s', (_name, packet, reason) => {
    expect(walked(ethernetFrame(0x0800, packet))).toMatchObject({ what: reason });
  });

  test('an extension header that runs over the packet', () => {
    expect(walked(frame(ipPacket(from6.address, to6.address, 0, hex('11ff 0000 00000000'))))).toMatchObject({ what: 'ipv6.extension-cut' });
  });
});

describe('transport', () => {
  test('TCP', () => {
    const tcp = createTcp(from, to, { clientSequence: 0xfffffff0 });
    const [syn] = tcp.open();
    expect(walked(frame(syn!))).toMatchObject({ what: 'TCP', tcpSequence: 0xfffffff0, tcpFlags: 2, from: '192.0.2.10:5060', payload: '' });
    expect(walked(frame(tcp.send('client', hello)[0]!))).toMatchObject({ what: 'TCP', tcpSequence: 0xfffffff1, tcpFlags: 24, payload: 'hello' });
  });

  test('UDP lengths that lie', () => {
    expect(walked(frame(udpPacket(from, to, hello, { length: 9 })))).toMatchObject({ ...isHello, payload: 'h' });
    const long = walked(frame(udpPacket(from, to, hello, { length: 65_535 })));
    expect([long.what, long.payload, layerProblems[Math.log2(long.problems)], long.announcedEnd - long.payloadEnd]).toEqual([
      'UDP',
      'hello',
      'udp.length-above-payload',
      0,
    ]);
    expect(walked(frame(udpPacket(from, to, hello, { length: 0 })))).toMatchObject({ ...isHello, problems: 2 });
  });

  test('ICMP errors are ICMP, whatever they quote', () => {
    expect(walked(frame(icmpError('198.51.100.7', '192.0.2.10', 3, 3, udpPacket(from, to, hello))))).toMatchObject({ what: 'ICMP' });
    expect(walked(frame(icmpError('2001:db8::2', '2001:db8::1', 1, 4, udpPacket(from6, to6, hello))))).toMatchObject({ what: 'ICMP', isIpv6: true });
    expect(walked(frame(ipPacket(from.address, to.address, 89, new Uint8Array(12))))).toMatchObject({ what: 'OTHER_IP', protocol: 89 });
  });
});

describe('tunnels: the innermost layers count', () => {
  const [a, b] = [endpoint('10.0.0.1:2152'), endpoint('10.0.0.2:2152')];
  const [ip, ip6] = [udpPacket(from, to, hello), udpPacket(from6, to6, hello)];
  const gtp = (payload: Uint8Array, flags = 0x30, more: Uint8Array = new Uint8Array(0)): Uint8Array =>
    join(numbers([1, flags], [1, 255], [2, payload.length + more.length], [4, 7]), more, payload);
  const tunnels: [string, Uint8Array, object][] = [
    ['IP in IP', ipPacket('10.0.0.1', '10.0.0.2', 4, ip), isHello],
    ['6in4', ipPacket('10.0.0.1', '10.0.0.2', 41, ip6), isHello6],
    ['IPv4 in IPv6', ipPacket('2001:db8::a', '2001:db8::b', 4, ip), isHello],
    ['GRE', ipPacket('10.0.0.1', '10.0.0.2', 47, join(hex('0000 0800'), ip)), isHello],
    [
      'GRE with checksum, key and sequence, Ethernet inside',
      ipPacket('10.0.0.1', '10.0.0.2', 47, join(hex('b000 6558'), new Uint8Array(12), frame(ip))),
      isHello,
    ],
    ['GTP-U', udpPacket(a, b, gtp(ip)), isHello],
    ['GTP-U with sequence number', udpPacket(a, b, gtp(ip, 0x32, hex('0001 00 00'))), isHello],
    ['GTP-U with an extension header', udpPacket(a, b, gtp(ip6, 0x34, hex('0000 00 85 01 0009 00'))), isHello6],
    ['VXLAN', udpPacket(a, endpoint('10.0.0.2:4789'), join(hex('08000000 00007b00'), frame(ip))), isHello],
  ];
  test.each(tunnels)('%s', (_name, packet, expected) => {
    expect(walked(frame(packet))).toMatchObject(expected);
  });

  test('other traffic on the ports of tunnels stays what it is', () => {
    expect(walked(frame(udpPacket(a, b, octetsOf('OPTIONS sip:a SIP/2.0\r\n'))))).toMatchObject({ what: 'UDP', payload: 'OPTIONS sip:a SIP/2.0\r\n' });
    expect(walked(frame(udpPacket(a, b, gtp(ip, 0x34, hex('0000 00 85 00 0009 00')))))).toMatchObject({ what: 'UDP', from: '10.0.0.1:2152' });
  });

  test('endless nesting ends at the limit', () => {
    let packet = ip;
    for (let i = 0; i < 60; i++) packet = ipPacket('10.0.0.1', '10.0.0.2', 4, packet);
    expect(walked(frame(packet))).toMatchObject({ what: 'limit.layerDepth' });
    expect(walked(ethernetFrame(0x8100, hex('0001 8100'.repeat(5000))))).toMatchObject({ what: 'limit.layerDepth' });
    expect(walked(ethernetFrame(0x8847, hex('00010000'.repeat(300))))).toMatchObject({ what: 'limit.layerDepth' });
    expect(walked(frame(udpPacket(from6, to6, hello, { extensions: new Array(150).fill({ header: 60 }) })))).toMatchObject({ what: 'limit.layerDepth' });
  });
});

describe('no read outside the packet', () => {
  const linkTypes = [0, 1, 8, 9, 12, 50, 51, 101, 104, 108, 113, 204, 228, 229, 276, 147];
  const same = (octets: Uint8Array, linkType: number): void => {
    const [zeros, ones] = [walked(octets, linkType, 0), walked(octets, linkType, 0xff)];
    expect(zeros).toEqual(ones);
    expect(zeros.payloadAt).toBeGreaterThanOrEqual(64);
    expect(zeros.payloadAt).toBeLessThanOrEqual(zeros.payloadEnd);
    expect(zeros.payloadEnd).toBeLessThanOrEqual(64 + octets.length);
    expect(zeros.announcedEnd).toBeGreaterThanOrEqual(zeros.payloadEnd);
  };

  test('every cut of every forged packet', () => {
    const whole = [
      ...allLinks.map((link) => [frame(udpPacket(from6, to6, hello, { extensions: [{ header: 0 }, { header: 44 }] }), link), linkTypeOf(link)] as const),
    ];
    whole.push([frame(ipPacket('10.0.0.1', '10.0.0.2', 47, join(hex('b000 6558'), new Uint8Array(12), frame(createTcp(from, to).open()[0]!)))), 1]);
    whole.push([ethernetFrame(0x8864, join(hex('1100 0001 00ff 0281 0001 01ff'), udpPacket(from, to, hello))), 1]);
    for (const [octets, linkType] of whole) for (let length = 0; length <= octets.length; length++) same(octets.subarray(0, length), linkType);
  });

  test('any octets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 90 }), fc.constantFrom(...linkTypes), same), { numRuns: 3000 });
    const bent = fc.tuple(fc.constantFrom(...allLinks), fc.array(fc.tuple(fc.nat(89), fc.nat(255)), { maxLength: 4 }));
    fc.assert(
      fc.property(bent, ([link, changes]) => {
        const octets = frame(udpPacket(from, to, new Uint8Array(30)), link);
        for (const [at, value] of changes) octets[at % octets.length] = value;
        same(octets, linkTypeOf(link));
      }),
      { numRuns: 3000 },
    );
  });
});
