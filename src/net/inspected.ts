/** What inspectPacket() fills on its way, and the small steps that fill it. Plain data once it is returned. */
import type { Field } from '../base/field.ts';
import { AddressTable } from './address.ts';
import { createLayers, DONE, type Layers } from './layers.ts';

export type InspectedTransport = 'udp' | 'tcp' | 'icmp' | 'hep' | 'sctp' | 'fragment' | 'arp' | 'other' | 'none';

export interface InspectedPacket {
  readonly fields: Field[];
  transport: InspectedTransport;
  /** what stands above the last layer: for udp and tcp the payload */
  payloadAt: number;
  payloadEnd: number;
  /** where the payload ends by its announced length; above payloadEnd when the capture cut the packet */
  announcedEnd: number;
  sourcePort: number;
  destinationPort: number;
  /** IP protocol of the innermost IP layer, -1 without IP */
  protocol: number;
  isIpv6: boolean;
  depth: number;
  /** both addresses of the innermost IP header, for checksums; undefined where there is none, or where the last is not that of the receiver */
  addressesAt: { readonly at: number; readonly length: 8 | 32 } | undefined;
  /** what a step of the walk found, for layers whose way only the walk knows */
  readonly flow: Layers;
  readonly addresses: AddressTable;
}

export function createInspected(at: number, end: number, addresses: AddressTable = new AddressTable()): InspectedPacket {
  return {
    fields: [],
    transport: 'none',
    payloadAt: at,
    payloadEnd: end,
    announcedEnd: end,
    sourcePort: 0,
    destinationPort: 0,
    protocol: -1,
    isIpv6: false,
    depth: 0,
    addressesAt: undefined,
    flow: createLayers(),
    addresses,
  };
}

/** Ends the inspection at a payload. */
export function endAt(out: InspectedPacket, transport: InspectedTransport, at: number, end: number, announced: number = end): number {
  out.transport = transport;
  out.payloadAt = Math.min(at, end);
  out.payloadEnd = end;
  out.announcedEnd = announced;
  return DONE;
}

/** Goes on with a layer of an EtherType at [at, end). */
export function goOn(out: InspectedPacket, type: number, at: number, end: number): number {
  out.payloadAt = at;
  out.payloadEnd = end;
  return type;
}
