/**
 * TCP flows by addresses and ports, in two generations: when the young one is full the old one is dropped, so memory is
 * bounded by limits.streamFlows, and what is dropped is what was not seen for longest. A flow that is used stays.
 */
import { limits } from '../base/limits.ts';
import { FlowTable } from './flow-table.ts';
import type { Layers } from './layers.ts';
import { TcpFlow } from './tcp-flow.ts';
import type { TcpSink } from './tcp-stream.ts';

const GENERATION: number = limits.streamFlows / 2;

export class TcpFlowTable {
  #young: FlowTable = new FlowTable();
  #youngFlows: TcpFlow[] = [];
  #old: FlowTable = new FlowTable(16);
  #oldFlows: TcpFlow[] = [];
  #numbers = 0;

  /** The flow of a segment's direction, or undefined when it is new. Flows not used for longest may go: `drop` hears of each. */
  find(layers: Layers, drop: (flow: TcpFlow) => void): TcpFlow | undefined {
    const ports = (layers.sourcePort << 16) | layers.destinationPort;
    const id = this.#young.find(layers.source, layers.destination, ports, 0);
    if (id >= 0) return this.#youngFlows[id];
    const oldId = this.#old.count === 0 ? -1 : this.#old.find(layers.source, layers.destination, ports, 0);
    const flow = oldId < 0 ? undefined : this.#oldFlows[oldId];
    if (this.#young.count >= GENERATION) this.#age(flow, drop);
    if (flow !== undefined) this.#youngFlows[this.#young.id(layers.source, layers.destination, ports, 0)] = flow;
    return flow;
  }

  /** The flow of the other direction, or undefined. */
  findOpposite(layers: Layers): TcpFlow | undefined {
    const ports = (layers.destinationPort << 16) | layers.sourcePort;
    const id = this.#young.find(layers.destination, layers.source, ports, 0);
    if (id >= 0) return this.#youngFlows[id];
    const oldId = this.#old.count === 0 ? -1 : this.#old.find(layers.destination, layers.source, ports, 0);
    return oldId < 0 ? undefined : this.#oldFlows[oldId];
  }

  /** A new flow for a segment's direction; one that had the same key before is no longer found. */
  add(layers: Layers): TcpFlow {
    const flow = new TcpFlow(this.#numbers++, layers.source, layers.destination, layers.sourcePort, layers.destinationPort);
    const opposite = this.findOpposite(layers);
    if (opposite !== undefined) {
      flow.opposite = opposite;
      opposite.opposite = flow;
    }
    const id = this.#young.id(layers.source, layers.destination, (layers.sourcePort << 16) | layers.destinationPort, 0);
    this.#youngFlows[id] = flow;
    return flow;
  }

  /** Tells the sink that every flow that is still open ends. */
  endAll(sink: TcpSink): void {
    const ended = new Set<TcpFlow>();
    for (const flow of [...this.#oldFlows, ...this.#youngFlows]) {
      if (flow.closed || flow.ignored || ended.has(flow) || !flow.started) continue;
      ended.add(flow);
      flow.closed = true;
      sink.ended(flow);
    }
  }

  #age(spared: TcpFlow | undefined, drop: (flow: TcpFlow) => void): void {
    const young = new Set(this.#youngFlows);
    for (const flow of this.#oldFlows) {
      if (flow !== spared && !young.has(flow) && !flow.closed && !flow.ignored && flow.started) drop(flow);
    }
    this.#old = this.#young;
    this.#oldFlows = this.#youngFlows;
    this.#young = new FlowTable();
    this.#youngFlows = [];
  }
}
