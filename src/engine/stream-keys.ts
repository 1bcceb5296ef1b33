/**
 * Which keys a stream may have been sealed with, best first, and what is missing when there is none: typed by hand, agreed on by DTLS, told by
 * the SDP of its call, or by that of linked legs (a proxy that leaves media alone passes keys on).
 */
import type { CallIndex, PacketIndex, StreamIndex } from '../base/units.ts';
import { Flag } from '../calls/message-fields.ts';
import { MediaBit } from '../calls/media-registry.ts';
import type { SealMissing, SealWay } from '../contract/seal.ts';
import type { SdesKey } from '../crypto/sdes.ts';
import { DtlsKeyFinder, type DtlsKeys, type FlowEnds } from './dtls-keys.ts';
import type { Handshake } from './dtls-handshakes.ts';
import type { MediaKey } from './media-key.ts';
import { MessageReader } from './message-reader.ts';
import { readCallKeys, type CallKeys } from './sdes-keys.ts';
import type { Session } from './session.ts';

export interface StreamKeys {
  readonly keys: readonly MediaKey[];
  /** what is said when none of them fits, or there is none */
  readonly need: SealNeed;
  readonly handshakes: ReadonlyMap<PacketIndex, Handshake>;
}

export interface SealNeed {
  readonly way: SealWay;
  readonly missing: SealMissing;
  readonly suite: string | undefined;
  /** -1 none */
  readonly packet: PacketIndex;
  readonly handshake: Handshake | undefined;
}

/** For a call, or some streams. */
export interface HandKey {
  readonly call: CallIndex | undefined;
  readonly streams: readonly StreamIndex[];
  readonly key: SdesKey;
}

/** keys tried for one stream */
const MOST_KEYS = 128;
const MOST_LEGS = 8;
const NO_KEYS: CallKeys = { keys: [], refused: undefined, mikey: undefined };

export class StreamKeyFinder {
  readonly dtls: DtlsKeyFinder;
  readonly #session: Session;
  readonly #reader: MessageReader;
  readonly #calls = new Map<CallIndex, { readonly revision: number; readonly keys: Promise<CallKeys> }>();
  #hand: readonly HandKey[] = [];

  constructor(session: Session) {
    this.#session = session;
    this.#reader = new MessageReader(session.tables);
    this.dtls = new DtlsKeyFinder(session.tables);
  }

  /** A key that a person typed goes before all others. */
  add(key: HandKey): void {
    this.#hand = [key, ...this.#hand].slice(0, MOST_KEYS);
  }

  drop(key: HandKey): void {
    this.#hand = this.#hand.filter((one) => one !== key);
  }

  async ofStream(stream: StreamIndex): Promise<StreamKeys> {
    const { tables, bindings } = this.#session;
    const binding = bindings.of(stream);
    const call = binding?.call ?? -1;
    const sender = binding?.direction === undefined ? 0 : binding.direction === 'toCallee' ? 1 : 2;
    const own = await this.#ofCall(call);
    const dtls = this.dtls.find(endsOf(tables.streams, stream), call);
    const keys = [...this.#byHand(call, stream), ...dtls.keys, ...inOrder(own.keys, sender), ...(await this.#ofLegs(call, sender))];
    const bits = binding === undefined || binding.registration < 0 ? 0 : tables.registry.bits(binding.registration);
    return { keys: keys.slice(0, MOST_KEYS), need: needOf(own, dtls, keys.length, (bits & MediaBit.dtls) !== 0), handshakes: dtls.handshakes };
  }

  /** Keys for RTCP between two ends. @param call of their media, -1 none */
  async ofControl(ends: FlowEnds, call: CallIndex): Promise<readonly MediaKey[]> {
    const own = await this.#ofCall(call);
    return [...this.#byHand(call, undefined), ...this.dtls.find(ends, call).keys, ...own.keys, ...(await this.#ofLegs(call, 0))].slice(0, MOST_KEYS);
  }

  #byHand(call: CallIndex, stream: StreamIndex | undefined): readonly MediaKey[] {
    return this.#hand
      .filter(
        (one) =>
          (stream !== undefined && one.streams.includes(stream)) ||
          (one.call !== undefined && one.call === call) ||
          (stream === undefined && one.streams.length > 0),
      )
      .map(({ key }) => ({ ...key, way: 'hand', side: 0, packet: -1, ofLeg: false }));
  }

  async #ofLegs(call: CallIndex, sender: number): Promise<readonly MediaKey[]> {
    if (call < 0) return [];
    const found: MediaKey[] = [];
    for (const leg of this.#session.legs.family(call).slice(0, MOST_LEGS)) {
      if (leg === call) continue;
      // without tags nothing tells whether a key of another leg is this one's
      const { keys } = await this.#ofCall(leg);
      found.push(
        ...inOrder(keys, sender)
          .filter((key) => !key.unauthenticated)
          .map((key) => ({ ...key, ofLeg: true })),
      );
    }
    return found;
  }

  #ofCall(call: CallIndex): Promise<CallKeys> {
    if (call < 0 || !this.#hasSdp(call)) return Promise.resolve(NO_KEYS);
    const { revision, isReading } = this.#session;
    const kept = this.#calls.get(call);
    if (kept !== undefined && (kept.revision === revision || !isReading)) return kept.keys;
    const keys = readCallKeys(this.#session.tables, this.#reader, call);
    this.#calls.set(call, { revision, keys });
    keys.catch(() => this.#calls.delete(call));
    return keys;
  }

  #hasSdp(call: CallIndex): boolean {
    const { messages, calls } = this.#session.tables;
    for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message))
      if ((messages.flags(message) & (Flag.sdpKeys | Flag.hasSdp)) !== 0) return true;
    return false;
  }
}

/** Where a stream comes from and goes to. */
export function endsOf(streams: Session['tables']['streams'], stream: StreamIndex): FlowEnds {
  return {
    source: streams.source(stream),
    sourcePort: streams.sourcePort(stream),
    destination: streams.destination(stream),
    destinationPort: streams.destinationPort(stream),
  };
}

/** Whoever wrote the SDP seals with its key; without tags nothing else tells. */
function inOrder(keys: readonly MediaKey[], sender: number): readonly MediaKey[] {
  const rank = (side: number): number => (side === sender ? 0 : 1);
  return keys
    .filter(({ unauthenticated, side }) => !unauthenticated || side === sender)
    .sort((a, b) => Number(a.unauthenticated) - Number(b.unauthenticated) || rank(a.side) - rank(b.side));
}

function needOf(own: CallKeys, dtls: DtlsKeys, keys: number, isDtlsPromised: boolean): SealNeed {
  const { missing } = dtls;
  if (missing !== undefined && keys === 0)
    return { way: 'dtls', missing: missing.why, suite: missing.suite, packet: missing.handshake.packet, handshake: missing.handshake };
  const [handshake] = [...dtls.handshakes.values()].slice(-1);
  const way: SealWay = isDtlsPromised || handshake !== undefined ? 'dtls' : own.mikey === undefined || own.keys.length > 0 ? 'sdes' : 'mikey';
  const need = (why: SealMissing, packet: PacketIndex = -1, suite?: string): SealNeed => ({ way, missing: why, suite, packet, handshake });
  if (own.refused !== undefined && own.keys.length === 0) return { ...need(own.refused.why, own.refused.packet, own.refused.suite), way: 'sdes' };
  if (keys > 0) return need('authentication', handshake?.packet ?? -1);
  if (way === 'dtls') return need('handshake');
  return way === 'mikey' ? need('mikey', own.mikey) : need('sdesKey');
}
