/**
 * Which call a stream belongs to, beyond what Wireshark matches (semantics 2.4), with the reason. Run after the pass, and
 * again when the registry's revision rose. Linear: everything is found through maps keyed by address, port or SSRC, and
 * no list is walked further than 64 entries.
 */
import type { AddressId, CallIndex, Nanoseconds, StreamIndex } from '../base/units.ts';
import { mix } from './endpoint-table.ts';
import { MediaBit, Role, type MediaRegistry } from './media-registry.ts';
import type { MessageTable } from './message-table.ts';

/** Why a stream belongs to a call; index 0 is "does not". Order is strength. */
export const bindingReasons = [
  'none',
  'destination',
  'source',
  'candidate',
  'signallingSource',
  'ssrc',
  'samePort',
  'reverse',
  'rebinding',
  'probable',
] as const;
export type BindingReasonId = number & { readonly unit?: 'binding reason' };
const NONE = 0,
  DESTINATION = 1,
  SOURCE = 2,
  CANDIDATE = 3,
  SIGNALLING = 4,
  SSRC = 5,
  SAME_PORT = 6,
  REVERSE = 7,
  REBINDING = 8,
  PROBABLE = 9;

/** The streams, by row; the RTP floor's table answers it. */
export interface StreamRows {
  readonly count: number;
  sourceAddress(stream: StreamIndex): AddressId;
  sourcePort(stream: StreamIndex): number;
  destinationAddress(stream: StreamIndex): AddressId;
  destinationPort(stream: StreamIndex): number;
  ssrc(stream: StreamIndex): number;
  firstTime(stream: StreamIndex): Nanoseconds;
  lastTime(stream: StreamIndex): Nanoseconds;
}

/** A call's life for the weakest rule: signalling addresses and talk interval. */
export interface Talk {
  readonly call: CallIndex;
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  readonly addresses: readonly AddressId[];
}

/** Result columns, one row a stream. */
export interface StreamBindings {
  readonly call: Int32Array;
  /** registration it was matched through, or -1 */
  readonly registration: Int32Array;
  readonly reason: Uint8Array;
  /** 0 unknown, 1 toward the caller, 2 toward the callee */
  readonly toward: Uint8Array;
}

const STEPS = 64;
/** media after the end of a dialog still belongs to it for 64·T1 (semantics 2.4) */
const AFTERMATH = 32e9;
/** the same SSRC from another port within this time is the same sender (semantics 2.4) */
const REBIND_TIME = 10e9;

export class MediaBinder {
  readonly #table: MessageTable;
  readonly #registry: MediaRegistry;
  readonly #bySsrc: ReadonlyMap<number, number>;
  readonly #endOfCall: (call: CallIndex) => Nanoseconds;
  readonly #byPort = new Map<number, number[]>();
  #indexed = 0;

  /** @param bySsrc a=ssrc to registration @param endOfCall time after which the call's media window closes, Infinity while open */
  constructor(table: MessageTable, registry: MediaRegistry, bySsrc: ReadonlyMap<number, number>, endOfCall: (call: CallIndex) => Nanoseconds) {
    this.#table = table;
    this.#registry = registry;
    this.#bySsrc = bySsrc;
    this.#endOfCall = endOfCall;
  }

  /** Binds every stream anew; `talks` in order of their beginning. */
  bind(streams: StreamRows, talks: readonly Talk[]): StreamBindings {
    const count = streams.count;
    const out: StreamBindings = {
      call: new Int32Array(count).fill(-1),
      registration: new Int32Array(count).fill(-1),
      reason: new Uint8Array(count),
      toward: new Uint8Array(count),
    };
    this.#indexPorts();
    for (let stream = 0; stream < count; stream++) this.#bindAnnounced(streams, stream, out);
    this.#bindReverse(streams, out);
    this.#bindSameSsrc(streams, out);
    this.#bindProbable(streams, talks, out);
    return out;
  }

  #bindAnnounced(streams: StreamRows, stream: StreamIndex, out: StreamBindings): void {
    const first = streams.firstTime(stream);
    const last = streams.lastTime(stream);
    const destination = this.#live(streams.destinationAddress(stream), streams.destinationPort(stream), first, last);
    if (destination >= 0) return this.#set(out, stream, destination, this.#reasonOf(destination, DESTINATION), false);
    const source = this.#live(streams.sourceAddress(stream), streams.sourcePort(stream), first, last);
    if (source >= 0) return this.#set(out, stream, source, this.#reasonOf(source, SOURCE), true);
    const named = this.#bySsrc.get(streams.ssrc(stream));
    // a=ssrc names what the announcing side sends.
    if (named !== undefined && this.#overlaps(named, first, last)) return this.#set(out, stream, named, SSRC, true);
    const toward = this.#samePort(streams.destinationPort(stream), streams.destinationAddress(stream), streams.sourceAddress(stream), first, last);
    if (toward >= 0) return this.#set(out, stream, toward, SAME_PORT, false);
    const from = this.#samePort(streams.sourcePort(stream), streams.sourceAddress(stream), streams.destinationAddress(stream), first, last);
    if (from >= 0) this.#set(out, stream, from, SAME_PORT, true);
  }

  #reasonOf(registration: number, exact: BindingReasonId): BindingReasonId {
    const role = this.#registry.role(registration);
    return role === Role.candidate ? CANDIDATE : role === Role.signalling ? SIGNALLING : exact;
  }

  /** Newest announcement of an endpoint that was made before the stream ended and whose call had not ended when it began. */
  #live(address: AddressId, port: number, first: Nanoseconds, last: Nanoseconds): number {
    const registry = this.#registry;
    let found = -1;
    let steps = 0;
    for (let id = registry.newest(address, port); id >= 0 && steps < STEPS; id = registry.older(id), steps++) {
      if (registry.role(id) === Role.rtcp || registry.role(id) === Role.other || !this.#overlaps(id, first, last)) continue;
      // The newest made before the stream began; one made during the stream only when there is none.
      if (registry.time(id) <= first) return id;
      found = id;
    }
    return found;
  }

  #overlaps(id: number, first: Nanoseconds, last: Nanoseconds): boolean {
    return this.#registry.time(id) <= last && first <= this.#endOfCall(this.#registry.call(id)) + AFTERMATH;
  }

  /** An announcement of that port whose sender is known by the stream's address, or whose call the other end belongs to: c= was private or NAT changed it. */
  #samePort(port: number, address: AddressId, other: AddressId, first: Nanoseconds, last: Nanoseconds): number {
    const ids = this.#byPort.get(port);
    if (ids === undefined) return -1;
    const registry = this.#registry;
    for (let n = ids.length - 1, steps = 0; n >= 0 && steps < STEPS; n--, steps++) {
      const id = ids[n]!;
      if (!this.#overlaps(id, first, last)) continue;
      const message = registry.message(id);
      const isSender = this.#table.sourceAddress(message) === address;
      const isPeer = this.#table.destinationAddress(message) === other;
      if (isSender || isPeer) return id;
    }
    return -1;
  }

  #set(out: StreamBindings, stream: StreamIndex, registration: number, reason: BindingReasonId, isSource: boolean): void {
    out.call[stream] = this.#registry.call(registration);
    out.registration[stream] = registration;
    out.reason[stream] = reason;
    const side = this.#registry.side(registration);
    out.toward[stream] = side === 0 ? 0 : isSource ? 3 - side : side;
  }

  /** The opposite direction of a bound flow, any SSRC. */
  #bindReverse(streams: StreamRows, out: StreamBindings): void {
    const byFlow = new Map<number, number[]>();
    for (let stream = 0; stream < streams.count; stream++) {
      if (out.reason[stream] === NONE) continue;
      const key = flowKey(streams.sourceAddress(stream), streams.sourcePort(stream), streams.destinationAddress(stream), streams.destinationPort(stream));
      const list = byFlow.get(key);
      if (list === undefined) byFlow.set(key, [stream]);
      else if (list.length < STEPS) list.push(stream);
    }
    for (let stream = 0; stream < streams.count; stream++) {
      if (out.reason[stream] !== NONE) continue;
      const forward = byFlow.get(
        flowKey(streams.destinationAddress(stream), streams.destinationPort(stream), streams.sourceAddress(stream), streams.sourcePort(stream)),
      );
      const match = forward?.find(
        (other) =>
          isReverse(streams, stream, other) &&
          streams.firstTime(other) <= streams.lastTime(stream) + AFTERMATH &&
          streams.firstTime(stream) <= streams.lastTime(other) + AFTERMATH,
      );
      if (match !== undefined) this.#follow(out, stream, match, REVERSE, true);
    }
  }

  /** The same SSRC from or to another place of the same peer, shortly after: NAT rebinding or fail-over. */
  #bindSameSsrc(streams: StreamRows, out: StreamBindings): void {
    const bySsrc = new Map<number, number[]>();
    for (let stream = 0; stream < streams.count; stream++) {
      if (out.reason[stream] === NONE) continue;
      const list = bySsrc.get(streams.ssrc(stream));
      if (list === undefined) bySsrc.set(streams.ssrc(stream), [stream]);
      else if (list.length < STEPS) list.push(stream);
    }
    for (let stream = 0; stream < streams.count; stream++) {
      if (out.reason[stream] !== NONE) continue;
      const match = bySsrc.get(streams.ssrc(stream))?.find((other) => isContinued(streams, other, stream));
      if (match !== undefined) this.#follow(out, stream, match, REBINDING, false);
    }
  }

  #follow(out: StreamBindings, stream: StreamIndex, other: StreamIndex, reason: BindingReasonId, isReversed: boolean): void {
    out.call[stream] = out.call[other]!;
    out.registration[stream] = out.registration[other]!;
    out.reason[stream] = reason;
    const toward = out.toward[other]!;
    out.toward[stream] = toward === 0 ? 0 : isReversed ? 3 - toward : toward;
  }

  /** A stream that runs while exactly one call with one of its addresses talks: probable, and labelled so. */
  #bindProbable(streams: StreamRows, talks: readonly Talk[], out: StreamBindings): void {
    const byAddress = new Map<AddressId, Talk[]>();
    for (const talk of talks) {
      for (const address of talk.addresses) {
        const list = byAddress.get(address);
        if (list === undefined) byAddress.set(address, [talk]);
        else list.push(talk);
      }
    }
    for (let stream = 0; stream < streams.count; stream++) {
      if (out.reason[stream] !== NONE) continue;
      const first = streams.firstTime(stream);
      const last = streams.lastTime(stream);
      const ofSource = onlyOverlap(byAddress.get(streams.sourceAddress(stream)), first, last);
      const ofDestination = onlyOverlap(byAddress.get(streams.destinationAddress(stream)), first, last);
      const call = ofSource >= 0 && (ofDestination < 0 || ofDestination === ofSource) ? ofSource : ofSource === -1 ? ofDestination : -1;
      if (call < 0) continue;
      out.call[stream] = call;
      out.reason[stream] = PROBABLE;
    }
  }

  #indexPorts(): void {
    const registry = this.#registry;
    for (; this.#indexed < registry.length; this.#indexed++) {
      const id = this.#indexed;
      if (registry.role(id) !== Role.media) continue;
      const list = this.#byPort.get(registry.port(id));
      if (list === undefined) this.#byPort.set(registry.port(id), [id]);
      else list.push(id);
    }
  }
}

/** Whether Wireshark would show the stream as announced RTP. */
export function isWiresharkBinding(registry: MediaRegistry, reason: BindingReasonId, registration: number): boolean {
  return (reason === DESTINATION || reason === SOURCE) && (registry.bits(registration) & MediaBit.beyondWiresharkLimit) === 0;
}

function flowKey(sourceAddress: AddressId, sourcePort: number, destinationAddress: AddressId, destinationPort: number): number {
  return mix(mix(sourceAddress, sourcePort), mix(destinationAddress, destinationPort) ^ 0x5bd1e995);
}

function isReverse(streams: StreamRows, a: StreamIndex, b: StreamIndex): boolean {
  return (
    streams.sourceAddress(a) === streams.destinationAddress(b) &&
    streams.sourcePort(a) === streams.destinationPort(b) &&
    streams.destinationAddress(a) === streams.sourceAddress(b) &&
    streams.destinationPort(a) === streams.sourcePort(b)
  );
}

function isContinued(streams: StreamRows, before: StreamIndex, after: StreamIndex): boolean {
  const gap = streams.firstTime(after) - streams.lastTime(before);
  if (Math.abs(gap) > REBIND_TIME) return false;
  const sharesDestination =
    streams.destinationAddress(before) === streams.destinationAddress(after) && streams.destinationPort(before) === streams.destinationPort(after);
  const sharesSource = streams.sourceAddress(before) === streams.sourceAddress(after) && streams.sourcePort(before) === streams.sourcePort(after);
  return sharesDestination || sharesSource;
}

/** The call of the only talk that overlaps [first, last]; -1 none, -2 several. Talks are in order of beginning; 64 before `last` are looked at. */
function onlyOverlap(talks: readonly Talk[] | undefined, first: Nanoseconds, last: Nanoseconds): number {
  if (talks === undefined) return -1;
  let low = 0;
  let high = talks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (talks[middle]!.from <= last) low = middle + 1;
    else high = middle;
  }
  let found = -1;
  for (let n = low - 1, steps = 0; n >= 0 && steps < STEPS; n--, steps++) {
    const talk = talks[n]!;
    if (talk.to + AFTERMATH / 16 < first || talk.call === found) continue;
    if (found >= 0) return -2;
    found = talk.call;
  }
  return found;
}
