/**
 * One set of open captures: the tables, what fills them, and what was concluded from them. Queries read it at any moment,
 * also while it is being filled; `revision` rises whenever an answer may have changed.
 */
import { limits } from '../base/limits.ts';
import type { CallIndex, MessageIndex } from '../base/units.ts';
import { Fact } from '../calls/fact-table.ts';
import { Label } from '../calls/label-names.ts';
import { Labels } from '../calls/labels.ts';
import { Flag } from '../calls/message-fields.ts';
import { MessageIntake } from '../calls/message-intake.ts';
import { mayRegister, Registrations, type Binding } from '../calls/registrations.ts';
import { SessionAnnouncer } from '../calls/session-announcer.ts';
import { sdpFlags } from '../calls/sdp-flags.ts';
import { sdpShape } from '../calls/sdp-shape.ts';
import type { FindingChoice } from '../contract/findings.ts';
import type { Progress } from '../contract/overview.ts';
import type { TypedKey } from '../contract/seal.ts';
import { ruleNumber } from '../findings/run.ts';
import type { Session as SessionDescription } from '../sdp/model.ts';
import { CallFacts } from './call-facts.ts';
import { Findings } from './findings.ts';
import { Indexer } from './indexer.ts';
import { Kind } from './kinds.ts';
import { announceMsrp } from './msrp-index.ts';
import { Legs } from './legs.ts';
import { MediaIndex } from './media-index.ts';
import { handKey, typedKey } from './typed-key.ts';
import { SealedMedia } from './sealed-media.ts';
import { SipIndex } from './sip-index.ts';
import { SourceLimitsFinder } from './source-limits.ts';
import { StreamBindings } from './stream-bindings.ts';
import { StreamRatings } from './stream-ratings.ts';
import { Tables } from './tables.ts';

/** calls summed up between two pauses */
const SLICE = 2048;
/** how much of the analysis is summing up calls, about */
const CALLS_SHARE = 0.8;

export class Session {
  readonly tables: Tables;
  readonly facts: CallFacts;
  /** what sources could not say */
  readonly limits: SourceLimitsFinder;
  readonly bindings: StreamBindings;
  readonly findings: Findings;
  readonly labels: Labels;
  readonly ratings: StreamRatings;
  readonly legs: Legs;
  readonly media: MediaIndex;
  readonly indexer: Indexer;
  readonly sealed: SealedMedia;
  readonly announcer: SessionAnnouncer;
  /** who was registered, once all is read */
  registered: readonly Binding[] | undefined;
  revision = 0;
  /** keys that are known before anything is read */
  typedKeys: readonly TypedKey[] = [];
  progress: Progress = { read: 0, size: 0, packets: 0, calls: 0, revision: 0, analysed: 0, phase: 'reading' };

  constructor(severalCaptures: boolean) {
    this.tables = new Tables(severalCaptures, (packet, stream) => {
      // the packet at hand is not counted yet
      if (!this.media.adopt(packet, stream) || packet === this.tables.packets.length - 1) return;
      this.tables.kindCounts[Kind.udp]!--;
      this.tables.kindCounts[Kind.rtp]!++;
    });
    const { tables } = this;
    this.media = new MediaIndex(
      tables.packets,
      tables.streams,
      tables.registry,
      tables.diagnostics,
      tables.reports,
      tables.faxFlows,
      tables.handshakes,
      tables.zrtp,
    );
    this.announcer = new SessionAnnouncer(tables.messages, tables.registry, tables.streams.maps, tables.addresses);
    const intake = new MessageIntake(tables.messages, tables.methods);
    const sip = new SipIndex(tables, intake, (message, session) => this.#takeSession(message, session));
    this.indexer = new Indexer(tables, sip, this.media);
    this.bindings = new StreamBindings(this);
    this.sealed = tables.sealed = new SealedMedia(this);
    this.ratings = new StreamRatings(this);
    this.legs = new Legs(this);
    this.limits = new SourceLimitsFinder(tables);
    this.facts = new CallFacts(
      tables.messages,
      (call) => this.bindings.evidence(call),
      (call) => this.limits.timeStep(call),
    );
    this.findings = new Findings(this);
    this.labels = new Labels(tables.messages);
    // every call is summed up anew when reading has ended: judging it before would be for nothing
    this.facts.onCall = (summary): void => {
      if (this.progress.phase === 'reading') return;
      this.labels.labelCall(summary, this.facts.summarizer, () => this.bindings.evidence(summary.call));
      this.findings.judgeCall(summary);
    };
    this.facts.onDialog = (summary): void => {
      if (this.progress.phase === 'reading') return;
      this.labels.labelDialog(summary, this.facts.dialogs);
      this.findings.judgeDialog(summary);
    };
  }

  /** More packets may come, or conclusions are still being drawn. */
  get isReading(): boolean {
    return this.progress.phase === 'reading' || this.progress.phase === 'analysing';
  }

  /** Notes how far reading is; what was concluded before is concluded anew when asked. */
  advance(progress: Progress): void {
    this.media.flush();
    this.revision++;
    this.progress = { ...progress, revision: this.revision };
    const { packets } = this.tables;
    if (packets.length > 0) this.facts.captureEnd = Math.max(this.facts.captureEnd, packets.capturedAt(packets.length - 1));
  }

  /** Judges everything anew under other thresholds, or with other rules muted. */
  rejudge(choice: FindingChoice): void {
    this.findings.choose(choice);
    this.revision++;
    this.facts.invalidate();
    this.labels.begin();
    this.facts.refreshAll();
    this.findings.judgeCapture();
    this.#concludeLabels();
  }

  /** Concludes everything that needs the whole capture. Long: pauses in between. */
  async analyse(pause: () => Promise<void>): Promise<void> {
    const { tables, facts } = this;
    for (const { reader } of tables.captures) if (reader.facts.latest > facts.captureEnd) facts.captureEnd = reader.facts.latest;
    this.#reportLimits();
    tables.messages.trim();
    this.bindings.update();
    await this.#useTypedKeys(pause);
    await this.sealed.look(pause);
    facts.invalidate();
    this.labels.begin();
    const registrations = new Registrations(tables.messages);
    for (let call = 0; call < tables.calls.length; call++) {
      facts.refresh(call);
      if (mayRegister(tables.messages, call)) {
        const { chain, transactions } = tables.calls.hasInvite(call) ? facts.summarizer : facts.dialogs;
        if (chain.call === call) registrations.readLoaded(chain, transactions);
        else registrations.read(call);
      }
      if (call % SLICE !== SLICE - 1) continue;
      this.#analysed(CALLS_SHARE * (call / tables.calls.length));
      await pause();
    }
    this.#analysed(CALLS_SHARE);
    this.registered = registrations.conclude(facts.captureEnd);
    await pause();
    this.findings.judgeCapture();
    await pause();
    this.#concludeLabels();
    await pause();
    await this.legs.correlate(pause);
    await this.sealed.lookAtLegs(pause);
  }

  /** A key that opened something while packets still come: it is tried again when all are read, and when they are read once more. */
  keep(typed: TypedKey): void {
    // one more than are used, so that the bound is told
    if (this.progress.phase === 'reading') this.typedKeys = [...this.typedKeys, typed].slice(-limits.typedKeys - 1);
  }

  /** Keys that a person typed when the captures were read before, or meanwhile. */
  async #useTypedKeys(pause: () => Promise<void>): Promise<void> {
    if (this.typedKeys.length > limits.typedKeys) this.tables.diagnostics.report('limit.typedKeys');
    for (const typed of this.typedKeys.slice(-limits.typedKeys)) {
      const key = typedKey(typed);
      if (key !== undefined) await this.sealed.take(handKey(this.tables, typed, key));
      await pause();
    }
  }

  /** How far the analysis is; no answer changes by it. */
  #analysed(analysed: number): void {
    this.progress = { ...this.progress, analysed };
  }

  /** Says that answers may have changed. */
  touch(): void {
    this.revision++;
    this.progress = { ...this.progress, revision: this.revision };
  }

  #concludeLabels(): void {
    const { fired } = this.findings;
    const [scan, brute] = [ruleNumber('SEC-SCAN'), ruleNumber('SEC-BRUTE')];
    this.labels.conclude();
    this.labels.mark(Label.SCAN, (call) => fired.has(call, scan));
    this.labels.mark(Label.BRUTE, (call) => fired.has(call, brute));
  }

  /** Streams have been rated: what is wrong with calls that have any may have changed. All are judged before the revision rises. */
  async takeRatings(breathe: () => Promise<void>): Promise<void> {
    const { tables, bindings, facts } = this;
    for (let call = 0; call < tables.calls.length; call++) {
      if (bindings.streamsOf(call).length === 0) continue;
      facts.forget(call);
      facts.refresh(call);
      await breathe();
    }
    this.#raise();
  }

  /** More is known of some calls than before. */
  async judgeAgain(calls: readonly CallIndex[], breathe: () => Promise<void>): Promise<void> {
    for (const call of calls) {
      this.facts.forget(call);
      this.facts.refresh(call);
      await breathe();
    }
    this.#raise();
  }

  #raise(): void {
    this.revision++;
    this.progress = { ...this.progress, revision: this.revision };
  }

  /** What offer and answer of a call let expect; refined by the offer/answer reading when the call is opened. */
  expected(call: CallIndex): { readonly toCaller: boolean; readonly toCallee: boolean } {
    const { messages, calls } = this.tables;
    let offers = false;
    let holds = false;
    for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message)) {
      const flags = messages.flags(message);
      if ((flags & Flag.hasSdp) === 0) continue;
      offers = true;
      // a fax over T.38 takes the place of sound: its silence is no fault
      if ((flags & (Flag.sdpHold | Flag.sdpImage)) !== 0) holds = true;
    }
    return { toCaller: offers && !holds, toCallee: offers && !holds };
  }

  #takeSession(message: MessageIndex, session: SessionDescription): void {
    const { tables } = this;
    const isPrivate = this.announcer.announce(message, session);
    announceMsrp(tables, message, session);
    tables.messages.addFlags(message, sdpFlags(session, isPrivate));
    tables.messages.addFact(message, Fact.sdpShape, sdpShape(session));
    if (session.media.some((media) => media.kind === 'image')) this.media.expectImages();
  }

  /** Says so when there is nothing to analyse. For when all was read. */
  reportEmptiness(): void {
    const { tables } = this;
    for (const { reader, diagnostics } of tables.captures) if (reader.facts.frames === 0) diagnostics.report('capture.no-packets');
    if (tables.packets.length > 0 && tables.messages.length === 0 && tables.streams.count === 0) tables.diagnostics.report('capture.no-voip');
  }

  #reportLimits(): void {
    const { candidates } = this.tables.streams;
    const { reports } = this.tables;
    if (reports.omitted > 0) this.tables.diagnostics.report('limit.rtcpMentions', -1, -1, reports.omitted);
    if (candidates.evicted > 0) this.tables.diagnostics.report('limit.rtpCandidates', -1, -1, Math.min(limits.rtpCandidates, candidates.evicted));
  }
}
