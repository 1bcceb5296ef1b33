/**
 * Findings of the open captures: judged for every Call-ID when reading has ended (numbers only, findings/run.ts), told in
 * full when somebody looks. Muted rules and thresholds are the page's to choose; another choice judges anew.
 */
import type { CallIndex, StreamIndex } from '../base/units.ts';
import type { CallSummary } from '../calls/call-summary.ts';
import type { DialogSummary } from '../calls/dialog-summary.ts';
import type { FindingChoice, FindingEvidence, FindingGroup, FindingGrouping, FindingRow, FindingThreshold } from '../contract/findings.ts';
import type { CaptureFinding, Evidence, Finding } from '../findings/finding.ts';
import { rules } from '../findings/rules.ts';
import { findingsOfCall, findingsOfDialog, FiredRules, ruleNumber, sorted } from '../findings/run.ts';
import type { DeepFacts } from '../findings/deep-facts.ts';
import { MediaView } from '../findings/media-view.ts';
import { Seen } from '../findings/seen.ts';
import type { CallSubject, CaptureContext, DialogSubject, LegSoundPair, StreamFacts } from '../findings/subject.ts';
import { thresholdDefaults, thresholdValues, type ThresholdName, type ThresholdValues } from '../findings/thresholds.ts';
import { CaptureFindings } from './capture-findings.ts';
import { groupFindings, groupKeys } from './finding-groups.ts';
import type { Session } from './session.ts';
import { streamFacts } from './stream-facts.ts';
import { partyOf } from './uri-text.ts';

const MOST_OF_A_GROUP = 1000;
const noStreams: readonly StreamFacts[] = [];
const nothing = { toCaller: false, toCallee: false };

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export class Findings {
  readonly fired: FiredRules = new FiredRules();
  readonly #session: Session;
  #thresholds: ThresholdValues = thresholdValues();
  readonly #capture: CaptureFindings;
  readonly #seen: Seen = new Seen();
  /** of calls that were opened, or all of them where that is cheap */
  readonly deep: Map<CallIndex, DeepFacts> = new Map();

  constructor(session: Session) {
    this.#session = session;
    this.#capture = new CaptureFindings(session);
  }

  /** Called for each Call-ID as it is summed up. */
  judgeCall(summary: CallSummary): void {
    this.fired.reserve(this.#session.tables.calls.length);
    this.fired.judgeCall(this.#callSubject(summary));
    this.#capture.noteSource(this.#session.facts.summarizer.chain);
    for (const finding of this.#capture.of(summary.call)) this.fired.add(summary.call, finding);
  }

  judgeDialog(summary: DialogSummary): void {
    this.fired.reserve(this.#session.tables.calls.length);
    this.fired.judgeDialog(this.#dialogSubject(summary));
    this.#capture.noteSource(this.#session.facts.dialogs.chain);
    for (const finding of this.#capture.of(summary.call)) this.fired.add(summary.call, finding);
  }

  /** Judges the capture as a whole, once every Call-ID was summed up. */
  judgeCapture(): void {
    this.fired.reserve(this.#session.tables.calls.length);
    this.#capture.judge(this.#common(), this.fired);
  }

  /** Takes other thresholds and mutes rules; the caller has every call summed up anew. */
  choose({ thresholds, muted }: FindingChoice): void {
    this.#thresholds = thresholdValues(thresholds);
    this.fired.mute(new Set(muted));
    this.#capture.forget();
  }

  thresholds(): readonly FindingThreshold[] {
    return (Object.keys(thresholdDefaults) as ThresholdName[]).map((name) => {
      const { unit, value, least, most } = thresholdDefaults[name];
      return { name, unit, value: this.#thresholds[name], initial: value, least, most };
    });
  }

  /** How many rules fired anywhere. */
  get firedCount(): number {
    return new Set([...this.fired.firedRules(), ...this.#capture.alone.map(({ rule }) => ruleNumber(rule))]).size;
  }

  /** What fired, by rule, by the address that sent the first message, or by user agent; the worst and most frequent first. */
  groups(by: FindingGrouping): readonly FindingGroup[] {
    return groupFindings(this.#session, by, this.#capture.alone);
  }

  /** What the rules say of one Call-ID. */
  ofCall(call: CallIndex): readonly FindingRow[] {
    const { tables, facts } = this.#session;
    if (!(Number.isInteger(call) && call >= 0 && call < tables.calls.length)) return [];
    const isCall = tables.calls.hasInvite(call);
    const found = isCall
      ? findingsOfCall(this.#callSubject(facts.summary(call)), this.fired.muted)
      : findingsOfDialog(this.#dialogSubject(facts.dialogs.summarize(tables.messages, call, facts.captureEnd)), this.fired.muted);
    return sorted([...found, ...this.#capture.of(call)]).map((finding) => this.#row(finding, call, isCall));
  }

  /** Every finding of a group, in order of calls, at most MOST_OF_A_GROUP. */
  of(by: FindingGrouping, key: string, rule?: string): readonly FindingRow[] {
    const { calls } = this.#session.tables;
    const wanted = by === 'rule' ? key : rule;
    const number = wanted === undefined ? -1 : ruleNumber(wanted);
    const rows: FindingRow[] = [];
    if (wanted !== undefined && number < 0) return rows;
    for (const finding of this.#capture.alone) {
      if (rows.length < MOST_OF_A_GROUP && (wanted === undefined || finding.rule === wanted) && this.#isAbout(finding, by, key))
        rows.push(this.#row(finding, -1, false));
    }
    for (let call = 0; call < calls.length && rows.length < MOST_OF_A_GROUP; call++) {
      if (this.fired.worst.values[call] === 0 || (number >= 0 && !this.fired.has(call, number))) continue;
      if (by !== 'rule' && !groupKeys(this.#session, by, call).includes(key)) continue;
      rows.push(...this.ofCall(call).filter((row) => wanted === undefined || row.rule === wanted));
    }
    return rows;
  }

  #isAbout({ address }: CaptureFinding, by: FindingGrouping, key: string): boolean {
    return by === 'rule' || (by === 'endpoint' && address !== undefined && this.#session.tables.addresses.text(address) === key);
  }

  #context(): CaptureContext {
    const { tables, facts } = this.#session;
    return {
      messages: tables.messages,
      thresholds: this.#thresholds,
      captureStart: tables.packets.length === 0 ? 0 : tables.packets.capturedAt(0),
      captureEnd: facts.captureEnd,
      isPrivate: (address) => tables.addresses.isPrivate(address),
      text: (id) => tables.text(id),
      addressText: (address) => tables.addresses.text(address),
      methodName: (method) => tables.methods.name(method),
      network: tables.network,
      msrp: tables.msrp,
    };
  }

  #shared: CaptureContext | undefined;
  #sharedFor: ThresholdValues | undefined;
  #sharedEnd = -1;
  #call: Writable<CallSubject> | undefined;
  #callContext: CaptureContext | undefined;
  #dialog: Writable<DialogSubject> | undefined;
  #dialogContext: CaptureContext | undefined;

  /** The context is the same for every call of a pass: made once. */
  #common(): CaptureContext {
    const { captureEnd } = this.#session.facts;
    if (this.#shared === undefined || this.#sharedFor !== this.#thresholds || this.#sharedEnd !== captureEnd) {
      this.#shared = this.#context();
      this.#sharedFor = this.#thresholds;
      this.#sharedEnd = captureEnd;
    }
    return this.#shared;
  }

  /** Borrowed: one record for all calls, since a copy of the context for each costs as much as judging it. */
  #callSubject(summary: CallSummary): CallSubject {
    const { bindings, facts, tables } = this.#session;
    const context = this.#common();
    const captureHasMedia = tables.streams.count > 0;
    if (this.#call === undefined || this.#callContext !== context) {
      this.#call = {
        ...context,
        call: -1,
        isCall: true,
        seen: this.#seen,
        timeStep: 0,
        summary,
        summarizer: facts.summarizer,
        streams: noStreams,
        captureHasMedia,
        expected: nothing,
        media: new MediaView(this.#session.announcer.lines),
        deep: undefined,
        hasReportsOnMediaPort: (stream) => this.#hasReportsOn(stream),
        hasMediaAt: (address, port) => this.#session.bindings.places.has(address, port),
        legSound: () => this.#legSound(),
        lossVerdict: (stream) => this.#session.ratings.losses?.of(stream),
      };
      this.#callContext = context;
    }
    const subject = this.#call;
    const streams = captureHasMedia ? bindings.streamsOf(summary.call) : [];
    subject.call = summary.call;
    this.#seen.read(facts.summarizer.chain);
    subject.summary = summary;
    subject.timeStep = this.#session.limits.timeStep(summary.call);
    subject.streams = streams.length === 0 ? noStreams : streams.map((stream) => streamFacts(this.#session, stream));
    subject.captureHasMedia = captureHasMedia;
    subject.expected = captureHasMedia ? this.#session.expected(summary.call) : nothing;
    subject.media.read(facts.summarizer);
    subject.deep = this.deep.get(summary.call);
    return subject;
  }

  /** Of the call that is being judged. */
  #legSound(): readonly LegSoundPair[] {
    const { legs, tables } = this.#session;
    return legs.soundPairs(this.#call!.call).map(({ direction, behind, first, second }) => ({
      direction,
      first: streamFacts(this.#session, first),
      second: streamFacts(this.#session, second),
      callId: tables.callId(behind),
    }));
  }

  #hasReportsOn({ source, sourcePort, destination, destinationPort }: StreamFacts): boolean {
    return this.#session.tables.reports.between(source, sourcePort, destination, destinationPort).length > 0;
  }

  #dialogSubject(summary: DialogSummary): DialogSubject {
    const context = this.#common();
    if (this.#dialog === undefined || this.#dialogContext !== context) {
      this.#dialog = { ...context, call: -1, isCall: false, seen: this.#seen, timeStep: 0, summary, summarizer: this.#session.facts.dialogs };
      this.#dialogContext = context;
    }
    this.#dialog.call = summary.call;
    this.#seen.read(this.#session.facts.dialogs.chain);
    this.#dialog.summary = summary;
    this.#dialog.timeStep = this.#session.limits.timeStep(summary.call);
    return this.#dialog;
  }

  #row(finding: Finding, call: CallIndex, isCall: boolean): FindingRow {
    const rule = rules[ruleNumber(finding.rule)]!;
    const { tables } = this.#session;
    const { severity, confidence, direction, value, threshold, facts, parent } = finding;
    return {
      rule: finding.rule,
      family: rule.family,
      severity,
      confidence,
      reference: rule.reference,
      call: call < 0 ? undefined : call,
      callId: call < 0 ? undefined : tables.callId(call),
      from: call < 0 ? this.#addressOf(finding) : partyOf(tables.text(tables.calls.fromUri.values[call]!)),
      to: call < 0 ? '' : partyOf(tables.text(tables.calls.toUri.values[call]!)),
      isCall,
      direction,
      evidence: finding.evidence.map((one) => this.#evidence(one)).filter((one) => one !== undefined),
      value,
      threshold,
      facts,
      parent,
    };
  }

  #addressOf(finding: Partial<CaptureFinding>): string {
    return finding.address === undefined ? '' : this.#session.tables.addresses.text(finding.address);
  }

  #evidence({ message, packet, stream }: Evidence): FindingEvidence | undefined {
    const { tables } = this.#session;
    const { messages, packets, streams } = tables;
    const at = packet ?? (message !== undefined ? messages.packet(message) : stream !== undefined ? streams.firstPacket(stream) : -1);
    if (at < 0 || at >= packets.length) return undefined;
    return { place: tables.place(at), time: packets.time(at), message, stream, title: this.#title(message, stream) };
  }

  #title(message: number | undefined, stream: StreamIndex | undefined): string {
    const { messages, methods } = this.#session.tables;
    if (message === undefined) return stream === undefined ? '' : 'RTP';
    const status = messages.status(message);
    return status === 0 ? methods.name(messages.method(message)) : `${status} ${this.#session.tables.reason(message) ?? ''}`.trimEnd();
  }
}
