/**
 * Which call each stream belongs to and why, and what a call's streams say about it. Brought up to date with the session's
 * revision, linear in the streams.
 */
import type { CallIndex, Milliseconds, Nanoseconds, StreamIndex } from '../base/units.ts';
import { tellsLoss } from '../calls/call-state.ts';
import type { MediaDirection, MediaEvidence } from '../calls/media-evidence.ts';
import { Role } from '../calls/media-registry.ts';
import type { BindingReason } from '../contract/streams.ts';
import { MOSTLY } from '../findings/capture-loss.ts';
import { sentElsewhere, type Sent } from '../findings/sent-elsewhere.ts';
import { admission } from '../rtp/stream-table.ts';
import { mediaOf } from '../rtp/payload-type.ts';
import { bindRest } from './bind-rest.ts';
import { expectedMedia, MediaPlaces } from './expected-media.ts';
import type { Session } from './session.ts';

export interface StreamBinding {
  readonly call: CallIndex;
  readonly reason: BindingReason;
  /** who receives it */
  readonly direction: 'toCaller' | 'toCallee' | undefined;
  /** id in the media registry, -1 when none */
  readonly registration: number;
}

/** What the call list shows of a call's media: the worst direction. */
export interface CallMedia {
  readonly streams: number;
  readonly codecs: readonly string[];
  /** percent and milliseconds, NaN unknown */
  readonly loss: number;
  /** the stream that lost so many, -1 none */
  readonly worst: StreamIndex;
  readonly jitter: Milliseconds;
  readonly end: Nanoseconds;
  readonly encrypted: boolean;
}

/** streams of a call up to which their sources are compared with each other */
const MOST_BRANCHES = 256;

const NO_MEDIA: CallMedia = { streams: 0, codecs: [], loss: NaN, worst: -1, jitter: NaN, end: -Infinity, encrypted: false };

export class StreamBindings {
  readonly #session: Session;
  #revision = -1;
  #byStream: (StreamBinding | undefined)[] = [];
  #byCall = new Map<CallIndex, StreamIndex[]>();
  #media = new Map<CallIndex, CallMedia>();

  readonly places: MediaPlaces;

  constructor(session: Session) {
    this.#session = session;
    this.places = new MediaPlaces(session);
  }

  /** Binds every stream anew when something changed since. */
  update(): void {
    if (this.#revision === this.#session.revision) return;
    this.#revision = this.#session.revision;
    const { streams } = this.#session.tables;
    this.#byStream = [];
    this.#byCall = new Map();
    this.#media = new Map();
    for (let stream = 0; stream < streams.count; stream++) this.#byStream[stream] = this.#announced(stream);
    for (const [stream, binding] of this.#bindRest()) this.#byStream[stream] = binding;
    for (let stream = 0; stream < streams.count; stream++) {
      const call = this.#byStream[stream]?.call;
      if (call === undefined) continue;
      const list = this.#byCall.get(call);
      if (list === undefined) this.#byCall.set(call, [stream]);
      else list.push(stream);
    }
    for (const list of this.#byCall.values()) list.sort((a, b) => streams.firstPacket(a) - streams.firstPacket(b));
  }

  of(stream: StreamIndex): StreamBinding | undefined {
    this.update();
    return this.#byStream[stream];
  }

  /** Streams of a call, oldest first. */
  streamsOf(call: CallIndex): readonly StreamIndex[] {
    this.update();
    return this.#byCall.get(call) ?? [];
  }

  mediaOf(call: CallIndex): CallMedia {
    const streams = this.streamsOf(call);
    if (streams.length === 0) return NO_MEDIA;
    let media = this.#media.get(call);
    if (media === undefined) this.#media.set(call, (media = this.#sumUp(streams)));
    return media;
  }

  /** What the streams tell the call's summary; undefined in a capture without any: its silence says nothing of a call. */
  evidence(call: CallIndex): MediaEvidence | undefined {
    const { streams } = this.#session.tables;
    if (streams.count === 0) return undefined;
    let toCaller: MediaDirection | undefined;
    let toCallee: MediaDirection | undefined;
    const own = this.streamsOf(call);
    for (const stream of own) {
      const direction = this.#byStream[stream]?.direction;
      if (direction === 'toCaller') toCaller = join(toCaller, this.#direction(stream, own));
      else if (direction === 'toCallee') toCallee = join(toCallee, this.#direction(stream, own));
    }
    const expected = expectedMedia(this.#session, call, own, this.places);
    return { toCaller, toCallee, expectedToCaller: expected.toCaller, expectedToCallee: expected.toCallee, captureHasMedia: streams.count > 0 };
  }

  #announced(stream: StreamIndex): StreamBinding | undefined {
    const { streams, registry } = this.#session.tables;
    if (streams.admissionOf(stream) !== admission.sdp) return undefined;
    const registration = streams.setup(stream);
    if (registration < 0) return undefined;
    const isDestination = registry.address(registration) === streams.destination(stream) && registry.port(registration) === streams.destinationPort(stream);
    const role = registry.role(registration);
    const reason = role === Role.candidate ? 'candidate' : role === Role.signalling ? 'symmetric' : isDestination ? 'destination' : 'source';
    return { call: registry.call(registration), reason, direction: directionOf(registry.side(registration), isDestination), registration };
  }

  #bindRest(): ReadonlyMap<StreamIndex, StreamBinding> {
    const { streams } = this.#session.tables;
    const open: StreamIndex[] = [];
    for (let stream = 0; stream < streams.count; stream++) if (this.#byStream[stream] === undefined) open.push(stream);
    return open.length === 0 ? new Map<StreamIndex, StreamBinding>() : bindRest(this.#session, open);
  }

  #sumUp(list: readonly StreamIndex[]): CallMedia {
    const { streams } = this.#session.tables;
    const codecs: string[] = [];
    let loss = NaN;
    let worst = -1;
    let jitter = NaN;
    let end = -Infinity;
    let encrypted = false;
    for (const stream of list) {
      const type = streams.mainType(stream);
      const name = streams.maps.encodingName(streams.mapOf(stream), type) ?? streams.maps.shortName(streams.mapOf(stream), type);
      if (!codecs.includes(name)) codecs.push(name);
      end = Math.max(end, streams.lastTime(stream));
      if (this.#session.sealed.isSealed(stream)) encrypted = true;
      const stats = streams.rfc3550(stream);
      const lost = this.lossOf(stream, list);
      if (Number.isNaN(loss) || lost > loss) [loss, worst] = [lost, stream];
      if (stats.jitter !== undefined && mediaOf(name) === 'audio') jitter = worse(jitter, stats.maxJitter ?? NaN);
    }
    return { streams: list.length, codecs, loss, worst, jitter, end, encrypted };
  }

  #rating(stream: StreamIndex): number | undefined {
    const mos = this.#session.ratings.mosOf(stream);
    return mos === 'pending' ? undefined : mos;
  }

  /** How many of the packets a stream lacks its source sent to another place of the same call. */
  sentElsewhere(stream: StreamIndex, list: readonly StreamIndex[]): number {
    if (list.length < 2 || list.length > MOST_BRANCHES || this.#session.tables.streams.rfc3550(stream).lost === 0) return 0;
    const sent = list.map((one) => this.#sent(one));
    return sentElsewhere(sent[list.indexOf(stream)]!, sent);
  }

  /** Most of what a stream lacks was sent to another place of its call: nobody there was to hear all of it. */
  isMostlyElsewhere(stream: StreamIndex): boolean {
    const { lost } = this.#session.tables.streams.rfc3550(stream);
    const call = lost === 0 ? undefined : this.of(stream)?.call;
    return call !== undefined && this.sentElsewhere(stream, this.streamsOf(call)) * 100 >= lost * MOSTLY;
  }

  /** Percent, without what went elsewhere. */
  lossOf(stream: StreamIndex, list: readonly StreamIndex[]): number {
    const stats = this.#session.tables.streams.rfc3550(stream);
    const elsewhere = this.sentElsewhere(stream, list);
    return elsewhere === 0 ? stats.lostPercent : (100 * (stats.lost - elsewhere)) / Math.max(1, stats.expected - elsewhere);
  }

  #sent(stream: StreamIndex): Sent {
    const { streams } = this.#session.tables;
    return {
      stream,
      ssrc: streams.ssrc(stream),
      source: streams.source(stream),
      sourcePort: streams.sourcePort(stream),
      destination: streams.destination(stream),
      destinationPort: streams.destinationPort(stream),
      first: streams.firstTime(stream),
      last: streams.lastTime(stream),
      rfc3550: streams.rfc3550(stream),
    };
  }

  #direction(stream: StreamIndex, list: readonly StreamIndex[]): MediaDirection {
    const { streams } = this.#session.tables;
    const stats = streams.rfc3550(stream);
    const elsewhere = this.sentElsewhere(stream, list);
    return {
      packets: streams.packets(stream),
      first: streams.firstTime(stream),
      last: streams.lastTime(stream),
      loss: tellsLoss(stats.lost - elsewhere, stats.expected - elsewhere) ? this.lossOf(stream, list) : 0,
      // packets of one picture come in a bunch: that is no jitter of the network (semantics 10.3)
      jitter: mediaOf(streams.maps.encodingName(streams.mapOf(stream), streams.mainType(stream))) === 'audio' ? stats.maxJitter : undefined,
      mos: this.#rating(stream),
    };
  }
}

/** @param side whose media was announced: 1 the caller's, 2 the callee's */
export function directionOf(side: number, isDestination: boolean): 'toCaller' | 'toCallee' | undefined {
  if (side === 0) return undefined;
  return (side === 1) === isDestination ? 'toCaller' : 'toCallee';
}

function worse(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b);
}

function join(a: MediaDirection | undefined, b: MediaDirection): MediaDirection {
  if (a === undefined) return b;
  return {
    packets: a.packets + b.packets,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    loss: known(worse(a.loss ?? NaN, b.loss ?? NaN)),
    jitter: known(worse(a.jitter ?? NaN, b.jitter ?? NaN)),
    mos: least(a.mos, b.mos),
  };
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
