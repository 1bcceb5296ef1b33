/** IEEE 802.11 frames with the datagram of tunnels.ts inside, and the headers of receivers. tshark 4.0.17 reads each of them down to it. */
import { endpoint } from './address.ts';
import { frame } from './frames.ts';
import { udpPacket } from './network.ts';
import { hex, join, numbers } from './octets.ts';
import { inner, type Encapsulated } from './tunnels.ts';

const snapOf = (packet: Uint8Array): Uint8Array => join(hex('aaaa03 000000 0800'), packet);
const snap = snapOf(inner);
const addresses = '000c29000001 000c29000002 000c29000003';
/** frame control, duration, three addresses, sequence control, and what more the header has */
const header = (control: string, more = '', sequence = '1000'): Uint8Array => hex(`${control} 0000 ${addresses} ${sequence} ${more}`);
const little = (size: 2 | 4, value: number): Uint8Array => numbers([size, value]).reverse();
const subframe = (msdu: Uint8Array, pad: string): Uint8Array => join(hex('000c29000001 000c29000002'), numbers([2, msdu.length]), msdu, hex(pad));

function on(linkType: number, name: string, octets: Uint8Array, layers: string): Encapsulated {
  return { name, linkType, octets, layers };
}

export const radiotap = (frame: Uint8Array, flags = 0): Uint8Array => join(hex('0000 0900 02000000'), numbers([1, flags]), frame);
export const protectedFrame: Uint8Array = join(header('0842'), hex('0102030405060708'), new Uint8Array(40).fill(0x5a));
export const beacon: Uint8Array = join(header('8000'), new Uint8Array(30));
export const acknowledgement: Uint8Array = hex('d400 0000 000c29000001');
export const nullData: Uint8Array = header('4801');
export const fragmentOfMsdu: Uint8Array = join(header('0806'), snap);
export const aggregate: Uint8Array = join(header('8802', '8000'), subframe(snap, '000000'), subframe(snap, ''));

const prism = join(numbers([4, 0x44], [4, 144]), new Uint8Array(136));
const avs = join(hex('80211001'), numbers([4, 64]), new Uint8Array(56));

export function wlanFramesAround(inner: Uint8Array): readonly Encapsulated[] {
  const snap = snapOf(inner);
  const plain = join(header('0802'), snap);
  return [
    on(105, 'data', plain, 'wlan llc ip udp'),
    on(105, 'data with four addresses', join(header('0803', '000c29000004'), snap), 'wlan llc ip udp'),
    on(105, 'QoS data', join(header('8802', '0000'), snap), 'wlan llc ip udp'),
    on(105, 'QoS data with four addresses', join(header('8803', '000c29000004 0000'), snap), 'wlan llc ip udp'),
    on(105, 'QoS data with HT Control', join(header('8882', '0000 00000000'), snap), 'wlan llc ip udp'),
    on(105, 'A-MSDU of one', join(header('8802', '8000'), subframe(snap, '')), 'wlan wlan_aggregate llc ip udp'),
    on(127, 'radiotap', radiotap(plain), 'radiotap wlan llc ip udp'),
    on(127, 'radiotap, frame check sequence', radiotap(join(plain, hex('00000000')), 0x10), 'radiotap wlan llc ip udp'),
    on(127, 'radiotap, padded', radiotap(join(header('8802', '0000'), hex('0000'), snap), 0x20), 'radiotap wlan llc ip udp'),
    on(127, 'radiotap, timestamp and more presence', join(hex('0000 1900 010000a0 00000020 00000000 1122334455667788 00'), plain), 'radiotap wlan llc ip udp'),
    on(
      119,
      'Prism',
      join(
        prism.map((_, i) => prism[i < 8 ? (i & ~3) + 3 - (i & 3) : i]!),
        plain,
      ),
      'prism wlan llc ip udp',
    ),
    on(163, 'AVS', join(avs, plain), 'wlancap wlan llc ip udp'),
    on(119, 'AVS as Prism', join(avs, plain), 'wlancap wlan llc ip udp'),
    on(192, 'PPI, 802.11', join(hex('0000 0800'), little(4, 105), plain), 'ppi wlan llc ip udp'),
    on(192, 'PPI with a field, Ethernet', join(hex('0000 1000'), little(4, 1), hex('0500 0400 00000000'), frame(inner)), 'ppi eth ip udp'),
    on(
      1,
      'TZSP, 802.11',
      frame(udpPacket(endpoint('10.0.0.1:9'), endpoint('10.0.0.2:37008'), join(hex('01000012 0a01d8 110100 01'), plain))),
      'eth ip udp tzsp wlan llc ip udp',
    ),
  ];
}

export const wlanFrames: readonly Encapsulated[] = wlanFramesAround(inner);

/** Protected on the air, opened by the receiver. tshark reads them when told to ignore the bit, without and with an initialization vector (wlan.ignore_wep). */
export const openedFrames: readonly Encapsulated[] = [
  on(105, 'opened, cipher header gone', join(header('0842'), snap), 'wlan llc ip udp'),
  on(105, 'opened, CCMP header left', join(header('0842'), hex('0102002004050607'), snap), 'wlan llc ip udp'),
];
