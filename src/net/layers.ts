/**
 * What the walk from the link layer to transport found: one borrowed record of numbers, reused for every packet.
 * With tunnels and encapsulations it describes the innermost layers (semantics 1.1).
 */
import type { AddressId } from '../base/units.ts';
import { HepHeader } from '../wire/hep.ts';

export const outcomes = { UDP: 0, TCP: 1, ICMP: 2, FRAGMENT: 3, ARP: 4, OTHER_IP: 5, OTHER_ETHERTYPE: 6, NOT_DECODED: 7, HEP: 8, SCTP: 9 } as const;

export const notDecodedReasons = [
  '',
  'link.unsupported',
  'link.header-cut',
  'vlan.cut',
  'llc.cut',
  'mpls.cut',
  'pppoe.cut',
  'ppp.cut',
  'ip.version',
  'ip.header-cut',
  'ip.header-length',
  'ip.total-length',
  'ipv6.header-cut',
  'ipv6.extension-cut',
  'udp.header-cut',
  'udp.length-below-header',
  'tcp.header-cut',
  'tcp.offset',
  'gre.cut',
  'limit.layerDepth',
  'link.family',
  'erspan.header',
  'wlan.version',
  'wlan.encrypted',
  'wlan.fragment',
  'link.encrypted',
  'ppp.compressed',
  'ppp.multilink',
  'sctp.header-cut',
  'esp.cut',
  'esp.encrypted',
  'ip.ah-cut',
] as const;
export type NotDecodedReason = Exclude<(typeof notDecodedReasons)[number], ''>;

/** The bit of a length that is a lie only if the capture did not cut the packet. */
export const LENGTH_ABOVE_PACKET = 8;
/** The bit of an aggregated frame of which only the first part was read. */
export const MORE_IN_FRAME = 32;
/** Bits of Layers.problems: packets that were decoded although something is wrong, bit n named by element n. */
export const layerProblems = [
  'udp.length-above-payload',
  'udp.length-zero',
  'ip.total-length-zero',
  'ip.total-length-above-packet',
  'udp.length-below-payload',
  'wlan.more-in-frame',
] as const;

export class Layers {
  /** one of outcomes */
  outcome = 0;
  /** index into notDecodedReasons; 0 unless outcome is NOT_DECODED */
  reason = 0;
  /** bits named by layerProblems */
  problems = 0;
  /** valid when networkAt >= 0 */
  source: AddressId = 0xffffffff;
  destination: AddressId = 0xffffffff;
  /** valid for UDP and TCP */
  sourcePort = 0;
  destinationPort = 0;
  /** what stands above the last layer walked; payloadEnd is where capture or length ends it */
  payloadAt = 0;
  payloadEnd = 0;
  /** where the payload ends by its announced length: above payloadEnd when the capture cut the packet */
  announcedEnd = 0;
  /** IP protocol number of the innermost IP layer, extension headers stepped over; -1 without IP */
  protocol = -1;
  isIpv6 = false;
  /** Time to Live or Hop Limit */
  ttl = 0;
  /** of IPv4, or of the IPv6 fragment header; unsigned */
  identification = 0xffffffff;
  /** where the innermost IP header begins; -1 without IP */
  networkAt = -1;
  transportAt = -1;
  /** unsigned */
  tcpSequence = 0xffffffff;
  tcpAcknowledgement = 0xffffffff;
  tcpFlags = 0;
  /** octets; with moreFragments valid for FRAGMENT */
  fragmentOffset = 0;
  moreFragments = false;
  /** the last EtherType (or PPP protocol) met; -1 without one */
  etherType = -1;
  /** encapsulations stepped through, at most limits.layerDepth */
  depth = 0;
  /** index of exportedTransports (wire/exported.ts): what carried a message that stands between two ends without it */
  carrier = 0;
  /** where a capture agent's packet (wire/hep.ts) begins, whose inside this describes; -1 without one. Then `hep` is about it */
  hepAt = -1;
  /** where the datagram that carried it ends, as far as it was captured */
  hepEnd = -1;
  /** source address of the datagram that carried it */
  hepSource: AddressId = 0xffffffff;
  readonly hep: HepHeader = new HepHeader();
}

export function createLayers(): Layers {
  return new Layers();
}

/** What a step of the walk returns when there is nothing further: its outcome is set. */
export const DONE = -1;
/** Pseudo EtherTypes for what has none: IEEE 802.2 LLC without a length, and IP told by its version. */
export const LLC = 0x10000;
export const RAW_IP = 0x10001;
/** Headers of tunnels, whose insides are told by themselves. */
export const layerTypes = {
  GTP: 0x10010,
  VXLAN: 0x10011,
  VXLAN_GPE: 0x10012,
  GENEVE: 0x10013,
  L2TP: 0x10014,
  L2TP_3: 0x10015,
  TZSP: 0x10016,
  GRE: 0x10017,
  ERSPAN: 0x10018,
  PSEUDOWIRE: 0x10019,
  HEP: 0x1001a,
  WLAN_PADDED: 0x1001d,
  A_MSDU: 0x1001b,
  NLPID: 0x1001c,
  SCTP: 0x10020,
  ESP: 0x10021,
  TEREDO: 0x10022,
} as const;
/** From here on: the link layer of link type n is LINK + n. */
export const LINK = 0x20000;

/** Ends the walk with an outcome and its payload. */
export function finish(out: Layers, outcome: number, at: number, end: number, announced: number = end): number {
  out.outcome = outcome;
  out.payloadAt = at;
  out.payloadEnd = end;
  out.announcedEnd = announced;
  return DONE;
}

/** Ends the walk at octets that cannot be read further; `at` is where. */
export function notDecoded(out: Layers, reason: NotDecodedReason, at: number, end: number): number {
  out.reason = notDecodedReasons.indexOf(reason);
  return finish(out, outcomes.NOT_DECODED, at, end);
}

/** Goes on with a layer of an EtherType at [at, end). */
export function proceed(out: Layers, type: number, at: number, end: number): number {
  out.payloadAt = at;
  out.payloadEnd = end;
  return type;
}
