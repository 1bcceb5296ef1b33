/** Call-IDs without an INVITE request, and registrations by binding (semantics 5.7, 5.8). */
import { readText } from '../base/text.ts';
import type { CallIndex } from '../base/units.ts';
import { mayRegister, Registrations, type Binding } from '../calls/registrations.ts';
import { bindingStates, type BindingColumn, type BindingQuery, type BindingRow } from '../contract/bindings.ts';
import { dialogStates, type DialogColumn, type DialogQuery, type DialogRow } from '../contract/dialogs.ts';
import type { Page, Paged } from '../contract/common.ts';
import { Affordable } from './affordable.ts';
import { known } from './query-calls.ts';
import { callLabels } from '../contract/labels.ts';
import { labelKey, labelNames, labelWords, registrationLabels } from './query-labels.ts';
import { matchesWords, OrderCache, pageOf, sortRows, wordsOf, type SortKey } from './row-order.ts';
import type { Session } from './session.ts';
import { partyOf } from './uri-text.ts';

export class DialogQueries {
  readonly #session: Session;
  readonly #orders = new OrderCache();
  #bindings: readonly Binding[] = [];
  readonly #affordable = new Affordable<readonly Binding[]>();

  constructor(session: Session) {
    this.#session = session;
  }

  dialogs(query: DialogQuery, page: Page): Paged<DialogRow> {
    const ids = this.#orders.get(query, this.#session.revision, this.#session.isReading, () => this.#order(query));
    return pageOf(ids, page, this.#session.revision, (call) => this.row(call));
  }

  /** All Call-IDs without an INVITE request, in order of first message. */
  ids(): Int32Array {
    const { calls } = this.#session.tables;
    const ids: number[] = [];
    for (let call = 0; call < calls.length; call++) if (!calls.hasInvite(call)) ids.push(call);
    return Int32Array.from(ids);
  }

  get count(): number {
    const { calls } = this.#session.tables;
    return calls.length - calls.invites;
  }

  row(call: CallIndex): DialogRow {
    const { tables, facts } = this.#session;
    const { calls, messages } = tables;
    facts.refresh(call);
    const head = calls.head.values[call]!;
    const fromUri = tables.text(calls.fromUri.values[call]!);
    const toUri = tables.text(calls.toUri.values[call]!);
    const finalMessage = facts.finalMessage.values[call]!;
    const finalStatus = facts.finalStatus.values[call]!;
    return {
      call,
      number: call + 1,
      callId: tables.callId(call),
      limits: this.#session.limits.of([call]),
      method: tables.methods.name(facts.method.values[call]!),
      start: messages.time(head),
      end: Math.max(messages.time(head), messages.time(calls.tail.values[call]!)),
      from: partyOf(fromUri),
      fromUri,
      to: partyOf(toUri),
      toUri,
      state: dialogStates[facts.state.values[call]!]!,
      finalStatus: finalStatus === 0 ? undefined : finalStatus,
      finalReason: finalMessage < 0 ? undefined : tables.reason(finalMessage),
      messages: calls.count.values[call]!,
      retransmissions: calls.retransmissions.values[call]!,
      source: tables.endpoint(messages.source(head)),
      destination: tables.endpoint(messages.destination(head)),
      userAgents: calls.agents(call).map((text) => tables.text(text)),
      labels: labelNames(this.#session.labels.of(call)),
      responseTime: known(facts.responseTime.values[call]!),
    };
  }

  registrations(query: BindingQuery, page: Page): Paged<BindingRow> {
    this.#readBindings();
    const ids = this.#orders.get({ bindings: query }, this.#session.revision, false, () => this.#bindingOrder(query));
    return pageOf(ids, page, this.#session.revision, (binding) => this.#bindingRow(binding));
  }

  get bindingCount(): number {
    this.#readBindings();
    return this.#bindings.length;
  }

  #readBindings(): void {
    const { revision, isReading } = this.#session;
    this.#bindings = this.#affordable.get(revision, isReading, () => this.#makeBindings());
  }

  #makeBindings(): readonly Binding[] {
    const { tables, facts, registered } = this.#session;
    if (registered !== undefined) return registered;
    const registrations = new Registrations(tables.messages);
    for (let call = 0; call < tables.calls.length; call++) if (mayRegister(tables.messages, call)) registrations.read(call);
    return registrations.conclude(facts.captureEnd);
  }

  #order(query: DialogQuery): Int32Array {
    const { facts, tables } = this.#session;
    facts.refreshAll();
    const words = wordsOf(query.text);
    const states = query.states.length === 0 ? undefined : new Set(query.states.map((state) => dialogStates.indexOf(state)));
    const methods = query.methods.length === 0 ? undefined : new Set(query.methods);
    const [low, high] = labelWords(query.labels);
    const matching = this.ids().filter((call) => {
      if (states !== undefined && !states.has(facts.state.values[call]!)) return false;
      if (methods !== undefined && !methods.has(tables.methods.name(facts.method.values[call]!))) return false;
      if ((low | high) !== 0 && !this.#session.labels.hasAny(call, low, high)) return false;
      return matchesWords(words, () => this.#haystack(call));
    });
    return query.sort.column === 'index' && !query.sort.descending ? matching : sortRows(matching, this.#key(query.sort.column), query.sort.descending);
  }

  #haystack(call: CallIndex): string {
    const row = this.row(call);
    return [
      row.fromUri,
      row.toUri,
      row.callId,
      row.method,
      row.state,
      String(row.finalStatus ?? ''),
      endpointText(row.source),
      endpointText(row.destination),
      ...row.userAgents,
    ].join('\n');
  }

  #key(column: DialogColumn): SortKey {
    const { tables, facts } = this.#session;
    const { calls, messages } = tables;
    switch (column) {
      case 'index':
        return { numbers: (call) => call };
      case 'start':
        return { numbers: (call) => messages.time(calls.head.values[call]!) };
      case 'method':
        return { texts: (call) => tables.methods.name(facts.method.values[call]!) };
      case 'from':
        return { texts: (call) => partyOf(tables.text(calls.fromUri.values[call]!)) };
      case 'to':
        return { texts: (call) => partyOf(tables.text(calls.toUri.values[call]!)) };
      case 'state':
        return { numbers: (call) => facts.state.values[call]! };
      case 'status':
        return { numbers: (call) => facts.finalStatus.values[call]! };
      case 'duration':
        return { numbers: (call) => messages.time(calls.tail.values[call]!) - messages.time(calls.head.values[call]!) };
      case 'messages':
        return { numbers: (call) => calls.count.values[call]! };
      case 'retransmissions':
        return { numbers: (call) => calls.retransmissions.values[call]! };
      case 'source':
        return { numbers: (call) => messages.endpoints.rank(messages.source(calls.head.values[call]!)) };
      case 'destination':
        return { numbers: (call) => messages.endpoints.rank(messages.destination(calls.head.values[call]!)) };
      case 'userAgent':
        return {
          texts: (call) =>
            calls
              .agents(call)
              .map((text) => tables.text(text))
              .join(' '),
        };
      case 'labels':
        return { texts: (call) => labelKey(this.#session.labels.of(call)) };
      case 'callId':
        return { texts: (call) => readText(calls.callId(call)) };
    }
  }

  #bindingOrder(query: BindingQuery): Int32Array {
    const words = wordsOf(query.text);
    const states = query.states.length === 0 ? undefined : new Set(query.states);
    const labels = query.labels ?? [];
    const ids = Int32Array.from({ length: this.#bindings.length }, (_, i) => i).filter((binding) => {
      if (states === undefined && words.length === 0 && labels.length === 0) return true;
      const row = this.#bindingRow(binding);
      if (states !== undefined && !states.has(row.state)) return false;
      if (labels.length > 0 && !labels.some((label) => row.labels.includes(label))) return false;
      return matchesWords(words, () =>
        [row.aor, row.contact, row.state, row.userAgent ?? '', endpointText(row.source), endpointText(row.destination)].join('\n'),
      );
    });
    return sortRows(ids, this.#bindingKey(query.sort.column), query.sort.descending);
  }

  #bindingKey(column: BindingColumn): SortKey {
    const row = (binding: number): BindingRow => this.#bindingRow(binding);
    switch (column) {
      case 'start':
        return { numbers: (binding) => row(binding).start };
      case 'aor':
        return { texts: (binding) => row(binding).aor };
      case 'contact':
        return { texts: (binding) => row(binding).contact };
      case 'state':
        return { numbers: (binding) => bindingStates.indexOf(row(binding).state) };
      case 'expires':
        return { numbers: (binding) => row(binding).expires ?? NaN };
      case 'refreshes':
        return { numbers: (binding) => row(binding).refreshes };
      case 'challenges':
        return { numbers: (binding) => row(binding).challenges };
      case 'failures':
        return { numbers: (binding) => row(binding).failures };
      case 'source':
        return { texts: (binding) => endpointText(row(binding).source) };
      case 'destination':
        return { texts: (binding) => endpointText(row(binding).destination) };
      case 'userAgent':
        return { texts: (binding) => row(binding).userAgent ?? '' };
      case 'labels':
        return { texts: (binding) => labelKey(row(binding).labels.map((label) => callLabels.indexOf(label))) };
    }
  }

  #bindingRow(binding: number): BindingRow {
    const { tables } = this.#session;
    const one = this.#bindings[binding]!;
    const agent = one.calls.length === 0 ? undefined : tables.calls.agents(one.calls[0]!)[0];
    return {
      binding,
      aor: tables.text(one.aor),
      contact: tables.text(one.contact),
      state: bindingStates[one.state]!,
      start: one.start,
      last: one.last,
      expires: one.expires,
      expiresAt: one.expiresAt,
      refreshes: one.refreshes,
      challenges: one.challenges,
      failures: one.failures,
      lastStatus: one.lastStatus,
      refreshInterval: one.refreshInterval,
      source: tables.endpoint(one.source),
      destination: tables.endpoint(one.destination),
      userAgent: agent === undefined ? undefined : tables.text(agent),
      labels: registrationLabels(this.#session.labels, one.calls),
      calls: one.calls,
      history: one.history,
    };
  }
}

function endpointText(endpoint: { readonly address: string; readonly port: number } | undefined): string {
  return endpoint === undefined ? '' : `${endpoint.address}:${endpoint.port}`;
}
