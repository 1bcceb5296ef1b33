/**
 * The capture in numbers, made in slices between which questions are answered: one walk over the messages for methods and
 * response times, one over the calls for outcomes, one over the packets for the load.
 */
import type { CallIndex, MessageIndex } from '../base/units.ts';
import { isEffective, isFailure, State } from '../calls/call-state.ts';
import { Flag } from '../calls/message-fields.ts';
import { SLAB_BITS, SLAB_ROWS } from '../capture/packet-table.ts';
import type { MethodStatistics, Outcomes, PartyStatistics, Statistics } from '../contract/statistics.ts';
import { Method } from '../sip/method.ts';
import type { Session } from './session.ts';
import { Durations } from './spread.ts';

/** milliseconds of work between two pauses */
const SLICE = 12;
/** messages or calls between two looks at the clock */
const STEP = 2048;
/** how far back along its call the request of a response is looked for */
const BACK = 24;
const BUCKETS = 240;
const MOST_PARTIES = 500;

class MethodCounts {
  requests = 0;
  retransmissions = 0;
  answered = 0;
  readonly responses = new Map<number, number>();
  readonly first = new Durations();
  readonly final = new Durations();
}

class OutcomeCounts {
  calls = 0;
  answered = 0;
  failed = 0;
  effective = 0;
  redirected = 0;
  tolerated = 0;
  talk = 0;
  talked = 0;
  readonly pdd = new Durations();
}

class PartyCounts {
  messages = 0;
  retransmissions = 0;
  readonly outcomes = new OutcomeCounts();
  readonly responses = new Durations();
}

export class StatisticsMaker {
  readonly #session: Session;
  #made: { readonly revision: number; readonly promise: Promise<Statistics> } | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Made once for a revision; asked again it gives the same. */
  get(pause: () => Promise<void>): Promise<Statistics> {
    const { revision } = this.#session;
    if (this.#made?.revision !== revision) this.#made = { revision, promise: new Walk(this.#session, pause).run() };
    return this.#made.promise;
  }
}

/** One making of the statistics. */
class Walk {
  readonly #session: Session;
  readonly #pause: () => Promise<void>;
  readonly #methods = new Map<number, MethodCounts>();
  readonly #endpoints = new Map<string, PartyCounts>();
  readonly #agents = new Map<string, PartyCounts>();
  readonly #total = new OutcomeCounts();
  readonly #addresses = new Map<number, PartyCounts>();
  #retransmissions = 0;
  #until = 0;

  constructor(session: Session, pause: () => Promise<void>) {
    this.#session = session;
    this.#pause = pause;
  }

  async run(): Promise<Statistics> {
    const { tables, revision } = this.#session;
    this.#until = Date.now() + SLICE;
    await this.#each(tables.messages.length, (message) => this.#takeMessage(message));
    await this.#each(tables.calls.length, (call) => this.#takeCall(call));
    const load = await this.#load();
    for (const [address, counts] of this.#addresses) this.#endpoints.set(tables.addresses.text(address), counts);
    return {
      total: outcomesOf(this.#total),
      messages: tables.messages.length,
      retransmissions: this.#retransmissions,
      methods: [...this.#methods].map(([method, counts]) => methodOf(tables.methods.name(method), counts)).sort((a, b) => b.requests - a.requests),
      endpoints: partiesOf(this.#endpoints),
      userAgents: partiesOf(this.#agents),
      load,
      revision,
    };
  }

  async #each(length: number, take: (index: number) => void): Promise<void> {
    for (let index = 0; index < length; index++) {
      take(index);
      if (index % STEP === STEP - 1) await this.#breathe();
    }
  }

  async #breathe(): Promise<void> {
    if (Date.now() < this.#until) return;
    await this.#pause();
    this.#until = Date.now() + SLICE;
  }

  #takeMessage(message: MessageIndex): void {
    const { messages } = this.#session.tables;
    const flags = messages.flags(message);
    if ((flags & Flag.captureDuplicate) !== 0) return;
    const sender = this.#party(messages.sourceAddress(message));
    const isRepeated = (flags & Flag.retransmission) !== 0;
    sender.messages++;
    if (isRepeated) {
      sender.retransmissions++;
      this.#retransmissions++;
    }
    const status = messages.status(message);
    const counts = this.#method(status === 0 ? messages.method(message) : messages.cseqMethod(message));
    if (status === 0) {
      if (isRepeated) counts.retransmissions++;
      else counts.requests++;
    } else if (!isRepeated) this.#takeResponse(message, status, counts, sender);
  }

  /** Finds the request by branch and CSeq on its way back along the call. */
  #takeResponse(message: MessageIndex, status: number, counts: MethodCounts, sender: PartyCounts): void {
    const { messages } = this.#session.tables;
    counts.responses.set(status, (counts.responses.get(status) ?? 0) + 1);
    const branch = messages.branch(message);
    const cseq = messages.cseqNumber(message);
    let isFirst = true;
    let isFirstFinal = status >= 200;
    let other = messages.previous(message);
    for (let steps = 0; other >= 0 && steps < BACK; steps++, other = messages.previous(other)) {
      if (messages.cseqNumber(other) !== cseq || messages.branch(other) !== branch || messages.cseqMethod(other) !== messages.cseqMethod(message)) continue;
      const otherStatus = messages.status(other);
      if (otherStatus !== 0) {
        isFirst = false;
        if (otherStatus >= 200) isFirstFinal = false;
        continue;
      }
      if (messages.method(other) === Method.ACK || messages.source(other) !== messages.destination(message)) continue;
      if (isFirst) counts.answered++;
      if (this.#session.limits.timeStep(messages.call(message)) > 0) return;
      const took = (messages.time(message) - messages.time(other)) / 1e6;
      if (isFirst) {
        counts.first.add(took);
        sender.responses.add(took);
      }
      if (isFirstFinal) counts.final.add(took);
      return;
    }
  }

  #takeCall(call: CallIndex): void {
    const { tables, facts } = this.#session;
    const { calls, messages } = tables;
    if (!calls.hasInvite(call)) return;
    facts.refresh(call);
    const state = facts.state.values[call]!;
    const status = facts.finalStatus.values[call]!;
    // what is known to the second is no measure of milliseconds
    const pdd = this.#session.limits.timeStep(call) > 0 ? NaN : facts.pdd.values[call]!;
    const talk = facts.talkTime.values[call]!;
    const invite = calls.firstInvite.values[call]!;
    const parties = [this.#total, this.#party(messages.sourceAddress(invite)).outcomes];
    const destination = messages.destinationAddress(invite);
    if (destination !== messages.sourceAddress(invite)) parties.push(this.#party(destination).outcomes);
    for (const text of new Set(calls.agents(call))) parties.push(this.#agent(tables.text(text)).outcomes);
    for (const party of parties) count(party, state, status, pdd, talk);
    for (const text of new Set(calls.agents(call))) this.#agent(tables.text(text)).messages += calls.count.values[call]!;
  }

  /** Packets of the whole capture in BUCKETS buckets of time. */
  async #load(): Promise<Statistics['load']> {
    const { tables, facts } = this.#session;
    const { packets, messages, calls, streams } = tables;
    const width = Math.max(1, Math.ceil((facts.captureEnd + 1) / BUCKETS));
    const bucket = (time: number): number => Math.min(BUCKETS - 1, Math.max(0, Math.floor(time / width)));
    const perMessage = new Float64Array(BUCKETS);
    const bitRate = new Float64Array(BUCKETS);
    const callChange = new Float64Array(BUCKETS + 1);
    const streamChange = new Float64Array(BUCKETS + 1);
    await this.#each(messages.length, (message) => perMessage[bucket(messages.time(message))]!++);
    await this.#each(calls.length, (call) => {
      if (!calls.hasInvite(call)) return;
      callChange[bucket(messages.time(calls.head.values[call]!))]!++;
      callChange[bucket(messages.time(calls.tail.values[call]!)) + 1]!--;
    });
    for (let stream = 0; stream < streams.count; stream++) {
      streamChange[bucket(streams.firstTime(stream))]!++;
      streamChange[bucket(streams.lastTime(stream)) + 1]!--;
    }
    for (let index = 0; index << SLAB_BITS < packets.length; index++) {
      const slab = packets.slab(index);
      const end = Math.min(SLAB_ROWS, packets.length - (index << SLAB_BITS));
      for (let i = 0; i < end; i++) bitRate[bucket(slab.time[i]!)]! += slab.rtpLength[i]!;
      await this.#breathe();
    }
    const seconds = width / 1e9;
    for (let i = 0; i < BUCKETS; i++) bitRate[i] = (bitRate[i]! * 8) / 1000 / seconds;
    return { from: 0, width, messages: perMessage.map((sum) => sum / seconds), calls: running(callChange), streams: running(streamChange), bitRate };
  }

  #method(method: number): MethodCounts {
    let counts = this.#methods.get(method);
    if (counts === undefined) this.#methods.set(method, (counts = new MethodCounts()));
    return counts;
  }

  #party(address: number): PartyCounts {
    let counts = this.#addresses.get(address);
    if (counts === undefined) this.#addresses.set(address, (counts = new PartyCounts()));
    return counts;
  }

  #agent(name: string): PartyCounts {
    let counts = this.#agents.get(name);
    if (counts === undefined) this.#agents.set(name, (counts = new PartyCounts()));
    return counts;
  }
}

function count(party: OutcomeCounts, state: number, status: number, pdd: number, talk: number): void {
  party.calls++;
  if (isAnswered(state)) party.answered++;
  if (isFailure(state)) party.failed++;
  if (isEffective(state)) party.effective++;
  if (state === State.REDIRECTED) party.redirected++;
  if (status === 480 || status === 486 || status === 600 || status === 603) party.tolerated++;
  if (!Number.isNaN(pdd)) party.pdd.add(pdd);
  if (Number.isNaN(talk)) return;
  party.talk += talk;
  party.talked++;
}

function isAnswered(state: number): boolean {
  return state === State.ANSWERED || state === State.IN_CALL || state === State.COMPLETED || state === State.NO_ACK || state === State.CANCELLED_LATE;
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : (100 * part) / whole;
}

function outcomesOf(counts: OutcomeCounts): Outcomes {
  const { calls, answered, failed, effective, redirected, tolerated, talk, talked, pdd } = counts;
  return {
    calls,
    answered,
    failed,
    asr: share(answered, calls),
    ner: share(effective, calls),
    ser: share(answered, calls - redirected),
    seer: share(answered + tolerated, calls - redirected),
    acd: talked === 0 ? undefined : talk / talked,
    pdd: pdd.spread(),
  };
}

function methodOf(method: string, { requests, retransmissions, answered, responses, first, final }: MethodCounts): MethodStatistics {
  return {
    method,
    requests,
    retransmissions,
    unanswered: method === 'ACK' ? 0 : Math.max(0, requests - answered),
    responses: [...responses].sort((a, b) => a[0] - b[0]).map(([status, amount]) => ({ status, count: amount })),
    firstResponse: first.spread(),
    finalResponse: final.spread(),
  };
}

function partiesOf(parties: ReadonlyMap<string, PartyCounts>): readonly PartyStatistics[] {
  return [...parties]
    .sort((a, b) => b[1].messages - a[1].messages)
    .slice(0, MOST_PARTIES)
    .map(([key, { messages, retransmissions, outcomes, responses }]) => ({
      key,
      messages,
      retransmissions,
      responseTime: responses.spread(),
      ...outcomesOf(outcomes),
    }));
}

function running(change: Float64Array): Float64Array {
  const sums = new Float64Array(change.length - 1);
  let sum = 0;
  for (let i = 0; i < sums.length; i++) {
    sum += change[i]!;
    sums[i] = sum;
  }
  return sums;
}
