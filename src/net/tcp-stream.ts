/**
 * TCP reassembly (RFC 9293 section 3.10.7.4): each direction's octets in order, with the packet each stretch came in.
 * In order costs no copy; out of order is held. Policy for overlaps: octets that came first stand; a retransmission that
 * differs is reported. A missing beginning takes the first data segment seen. A gap is given up, and told to the sink, when
 * limits.streamGap octets wait behind it, when the other side acknowledged it more than a second ago (the network
 * delivered it, the capture missed it), when memory runs short, and when the capture ends.
 */
import type { DiagnosticLog } from '../base/diagnostic.ts';
import { hashOctets } from '../base/intern.ts';
import { limits } from '../base/limits.ts';
import { serialDelta32 } from '../base/serial.ts';
import type { Nanoseconds, PacketIndex } from '../base/units.ts';
import { tcpFlags } from '../wire/tcp.ts';
import type { Layers } from './layers.ts';
import type { TcpFlow } from './tcp-flow.ts';
import { TcpFlowTable } from './tcp-flow-table.ts';
import { HELD_OVERHEAD, hold } from './tcp-hold.ts';

/** nanoseconds after an acknowledgement before what it covers is given up: lets reordered captures catch up */
const ACKNOWLEDGED_WAIT = 1e9;
/** octets; a jump beyond the largest window (RFC 7323) is another connection on the same ports */
const LARGEST_WINDOW = 0x40000000;

export interface TcpSink {
  /** The flow's next octets: octets[at, end), borrowed, which arrived in `packet` at `time`. */
  data(flow: TcpFlow, octets: Uint8Array, at: number, end: number, packet: PacketIndex, time: Nanoseconds): void;
  /** `length` octets are missing here; `packet` is the first one behind the gap, or the one that was cut. */
  gap(flow: TcpFlow, length: number, packet: PacketIndex): void;
  /** Nothing more will come from this flow: it was closed, its ports were used again, or it was dropped (a limit). */
  ended(flow: TcpFlow): void;
}

export class TcpStreams {
  /** octets held behind gaps, over all flows */
  held = 0;
  readonly #diagnostics: DiagnosticLog;
  readonly #table: TcpFlowTable = new TcpFlowTable();
  /** flows with held segments, the one that waits longest first */
  readonly #waiting = new Set<TcpFlow>();
  #sink: TcpSink | undefined;
  readonly #drop = (flow: TcpFlow): void => {
    this.#diagnostics.report('limit.streamFlows');
    if (this.#sink !== undefined) this.#close(flow, this.#sink);
    this.ignore(flow);
  };

  constructor(diagnostics: DiagnosticLog) {
    this.#diagnostics = diagnostics;
  }

  /** Takes a segment that a walk with outcome TCP found. */
  segment(layers: Layers, octets: Uint8Array, packet: PacketIndex, time: Nanoseconds, sink: TcpSink): void {
    const flags = layers.tcpFlags;
    const length = layers.payloadEnd - layers.payloadAt;
    this.#sink = sink;
    let flow = this.#table.find(layers, this.#drop);
    if (flow !== undefined && flow.ignored && (flags & tcpFlags.SYN) === 0) return;
    if (flow === undefined) {
      if (length === 0 && (flags & tcpFlags.SYN) === 0) return this.#acknowledge(layers, time, sink);
      flow = this.#table.add(layers);
    }
    let sequence = layers.tcpSequence;
    if ((flags & tcpFlags.SYN) !== 0) {
      sequence = (sequence + 1) >>> 0;
      flow = this.#synchronise(flow, sequence, layers, sink);
      if (flow.ignored) return;
    }
    if (flow.opposite !== undefined && flow.opposite.held.length > 0) this.#acknowledge(layers, time, sink);
    const announced = Math.max(length, layers.announcedEnd - layers.payloadAt);
    if (flow.closed) {
      if (announced === 0 || serialDelta32(sequence + announced, flow.expected) <= 0) return;
      flow = this.#table.add(layers);
    }
    if ((flags & tcpFlags.FIN) !== 0) flow.finAt = (sequence + announced) >>> 0;
    if (announced > 0) this.#take(flow, layers, octets, sequence, length, announced, packet, time, sink);
    if (flow.held.length > 0 && time - flow.gapAcknowledged > ACKNOWLEDGED_WAIT) this.#giveUp(flow, sink);
    if ((flags & tcpFlags.RST) !== 0) this.#close(flow, sink);
    else if (flow.finAt >= 0 && flow.started && flow.expected === flow.finAt) this.#close(flow, sink);
  }

  /** Nobody wants this flow: what it holds is let go, and its later segments cost one lookup. */
  ignore(flow: TcpFlow): void {
    flow.ignored = true;
    flow.context = undefined;
    this.#release(flow);
  }

  /** Gives up every gap: the capture ends. */
  flush(sink: TcpSink): void {
    for (const flow of [...this.#waiting]) while (flow.held.length > 0) this.#giveUp(flow, sink);
    this.#table.endAll(sink);
  }

  /** SYN sets what is expected; on a flow that is under way it begins another connection on the same ports. */
  #synchronise(flow: TcpFlow, sequence: number, layers: Layers, sink: TcpSink): TcpFlow {
    if (flow.started && (flow.closed || (flow.expected !== sequence && flow.recall(sequence, 0) === undefined))) {
      this.#close(flow, sink);
      flow = this.#table.add(layers);
    }
    if (!flow.started) {
      flow.started = true;
      flow.expected = sequence;
      flow.remember(sequence, 0, 0);
    }
    return flow;
  }

  #take(
    flow: TcpFlow,
    layers: Layers,
    octets: Uint8Array,
    sequence: number,
    length: number,
    announced: number,
    packet: PacketIndex,
    time: Nanoseconds,
    sink: TcpSink,
  ): void {
    if (!flow.started) {
      flow.started = true;
      flow.expected = sequence;
    }
    let delta = serialDelta32(sequence, flow.expected);
    if (delta > LARGEST_WINDOW || delta < -LARGEST_WINDOW) {
      this.#diagnostics.report('tcp.sequence-jump', packet, layers.transportAt);
      while (flow.held.length > 0) this.#giveUp(flow, sink);
      sink.gap(flow, -1, packet);
      flow.expected = sequence;
      delta = 0;
    }
    if (delta > 0) return this.#hold(flow, octets, layers.payloadAt, sequence, length, announced - length, packet, time, sink);
    if (delta < 0) this.#repeated(flow, octets, layers.payloadAt, sequence, length, packet);
    if (announced <= -delta) return;
    const first = flow.held[0];
    if (first !== undefined && serialDelta32(first.sequence, sequence) < length) {
      if (length > -delta) this.#hold(flow, octets, layers.payloadAt - delta, flow.expected, length + delta, announced - length, packet, time, sink);
      return this.#drain(flow, sink);
    }
    this.#deliver(flow, octets, layers.payloadAt - delta, layers.payloadEnd, announced - length, packet, time, sink);
    if (flow.held.length > 0) this.#drain(flow, sink);
  }

  /** Gives octets[at, end) to the sink, and the gap behind them when the capture cut the segment. */
  #deliver(flow: TcpFlow, octets: Uint8Array, at: number, end: number, cut: number, packet: PacketIndex, time: Nanoseconds, sink: TcpSink): void {
    if (end > at) {
      flow.remember(flow.expected, end - at, flow.ignored ? 0 : hashOctets(octets, at, end));
      flow.expected = (flow.expected + end - at) >>> 0;
      sink.data(flow, octets, at, end, packet, time);
    }
    if (cut === 0 || flow.ignored) return;
    const missing = end < at ? cut - (at - end) : cut;
    flow.expected = (flow.expected + missing) >>> 0;
    this.#diagnostics.report('tcp.segment-cut', packet);
    sink.gap(flow, missing, packet);
  }

  #repeated(flow: TcpFlow, octets: Uint8Array, at: number, sequence: number, length: number, packet: PacketIndex): void {
    if (length <= 1 && serialDelta32(sequence, flow.expected) === -1) return;
    const before = flow.recall(sequence, length);
    const differs = before !== undefined && before !== hashOctets(octets, at, at + length);
    this.#diagnostics.report(differs ? 'tcp.retransmission-differs' : 'tcp.retransmission', packet, at, length);
  }

  #hold(
    flow: TcpFlow,
    octets: Uint8Array,
    at: number,
    sequence: number,
    length: number,
    cut: number,
    packet: PacketIndex,
    time: Nanoseconds,
    sink: TcpSink,
  ): void {
    const before = flow.heldOctets;
    const differs = hold(flow, octets, at, sequence, length, cut, packet, time);
    this.held += flow.heldOctets - before;
    if (differs) this.#diagnostics.report('tcp.retransmission-differs', packet, at, length);
    if (flow.held.length > 0) this.#waiting.add(flow);
    while (flow.heldOctets > limits.streamGap) {
      this.#diagnostics.report('limit.streamGap', packet, at, length);
      this.#giveUp(flow, sink);
    }
    while (this.held > limits.streamOctets) {
      const longest = this.#waiting.values().next().value;
      if (longest === undefined) return;
      this.#diagnostics.report('limit.streamOctets', longest.held[0]!.packet);
      this.#giveUp(longest, sink);
    }
  }

  /** The other direction acknowledges what this one never showed: note when. */
  #acknowledge(layers: Layers, time: Nanoseconds, sink: TcpSink): void {
    if ((layers.tcpFlags & tcpFlags.ACK) === 0) return;
    const flow = this.#table.findOpposite(layers);
    const first = flow?.held[0];
    if (flow === undefined || first === undefined) return;
    if (serialDelta32(layers.tcpAcknowledgement, first.sequence) < 0) return;
    if (flow.gapAcknowledged === Infinity) flow.gapAcknowledged = time;
    else if (time - flow.gapAcknowledged > ACKNOWLEDGED_WAIT) this.#giveUp(flow, sink);
  }

  /** Tells the sink of the first gap and goes on behind it. */
  #giveUp(flow: TcpFlow, sink: TcpSink): void {
    const first = flow.held[0]!;
    const length = flow.gap();
    this.#diagnostics.report('tcp.gap', first.packet, -1, length);
    flow.expected = first.sequence;
    sink.gap(flow, length, first.packet);
    this.#drain(flow, sink);
  }

  /** Delivers held segments as far as they follow without a gap. */
  #drain(flow: TcpFlow, sink: TcpSink): void {
    for (let first = flow.held[0]; first !== undefined && !flow.ignored; first = flow.held[0]) {
      const delta = serialDelta32(first.sequence, flow.expected);
      if (delta > 0) break;
      flow.held.shift();
      flow.heldOctets -= first.octets.length + HELD_OVERHEAD;
      this.held -= first.octets.length + HELD_OVERHEAD;
      if (first.octets.length + first.cut > -delta) this.#deliver(flow, first.octets, -delta, first.octets.length, first.cut, first.packet, first.time, sink);
    }
    if (flow.ignored) return;
    flow.gapAcknowledged = Infinity;
    this.#waiting.delete(flow);
    if (flow.held.length > 0) this.#waiting.add(flow);
  }

  #close(flow: TcpFlow, sink: TcpSink): void {
    if (flow.closed) return;
    while (flow.held.length > 0) this.#giveUp(flow, sink);
    flow.closed = true;
    if (!flow.ignored) sink.ended(flow);
  }

  #release(flow: TcpFlow): void {
    this.held -= flow.heldOctets;
    flow.heldOctets = 0;
    flow.held.length = 0;
    this.#waiting.delete(flow);
  }
}
