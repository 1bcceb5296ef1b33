/**
 * What decides the way of a walk beside the octets: which UDP ports may be tunnels, and what a person said about datagrams
 * and link types. Belongs to the address table, so that every walk of one capture, now or later, takes the same way.
 */
import { ESP_UDP_PORT } from '../wire/esp.ts';
import { HEP_PORT } from '../wire/hep.ts';
import { SCTP_UDP_PORT } from '../wire/sctp.ts';
import { TEREDO_PORT } from '../wire/teredo.ts';
import type { Layers } from './layers.ts';

/** Tunnels over UDP, by the ports that IANA or their makers gave them. */
export const udpTunnels = { NONE: 0, GTP: 1, VXLAN: 2, VXLAN_GPE: 3, GENEVE: 4, L2TP: 5, TZSP: 6, MPLS: 7, HEP: 8, SCTP: 9, ESP: 10, TEREDO: 11 } as const;

/** Nobody said anything about a datagram: its port decides, if its header leaves no doubt. */
export const UNDECIDED = -1;

export interface WalkChoices {
  /** by UDP port: not 0 when a datagram from or to it may be a tunnel; 65,536 octets */
  readonly ports: Uint8Array;
  /** one of udpTunnels that a person chose for the datagram of `layers`, NONE for none of them, or UNDECIDED */
  tunnel(layers: Layers): number;
  /** the link type that a person chose to read another one as, or UNDECIDED */
  link(linkType: number): number;
}

/** Ports that name a tunnel when they are the destination, and those that both ends use. */
const destinations: readonly (readonly [port: number, tunnel: number])[] = [
  [4789, udpTunnels.VXLAN],
  [4790, udpTunnels.VXLAN_GPE],
  [6081, udpTunnels.GENEVE],
  [6635, udpTunnels.MPLS],
  [37_008, udpTunnels.TZSP],
];
const bothEnds: readonly (readonly [port: number, tunnel: number])[] = [
  [1701, udpTunnels.L2TP],
  [2152, udpTunnels.GTP],
  [HEP_PORT, udpTunnels.HEP],
  [SCTP_UDP_PORT, udpTunnels.SCTP],
  [ESP_UDP_PORT, udpTunnels.ESP],
  [TEREDO_PORT, udpTunnels.TEREDO],
];
const BOTH_ENDS = 0x80;

/** A fresh table of the well-known ports. */
export function tunnelPorts(): Uint8Array {
  const ports = new Uint8Array(65_536);
  for (const [port, tunnel] of destinations) ports[port] = tunnel;
  for (const [port, tunnel] of bothEnds) ports[port] = tunnel | BOTH_ENDS;
  return ports;
}

const wellKnown = tunnelPorts();

export const noChoices: WalkChoices = { ports: wellKnown, tunnel: () => UNDECIDED, link: () => UNDECIDED };

/** The tunnel that well-known ports name, NONE when they name none; negative when only the source names it, which may be chance. */
export function tunnelOfPorts(sourcePort: number, destinationPort: number): number {
  const tunnel = wellKnown[destinationPort]! & 0x7f;
  if (tunnel !== udpTunnels.NONE) return tunnel;
  const source = wellKnown[sourcePort]!;
  return (source & BOTH_ENDS) === 0 ? -source : source & 0x7f;
}
