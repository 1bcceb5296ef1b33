/** IPsec in the clear (AH, ESP with NULL encryption), encrypted, within UDP; and Teredo: by walk and inspector, at every cut. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { frame } from '../../test/forge/frames.ts';
import { ah, esp, teredo } from '../../test/forge/ipsec.ts';
import { icmpError, ipFragments, ipPacket, udpDatagram, udpPacket } from '../../test/forge/network.ts';
import { hex, join, octetsOf } from '../../test/forge/octets.ts';
import { createTcp } from '../../test/forge/tcp.ts';
import type { Field } from '../base/field.ts';
import { AddressTable } from './address.ts';
import { inspectPacket } from './inspect.ts';
import { createLayers, notDecodedReasons, outcomes } from './layers.ts';
import { walk, walkReassembled } from './walk.ts';

const [from, to] = [endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5062')];
const [from6, to6] = [endpoint('[2001:0:c000:201::1]:5060'), endpoint('[2001:db8::2]:5062')];
const [gateway, other] = [endpoint('203.0.113.1:4500'), endpoint('203.0.113.2:4500')];
const hello = octetsOf('hello');
const flatten = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...flatten(field.children ?? [])]);

function walked(packet: Uint8Array, filling = 0): Record<string, unknown> {
  const around = new Uint8Array(packet.length + 64).fill(filling);
  around.set(packet, 32);
  const [view, addresses, layers] = [new DataView(around.buffer), new AddressTable(), createLayers()];
  walk(view, 32, 32 + packet.length, 1, addresses, layers);
  const opened = inspectPacket(view, 32, 32 + packet.length, 1);
  const isData = layers.outcome === outcomes.UDP || layers.outcome === outcomes.TCP;
  if (isData) expect([opened.payloadAt, opened.payloadEnd]).toEqual([layers.payloadAt, layers.payloadEnd]);
  else expect(['udp', 'tcp']).not.toContain(opened.transport);
  for (const { at = 32, length = 0 } of flatten(opened.fields)) expect(at + length).toBeLessThanOrEqual(32 + packet.length);
  return {
    what: layers.outcome === outcomes.NOT_DECODED ? notDecodedReasons[layers.reason] : Object.keys(outcomes)[layers.outcome],
    payload: isData ? new TextDecoder().decode(around.subarray(layers.payloadAt, layers.payloadEnd)) : '',
    ends: isData ? `${addresses.text(layers.source)}:${layers.sourcePort} ${addresses.text(layers.destination)}:${layers.destinationPort}` : '',
    layers: opened.fields.map(({ key }) => key).join(' '),
  };
}

const udp = udpDatagram(from, to, hello);
const inside = { what: 'UDP', payload: 'hello', ends: '192.0.2.10:5060 198.51.100.7:5062' };
const carried = (protocol: number, payload: Uint8Array): Uint8Array => frame(ipPacket(from.address, to.address, protocol, payload));
const tcp = createTcp(from, to);
tcp.open();
const segment = tcp.send('client', hello)[0]!;

describe('ESP in the clear', () => {
  test.each([12, 16, 20, 24, 32])('an integrity check value of %i octets', (length) => {
    expect(walked(carried(50, esp(17, udp, length)))).toEqual({ ...inside, layers: 'eth ip esp udp' });
  });

  test.each<readonly [string, Uint8Array, object]>([
    ['TCP', carried(50, esp(6, segment.subarray(20))), { ...inside, what: 'TCP', layers: 'eth ip esp tcp' }],
    ['a whole IPv4 packet', carried(50, esp(4, udpPacket(from, to, hello))), { ...inside, layers: 'eth ip esp ip udp' }],
    ['IPv6 in IPv6', frame(ipPacket(from6.address, to6.address, 50, esp(41, udpPacket(from6, to6, hello)))), { what: 'UDP', layers: 'eth ipv6 esp ipv6 udp' }],
    [
      'ICMP',
      carried(50, esp(1, icmpError(to.address, from.address, 3, 3, udpPacket(from, to, hello)).subarray(20))),
      { what: 'ICMP', layers: 'eth ip esp icmp' },
    ],
    ['behind AH', carried(51, ah(50, esp(17, udp))), { ...inside, layers: 'eth ip ah esp udp' }],
    ['within UDP', frame(udpPacket(gateway, other, esp(4, udpPacket(from, to, hello)))), { ...inside, layers: 'eth ip udp esp ip udp' }],
  ])('%s', (_, packet, wanted) => {
    expect(walked(packet)).toMatchObject(wanted);
    for (let length = 0; length <= packet.length; length++) expect(walked(packet.subarray(0, length), 0xff)).toEqual(walked(packet.subarray(0, length)));
  });

  test('in IP fragments', () => {
    const whole = esp(17, udpDatagram(from, to, new Uint8Array(2000)));
    const layers = createLayers();
    walk(new DataView(frame(ipFragments(from.address, to.address, 50, whole, 1400)[1]!).buffer), 0, 600, 1, new AddressTable(), layers);
    walkReassembled(new DataView(whole.buffer), 0, whole.length, new AddressTable(), layers);
    expect([layers.outcome, layers.payloadEnd - layers.payloadAt]).toEqual([outcomes.UDP, 2000]);
  });
});

describe('ESP that is not', () => {
  const sealed = { what: 'esp.encrypted', layers: 'eth ip esp' };
  test('random octets, a trailer that fits nothing, padding that is none, a cut packet', () => {
    expect(walked(carried(50, join(hex('00001000 00000001'), new Uint8Array(100).fill(0x5a))))).toMatchObject(sealed);
    const wrongLength = udpDatagram(from, to, hello, { length: 99 });
    expect(walked(carried(50, esp(17, wrongLength)))).toMatchObject(sealed);
    const wrongPadding = esp(17, udp);
    wrongPadding[8 + udp.length] = 9;
    expect(walked(carried(50, wrongPadding))).toMatchObject(sealed);
    expect(walked(carried(50, esp(17, udp)).subarray(0, -1))).toMatchObject(sealed);
    expect(walked(carried(50, hex('00001000')))).toMatchObject({ what: 'esp.cut' });
  });

  test('random octets are never taken for readable', () => {
    const octets = fc.uint8Array({ minLength: 40, maxLength: 200 });
    fc.assert(
      fc.property(octets, (random) => {
        expect(walked(carried(50, random))).toMatchObject(sealed);
      }),
      { numRuns: 200 },
    );
  });

  test('on port 4500 the datagram stays UDP: IKE, keep-alives, and what else uses the port', () => {
    for (const payload of [join(hex('00000000'), new Uint8Array(40)), hex('ff'), join(hex('00001000 00000001'), new Uint8Array(60).fill(0x5a))])
      expect(walked(frame(udpPacket(gateway, other, payload)))).toMatchObject({ what: 'UDP', ends: '203.0.113.1:4500 203.0.113.2:4500' });
  });
});

test('AH over IPv4, and lengths that cannot be', () => {
  const packet = carried(51, ah(17, udp));
  expect(walked(packet)).toEqual({ ...inside, layers: 'eth ip ah udp' });
  for (let length = 0; length <= packet.length; length++) expect(walked(packet.subarray(0, length), 0xff)).toEqual(walked(packet.subarray(0, length)));
  const tooLong = ah(17, udp);
  tooLong[1] = 255;
  expect(walked(carried(51, tooLong))).toMatchObject({ what: 'ip.ah-cut', layers: 'eth ip ah' });
});

describe('Teredo', () => {
  const six = udpPacket(from6, to6, hello);
  const within = { what: 'UDP', payload: 'hello', ends: '2001:0:c000:201::1:5060 2001:db8::2:5062' };
  const server = endpoint('203.0.113.9:3544');
  test.each<readonly [string, Uint8Array, string]>([
    ['plain', teredo(six), 'eth ip udp ipv6 udp'],
    ['origin indication', teredo(six, { origin: from }), 'eth ip udp teredo ipv6 udp'],
    ['authentication', teredo(six, { identifier: 5 }), 'eth ip udp teredo ipv6 udp'],
    ['both', teredo(six, { origin: from, identifier: 0 }), 'eth ip udp teredo ipv6 udp'],
  ])('%s', (_, payload, layers) => {
    const packet = frame(udpPacket(from, server, payload));
    expect(walked(packet)).toEqual({ ...within, layers });
    for (let length = 0; length <= packet.length; length++) expect(walked(packet.subarray(0, length), 0xff)).toEqual(walked(packet.subarray(0, length)));
  });

  test('by its addresses on any port; other IPv6 there, or with another length, is not taken', () => {
    const anywhere = { ...server, port: 40_000 };
    expect(walked(frame(udpPacket(from, anywhere, teredo(six))))).toMatchObject(within);
    expect(walked(frame(udpPacket(from, anywhere, udpPacket(to6, to6, hello))))).toMatchObject({ what: 'UDP', layers: 'eth ip udp' });
    expect(walked(frame(udpPacket(from, anywhere, join(six, 'x'))))).toMatchObject({ what: 'UDP', layers: 'eth ip udp' });
    const origin = flatten(
      inspectPacket(new DataView(frame(udpPacket(from, server, teredo(six, { origin: from }))).buffer), 0, 14 + 28 + 8 + six.length, 1).fields,
    );
    expect(origin.find(({ key }) => key === 'teredo.orig')?.value).toBe('192.0.2.10:5060');
  });
});
