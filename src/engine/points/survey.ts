/**
 * The look at several captures before they are read: every packet's fingerprint, time, frame number, flow and IPv4 identification, 26 octets a packet
 * that are given back before the packet table grows. Runs only when there is something to compare; at most limits.pointPackets.
 */
import { float64Column, int32Column, uint16Column, uint32Column, type Column } from '../../base/column.ts';
import { limits } from '../../base/limits.ts';
import type { Nanoseconds } from '../../base/units.ts';
import type { InterfaceTable } from '../../capture/interface-table.ts';
import type { PacketSink } from '../../capture/packet-sink.ts';
import type { AddressTable } from '../../net/address.ts';
import { createLayers, outcomes, type Layers } from '../../net/layers.ts';
import { walk } from '../../net/walk.ts';
import { looksLikeSip } from '../../sip/looks-like-sip.ts';
import { isRtp, PacketPrint } from './packet-print.ts';
import { FlowKind, SurveyFlows } from './survey-flows.ts';

const SLL2 = 276;
const NO_PORTS = 0;

/** A place packets were captured at: a file, or one interface of it. */
export interface Source {
  readonly capture: number;
  /** index into the interface table, where interfaces are points; else -1 */
  readonly interfaceIndex: number;
  /** of the machine, where a record carries it (LINUX_SLL2), else -1 */
  readonly device: number;
  packets: number;
  first: Nanoseconds;
  last: Nanoseconds;
}

/** Names the source of a packet by what its record says; the same in the survey and in the reading after it. */
export class SourceNames {
  readonly #byInterface: boolean;
  readonly #ids: Map<number, number> = new Map();

  constructor(byInterface: boolean) {
    this.#byInterface = byInterface;
  }

  /** An id from 0, or the old count for one never seen. */
  id(capture: number, interfaceIndex: number, linkType: number, view: DataView, at: number, end: number): number {
    if (!this.#byInterface) return capture;
    const device = deviceOf(linkType, view, at, end);
    const key = interfaceIndex * 0x1_0000_0000 + (device < 0 ? 0 : device);
    let id = this.#ids.get(key);
    if (id === undefined) this.#ids.set(key, (id = this.#ids.size));
    return id;
  }
}

function newSource(capture: number, interfaceIndex: number, device: number): Source {
  return { capture, interfaceIndex, device, packets: 0, first: Infinity, last: -Infinity };
}

function deviceOf(linkType: number, view: DataView, at: number, end: number): number {
  return linkType === SLL2 && at + 8 <= end ? view.getUint32(at + 4) : -1;
}

export interface SurveyLimits {
  readonly pointPackets: number;
  readonly pointFlows: number;
}

export class Survey implements PacketSink {
  readonly flows: SurveyFlows;
  readonly sources: Source[] = [];
  readonly names: SourceNames;
  readonly byInterface: boolean;
  readonly time: Column<Float64Array> = float64Column(1024);
  readonly a: Column<Int32Array> = int32Column(1024);
  readonly b: Column<Int32Array> = int32Column(1024);
  readonly frame: Column<Uint32Array> = uint32Column(1024);
  readonly flow: Column<Int32Array> = int32Column(1024);
  /** IPv4 identification: a packet keeps it, one that is sent again usually has another; 0 says nothing */
  readonly identification: Column<Uint16Array> = uint16Column(1024);
  /** packets that were not taken in because there were too many */
  omitted = 0;
  /** the capture at hand, and its frames so far; set by begin() */
  #capture = 0;
  #frames = 0;
  #interfaces: InterfaceTable | undefined;
  readonly #addresses: AddressTable;
  readonly #layers: Layers = createLayers();
  readonly #print: PacketPrint = new PacketPrint();

  readonly #most: number;

  constructor(addresses: AddressTable, byInterface: boolean, most: SurveyLimits = limits) {
    this.flows = new SurveyFlows(most.pointFlows);
    this.#most = most.pointPackets;
    this.#addresses = addresses;
    this.byInterface = byInterface;
    this.names = new SourceNames(byInterface);
  }

  /** Two rows of one fingerprint may be one packet: not when their identifications say they were sent apart. */
  mayBeOne(one: number, other: number): boolean {
    const [a, b] = [this.identification.values[one]!, this.identification.values[other]!];
    if (a === b || a === 0 || b === 0) return true;
    const [flowA, flowB] = [this.flow.values[one]!, this.flow.values[other]!];
    // relays and some NAT give datagrams identifications of their own
    return this.flows.kind.values[flowA] === FlowKind.rtp || !this.flows.isSame(flowA, flowB);
  }

  get count(): number {
    return this.time.length;
  }

  /** The packets that follow are of this capture. */
  begin(capture: number, interfaces: InterfaceTable): void {
    this.#capture = capture;
    this.#interfaces = interfaces;
    this.#frames = 0;
    if (!this.byInterface) this.sources[capture] = newSource(capture, -1, -1);
  }

  packet(view: DataView, octets: Uint8Array, at: number, end: number, _original: number, interfaceIndex: number, time: Nanoseconds): void {
    this.#frames++;
    const { linkType } = this.#interfaces!.at(interfaceIndex);
    const source = this.#source(interfaceIndex, linkType, view, at, end, time);
    const layers = this.#layers;
    walk(view, at, end, linkType, this.#addresses, layers);
    if (layers.networkAt < 0 || !this.#print.take(view, layers)) return;
    if (this.count >= this.#most) {
      this.omitted++;
      return;
    }
    const flow = this.#flow(source, view, layers);
    const { flows } = this;
    flows.packets.values[flow]!++;
    if (flows.sip.values[flow] === 0 && flows.kind.values[flow] !== FlowKind.rtp && looksLikeSip(octets, layers.payloadAt, layers.payloadEnd))
      flows.sip.values[flow] = 1;
    this.time.push(time);
    this.a.push(this.#print.a);
    this.b.push(this.#print.b);
    this.frame.push(this.#frames);
    this.flow.push(flow);
    this.identification.push(layers.isIpv6 ? 0 : layers.identification);
  }

  skipped(): void {
    this.#frames++;
  }

  commented(): void {
    // a comment says nothing about where a packet was seen
  }

  #source(interfaceIndex: number, linkType: number, view: DataView, at: number, end: number, time: Nanoseconds): number {
    const id = this.names.id(this.#capture, interfaceIndex, linkType, view, at, end);
    let source = this.sources[id];
    if (source === undefined) this.sources[id] = source = newSource(this.#capture, interfaceIndex, deviceOf(linkType, view, at, end));
    source.packets++;
    source.first = Math.min(source.first, time);
    source.last = Math.max(source.last, time);
    return id;
  }

  #flow(source: number, view: DataView, layers: Layers): number {
    const { outcome } = layers;
    const hasPorts = outcome === outcomes.UDP || outcome === outcomes.TCP;
    const ports = hasPorts ? ((layers.sourcePort << 16) | layers.destinationPort) >>> 0 : NO_PORTS;
    const rtp = isRtp(view, layers);
    const kind = rtp ? FlowKind.rtp : outcome === outcomes.TCP ? FlowKind.tcp : outcome === outcomes.FRAGMENT ? FlowKind.fragment : FlowKind.other;
    const mark = rtp ? view.getUint32(layers.payloadAt + 8) : outcome;
    return this.flows.flow(source, kind, layers.source, layers.destination, ports, mark, layers.ttl);
  }
}
