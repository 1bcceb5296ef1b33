/**
 * One packet in every encapsulation that is read: the frame, its link type, and the layers that the inspector names. Inside
 * each is the same datagram, so that one test can ask all of them for it. tshark 4.0.17 reads each of them down to this datagram.
 */
import { endpoint } from './address.ts';
import { ethernetFrame, frame } from './frames.ts';
import { ipPacket, udpPacket } from './network.ts';
import { hex, join, numbers, octetsOf } from './octets.ts';

export interface Encapsulated {
  readonly name: string;
  readonly linkType: number;
  readonly octets: Uint8Array;
  /** keys of the layers, from the outermost */
  readonly layers: string;
}

/** The datagram inside: from 192.0.2.10:5060 to 198.51.100.7:5062, "hello". */
export const inner: Uint8Array = udpPacket(endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5062'), octetsOf('hello'));
/** in a frame with addresses of a maker that tshark knows, by which it tells a pseudowire */
const makerFrameOf = (packet: Uint8Array): Uint8Array => join(hex('000c29000002 000c29000001 0800'), packet);
const [a, b] = ['10.0.0.1', '10.0.0.2'];

const overIp = (protocol: number, octets: Uint8Array): Uint8Array => frame(ipPacket(a, b, protocol, octets));
const overUdp = (port: number, octets: Uint8Array): Uint8Array => frame(udpPacket(endpoint(`${a}:${port}`), endpoint(`${b}:${port}`), octets));
const answer = (port: number, octets: Uint8Array): Uint8Array => frame(udpPacket(endpoint(`${a}:${port}`), endpoint(`${b}:40000`), octets));
const gtp = (flags: number, more: string, payload: Uint8Array): Uint8Array =>
  join(numbers([1, flags], [1, 255], [2, payload.length + hex(more).length], [4, 7]), hex(more), payload);
/** PPTP: key is payload length and call id */
const pptp = (flags: string, more: string, payload: Uint8Array): Uint8Array =>
  join(hex(`${flags} 880b`), numbers([2, payload.length]), hex('0007'), hex(more), payload);
const pppOf = (packet: Uint8Array): Uint8Array => join(hex('ff03 0021'), packet);

const ethernet = 'eth ip udp';

function onEthernet(name: string, octets: Uint8Array, layers: string): Encapsulated {
  return { name, linkType: 1, octets, layers: `eth ${layers}` };
}

/** Every encapsulation whose octets say what follows, around an IP packet. */
export function tunnelsAround(inner: Uint8Array): readonly Encapsulated[] {
  const innerFrame = frame(inner);
  const makerFrame = makerFrameOf(inner);
  const ppp = pppOf(inner);
  return [
    onEthernet('IP in IP', overIp(4, inner), 'ip ip udp'),
    onEthernet('MPLS in IP (RFC 4023)', overIp(137, join(hex('0001 01ff'), inner)), 'ip mpls ip udp'),
    onEthernet('GRE', overIp(47, join(hex('0000 0800'), inner)), 'ip gre ip udp'),
    onEthernet('GRE, all fields (RFC 2890)', overIp(47, join(hex('b000 0800 00000000 00000009 00000001'), inner)), 'ip gre ip udp'),
    onEthernet('GRE, source routes (RFC 1701)', overIp(47, join(hex('4000 0800 00000000 0800 0004 0a000003 0000 0000'), inner)), 'ip gre ip udp'),
    onEthernet('GRE, transparent Ethernet bridging', overIp(47, join(hex('0000 6558'), innerFrame)), `ip gre ${ethernet}`),
    onEthernet('NVGRE (RFC 7637)', overIp(47, join(hex('2000 6558 00123401'), innerFrame)), `ip gre ${ethernet}`),
    onEthernet('GRE, MPLS', overIp(47, join(hex('0000 8847 0001 01ff'), inner)), 'ip gre mpls ip udp'),
    onEthernet('GRE, PPP', overIp(47, join(hex('0000 880b'), ppp)), 'ip gre ppp ip udp'),
    onEthernet('GRE, WCCP redirect', overIp(47, join(hex('0000 883e 00000000'), inner)), 'ip gre ip udp'),
    onEthernet('PPTP, sequence (RFC 2637)', overIp(47, pptp('3001', '00000001', ppp)), 'ip gre ppp ip udp'),
    onEthernet('PPTP, sequence and acknowledgment', overIp(47, pptp('3081', '00000001 00000002', ppp)), 'ip gre ppp ip udp'),
    onEthernet('ERSPAN type I', overIp(47, join(hex('0000 88be'), innerFrame)), `ip gre ${ethernet}`),
    onEthernet('ERSPAN type II', overIp(47, join(hex('1000 88be 00000001 10070064 00000012'), innerFrame)), `ip gre erspan ${ethernet}`),
    onEthernet('ERSPAN type III', overIp(47, join(hex('1000 22eb 00000001 20070064 00000012 00000004'), innerFrame)), `ip gre erspan ${ethernet}`),
    onEthernet(
      'ERSPAN type III, platform sub-header',
      overIp(47, join(hex('1000 22eb 00000001 20070064 00000012 00000005 0c00000000000000'), innerFrame)),
      `ip gre erspan ${ethernet}`,
    ),
    onEthernet('L2TPv2, PPP', overUdp(1701, join(hex('0002 0001 0002'), ppp)), 'ip udp l2tp ppp ip udp'),
    onEthernet(
      'L2TPv2, all fields',
      overUdp(1701, join(hex('4a02'), numbers([2, 16 + ppp.length]), hex('0001 0002 0003 0004 0002 0000'), ppp)),
      'ip udp l2tp ppp ip udp',
    ),
    onEthernet('GTP-U', overUdp(2152, gtp(0x30, '', inner)), 'ip udp gtp ip udp'),
    onEthernet('GTP-U, two extension headers', overUdp(2152, gtp(0x34, '0000 00 85 01 0009 c0 01 0001 00', inner)), 'ip udp gtp ip udp'),
    onEthernet('VXLAN', overUdp(4789, join(hex('08000000 00007b00'), innerFrame)), `ip udp vxlan ${ethernet}`),
    onEthernet('VXLAN, group policy', overUdp(4789, join(hex('88000009 00007b00'), innerFrame)), `ip udp vxlan ${ethernet}`),
    onEthernet('VXLAN-GPE, IPv4', overUdp(4790, join(hex('0c000001 00007b00'), inner)), 'ip udp vxlan ip udp'),
    onEthernet(
      'VXLAN-GPE, service header (RFC 8300)',
      overUdp(4790, join(hex('0c000004 00007b00 00020203 000009ff'), innerFrame)),
      `ip udp vxlan nsh ${ethernet}`,
    ),
    onEthernet('Geneve, Ethernet', overUdp(6081, join(hex('00006558 00007b00'), innerFrame)), `ip udp geneve ${ethernet}`),
    onEthernet('Geneve, options, IPv4', overUdp(6081, join(hex('03000800 00007b00 0102 80 02 0011223344556677'), inner)), 'ip udp geneve ip udp'),
    onEthernet('VXLAN-GPE back to its sender, without the bit', answer(4790, join(hex('08000001 00007b00'), inner)), 'ip udp vxlan ip udp'),
    onEthernet('Geneve back to its sender', answer(6081, join(hex('00006558 00007b00'), innerFrame)), `ip udp geneve ${ethernet}`),
    onEthernet('Cisco MetaData', ethernetFrame(0x8909, join(hex('0101 0001 0007 0800'), inner)), 'cmd ip udp'),
    onEthernet('MPLS over UDP (RFC 7510)', overUdp(6635, join(hex('0001 01ff'), inner)), 'ip udp mpls ip udp'),
    onEthernet('TZSP, Ethernet', overUdp(37_008, join(hex('01000001 0a01d8 00 01'), innerFrame)), `ip udp tzsp ${ethernet}`),
    onEthernet('MPLS, two labels', ethernetFrame(0x8847, join(hex('0001 00ff 0001 01ff'), inner)), 'mpls mpls ip udp'),
    onEthernet('MPLS, control word', ethernetFrame(0x8847, join(hex('0001 01ff 00000000'), makerFrame)), `mpls pwmcw ${ethernet}`),
    onEthernet('MPLS, control word with a sequence number', ethernetFrame(0x8847, join(hex('0001 01ff 00000007'), makerFrame)), `mpls pwmcw ${ethernet}`),
    onEthernet(
      'PPP with MPLS in PPPoE',
      ethernetFrame(0x8864, join(hex('1100 0001'), numbers([2, inner.length + 6]), hex('0281 0001 01ff'), inner)),
      'pppoes ppp mpls ip udp',
    ),
    onEthernet(
      'VXLAN in GRE in GTP-U',
      overUdp(
        2152,
        gtp(
          0x30,
          '',
          ipPacket(a, b, 47, join(hex('0000 0800'), udpPacket(endpoint('10.1.0.1:9'), endpoint('10.1.0.2:4789'), join(hex('08000000 00007b00'), innerFrame)))),
        ),
      ),
      `ip udp gtp ip gre ip udp vxlan ${ethernet}`,
    ),
  ];
}

export const tunnels: readonly Encapsulated[] = tunnelsAround(inner);

/**
 * As above, where no octet says what follows: told here by what parses. tshark reads those of L2TPv3 once it is told the cookie
 * (`-d l2tp.pw_type==0,eth -o "l2tp.cookie_size:4 byte cookie"`), and the session of GTP-U, but not the two of MPLS.
 */
export function guessedTunnelsAround(inner: Uint8Array): readonly Encapsulated[] {
  const innerFrame = frame(inner);
  const makerFrame = makerFrameOf(inner);
  // whose address begins like the first octet of IPv4
  const lowFrame = join(hex('450000000002 020000000001 0800'), inner);
  return [
    onEthernet('MPLS, Ethernet without control word', ethernetFrame(0x8847, join(hex('0001 01ff'), makerFrame)), `mpls ${ethernet}`),
    onEthernet('MPLS, Ethernet whose address looks like IPv4', ethernetFrame(0x8847, join(hex('0001 01ff'), lowFrame)), `mpls ${ethernet}`),
    onEthernet('MPLS, Cisco HDLC', ethernetFrame(0x8847, join(hex('0001 01ff 00000000 0f000800'), inner)), 'mpls pwmcw chdlc ip udp'),
    onEthernet('L2TPv3 over IP', overIp(115, join(hex('00000011'), innerFrame)), `ip l2tp ${ethernet}`),
    onEthernet('L2TPv3 over IP, cookie of 4', overIp(115, join(hex('00000011 deadbeef'), innerFrame)), `ip l2tp ${ethernet}`),
    onEthernet('L2TPv3 over IP, cookie of 8 and sublayer', overIp(115, join(hex('00000011 deadbeefdeadbeef 00000000'), innerFrame)), `ip l2tp ${ethernet}`),
    onEthernet('L2TPv3 over UDP', overUdp(1701, join(hex('0003 0000 00000011'), innerFrame)), `ip udp l2tp ${ethernet}`),
    onEthernet('GTP-U, Ethernet session', overUdp(2152, gtp(0x30, '', innerFrame)), `ip udp gtp ${ethernet}`),
  ];
}

export const guessedTunnels: readonly Encapsulated[] = guessedTunnelsAround(inner);
