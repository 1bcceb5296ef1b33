/**
 * The ladder of one or several calls as numbers (semantics 6.2, 6.3): lanes in path order, messages merged by time, each
 * with its lanes, transaction, dialog and marks. The engine adds texts and media bands. Bounded: beyond `limit` messages
 * the newest are left out and counted.
 */
import type { AddressId, CallIndex, MessageIndex, Nanoseconds } from '../base/units.ts';
import { Method } from '../sip/method.ts';
import { CallerLeg } from './caller-leg.ts';
import { Chain } from './chain.ts';
import { Dialogs } from './dialogs.ts';
import type { EndpointId } from './endpoint-table.ts';
import { Fact } from './fact-table.ts';
import { scenarioMarks, scenarioMarksOf } from './ladder-labels.ts';
import { hopDelays } from './hop-delays.ts';
import { Flag } from './message-fields.ts';
import { LadderCauses } from './ladder-causes.ts';
import type { MessageTable } from './message-table.ts';
import { SdpRole, sdpRole, type ParseSession } from './offer-answer.ts';
import { hasOtherCodecs, isModified } from '../sdp/offer-answer.ts';
import type { Session } from '../sdp/model.ts';
import { Transactions } from './transactions.ts';

/** In the order of the bits of LadderMessageFacts.marks; the words are the contract's LadderMark. */
export const ladderMarks: readonly string[] = [
  'offer',
  'answer',
  'hold',
  'resume',
  'reinvite',
  'challenge',
  'credentials',
  'sessionTimerRefresh',
  'sessionModify',
  'hopForward',
  'codecChange',
  ...scenarioMarks,
];
const OFFER = 1,
  ANSWER = 2,
  HOLD = 4,
  RESUME = 8,
  REINVITE = 16,
  CHALLENGE = 32,
  CREDENTIALS = 64,
  REFRESH = 128,
  MODIFY = 256,
  FORWARD = 512,
  CODECS = 1024;

export type LaneRole = 'caller' | 'callee' | 'proxy' | 'media';

export interface LaneFacts {
  readonly address: AddressId;
  /** most used first, at most four */
  readonly ports: readonly number[];
  readonly role: LaneRole | undefined;
  /** a message this node sent, to read its User-Agent from; -1 for a media lane */
  readonly speaker: MessageIndex;
}

export interface LadderMessageFacts {
  readonly message: MessageIndex;
  readonly call: CallIndex;
  readonly fromLane: number;
  readonly toLane: number;
  /** numbers within the call, from 0; dialog -1 before a To-tag is known */
  readonly transaction: number;
  readonly dialog: number;
  /** bit n is ladderMarks[n] */
  readonly marks: number;
  readonly retransmissionOf: MessageIndex;
  readonly captureDuplicateOf: MessageIndex;
  /** the message that caused this one though the clock stamps it later, or alike and further on; -1 when the clock agrees */
  readonly after: MessageIndex;
  /** how long its sender kept what it passed on; NaN when it passes nothing on */
  readonly hopDelay: Nanoseconds;
}

export interface LadderFacts {
  readonly lanes: readonly LaneFacts[];
  readonly rows: readonly LadderMessageFacts[];
  readonly omitted: number;
}

interface Node {
  readonly address: AddressId;
  readonly ports: Map<number, number>;
  isFirst: boolean;
  isInviter: boolean;
  isInvited: boolean;
  isMedia: boolean;
  speaker: MessageIndex;
}

/**
 * Nodes in path order. A node is an address; but an address that talks to itself (programs on one host, over loopback) is one
 * node a port, its client ports of TCP together.
 */
class Nodes {
  readonly all: Node[] = [];
  readonly #byKey = new Map<number, number>();
  readonly #laneOfEndpoint = new Map<number, number>();
  readonly #split = new Set<AddressId>();
  readonly #serving = new Set<number>();
  readonly #table: MessageTable;

  constructor(table: MessageTable) {
    this.#table = table;
  }

  /** Notes which addresses talk to themselves; to be called for every chain before lane(). */
  prepare(chain: Chain): void {
    for (let i = 0; i < chain.length; i++) {
      if (chain.sourceAddress[i] === chain.destinationAddress[i]) this.#split.add(chain.sourceAddress[i]!);
      if (chain.status[i] === 0) this.#serving.add(chain.destination[i]!);
    }
  }

  lane(endpoint: EndpointId): number {
    let lane = this.#laneOfEndpoint.get(endpoint);
    if (lane !== undefined) return lane;
    const endpoints = this.#table.endpoints;
    const address = endpoints.address(endpoint);
    const isPort = this.#split.has(address) && (endpoints.transport(endpoint) === 0 || this.#serving.has(endpoint));
    lane = this.#laneOf(address, isPort ? endpoints.port(endpoint) + 1 : 0);
    this.#laneOfEndpoint.set(endpoint, lane);
    return lane;
  }

  /** A lane for an address of media, unless signalling has one already. */
  addMedia(address: AddressId): void {
    if (!this.all.some((node) => node.address === address)) this.all[this.#laneOf(address, 0)]!.isMedia = true;
  }

  #laneOf(address: AddressId, part: number): number {
    const key = address * 0x20000 + part;
    let lane = this.#byKey.get(key);
    if (lane !== undefined) return lane;
    lane = this.all.length;
    this.all.push({ address, ports: new Map(), isFirst: lane === 0, isInviter: false, isInvited: false, isMedia: false, speaker: -1 });
    this.#byKey.set(key, lane);
    return lane;
  }
}

/** @param media addresses of media streams, for lanes that no message touches; @param parse for the marks that compare SDP */
export function buildLadder(table: MessageTable, calls: readonly CallIndex[], media: readonly AddressId[], parse?: ParseSession, limit = 200_000): LadderFacts {
  const nodes = new Nodes(table);
  const rows: LadderMessageFacts[] = [];
  const chain = new Chain();
  const causes = new LadderCauses();
  let total = 0;
  for (const call of calls) nodes.prepare(chain.load(table, call));
  for (const call of calls) {
    chain.load(table, call);
    total += chain.length;
    placeNodes(chain, nodes);
    countPorts(chain, nodes);
    if (rows.length < limit) addRows(chain, nodes, rows, causes, parse, limit);
  }
  for (const address of media) nodes.addMedia(address);
  inOrder(rows, table);
  return { lanes: nodes.all.map(laneFacts), rows: causes.arrange(table, rows), omitted: total - rows.length };
}

/** As they were captured; where capture agents gave some their own times, by time. */
function inOrder(rows: LadderMessageFacts[], table: MessageTable): void {
  const byTime = rows.some(({ message }) => (table.flags(message) & Flag.ownTime) !== 0);
  rows.sort((a, b) => (byTime ? table.time(a.message) - table.time(b.message) : 0) || a.message - b.message);
}

/** Path order: the ends of initial requests by Via depth, then time; then whoever else speaks, in order of time. */
function placeNodes(chain: Chain, nodes: Nodes): void {
  const first: number[] = [];
  for (let i = 0; i < chain.length; i++) {
    const isInitial = chain.status[i] === 0 && chain.toTag[i] === 0 && chain.method[i] !== Method.ACK && chain.method[i] !== Method.CANCEL;
    if (isInitial && !chain.isRetransmission(i) && !chain.isCaptureDuplicate(i)) first.push(i);
  }
  first.sort((a, b) => chain.viaCount[a]! - chain.viaCount[b]! || a - b);
  for (const i of first) {
    const from = nodes.all[nodes.lane(chain.source[i]!)]!;
    const to = nodes.all[nodes.lane(chain.destination[i]!)]!;
    if (chain.method[i] !== Method.INVITE) continue;
    from.isInviter = true;
    to.isInvited = true;
  }
  for (let i = 0; i < chain.length; i++) {
    nodes.lane(chain.source[i]!);
    nodes.lane(chain.destination[i]!);
  }
}

function countPorts(chain: Chain, nodes: Nodes): void {
  const endpoints = chain.table!.endpoints;
  for (let i = 0; i < chain.length; i++) {
    const source = nodes.all[nodes.lane(chain.source[i]!)]!;
    const destination = nodes.all[nodes.lane(chain.destination[i]!)]!;
    const from = endpoints.port(chain.source[i]!);
    const to = endpoints.port(chain.destination[i]!);
    source.ports.set(from, (source.ports.get(from) ?? 0) + 1);
    destination.ports.set(to, (destination.ports.get(to) ?? 0) + 1);
    if (source.speaker < 0) source.speaker = chain.message[i]!;
  }
}

function laneFacts(node: Node): LaneFacts {
  const ports = [...node.ports]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, 4)
    .map(([port]) => port);
  let role: LaneRole | undefined;
  if (node.isInviter) role = node.isInvited && !node.isFirst ? 'proxy' : 'caller';
  else if (node.isInvited) role = 'callee';
  else if (node.isMedia && node.speaker < 0) role = 'media';
  return { address: node.address, ports, role, speaker: node.speaker };
}

function addRows(chain: Chain, nodes: Nodes, rows: LadderMessageFacts[], causes: LadderCauses, parse: ParseSession | undefined, limit: number): void {
  const transactions = new Transactions().group(chain);
  const leg = new CallerLeg().find(chain);
  const dialogs = new Dialogs().build(chain, transactions, leg);
  const forwarded = forwardedTransactions(chain, transactions);
  causes.add(chain, transactions);
  const sides = new SideMemory();
  const delays = hopDelays(chain, (endpoint) => nodes.lane(endpoint));
  for (let i = 0; i < chain.length && rows.length < limit; i++) {
    const transaction = transactions.of[i]!;
    const original = chain.table!.original(chain.message[i]!);
    let marks = plainMarks(chain, transactions, i) | scenarioMarksOf(chain, i);
    if (forwarded[transaction] === 1) marks |= FORWARD;
    else if (chain.status[i] === 0 && (marks & OFFER) !== 0) marks |= sides.marksOfOffer(chain, leg, i, parse);
    rows.push({
      message: chain.message[i]!,
      call: chain.call,
      fromLane: nodes.lane(chain.source[i]!),
      toLane: nodes.lane(chain.destination[i]!),
      transaction,
      dialog: dialogs.of[i]!,
      marks: marks | refreshMark(chain, i, marks),
      retransmissionOf: chain.isRetransmission(i) ? original : -1,
      captureDuplicateOf: chain.isCaptureDuplicate(i) ? original : -1,
      after: -1,
      hopDelay: delays[i]!,
    });
  }
}

function plainMarks(chain: Chain, transactions: Transactions, i: number): number {
  const flags = chain.flags[i]!;
  const status = chain.status[i]!;
  const role = sdpRole(chain, transactions, i);
  let marks = role === SdpRole.offer ? OFFER : role === SdpRole.answer ? ANSWER : 0;
  if (status === 401 || status === 407) marks |= CHALLENGE;
  // an ACK repeats the credentials of its INVITE (RFC 3261 section 22.1): that is no answer to a challenge
  if (status === 0 && (flags & Flag.hasAuthorization) !== 0 && chain.method[i] !== Method.ACK) marks |= CREDENTIALS;
  if (status === 0 && chain.method[i] === Method.INVITE && chain.toTag[i] !== 0) marks |= REINVITE;
  return marks;
}

/** A re-INVITE or UPDATE with Session-Expires that changes no media keeps the session alive (RFC 4028). */
function refreshMark(chain: Chain, i: number, marks: number): number {
  if (chain.status[i] !== 0 || chain.toTag[i] === 0 || (chain.method[i] !== Method.INVITE && chain.method[i] !== Method.UPDATE)) return 0;
  if ((marks & (HOLD | RESUME | MODIFY | CODECS)) !== 0) return 0;
  return chain.table!.fact(chain.message[i]!, Fact.sessionExpires) >= 0 ? REFRESH : 0;
}

/** 1 for transactions that carry on a request seen on an earlier hop: same CSeq and From-tag, more Vias. */
function forwardedTransactions(chain: Chain, transactions: Transactions): Uint8Array {
  const forwarded = new Uint8Array(transactions.count);
  const fewest = new Map<number, Map<number, number>>();
  const key = (request: number): number => chain.cseqNumber[request]! * 0x10000 + chain.method[request]!;
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const request = transactions.request[transaction]!;
    if (request < 0) continue;
    let ofTag = fewest.get(chain.fromTag[request]!);
    if (ofTag === undefined) fewest.set(chain.fromTag[request]!, (ofTag = new Map()));
    ofTag.set(key(request), Math.min(ofTag.get(key(request)) ?? 255, chain.viaCount[request]!));
  }
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const request = transactions.request[transaction]!;
    if (request >= 0 && chain.viaCount[request]! > fewest.get(chain.fromTag[request]!)!.get(key(request))!) forwarded[transaction] = 1;
  }
  return forwarded;
}

/** What each side last offered, to tell hold, resume and change from repetition. */
class SideMemory {
  readonly #held = [false, false, false];
  readonly #session: (Session | undefined)[] = [undefined, undefined, undefined];

  marksOfOffer(chain: Chain, leg: CallerLeg, i: number, parse: ParseSession | undefined): number {
    const side = leg.sideOfRequest(chain, i);
    const isHold = (chain.flags[i]! & Flag.sdpHold) !== 0;
    const isInDialog = chain.toTag[i] !== 0;
    let marks = 0;
    if (isInDialog && isHold && !this.#held[side]) marks |= HOLD;
    if (isInDialog && !isHold && this.#held[side]) marks |= RESUME;
    this.#held[side] = isHold;
    if (parse === undefined) return marks;
    const session = parse(chain.message[i]!);
    const before = this.#session[side];
    this.#session[side] = session ?? before;
    if (marks === 0 && isInDialog && session !== undefined && before !== undefined && isModified(before, session))
      marks |= hasOtherCodecs(before, session) ? CODECS : MODIFY;
    return marks;
  }
}
