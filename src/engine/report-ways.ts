/**
 * Which RTCP packets go along a call's media: between the endpoints of its streams, and on the addresses its SDP announced,
 * whether media was captured there or not (semantics 2.3, 3). In the time of the call and a little beyond, since ports are used again.
 */
import type { CallIndex, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { Session } from './session.ts';

/** before the first and after the last packet, in which ports are still a call's own */
const MARGIN: Nanoseconds = 30e9;

export interface ReportWay {
  /** stream between the same endpoints, and whether the packet goes against it */
  readonly stream: StreamIndex | undefined;
  readonly isBack: boolean;
}

const ANNOUNCED: ReportWay = { stream: undefined, isBack: false };

export class ReportWays {
  readonly #session: Session;
  #revision = -1;
  #flowsOf: Map<CallIndex, Set<number>> = new Map();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Rows of the report index. */
  rowsOf(call: CallIndex): Map<number, ReportWay> {
    const { tables, bindings } = this.#session;
    const { streams, reports, packets, calls } = tables;
    const found = new Map<number, ReportWay>();
    const take = (rows: readonly number[], from: Nanoseconds, to: Nanoseconds, way: ReportWay): void => {
      for (const row of rows) {
        const time = packets.time(reports.packet(row));
        if (time >= from - MARGIN && time <= to + MARGIN && !found.has(row)) found.set(row, way);
      }
    };
    for (const stream of bindings.streamsOf(call)) {
      const [a, b, p, q] = [streams.source(stream), streams.destination(stream), streams.sourcePort(stream), streams.destinationPort(stream)];
      const [from, to] = [streams.firstTime(stream), streams.lastTime(stream)];
      for (const above of [1, 0]) {
        take(reports.between(a, p + above, b, q + above), from, to, { stream, isBack: false });
        take(reports.between(b, q + above, a, p + above), from, to, { stream, isBack: true });
      }
    }
    const tail = calls.tail.values[call]!;
    if (tail < 0) return found;
    const { messages } = tables;
    let first = tail;
    for (let message = tail; message >= 0; message = messages.previous(message)) first = message;
    this.#update();
    for (const flow of this.#flowsOf.get(call) ?? []) take(reports.ofFlow(flow), messages.time(first), messages.time(tail), ANNOUNCED);
    return found;
  }

  #update(): void {
    const { tables, revision } = this.#session;
    if (this.#revision === revision) return;
    this.#revision = revision;
    this.#flowsOf = new Map();
    const { reports, registry } = tables;
    const add = (registration: number, flow: number): void => {
      for (let id = registration; id >= 0; id = registry.older(id)) {
        const call = registry.call(id);
        const flows = this.#flowsOf.get(call);
        if (flows === undefined) this.#flowsOf.set(call, new Set([flow]));
        else flows.add(flow);
      }
    };
    for (let flow = 0; flow < reports.flows; flow++) {
      const row = reports.newestOf(flow);
      const ends = [
        [reports.source(row), reports.sourcePort(row)],
        [reports.destination(row), reports.destinationPort(row)],
      ] as const;
      for (const [address, port] of ends) for (const below of [0, 1]) add(registry.newest(address, port - below), flow);
    }
  }
}
