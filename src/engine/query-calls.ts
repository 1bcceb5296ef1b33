/** The call list: rows, filter, sort and the rate strip, computed where the columns are (semantics 5.5, 5.6). */
import { readText } from '../base/text.ts';
import type { CallIndex } from '../base/units.ts';
import { isEffective, isFailure, State } from '../calls/call-state.ts';
import { callProblems, callStates, type CallColumn, type CallProblem, type CallQuery, type CallRate, type CallRow, type CallState } from '../contract/calls.ts';
import { findingSeverities } from '../contract/findings.ts';
import type { Page, Paged, Transport } from '../contract/common.ts';
import { transportNames } from '../calls/endpoint-table.ts';
import { rules } from '../findings/rules.ts';
import { ruleNumber } from '../findings/run.ts';
import { Method } from '../sip/method.ts';
import { Affordable } from './affordable.ts';
import { ratedNumber } from './stream-ratings.ts';
import { labelKey, labelNames, labelWords } from './query-labels.ts';
import { matchesWords, OrderCache, pageOf, sortRows, wordsOf, type SortKey } from './row-order.ts';
import type { Session } from './session.ts';
import { partyOf } from './uri-text.ts';

/** strips remembered: one a filter that is looked at */
const KEPT_RATES = 4;

export class CallQueries {
  readonly #session: Session;
  readonly #orders = new OrderCache();
  readonly #rates = new Map<string, Affordable<CallRate>>();
  /** rows of the call table that carry an INVITE, in order of first message; grows with the table */
  #invites: number[] = [];
  #seen = 0;
  #numbers: Int32Array = new Int32Array(0);

  constructor(session: Session) {
    this.#session = session;
  }

  calls(query: CallQuery, page: Page): Paged<CallRow> {
    return pageOf(this.#order(query), page, this.#session.revision, (call) => this.row(call));
  }

  position(query: CallQuery, call: CallIndex): number {
    return this.#order(query).indexOf(call);
  }

  /** All calls in order of first message. */
  ids(): Int32Array {
    const { calls } = this.#session.tables;
    if (this.#seen !== calls.length || this.#invites.length !== calls.invites) {
      this.#invites = [];
      this.#numbers = new Int32Array(calls.length);
      for (let call = 0; call < calls.length; call++) if (calls.hasInvite(call)) this.#numbers[call] = this.#invites.push(call);
      this.#seen = calls.length;
    }
    return Int32Array.from(this.#invites);
  }

  row(call: CallIndex): CallRow {
    const { tables, facts, bindings, ratings, legs, findings, labels } = this.#session;
    const { calls, messages } = tables;
    facts.refresh(call);
    this.ids();
    const head = calls.head.values[call]!;
    const invite = calls.firstInvite.values[call]!;
    const fromUri = tables.text(calls.fromUri.values[call]!);
    const toUri = tables.text(calls.toUri.values[call]!);
    const media = bindings.mediaOf(call);
    const finalMessage = facts.finalMessage.values[call]!;
    const finalStatus = facts.finalStatus.values[call]!;
    return {
      call,
      number: this.#numbers[call]!,
      callId: tables.callId(call),
      limits: this.#session.limits.of([call]),
      start: messages.time(head),
      end: Math.max(messages.time(head), messages.time(calls.tail.values[call]!), media.end),
      from: partyOf(fromUri),
      fromUri,
      fromDisplay: unquote(tables.text(calls.fromDisplay.values[call]!)),
      to: partyOf(toUri),
      toUri,
      toDisplay: unquote(tables.text(calls.toDisplay.values[call]!)),
      requestUri: tables.text(calls.requestUri.values[call]!),
      state: callStates[facts.state.values[call]!]!,
      finalStatus: finalStatus === 0 ? undefined : finalStatus,
      finalReason: finalMessage < 0 ? undefined : tables.reason(finalMessage),
      endedBy: endedBy(facts.endedBy.values[call]!),
      pdd: known(facts.pdd.values[call]!),
      ringTime: known(facts.ringTime.values[call]!),
      setupTime: known(facts.setupTime.values[call]!),
      talkTime: known(facts.talkTime.values[call]!),
      talkEstimated: facts.talkEstimated.values[call] === 1,
      codecs: media.codecs,
      loss: known(media.loss),
      lossSite: media.loss > 0 ? ratings.losses?.of(media.worst)?.site : undefined,
      lostBetween: media.loss > 0 ? ratings.losses?.between(media.worst) : undefined,
      jitter: known(media.jitter),
      mos: ratings.leastOf(bindings.streamsOf(call)),
      messages: calls.count.values[call]!,
      retransmissions: calls.retransmissions.values[call]!,
      captureDuplicates: calls.captureDuplicates.values[call]!,
      source: tables.endpoint(messages.source(invite)),
      destination: tables.endpoint(messages.destination(invite)),
      transports: this.transports(call),
      userAgents: calls.agents(call).map((text) => tables.text(text)),
      problems: this.#problems(call),
      labels: labelNames(labels.of(call)),
      findings: findings.fired.of(call).map((rule) => rules[rule]!.id),
      worstFinding: findingSeverities[findings.fired.worst.values[call]! - 1],
      streams: media.streams,
      encrypted: media.encrypted,
      seal: media.encrypted ? this.#session.sealed.summary(bindings.streamsOf(call)) : undefined,
      legs: legs.count(call),
      legDepth: legs.depth(call),
    };
  }

  transports(call: CallIndex): Transport[] {
    const bits = this.#session.tables.calls.transports.values[call]!;
    return transportNames.filter((_, transport) => (bits & (1 << transport)) !== 0);
  }

  rate(query: CallQuery, buckets: number): CallRate {
    const key = JSON.stringify([query, buckets]);
    let kept = this.#rates.get(key);
    if (kept === undefined) {
      if (this.#rates.size >= KEPT_RATES) this.#rates.delete(this.#rates.keys().next().value!);
      this.#rates.set(key, (kept = new Affordable<CallRate>()));
    }
    return kept.get(this.#session.revision, this.#session.isReading, () => this.#makeRate(query, buckets));
  }

  #makeRate(query: CallQuery, buckets: number): CallRate {
    const { tables, facts } = this.#session;
    const { calls, messages } = tables;
    const count = Math.min(4000, Math.max(1, Math.floor(buckets) || 1));
    const width = Math.max(1, Math.ceil((facts.captureEnd + 1) / count));
    const begun = new Float64Array(count);
    const failed = new Float64Array(count);
    const change = new Float64Array(count + 1);
    const outcomes: Partial<Record<CallState, number>> = {};
    let attempts = 0;
    let answered = 0;
    let effective = 0;
    for (const call of this.#order({ ...query, sort: { column: 'index', descending: false } })) {
      const state = facts.state.values[call]!;
      const first = bucketOf(messages.time(calls.head.values[call]!), width, count);
      begun[first]!++;
      if (isFailure(state)) failed[first]!++;
      change[first]!++;
      change[bucketOf(messages.time(calls.tail.values[call]!), width, count) + 1]!--;
      const name = callStates[state]!;
      outcomes[name] = (outcomes[name] ?? 0) + 1;
      attempts++;
      if (isAnswered(state)) answered++;
      if (isEffective(state)) effective++;
    }
    return {
      from: 0,
      width,
      begun,
      failed,
      concurrent: runningSum(change, count),
      outcomes,
      attempts,
      answered,
      asr: attempts === 0 ? undefined : (100 * answered) / attempts,
      ner: attempts === 0 ? undefined : (100 * effective) / attempts,
      revision: this.#session.revision,
    };
  }

  #problems(call: CallIndex): CallProblem[] {
    const bits = this.#session.facts.problems.values[call]!;
    return bits === 0 ? [] : callProblems.filter((_, bit) => (bits & (1 << bit)) !== 0);
  }

  #order(query: CallQuery): Int32Array {
    return this.#orders.get(query, this.#session.revision, this.#session.isReading, () => {
      this.#session.facts.refreshAll();
      const matching = this.#filter(query);
      const sorted =
        query.sort.column !== 'index'
          ? sortRows(matching, this.#key(query.sort.column), query.sort.descending)
          : query.sort.descending
            ? matching.reverse()
            : matching;
      return query.families === true ? this.#gather(sorted) : sorted;
    });
  }

  /** Legs of one call next to each other, in order A, B, C, where the first of them stands. */
  #gather(ids: Int32Array): Int32Array {
    const { legs } = this.#session;
    const left = new Set<number>(ids);
    const gathered = new Int32Array(ids.length);
    let next = 0;
    for (const call of ids) {
      if (!left.has(call)) continue;
      for (const member of legs.family(call)) if (left.delete(member)) gathered[next++] = member;
    }
    return gathered;
  }

  #filter(query: CallQuery): Int32Array {
    const { facts, tables, findings, labels } = this.#session;
    const { calls, messages } = tables;
    const wanted = (query.rules ?? []).map(ruleNumber).filter((rule) => rule >= 0);
    const [low, high] = labelWords(query.labels);
    const words = wordsOf(query.text);
    const states = query.states.length === 0 ? undefined : new Set(query.states.map((state) => callStates.indexOf(state)));
    const problems = query.problems.reduce((bits, problem) => bits | (1 << callProblems.indexOf(problem)), 0);
    const from = query.from ?? -Infinity;
    const to = query.to ?? Infinity;
    return this.ids().filter((call) => {
      if (states !== undefined && !states.has(facts.state.values[call]!)) return false;
      if (problems !== 0 && (facts.problems.values[call]! & problems) === 0) return false;
      if (query.status !== undefined && !this.#hasResponse(call, query.status)) return false;
      if (wanted.length > 0 && !wanted.some((rule) => findings.fired.has(call, rule))) return false;
      if ((low | high) !== 0 && !labels.hasAny(call, low, high)) return false;
      if (messages.time(calls.head.values[call]!) > to || messages.time(calls.tail.values[call]!) < from) return false;
      return matchesWords(words, () => this.#haystack(call));
    });
  }

  #hasResponse(call: CallIndex, status: number): boolean {
    const { calls, messages } = this.#session.tables;
    for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message))
      if (messages.status(message) === status && messages.cseqMethod(message) === Method.INVITE) return true;
    return false;
  }

  #haystack(call: CallIndex): string {
    const { tables, facts } = this.#session;
    const { calls, messages } = tables;
    const invite = calls.firstInvite.values[call]!;
    const source = tables.endpoint(messages.source(invite));
    const destination = tables.endpoint(messages.destination(invite));
    const agents = calls
      .agents(call)
      .map((text) => tables.text(text))
      .join('\n');
    return [
      tables.text(calls.fromUri.values[call]!),
      tables.text(calls.fromDisplay.values[call]!),
      tables.text(calls.toUri.values[call]!),
      tables.text(calls.toDisplay.values[call]!),
      tables.text(calls.requestUri.values[call]!),
      readText(calls.callId(call)),
      agents,
      `${source.address}:${source.port}`,
      `${destination.address}:${destination.port}`,
      callStates[facts.state.values[call]!],
      String(facts.finalStatus.values[call]),
    ].join('\n');
  }

  #key(column: CallColumn): SortKey {
    const { tables, facts, bindings, ratings, legs, findings, labels } = this.#session;
    const { calls, messages } = tables;
    const number = (values: ArrayLike<number>): SortKey => ({ numbers: (call) => values[call]! });
    switch (column) {
      case 'index':
      case 'start':
        return { numbers: (call) => messages.time(calls.head.values[call]!) };
      case 'from':
        return { texts: (call) => partyOf(tables.text(calls.fromUri.values[call]!)) };
      case 'to':
        return { texts: (call) => partyOf(tables.text(calls.toUri.values[call]!)) };
      case 'state':
        return number(facts.state.values);
      case 'status':
        return number(facts.finalStatus.values);
      case 'duration':
        return { numbers: (call) => messages.time(calls.tail.values[call]!) - messages.time(calls.head.values[call]!) };
      case 'pdd':
        return number(facts.pdd.values);
      case 'ringTime':
        return number(facts.ringTime.values);
      case 'setupTime':
        return number(facts.setupTime.values);
      case 'talkTime':
        return number(facts.talkTime.values);
      case 'endedBy':
        return number(facts.endedBy.values);
      case 'codec':
        return { texts: (call) => bindings.mediaOf(call).codecs.join(' ') };
      case 'loss':
        return { numbers: (call) => bindings.mediaOf(call).loss };
      case 'jitter':
        return { numbers: (call) => bindings.mediaOf(call).jitter };
      case 'mos':
        return { numbers: (call) => ratedNumber(ratings.leastOf(bindings.streamsOf(call))) };
      case 'messages':
        return number(calls.count.values);
      case 'retransmissions':
        return number(calls.retransmissions.values);
      case 'source':
        return { numbers: (call) => messages.endpoints.rank(messages.source(calls.firstInvite.values[call]!)) };
      case 'destination':
        return { numbers: (call) => messages.endpoints.rank(messages.destination(calls.firstInvite.values[call]!)) };
      case 'transport':
        return number(calls.transports.values);
      case 'userAgent':
        return {
          texts: (call) =>
            calls
              .agents(call)
              .map((text) => tables.text(text))
              .join(' '),
        };
      case 'problems':
        return { numbers: (call) => bitCount(facts.problems.values[call]!) };
      case 'labels':
        return { texts: (call) => labelKey(labels.of(call)) };
      case 'findings':
        return { numbers: (call) => findings.fired.worst.values[call]! * 1000 + findings.fired.of(call).length };
      case 'callId':
        return { texts: (call) => readText(calls.callId(call)) };
      case 'streams':
        return { numbers: (call) => bindings.mediaOf(call).streams };
      case 'legs':
        return { numbers: (call) => legs.count(call) };
    }
  }
}

function isAnswered(state: number): boolean {
  return state === State.ANSWERED || state === State.IN_CALL || state === State.COMPLETED || state === State.NO_ACK || state === State.CANCELLED_LATE;
}

function bucketOf(time: number, width: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(time / width)));
}

function runningSum(change: Float64Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += change[i]!;
    sums[i] = sum;
  }
  return sums;
}

function endedBy(id: number): 'caller' | 'callee' | 'network' | undefined {
  return id === 1 ? 'caller' : id === 2 ? 'callee' : id === 3 ? 'network' : undefined;
}

export function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

/** A display name without its quotes and escapes (RFC 3261 section 25.1, quoted-string). */
export function unquote(text: string): string {
  const trimmed = text.trim();
  return trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1).replaceAll(/\\(.)/g, '$1') : trimmed;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
