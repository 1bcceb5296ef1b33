/**
 * Legs of calls for the page: the correlation of calls/legs over this session, deepened by a look at payloads, with what a person
 * pinned, cut, or named as header of the other Call-ID. Pins and cuts last as long as the capture is open.
 */
import { toOctets } from '../base/text.ts';
import type { CallIndex, MessageIndex, StreamIndex } from '../base/units.ts';
import { Correlation, type LegLink as FoundLink } from '../calls/legs/correlation.ts';
import { Bit, reasonsOf, transferMask, legEvidence } from '../calls/legs/evidence.ts';
import { LegKey } from '../calls/legs/leg-keys.ts';
import { takeCallId } from '../calls/legs/take-keys.ts';
import { Flag } from '../calls/message-fields.ts';
import type { CallRow } from '../contract/calls.ts';
import type { LegEvidenceKind, LegFamily, LegLink, LegMedia, LegReason, LegSound } from '../contract/legs.ts';
import { mediaOf } from '../rtp/payload-type.ts';
import { Method } from '../sip/method.ts';
import { findHeader } from './find-header.ts';
import { linkByRtpNumbers, matchStreams } from './leg-media.ts';
import type { MessageReader } from './message-reader.ts';
import type { Session } from './session.ts';

/** pairs whose payload is looked at: of all calls when reading has ended, of one call when it is opened */
const MOST_LOOKS = 200;
const MOST_LOOKS_OF_CALL = 8;
/** what was sent again says nothing new */
const REPEATED = Flag.retransmission | Flag.captureDuplicate;
/** links of a family whose media are compared */
const MOST_COMPARED = 12;

export class Legs {
  readonly #session: Session;
  #found: Correlation | undefined;
  #deepened: Promise<void> | undefined;
  readonly #looked = new Set<string>();
  #header = '';

  constructor(session: Session) {
    this.#session = session;
  }

  /** Concludes from the whole capture, with pauses; for when reading has ended. */
  async correlate(pause: () => Promise<void>): Promise<void> {
    const found = this.#correlation();
    for (const _ of found.conclude()) await pause();
    this.#found = found;
  }

  #correlation(): Correlation {
    const { tables } = this.#session;
    const withMedia = tables.streams.count > 1;
    return new Correlation(tables.messages, tables.registry, { withMedia, more: (pairs) => linkByRtpNumbers(this.#session, pairs) });
  }

  /** Other calls of a call's family; 0 while reading. */
  count(call: CallIndex): number {
    return this.#found?.count(call) ?? 0;
  }

  family(call: CallIndex): readonly CallIndex[] {
    return this.#found?.family(call) ?? [call];
  }

  /** Links between a call and the first leg of its family. */
  depth(call: CallIndex): number {
    const links = this.#found?.linksOf(call) ?? [];
    let depth = 0;
    for (let at = call, up = links.find(({ b }) => b === at); up !== undefined && depth <= links.length; up = links.find(({ b }) => b === at)) {
      depth++;
      at = up.a;
    }
    return depth;
  }

  /** Looks at the payload of pairs that something else speaks for, once, after reading has ended. */
  deepen(pause: () => Promise<void>): Promise<void> {
    if (this.#session.isReading || this.#found === undefined) return Promise.resolve();
    return (this.#deepened ??= this.#deepen(pause));
  }

  async #deepen(pause: () => Promise<void>): Promise<void> {
    const linked: CallIndex[] = [];
    for (const { a, b } of this.#found!.undecided(undefined, MOST_LOOKS)) {
      if (await this.#look(a, b)) linked.push(a, b);
      await pause();
    }
    if (linked.length > 0) this.#conclude(linked);
  }

  /** Everything about the legs of a call; undefined when there is no such call. */
  async legs(call: CallIndex, rowOf: (call: CallIndex) => CallRow): Promise<LegFamily | undefined> {
    const { tables } = this.#session;
    if (!Number.isInteger(call) || call < 0 || call >= tables.calls.length || !tables.calls.hasInvite(call)) return undefined;
    const found = this.#found;
    if (found === undefined)
      return { members: [{ row: rowOf(call), depth: 0 }], links: [], transfers: [], cuts: [], header: '', revision: this.#session.revision };
    const linked: CallIndex[] = [];
    for (const { a, b } of found.undecided(call, MOST_LOOKS_OF_CALL)) if (await this.#look(a, b)) linked.push(a, b);
    if (linked.length > 0) this.#conclude(linked);
    const family = found.family(call);
    const links = found.linksOf(call);
    return {
      members: family.map((member) => ({ row: rowOf(member), depth: this.depth(member) })),
      links: links.map(linkOf),
      transfers: found.transfersOf(call).map((link) => ({ link: linkOf(link), other: rowOf(family.includes(link.a) ? link.b : link.a) })),
      cuts: found
        .cuts()
        .filter((pair) => pair.some((one) => family.includes(one)))
        .map(([a, b]) => ({ link: { from: a, to: b, score: 0, reasons: [], gap: 0, pinned: false }, other: rowOf(a === call ? b : a) })),
      header: this.#header,
      revision: this.#session.revision,
    };
  }

  pin(one: CallIndex, other: CallIndex, isPinned: boolean): void {
    if (!this.#arePair(one, other)) return;
    this.#found!.pin(one, other, isPinned);
    this.#conclude([one, other]);
  }

  cut(one: CallIndex, other: CallIndex, isCut: boolean): void {
    if (!this.#arePair(one, other)) return;
    this.#found!.cut(one, other, isCut);
    this.#conclude([one, other]);
  }

  /** Takes the value of a header of the person's choice as the Call-ID of the other leg; '' takes none any more. Reads every INVITE again. */
  async chooseHeader(name: string, reader: MessageReader): Promise<void> {
    const header = name.trim().toLowerCase();
    if (header === this.#header || !/^[\w.!%*+`'~-]{0,64}$/.test(header)) return;
    this.#header = header;
    const { messages, calls } = this.#session.tables;
    messages.legKeys.forget(LegKey.ownHeader);
    if (header !== '') {
      const invites: MessageIndex[] = [];
      for (let call = 0; call < calls.length; call++) {
        if (!calls.hasInvite(call)) continue;
        for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message))
          if (messages.status(message) === 0 && messages.method(message) === Method.INVITE && (messages.flags(message) & REPEATED) === 0) invites.push(message);
      }
      const wanted = toOctets(header);
      await reader.readMany(invites, (index, octets) => {
        const value = octets === undefined ? undefined : findHeader(octets, wanted);
        if (octets !== undefined && value !== undefined)
          takeCallId(octets, value.at, value.end, LegKey.ownHeader, messages.call(invites[index]!), messages.legKeys);
      });
    }
    this.#recorrelate();
  }

  /** Correlates anew under other keys; pins and cuts stay. */
  #recorrelate(): void {
    const before = this.#found;
    const found = this.#correlation();
    for (const _ of found.conclude());
    this.#found = found;
    if (before !== undefined) this.#found!.takeHand(before);
    this.#looked.clear();
    this.#conclude();
  }

  /** @param changed calls that are judged anew when they are looked at: their legs are others now */
  #conclude(changed: readonly CallIndex[] = []): void {
    this.#found!.judge();
    for (const call of changed) for (const member of this.family(call)) this.#session.facts.forget(member);
    this.#session.touch();
  }

  #arePair(one: CallIndex, other: CallIndex): boolean {
    const { calls } = this.#session.tables;
    const isCall = (call: CallIndex): boolean => Number.isInteger(call) && call >= 0 && call < calls.length && calls.hasInvite(call);
    return this.#found !== undefined && one !== other && isCall(one) && isCall(other);
  }

  /** True when the payload of a pair says that it is one call. */
  async #look(a: CallIndex, b: CallIndex): Promise<boolean> {
    const key = `${a} ${b}`;
    if (this.#looked.has(key)) return false;
    this.#looked.add(key);
    for (const direction of ['toCallee', 'toCaller'] as const) {
      const [one, other] = [this.#mainStream(a, direction), this.#mainStream(b, direction)];
      if (one === undefined || other === undefined) continue;
      const match = await matchStreams(this.#session, one, other).catch(() => undefined);
      if (match === undefined) continue;
      this.#found!.add(a, b, match.by === 'numbers' ? Bit.rtpNumbers : Bit.rtpPayload);
      return true;
    }
    return false;
  }

  /** The audio of a call in one direction: the stream with most packets. */
  #mainStream(call: CallIndex, direction: 'toCaller' | 'toCallee'): StreamIndex | undefined {
    const { bindings, tables } = this.#session;
    const { streams } = tables;
    let main: StreamIndex | undefined;
    for (const stream of bindings.streamsOf(call)) {
      if (bindings.of(stream)?.direction !== direction || mediaOf(this.#codec(stream)) === 'video') continue;
      if (main === undefined || streams.packets(stream) > streams.packets(main)) main = stream;
    }
    return main;
  }

  /** What differs between the media of the legs of a call's family. */
  async media(call: CallIndex): Promise<LegMedia[]> {
    const media: LegMedia[] = [];
    const links = this.#found?.linksOf(call) ?? [];
    for (const { a: above, b } of links.slice(0, MOST_COMPARED)) {
      const a = this.#heard(above, links);
      for (const direction of ['toCallee', 'toCaller'] as const) {
        // towards the called party sound comes from the first leg, back it comes from the second
        const [first, second] = direction === 'toCallee' ? [a, b] : [b, a];
        const [one, other] = [this.#mainStream(first, direction), this.#mainStream(second, direction)];
        if (one === undefined || other === undefined) continue;
        const match = await matchStreams(this.#session, one, other).catch(() => undefined);
        const [from, to] = [this.#sound(first, one), this.#sound(second, other)];
        media.push({
          from: a,
          to: b,
          direction,
          first: from,
          second: to,
          transcoded: from.codec !== to.codec,
          by: match?.by,
          matched: match?.matched ?? 0,
          delay: match === undefined ? undefined : median(match.delays) / 1e6,
          missing: match?.missing,
        });
      }
    }
    return media;
  }

  /** The main streams of a call and of the legs behind it, by direction: the one that brings sound first. At most MOST_COMPARED legs. */
  soundPairs(
    call: CallIndex,
  ): { readonly direction: 'toCaller' | 'toCallee'; readonly behind: CallIndex; readonly first: StreamIndex; readonly second: StreamIndex }[] {
    if (this.count(call) === 0) return [];
    const links = this.#found!.linksOf(call);
    const pairs: ReturnType<Legs['soundPairs']> = [];
    for (const { a, b } of links.slice(0, MOST_COMPARED)) {
      if (this.#heard(a, links) !== call) continue;
      for (const direction of ['toCallee', 'toCaller'] as const) {
        const [own, theirs] = [this.#mainStream(call, direction), this.#mainStream(b, direction)];
        if (own === undefined || theirs === undefined) continue;
        pairs.push({ direction, behind: b, first: direction === 'toCallee' ? own : theirs, second: direction === 'toCallee' ? theirs : own });
      }
    }
    return pairs;
  }

  /** The leg itself, or the nearest before it with sound: a box that hands the description on has none of its own. */
  #heard(call: CallIndex, links: readonly FoundLink[]): CallIndex {
    let at = call;
    for (let steps = 0; steps < links.length; steps++) {
      if (this.#mainStream(at, 'toCallee') !== undefined || this.#mainStream(at, 'toCaller') !== undefined) return at;
      const up = links.find(({ b }) => b === at);
      if (up === undefined) break;
      at = up.a;
    }
    return call;
  }

  #sound(call: CallIndex, stream: StreamIndex): LegSound {
    const { streams } = this.#session.tables;
    return { call, stream, codec: this.#codec(stream), packets: streams.packets(stream), loss: streams.rfc3550(stream).lostPercent };
  }

  #codec(stream: StreamIndex): string {
    const { streams } = this.#session.tables;
    const type = streams.mainType(stream);
    return streams.maps.encodingName(streams.mapOf(stream), type) ?? streams.maps.shortName(streams.mapOf(stream), type);
  }
}

function linkOf(link: FoundLink): LegLink {
  const reasons: LegReason[] = reasonsOf(link.mask).map(({ kind, points }) => ({ kind, points }));
  for (const [bit, kind] of legEvidence.entries())
    if ((link.mask & transferMask & (1 << bit)) !== 0) reasons.push({ kind: kind as LegEvidenceKind, points: 0 });
  return { from: link.a, to: link.b, score: link.score, reasons, gap: link.gap, pinned: (link.mask & Bit.pinned) !== 0 };
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
