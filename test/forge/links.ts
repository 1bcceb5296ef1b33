/** The datagram of tunnels.ts on link types that are seldom captured. tshark 4.0.17 reads each of them down to it. */
import { addressOctets } from './address.ts';
import { ethernetFrame, frame } from './frames.ts';
import { hex, join, numbers, octetsOf } from './octets.ts';
import { inner, type Encapsulated } from './tunnels.ts';

const zeros = (length: number): Uint8Array => new Uint8Array(length);
const text = (value: string, length: number): Uint8Array => join(octetsOf(value), zeros(length - value.length));
const little = (value: number): Uint8Array => numbers([4, value]).reverse();

function on(linkType: number, name: string, octets: Uint8Array, layers: string): Encapsulated {
  return { name, linkType, octets, layers };
}

const pflog = (length: number, filled: number): Uint8Array =>
  join(numbers([1, length], [1, 2], [1, 0], [1, 0]), text('em0', 16), text('', 16), numbers([4, 7], [4, 0xffffffff]), zeros(filled - 44));
const nflogRecords = hex('0800 0100 0800 0300 0500 0a00 00000000');
const tag = (type: number, value: Uint8Array): Uint8Array => join(numbers([2, type], [2, value.length]), value);
const ends = join(
  tag(20, addressOctets('192.0.2.10')),
  tag(21, addressOctets('198.51.100.7')),
  tag(24, numbers([4, 3])),
  tag(25, numbers([4, 5060])),
  tag(26, numbers([4, 5062])),
  hex('00000000'),
);
const cooked = (interfaceType: number, protocol: number, octets: Uint8Array): Uint8Array =>
  join(numbers([2, 0], [2, interfaceType], [2, 6]), hex('020000000001 0000'), numbers([2, protocol]), octets);

/** Frame control, parameter, length, extended header, header check sequence (as the frame check sequence of X.25). */
function docsisHeader(control: string, length: number, extended: string): Uint8Array {
  const more = hex(extended);
  const head = join(hex(control), numbers([2, length + more.length]), more);
  let check = 0xffff;
  for (const octet of head) {
    check ^= octet;
    for (let bit = 0; bit < 8; bit++) check = check & 1 ? (check >> 1) ^ 0x8408 : check >> 1;
  }
  return join(head, numbers([2, check ^ 0xffff]).reverse());
}

/** Every link type that is seldom captured, around an IP packet (but for the exported text, which has none). */
export function linksAround(inner: Uint8Array): readonly Encapsulated[] {
  const ethernet = frame(inner);
  const snap = join(hex('aaaa03 000000 0800'), inner);
  const ppp = join(hex('ff03 0021'), inner);
  const nflogPayload = join(numbers([2, inner.length + 4]).reverse(), hex('0900'), inner, zeros((4 - (inner.length & 3)) & 3));
  const wlan = join(hex('0802 0000 000c29000001 000c29000002 000c29000003 1000'), snap);
  return [
    on(107, 'Frame Relay, NLPID', join(hex('1841 03 cc'), inner), 'fr nlpid ip udp'),
    on(107, 'Frame Relay, SNAP', join(hex('1841 03 00 80 000000 0800'), inner), 'fr nlpid ip udp'),
    on(107, 'Frame Relay, bridged Ethernet', join(hex('1841 03 00 80 0080c2 0007'), ethernet), 'fr nlpid eth ip udp'),
    on(107, 'Frame Relay, Cisco', join(hex('1861 0800'), inner), 'fr ip udp'),
    on(100, 'ATM, SNAP', snap, 'llc ip udp'),
    on(100, 'ATM, bridged Ethernet', join(hex('aaaa03 0080c2 0007 0000'), ethernet), 'llc eth ip udp'),
    on(123, 'SunATM, LLC', join(hex('02 00 0064'), snap), 'atm llc ip udp'),
    on(123, 'SunATM, LAN emulation', join(hex('01 00 0064 0001'), ethernet), 'atm eth ip udp'),
    on(143, 'DOCSIS', join(docsisHeader('00 00', ethernet.length, ''), ethernet), 'docsis eth ip udp'),
    on(143, 'DOCSIS, extended header', join(docsisHeader('01 05', ethernet.length, '4410000001'), ethernet), 'docsis eth ip udp'),
    on(
      197,
      'ERF, Ethernet',
      join(zeros(8), hex('0204'), numbers([2, 18 + ethernet.length]), hex('0000'), numbers([2, ethernet.length]), hex('0000'), ethernet),
      'erf eth ip udp',
    ),
    on(117, 'PF log, 61 octets filled up', join(pflog(61, 64), inner), 'pflog ip udp'),
    on(117, 'PF log, 100 octets', join(pflog(100, 100), inner), 'pflog ip udp'),
    on(239, 'netfilter log', join(hex('02 00 0000'), nflogRecords, nflogPayload), 'nflog ip udp'),
    on(226, 'Solaris ipnet', join(hex('01 02 0001'), numbers([4, inner.length]), zeros(16), inner), 'ipnet ip udp'),
    on(109, 'OpenBSD enc', join(hex('02000000 00000001 00000000'), inner), 'enc ip udp'),
    on(258, 'Darwin packet tap', join(little(108), little(1), little(1), text('en0', 24), zeros(72), ethernet), 'pktap eth ip udp'),
    on(178, 'Juniper, Ethernet with extensions', join(hex('4d4743 80 0006 010106 01010e'), ethernet), 'juniper eth ip udp'),
    on(179, 'Juniper, PPP', join(hex('4d4743 00'), ppp), 'juniper ppp ip udp'),
    on(
      167,
      'Juniper, PPPoE',
      join(hex('4d4743 00'), ethernetFrame(0x8864, join(hex('1100 0001'), numbers([2, inner.length + 2]), hex('0021'), inner))),
      'juniper eth pppoes ppp ip udp',
    ),
    on(137, 'Juniper, ATM1', join(hex('4d4743 00 00000001'), snap), 'juniper llc ip udp'),
    on(135, 'Juniper, ATM2', join(hex('4d4743 01 0000000000000000'), snap), 'juniper llc ip udp'),
    on(181, 'Juniper, Cisco HDLC', join(hex('4d4743 00 0f000800'), inner), 'juniper chdlc ip udp'),
    on(180, 'Juniper, Frame Relay', join(hex('4d4743 00 1841 03 cc'), inner), 'juniper fr nlpid ip udp'),
    on(113, 'cooked, GRE', cooked(778, 0x0800, inner), 'sll ip udp'),
    on(113, 'cooked, 802.11 with radiotap', cooked(803, 0x0003, join(hex('0000 0800 00000000'), wlan)), 'sll radiotap wlan llc ip udp'),
    on(138, 'IP over IEEE 1394', join(zeros(16), hex('0800'), inner), 'ip1394 ip udp'),
    on(122, 'IP over Fibre Channel', join(zeros(16), snap), 'ipfc llc ip udp'),
    on(10, 'FDDI', join(hex('50 000c29000001 000c29000002'), snap), 'fddi llc ip udp'),
    on(6, 'Token Ring', join(hex('1040 000c29000001 000c29000002'), snap), 'tr llc ip udp'),
    on(6, 'Token Ring, routing', join(hex('1040 000c29000001 800c29000002 0490 0010'), snap), 'tr llc ip udp'),
    on(9, 'PPP multilink, whole', join(hex('ff03 003d c0000001 0021'), inner), 'ppp ppp ip udp'),
    on(9, 'PPP, bridged', join(hex('ff03 0031 00 01'), ethernet), 'ppp eth ip udp'),
    on(252, 'exported SIP text', join(tag(12, octetsOf('sip\0')), ends, octetsOf('hello')), 'exported_pdu'),
    on(252, 'exported from IP on', join(tag(12, octetsOf('ip\0\0')), hex('00000000'), inner), 'exported_pdu ip udp'),
  ];
}

export const links: readonly Encapsulated[] = linksAround(inner);

/**
 * As above, where tshark 4.0.17 does not know the link type (166, 168, 205, 206), reads a circuit for one protocol only when told so, wants
 * a preference (short multilink sequence numbers), or reads less than tcpdump's description says (Juniper's last two, netANALYZER).
 */
export function ownLinksAround(inner: Uint8Array): readonly Encapsulated[] {
  const ethernet = frame(inner);
  return [
    on(206, 'Frame Relay with direction', join(hex('00 1841 03 cc'), inner), 'fr_direction fr nlpid ip udp'),
    on(205, 'Cisco HDLC with direction', join(hex('00 0f00 0800'), inner), 'chdlc_direction chdlc ip udp'),
    on(178, 'Juniper, link layer stripped', join(hex('4d4743 02 00000002'), inner), 'juniper ip udp'),
    on(240, 'netANALYZER', join(hex('00000000'), ethernet, zeros(4)), 'netanalyzer eth ip udp'),
    on(9, 'PPP multilink, short sequence, whole', join(hex('ff03 003d c001 21'), inner), 'ppp ppp ip udp'),
    on(107, 'Frame Relay, PPP', join(hex('1841 03 cf 0021'), inner), 'fr nlpid ppp ip udp'),
    on(100, 'ATM, a circuit for IP', inner, 'ip udp'),
    on(100, 'ATM, PPP over LLC', join(hex('fefe03 cf 0021'), inner), 'llc ppp ip udp'),
    on(130, 'Juniper, multilink bundle', join(hex('4d4743 00 0001 0021'), inner), 'juniper ppp ip udp'),
    on(130, 'Juniper, services card', join(hex('4d4743 00 4700000000000000'), inner), 'juniper ip udp'),
    on(168, 'Juniper, PPPoE over ATM', join(hex('4d4743 00 8864 1100 0001'), numbers([2, inner.length + 2]), hex('0021'), inner), 'juniper pppoes ppp ip udp'),
    on(133, 'Juniper, GGSN', join(hex('4d4743 00 0000 02 0000000000'), inner), 'juniper ip udp'),
    on(166, 'PPP of pppd', join(hex('00 03 0021'), inner), 'ppp_direction ppp ip udp'),
    on(241, 'netANALYZER, transparent', join(hex('00000000 55555555555555d5'), ethernet), 'netanalyzer eth ip udp'),
    on(276, 'cooked v2, Frame Relay', join(hex('0000 0000 00000002 0302 00 06 020000000001 0000'), hex('1841 03 cc'), inner), 'sll fr nlpid ip udp'),
  ];
}

export const ownLinks: readonly Encapsulated[] = ownLinksAround(inner);
