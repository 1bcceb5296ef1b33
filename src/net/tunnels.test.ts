/** Tunnels and pseudowires: what is inside counts, the inspector names every header, and no octet outside is read. */
import { describe, expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { ethernetFrame, frame } from '../../test/forge/frames.ts';
import { ipFragments, ipPacket, udpDatagram, udpPacket } from '../../test/forge/network.ts';
import { hex, join, octetsOf } from '../../test/forge/octets.ts';
import { guessedTunnels, tunnels, type Encapsulated } from '../../test/forge/tunnels.ts';
import { DiagnosticLog } from '../base/diagnostic.ts';
import { AddressTable } from './address.ts';
import { Fragments } from './fragments.ts';
import { joinFragments } from './join-fragments.ts';
import { createLayers, outcomes } from './layers.ts';
import { keysOf, sameEverywhere, walked } from '../../test/walked.ts';
import { walk } from './walk.ts';

const isHello = { what: 'UDP', from: '192.0.2.10:5060', to: '198.51.100.7:5062', payload: 'hello', protocol: 17, isIpv6: false };

const all: readonly (readonly [string, Encapsulated])[] = [...tunnels, ...guessedTunnels].map((one) => [one.name, one]);

test.each(all)('%s', (_name, { octets, linkType, layers }) => {
  expect(walked(octets, linkType)).toMatchObject(isHello);
  expect(keysOf(octets, linkType)).toBe(layers);
  for (let length = 0; length <= octets.length; length++) sameEverywhere(octets.subarray(0, length), linkType);
});

describe('what is not a tunnel stays what it is', () => {
  const text = octetsOf('OPTIONS sip:a SIP/2.0\r\n');
  test.each([1701, 2152, 4789, 4790, 6081, 6635, 37_008])('text on port %i', (port) => {
    expect(walked(frame(udpPacket(endpoint(`10.0.0.1:${port}`), endpoint(`10.0.0.2:${port}`), text)))).toMatchObject({
      what: 'UDP',
      payload: 'OPTIONS sip:a SIP/2.0\r\n',
    });
  });
  test('chance at the source port of a tunnel, and media on a port of one', () => {
    const [geneve, media] = [join(hex('00000800 00007b00'), new Uint8Array(40)), join(hex('80080001 000000a0 12345678'), new Uint8Array(160))];
    expect(walked(frame(udpPacket(endpoint('10.0.0.1:6081'), endpoint('10.0.0.2:40000'), geneve)))).toMatchObject({ what: 'UDP', from: '10.0.0.1:6081' });
    for (const port of [1701, 2152, 4789, 4790, 6081, 6635, 37_008])
      expect(walked(frame(udpPacket(endpoint('10.0.0.1:40000'), endpoint(`10.0.0.2:${port}`), media)))).toMatchObject({ what: 'UDP', from: '10.0.0.1:40000' });
  });
  const others: readonly (readonly [string, Uint8Array, object])[] = [
    ['GRE version 2', ipPacket('10.0.0.1', '10.0.0.2', 47, hex('0002 0800 45000000')), { what: 'OTHER_IP' }],
    ['PPTP that only acknowledges', ipPacket('10.0.0.1', '10.0.0.2', 47, hex('2081 880b 0000 0007 00000001')), { what: 'OTHER_IP' }],
    ['ERSPAN of version 3', ipPacket('10.0.0.1', '10.0.0.2', 47, join(hex('1000 88be 00000001'), hex('30'), new Uint8Array(40))), { what: 'erspan.header' }],
    [
      'an L2TP control message',
      udpPacket(endpoint('10.0.0.1:1701'), endpoint('10.0.0.2:1701'), hex('c802 000c 0000 0000 0000 0000')),
      { what: 'UDP', from: '10.0.0.1:1701' },
    ],
    ['the control channel of L2TPv3', ipPacket('10.0.0.1', '10.0.0.2', 115, hex('00000000 c803 0014 00000000 00000000')), { what: 'OTHER_IP' }],
    ['a TZSP keep-alive', udpPacket(endpoint('10.0.0.1:9'), endpoint('10.0.0.2:37008'), hex('01040000 01')), { what: 'UDP', from: '10.0.0.1:9' }],
    ['a Geneve header that ends its datagram', udpPacket(endpoint('10.0.0.1:9'), endpoint('10.0.0.2:6081'), hex('00006558 00007b00')), { what: 'UDP' }],
    [
      'GTP-U with an extension header of length 0',
      udpPacket(endpoint('10.0.0.1:2152'), endpoint('10.0.0.2:2152'), join(hex('34ff 0020 00000007 0000 00 85 00 0009 00'), new Uint8Array(24))),
      { what: 'UDP' },
    ],
  ];
  test.each(others)('%s', (_name, packet, expected) => {
    expect(walked(ethernetFrame(0x0800, packet))).toMatchObject(expected);
    for (let length = 0; length <= packet.length; length++) sameEverywhere(frame(packet).subarray(0, length + 14), 1);
  });
  test('an associated channel below a label, and labels over nothing known', () => {
    expect(walked(ethernetFrame(0x8847, join(hex('0001 01ff 10000021'), ipPacket('10.0.0.1', '10.0.0.2', 1, new Uint8Array(8)))))).toMatchObject({
      what: 'ICMP',
    });
    expect(walked(ethernetFrame(0x8847, hex('0001 01ff 10008902 00112233')))).toMatchObject({ what: 'OTHER_ETHERTYPE' });
  });
});

test('a fragment inside a tunnel is joined with the fragments of its own addresses, whatever carried it', () => {
  const [from, to] = [endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5062')];
  const parts = ipFragments(from.address, to.address, 17, udpDatagram(from, to, new Uint8Array(3000)), 1480, { identification: 77 });
  const carriers = [
    frame(ipPacket('10.0.0.1', '10.0.0.2', 47, join(hex('0000 0800'), parts[0]!))),
    frame(udpPacket(endpoint('10.0.0.3:9'), endpoint('10.0.0.4:4789'), join(hex('08000000 00007b00'), frame(parts[1]!)))),
    frame(udpPacket(endpoint('10.0.0.5:2152'), endpoint('10.0.0.6:2152'), join(hex('30ff 0078 00000007'), parts[2]!))),
  ];
  const [addresses, layers, fragments] = [new AddressTable(), createLayers(), new Fragments(new DiagnosticLog())];
  const joined = carriers.map((octets, packet) => {
    walk(new DataView(octets.buffer), 0, octets.length, 1, addresses, layers);
    expect(layers.outcome).toBe(outcomes.FRAGMENT);
    return joinFragments(fragments, layers, octets, packet, packet, addresses);
  });
  expect(joined.map((whole) => whole?.octets.length)).toEqual([undefined, undefined, 3008]);
  expect([addresses.text(layers.source), layers.sourcePort, layers.payloadEnd - layers.payloadAt]).toEqual(['192.0.2.10', 5060, 3000]);
});

test('tunnels in tunnels end at the limit', () => {
  let packet = udpPacket(endpoint('192.0.2.10:1'), endpoint('192.0.2.11:2'), octetsOf('hello'));
  for (let i = 0; i < 12; i++) packet = udpPacket(endpoint('10.0.0.1:9'), endpoint('10.0.0.2:4789'), join(hex('08000000 00007b00'), frame(packet)));
  expect(walked(frame(packet))).toMatchObject({ what: 'limit.layerDepth' });
});
