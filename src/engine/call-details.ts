/**
 * One call, opened: facts, dialogs, media as negotiated, and the ladder of one or several calls. The SDP texts it needs are
 * re-read from the file first, in one coalesced read; everything else stands in the columns.
 */
import { readText } from '../base/text.ts';
import type { AddressId, CallIndex, MessageIndex, StreamIndex } from '../base/units.ts';
import { sipOfQ850 } from '../calls/call-state.ts';
import type { CallSummary } from '../calls/call-summary.ts';
import { causeSources } from '../calls/cause.ts';
import { buildLadder, ladderMarks, type LadderFacts, type LadderMessageFacts } from '../calls/ladder.ts';
import { readHopText, type HopText } from '../calls/hop-text.ts';
import { Flag } from '../calls/message-fields.ts';
import { mediaLines, negotiate } from '../calls/offer-answer.ts';
import type { CallSummarizer } from '../calls/summary.ts';
import { wiresharkStates } from '../calls/wireshark-state.ts';
import { type CallDetail, type CallMoments, type Cause, type Dialog, type MediaLine } from '../contract/call-detail.ts';
import { callStates } from '../contract/calls.ts';
import {
  type Ladder,
  type LadderMark,
  type LadderError,
  type LadderMedia,
  type LadderMessage,
  type LadderReport,
  type LadderRow,
  type Lane,
} from '../contract/ladder.ts';
import type { QualityStretch } from '../contract/quality.ts';
import type { Session as SessionDescription } from '../sdp/model.ts';
import { summarise } from '../sdp/offer-answer.ts';
import { parseSession } from '../sdp/session.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import { ladderErrors } from './ladder-errors.ts';
import { ladderReports } from './ladder-reports.ts';
import { laneBonds } from './lane-bonds.ts';
import { mediaExchanges } from './media-exchanges.ts';
import type { MessageReader } from './message-reader.ts';
import type { CallQueries } from './query-calls.ts';
import { relayedLanes } from './relay-bonds.ts';
import { ReportWays } from './report-ways.ts';
import { findSdpPart } from './sdp-part.ts';
import type { Session } from './session.ts';

/** SDP texts read for one ladder */
const MOST_SESSIONS = 4000;
/** messages a ladder carries */
const MOST_MESSAGES = 200_000;
/** streams of a ladder that get a strip of quality */
const MOST_STRIPS = 32;

interface TagTexts {
  readonly from: string;
  readonly to: string;
}

export class CallDetails {
  readonly #session: Session;
  readonly #calls: CallQueries;
  readonly #reader: MessageReader;
  readonly #quality: (stream: StreamIndex) => readonly QualityStretch[];
  readonly #ways: ReportWays;
  readonly #scan = createScan();

  constructor(session: Session, calls: CallQueries, reader: MessageReader, quality: (stream: StreamIndex) => readonly QualityStretch[]) {
    this.#session = session;
    this.#ways = new ReportWays(session);
    this.#calls = calls;
    this.#reader = reader;
    this.#quality = quality;
  }

  /** Messages of a call, oldest first. */
  messageIds(call: CallIndex): MessageIndex[] {
    const { messages, calls } = this.#session.tables;
    const ids: MessageIndex[] = [];
    for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message)) ids.push(message);
    return ids.reverse();
  }

  cause(call: CallIndex): Cause | undefined {
    const { tables, facts } = this.#session;
    if (!tables.calls.hasInvite(call)) return undefined;
    const { cause } = facts.summary(call);
    if (cause.from === 0) return undefined;
    const text = cause.text < 0 ? undefined : tables.text(cause.text);
    return {
      q850: positive(cause.q850),
      sip: positive(cause.sip >= 0 || cause.q850 < 0 ? cause.sip : sipOfQ850(cause.q850)),
      text: text ?? (cause.message >= 0 ? tables.reason(cause.message) : undefined),
      from: causeSources[cause.from]!,
      message: cause.message,
    };
  }

  async detail(call: CallIndex): Promise<CallDetail | undefined> {
    const { tables, facts, bindings } = this.#session;
    if (!this.#isCall(call) || !tables.calls.hasInvite(call)) return undefined;
    const ids = this.messageIds(call);
    const { sessions, tags } = await this.#readSessions(ids);
    const row = this.#calls.row(call);
    const cause = this.cause(call);
    const summary = facts.summary(call);
    const { summarizer } = facts;
    const negotiation = negotiate(
      summarizer.chain,
      summarizer.transactions,
      summarizer.leg,
      (message) => sessions.get(message),
      summarizer.dialogs.of,
      summary.dialog,
    );
    const streams = bindings.streamsOf(call);
    const media: MediaLine[] = mediaLines(negotiation).map((line) => ({ ...line, streams: streams.filter((stream) => this.#isOnLine(stream, line)) }));
    const dialogs: Dialog[] = [];
    for (let dialog = 0; dialog < summarizer.dialogs.count; dialog++) {
      const first = summarizer.chain.message[summarizer.dialogs.first[dialog]!]!;
      const isResponse = tables.messages.status(first) !== 0;
      const texts = tags.get(first);
      dialogs.push({
        localTag: texts?.from ?? '',
        remoteTag: texts?.to ?? '',
        state: callStates[summarizer.dialogState(dialog, summary)]!,
        early: summarizer.dialogs.answer[dialog]! < 0,
        remote: tables.endpoint(isResponse ? tables.messages.source(first) : tables.messages.destination(first)),
        messages: summarizer.dialogs.messages[dialog]!,
      });
    }
    const held: CallDetail['held'][number][] = [];
    for (let hold = 0; hold < summarizer.holds.count; hold++) {
      const to = summarizer.holds.to[hold]!;
      held.push({ from: summarizer.holds.from[hold]!, to: to === Infinity ? undefined : to, by: summarizer.holds.by[hold] === 1 ? 'caller' : 'callee' });
    }
    return {
      row,
      cause,
      dialogs,
      media,
      exchanges: mediaExchanges(tables, negotiation.told),
      streams,
      times: {
        trying: summary.trying,
        networkPdd: summary.networkPdd,
        disconnect: summary.disconnect,
        firstMediaToCaller: summary.answerToCallerMedia,
        firstMediaToCallee: summary.answerToCalleeMedia,
      },
      moments: momentsOf(summarizer, summary),
      challenges: summary.challenges,
      forks: summary.forks,
      faxPackets: tables.faxFlows.ofCall(call).reduce((sum, flow) => sum + tables.faxFlows.packets(flow), 0),
      chatUnits: tables.msrp.ofCall(call).length,
      held,
      sessionExpires: positive(summary.sessionExpires),
      firstPacket: tables.messages.packet(ids[0]!),
      lastPacket: tables.messages.packet(ids.at(-1)!),
      wiresharkState: wiresharkStates[summary.wiresharkState]!,
      revision: this.#session.revision,
    };
  }

  async ladder(calls: readonly CallIndex[]): Promise<Ladder> {
    const { tables, bindings, revision } = this.#session;
    const wanted = [...new Set(calls)].filter((call) => this.#isCall(call));
    const streams = wanted.flatMap((call) => bindings.streamsOf(call).map((stream) => ({ call, stream })));
    const ids = wanted.flatMap((call) => this.messageIds(call));
    const { sessions, agents, hops } = await this.#readSessions(ids);
    const addresses = new Set<AddressId>();
    for (const { stream } of streams) addresses.add(tables.streams.source(stream)).add(tables.streams.destination(stream));
    for (const call of wanted)
      for (const flow of tables.faxFlows.ofCall(call)) addresses.add(tables.faxFlows.source(flow)).add(tables.faxFlows.destination(flow));
    for (const call of wanted)
      for (const row of tables.msrp.ofCall(call))
        addresses.add(tables.endpoints.address(tables.msrp.units[row]!.source)).add(tables.endpoints.address(tables.msrp.units[row]!.destination));
    const facts = buildLadder(tables.messages, wanted, [...addresses], (message) => sessions.get(message), MOST_MESSAGES);
    const nodes = tables.hepNodes.places();
    const lanes = facts.lanes.map(
      (lane): Lane => ({
        ...(nodes.has(lane.address) ? { node: tables.text(nodes.get(lane.address)!) } : {}),
        address: tables.addresses.text(lane.address),
        ports: lane.ports,
        userAgent: lane.speaker < 0 ? undefined : agents.get(lane.address),
        role: lane.role,
      }),
    );
    const laneOf = (address: AddressId): number => facts.lanes.findIndex((lane) => lane.address === address);
    const relayed = await relayedLanes(
      this.#session,
      streams.map(({ stream }) => stream),
      laneOf,
    );
    const messages = facts.rows.map((row) => this.#ladderMessage(row, sessions));
    const media = streams.map(({ call, stream }, i) => this.#ladderMedia(call, stream, facts, i < MOST_STRIPS ? this.#quality(stream) : []));
    return {
      lanes,
      limits: this.#session.limits.of(wanted),
      bonds: laneBonds(tables, facts, hops, sessions, relayed),
      rows: mergeByTime(messages, [
        ...media,
        ...ladderReports(tables, this.#ways, wanted, facts.lanes),
        ...ladderErrors(tables, messages, streams, facts.lanes),
      ]),
      calls: wanted,
      omitted: facts.omitted,
      revision,
    };
  }

  #isCall(call: CallIndex): boolean {
    return Number.isInteger(call) && call >= 0 && call < this.#session.tables.calls.length;
  }

  #isOnLine(stream: StreamIndex, line: { readonly caller: MediaLine['caller']; readonly callee: MediaLine['callee'] }): boolean {
    const { streams, addresses } = this.#session.tables;
    const ends = [
      [addresses.text(streams.destination(stream)), streams.destinationPort(stream)],
      [addresses.text(streams.source(stream)), streams.sourcePort(stream)],
    ] as const;
    return [line.caller, line.callee].some(
      (side) =>
        side !== undefined && ends.some(([address, port]) => side.endpoint.port === port && (side.endpoint.address === address || side.endpoint.port !== 0)),
    );
  }

  #ladderMessage(row: LadderMessageFacts, sessions: ReadonlyMap<MessageIndex, SessionDescription>): LadderMessage {
    const { tables } = this.#session;
    const { messages } = tables;
    const { message } = row;
    const status = messages.status(message);
    const flags = messages.flags(message);
    const session = sessions.get(message);
    const placeOf = (other: MessageIndex): LadderMessage['place'] | undefined => (other < 0 ? undefined : tables.place(messages.packet(other)));
    return {
      kind: 'message',
      message,
      call: row.call,
      place: tables.place(messages.packet(message)),
      time: messages.time(message),
      source: tables.endpoint(messages.source(message)),
      destination: tables.endpoint(messages.destination(message)),
      fromLane: row.fromLane,
      toLane: row.toLane,
      transport: tables.transport(messages.source(message)),
      method: status === 0 ? tables.methods.name(messages.method(message)) : undefined,
      status: status === 0 ? undefined : status,
      reason: tables.reason(message),
      cseqNumber: messages.cseqNumber(message),
      cseqMethod: tables.methods.name(messages.cseqMethod(message)),
      hasSdp: (flags & Flag.hasSdp) !== 0,
      retransmissionOf: placeOf(row.retransmissionOf),
      captureDuplicateOf: placeOf(row.captureDuplicateOf),
      dialog: row.dialog,
      transaction: row.transaction,
      marks: ladderMarks.filter((_, bit) => (row.marks & (1 << bit)) !== 0) as LadderMark[],
      sdp: session === undefined ? undefined : summarise(session),
      ...(Number.isNaN(row.hopDelay) ? {} : { hopDelay: row.hopDelay / 1e6 }),
      hasProblem: (flags & Flag.hasProblem) !== 0,
      ...(row.after < 0 ? {} : { clock: { cause: placeOf(row.after)!, behind: Math.max(0, messages.time(row.after) - messages.time(message)) } }),
    };
  }

  #ladderMedia(call: CallIndex, stream: StreamIndex, facts: LadderFacts, quality: readonly QualityStretch[]): LadderMedia {
    const { tables } = this.#session;
    const { streams } = tables;
    const stats = streams.rfc3550(stream);
    const type = streams.mainType(stream);
    const map = streams.mapOf(stream);
    const lane = (address: AddressId): number => facts.lanes.findIndex((one) => one.address === address);
    return {
      kind: 'media',
      stream,
      call,
      time: streams.firstTime(stream),
      end: Math.max(streams.firstTime(stream), streams.lastTime(stream)),
      fromLane: lane(streams.source(stream)),
      toLane: lane(streams.destination(stream)),
      codec: streams.maps.encodingName(map, type) ?? streams.maps.shortName(map, type),
      packets: streams.packets(stream),
      seal: this.#session.sealed.told(stream),
      loss: this.#session.bindings.lossOf(stream, this.#session.bindings.streamsOf(call)),
      lossSite: stats.lost > 0 ? this.#session.ratings.losses?.of(stream)?.site : undefined,
      lostBetween: stats.lost > 0 ? this.#session.ratings.losses?.between(stream) : undefined,
      jitter: stats.maxJitter,
      place: tables.place(streams.firstPacket(stream)),
      mos: this.#session.ratings.mosOf(stream),
      quality,
    };
  }

  /** SDP, tags and user agents of these messages; of the first MOST_SESSIONS with SDP and the first of each sender. */
  async #readSessions(ids: readonly MessageIndex[]): Promise<{
    sessions: Map<MessageIndex, SessionDescription>;
    tags: Map<MessageIndex, TagTexts>;
    agents: Map<AddressId, string>;
    hops: Map<MessageIndex, HopText>;
  }> {
    const { messages } = this.#session.tables;
    const speakers = new Set<AddressId>();
    const wanted = ids.filter((message, index) => {
      const isFirst = !speakers.has(messages.sourceAddress(message));
      speakers.add(messages.sourceAddress(message));
      return (
        index < MOST_SESSIONS && (isFirst || (messages.flags(message) & Flag.hasSdp) !== 0 || messages.toTag(message) !== 0 || messages.status(message) === 0)
      );
    });
    const sessions = new Map<MessageIndex, SessionDescription>();
    const tags = new Map<MessageIndex, TagTexts>();
    const agents = new Map<AddressId, string>();
    const hops = new Map<MessageIndex, HopText>();
    const scan = this.#scan;
    await this.#reader.readMany(wanted, (index, octets) => {
      if (octets === undefined || !scanMessage(octets, 0, octets.length, scan)) return;
      const message = wanted[index]!;
      const text = (at: number, end: number): string => (at < 0 ? '' : readText(octets, at, end));
      tags.set(message, { from: text(scan.fromTagAt, scan.fromTagEnd), to: text(scan.toTagAt, scan.toTagEnd) });
      hops.set(message, readHopText(octets));
      const sender = messages.sourceAddress(message);
      if (scan.userAgentAt >= 0 && !agents.has(sender)) agents.set(sender, text(scan.userAgentAt, scan.userAgentEnd));
      const sdp = findSdpPart(octets, scan);
      if (sdp !== undefined) sessions.set(message, parseSession(octets.slice(sdp.at, sdp.end), 0, sdp.end - sdp.at));
    });
    return { sessions, tags, agents, hops };
  }
}

function momentsOf({ chain, leg, progress, dialogs }: CallSummarizer, { dialog, final }: CallSummary): CallMoments {
  const at = (position: number): MessageIndex | undefined => (position < 0 ? undefined : chain.message[position]);
  const inDialog = (column: Int32Array): number => (dialog < 0 ? -1 : column[dialog]!);
  let repeated = -1;
  for (let i = 0; i < chain.length && repeated < 0; i++) if (chain.isRetransmission(i)) repeated = i;
  const bye = inDialog(dialogs.bye);
  return {
    invite: at(leg.invite),
    challenge: at(progress.challenge),
    ringing: at(progress.ringing),
    answer: at(inDialog(dialogs.answer)),
    ack: at(inDialog(dialogs.ack)),
    cancel: at(progress.cancel),
    bye: at(bye >= 0 ? bye : progress.bye),
    final: at(final),
    repeated: at(repeated),
  };
}

/** Both lists are in order of time; a stream comes before a message of the same moment. */
function mergeByTime(messages: readonly LadderMessage[], others: readonly (LadderMedia | LadderReport | LadderError)[]): LadderRow[] {
  const bands = [...others].sort((a, b) => a.time - b.time);
  const rows: LadderRow[] = [];
  let next = 0;
  for (const message of messages) {
    while (next < bands.length && bands[next]!.time <= message.time) rows.push(bands[next++]!);
    rows.push(message);
  }
  return rows.concat(bands.slice(next));
}

function positive(value: number): number | undefined {
  return value < 0 ? undefined : value;
}
