/**
 * Facts of calls that stand in the octets of their packets (findings/deep-facts.ts): gathered when a call is opened, and for
 * every call in the background where the captures have few; the calls are judged again then.
 */
import type { CallIndex } from '../base/units.ts';
import type { DeepFacts, DeepFax, DeepStream } from '../findings/deep-facts.ts';
import { digitOf } from '../quality/telephone-events.ts';
import { DeepPackets } from './deep-packets.ts';
import { DeepStreams } from './deep-streams.ts';
import type { ToneQueries } from './digits.ts';
import type { FaxQueries } from './faxes.ts';
import type { Reports } from './reports.ts';
import type { Session } from './session.ts';

/** calls up to which all are looked at in the background, and packets of media up to which that is cheap */
const MOST_CALLS = 500;
const MOST_PACKETS = 2_000_000;
/** packets of one call whose sound is listened to when it is opened, some seconds of work; and of all calls in the background */
const MOST_HEARD = 100_000;
const MOST_HEARD_IN_ALL = 200_000;
/** calls whose facts are kept beyond those */
const KEPT = 2000;
const FAX_TONES: ReadonlySet<string> = new Set(['cng', 'ced', 'cedReversals', 'ansam', 'ansamReversals', 'v21']);

export interface DeepSources {
  readonly tones: ToneQueries;
  readonly faxes: FaxQueries;
  readonly reports: Reports;
}

export class DeepFindings {
  readonly #session: Session;
  readonly #sources: DeepSources;
  readonly #packets: DeepPackets;
  readonly #streams: DeepStreams;
  /** by call: its facts, and whether the sound was listened to for them */
  readonly #made = new Map<CallIndex, { readonly listen: boolean; readonly done: Promise<void> }>();
  #running: Promise<void> | undefined;

  constructor(session: Session, sources: DeepSources) {
    this.#session = session;
    this.#sources = sources;
    this.#packets = new DeepPackets(session.tables);
    this.#streams = new DeepStreams(session, sources.reports, this.#packets);
  }

  /** Looks at one call, and listens to it when it is short; at once when that was done before. Before reading has ended it does nothing. */
  look(call: CallIndex): Promise<void> {
    return this.#look(call, this.#packetsOf(call) <= MOST_HEARD);
  }

  /** Looks at it again after somebody has listened to it, long as it may be. */
  heard(call: CallIndex): Promise<void> {
    return this.#look(call, true);
  }

  #look(call: CallIndex, listen: boolean): Promise<void> {
    const { tables, isReading } = this.#session;
    if (isReading || !(Number.isInteger(call) && call >= 0 && call < tables.calls.length) || !tables.calls.hasInvite(call)) return Promise.resolve();
    const known = this.#made.get(call);
    if (known !== undefined && (known.listen || !listen)) return known.done;
    const done = this.#gather(call, listen).then((facts) => {
      if (this.#session.findings.deep.size >= KEPT) this.#session.findings.deep.clear();
      this.#session.findings.deep.set(call, facts);
    });
    done.catch(() => this.#made.delete(call));
    if (this.#made.size >= KEPT) this.#made.clear();
    this.#made.set(call, { listen, done });
    return done;
  }

  #packetsOf(call: CallIndex): number {
    const { tables, bindings } = this.#session;
    return bindings.streamsOf(call).reduce((sum, stream) => sum + tables.streams.packets(stream), 0);
  }

  /** Looks at every call where that is cheap, once, and has them judged again. */
  lookAtAll(pause: () => Promise<void>): Promise<void> {
    const { tables, isReading } = this.#session;
    if (isReading) return Promise.resolve();
    let packets = 0;
    for (let stream = 0; stream < tables.streams.count; stream++) packets += tables.streams.packets(stream);
    if (tables.calls.length > MOST_CALLS || packets > MOST_PACKETS) return Promise.resolve();
    return (this.#running ??= this.#lookAtAll(pause, packets <= MOST_HEARD_IN_ALL));
  }

  async #lookAtAll(pause: () => Promise<void>, listen: boolean): Promise<void> {
    const { tables, bindings } = this.#session;
    const done: CallIndex[] = [];
    for (let call = 0; call < tables.calls.length; call++) {
      if (!tables.calls.hasInvite(call)) continue;
      const hasMedia = bindings.streamsOf(call).length > 0 || tables.faxFlows.ofCall(call).length > 0;
      if (!hasMedia && !this.#packets.hasHandshakes) continue;
      await this.#look(call, listen).catch(() => {});
      done.push(call);
      await pause();
    }
    if (done.length > 0) await this.#session.judgeAgain(done, pause);
  }

  async #gather(call: CallIndex, listen: boolean): Promise<DeepFacts> {
    const { tables, bindings } = this.#session;
    const own = bindings.streamsOf(call);
    await this.#sources.reports.prefetch(own);
    const streams = new Map<number, DeepStream>();
    for (const stream of own) streams.set(stream, await this.#streams.read(stream));
    const told = await this.#sources.tones.digits(call, listen);
    return {
      streams,
      hasListened: listen,
      digits: (told?.digits ?? []).map(({ digit, event, method, direction, time, duration, place, message, stream, rejected }) => ({
        digit: digit === '' ? (digitOf(event) ?? '') : digit,
        method,
        direction,
        time,
        duration,
        packet: place.packet,
        message,
        isRefused: rejected !== undefined,
        stream,
      })),
      faxes: await this.#faxes(call),
      faxTones: (told?.tones ?? []).filter(({ tone }) => FAX_TONES.has(tone)).map(({ tone, place }) => ({ packet: place.packet, tone })),
      signallingMarks: await this.#signallingMarks(call),
      ...(await this.#packets.handshakes(call, this.#session.announcer.lines, tables.messages)),
    };
  }

  async #faxes(call: CallIndex): Promise<readonly DeepFax[]> {
    const { tables } = this.#session;
    if (tables.faxFlows.ofCall(call).length === 0) return [];
    const sessions = await this.#sources.faxes.faxes(call);
    return sessions.map(({ first, outcome, flows, steps, pages, badPages, sender }): DeepFax => {
      const sum = (of: 'lost' | 'recovered'): number => flows.reduce((all, flow) => all + flow[of], 0);
      const last = steps.findLast(({ kind }) => kind === 'frame')?.name ?? '';
      const spans = steps.filter(({ kind }) => kind === 'page').map(({ time, end }) => [time, end] as const);
      const pause = this.#pauseWithin(tables.faxFlows.ofCall(call)[Math.max(0, sender)] ?? -1, spans);
      return { packet: first.packet, outcome, lost: sum('lost'), recovered: sum('recovered'), pages, badPages, last, pause };
    });
  }

  /** The longest time between two packets of a flow within the pages. */
  #pauseWithin(flow: number, spans: readonly (readonly [number, number])[]): DeepFax['pause'] {
    const { faxFlows, packets } = this.#session.tables;
    if (flow < 0 || spans.length === 0) return undefined;
    const rows = faxFlows.gather(packets, flow);
    let worst: DeepFax['pause'];
    for (let i = 1; i < rows.length; i++) {
      const [before, time] = [packets.time(rows[i - 1]!), packets.time(rows[i]!)];
      const value = (time - before) / 1e6;
      if (value <= (worst?.value ?? 0) || !spans.some(([from, to]) => before >= from && time <= to)) continue;
      worst = { packet: rows[i]!, value };
    }
    return worst;
  }

  /** Of the first packet each end of the call sent. */
  async #signallingMarks(call: CallIndex): Promise<DeepFacts['signallingMarks']> {
    const { messages, calls } = this.#session.tables;
    const first = new Map<number, number>();
    let steps = 0;
    for (let message = calls.tail.values[call]!; message >= 0 && steps < 64; message = messages.previous(message), steps++)
      first.set(messages.sourceAddress(message), messages.packet(message));
    return (await this.#packets.marks([...first.values()])).map(({ packet, dscp }) => ({ packet, dscp }));
  }
}
