/**
 * Link layers around an IP packet: Ethernet II with VLAN stacks (IEEE 802.1Q), Linux cooked v1 and v2, null and loop,
 * raw IP and PPP (RFC 1661). One `Link` value goes into `frame` and, as `linkTypeOf`, into the capture's header.
 */
import { hex, join, numbers, padded } from './octets.ts';

export interface Vlan {
  readonly id: number;
  /** 0x8100 when absent; 0x88a8 and 0x9100 are the outer tags of a stack */
  readonly type?: 0x8100 | 0x88a8 | 0x9100;
  readonly priority?: number;
}

export type Link =
  | { readonly kind: 'ethernet'; readonly vlans?: readonly Vlan[] /** pad to 60 octets as network cards do */; readonly pad?: boolean }
  | { readonly kind: 'linux-cooked'; readonly vlans?: readonly Vlan[] }
  | { readonly kind: 'linux-cooked-2'; readonly vlans?: readonly Vlan[]; readonly interfaceIndex?: number }
  | { readonly kind: 'null'; readonly byteOrder?: 'little' | 'big' /** 24 NetBSD, 28 FreeBSD, 30 Darwin, 10 Linux */; readonly family6?: number }
  | { readonly kind: 'loop' }
  | { readonly kind: 'raw' }
  | { readonly kind: 'ppp' /** leave out FF 03 */; readonly compressed?: boolean };

/** One of each, for tests that say "on every link layer". */
export const allLinks: readonly Link[] = [
  { kind: 'ethernet' },
  { kind: 'ethernet', vlans: [{ id: 7 }] },
  { kind: 'ethernet', vlans: [{ id: 100, type: 0x88a8 }, { id: 7 }] },
  { kind: 'ethernet', vlans: [{ id: 100, type: 0x9100 }, { id: 9, type: 0x8100 }, { id: 7 }] },
  { kind: 'ethernet', pad: true },
  { kind: 'linux-cooked' },
  { kind: 'linux-cooked-2' },
  { kind: 'null' },
  { kind: 'null', byteOrder: 'big', family6: 28 },
  { kind: 'loop' },
  { kind: 'raw' },
  { kind: 'ppp' },
  { kind: 'ppp', compressed: true },
];

/** LINKTYPE_ number of the registry at tcpdump.org/linktypes.html. */
export function linkTypeOf(link: Link): number {
  switch (link.kind) {
    case 'ethernet':
      return 1;
    case 'linux-cooked':
      return 113;
    case 'linux-cooked-2':
      return 276;
    case 'null':
      return 0;
    case 'loop':
      return 108;
    case 'raw':
      return 101;
    case 'ppp':
      return 9;
  }
}

/** The frame a capture would hold. `packet` is IPv4 or IPv6, told by its first four bits. */
export function frame(packet: Uint8Array, link: Link = { kind: 'ethernet' }): Uint8Array {
  const six = (packet[0] ?? 0) >> 4 === 6;
  const type = six ? 0x86dd : 0x0800;
  switch (link.kind) {
    case 'ethernet':
      return ethernetFrame(type, packet, link.vlans ?? [], link.pad ?? false);
    case 'linux-cooked':
      return cooked(type, packet, link.vlans ?? []);
    case 'linux-cooked-2':
      return cooked2(type, packet, link.vlans ?? [], link.interfaceIndex ?? 2);
    case 'null':
      return join(family(six ? (link.family6 ?? 30) : 2, link.byteOrder !== 'big'), packet);
    case 'loop':
      return join(family(six ? 24 : 2, false), packet);
    case 'raw':
      return packet;
    case 'ppp':
      return join(link.compressed ? '' : hex('ff03'), hex(six ? '0057' : '0021'), packet);
  }
}

/** Any EtherType, for frames that carry no IP: ARP 0x0806, LLDP 0x88cc … */
export function ethernetFrame(type: number, payload: Uint8Array, vlans: readonly Vlan[] = [], pad = false): Uint8Array {
  const [outer, content] = tagged(type, payload, vlans);
  const whole = join(hex('020000000002 020000000001'), numbers([2, outer]), content);
  return pad && whole.length < 60 ? padded(whole, 60) : whole;
}

function cooked(type: number, packet: Uint8Array, vlans: readonly Vlan[]): Uint8Array {
  const [outer, content] = tagged(type, packet, vlans);
  return join(hex('0000 0001 0006 020000000001 0000'), numbers([2, outer]), content);
}

function cooked2(type: number, packet: Uint8Array, vlans: readonly Vlan[], interfaceIndex: number): Uint8Array {
  const [outer, content] = tagged(type, packet, vlans);
  return join(numbers([2, outer], [2, 0], [4, interfaceIndex]), hex('0001 00 06 020000000001 0000'), content);
}

function tagged(type: number, payload: Uint8Array, vlans: readonly Vlan[]): [outer: number, content: Uint8Array] {
  let outer = type;
  let content = payload;
  for (const vlan of vlans.toReversed()) {
    content = join(numbers([2, ((vlan.priority ?? 0) << 13) | vlan.id], [2, outer]), content);
    outer = vlan.type ?? 0x8100;
  }
  return [outer, content];
}

function family(number: number, little: boolean): Uint8Array {
  const word = new Uint8Array(4);
  new DataView(word.buffer).setUint32(0, number, little);
  return word;
}
