/** Packet kinds as the small numbers of the packet table's kind column: positions in the contract's `packetKinds`. */
import { packetKinds, type PacketKind } from '../contract/overview.ts';

function kindId(kind: PacketKind): number {
  return packetKinds.indexOf(kind);
}

export const Kind: Readonly<Record<PacketKind, number>> = {
  sip: kindId('sip'),
  rtp: kindId('rtp'),
  rtcp: kindId('rtcp'),
  stun: kindId('stun'),
  dtls: kindId('dtls'),
  zrtp: kindId('zrtp'),
  t38: kindId('t38'),
  msrp: kindId('msrp'),
  hep: kindId('hep'),
  sctp: kindId('sctp'),
  keepalive: kindId('keepalive'),
  fragment: kindId('fragment'),
  dns: kindId('dns'),
  icmp: kindId('icmp'),
  arp: kindId('arp'),
  tls: kindId('tls'),
  tcp: kindId('tcp'),
  udp: kindId('udp'),
  other: kindId('other'),
  elsewhere: kindId('elsewhere'),
  notDecoded: kindId('notDecoded'),
};
