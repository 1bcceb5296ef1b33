/**
 * Which lanes of a ladder are one box (semantics 6.3): a request that came in at one address and left from another, the address a
 * node calls itself in Via, the two sides it records its route with, its Contact, the media address it announced, the sound it passes on. Each bond
 * says why; a sure one folds the lanes by itself, any other is offered to the person. Never by private addresses seen
 * through a NAT, and never two lanes that send to each other. Linear in the messages given.
 */
import { Union } from '../base/union.ts';
import type { HopText, NamedHost } from './hop-text.ts';

export type BondReason = 'relay' | 'via' | 'recordRoute' | 'contact' | 'media' | 'name' | 'rtp';

export interface BoxBond {
  /** lanes, a < b */
  readonly a: number;
  readonly b: number;
  readonly reasons: readonly BondReason[];
  readonly isSure: boolean;
}

/** Sound that came in at one lane and left from the other, neither sending to the other; one way or both. */
export interface RelayedLanes {
  /** a < b */
  readonly a: number;
  readonly b: number;
  readonly isBothWays: boolean;
}

/** One message of a ladder, in its order. */
export interface BoxHop {
  readonly from: number;
  readonly to: number;
  /** 0 for a request */
  readonly status: number;
  readonly isRegister: boolean;
  readonly viaCount: number;
  readonly text: HopText;
  /** hosts its session description announces */
  readonly media: readonly string[];
}

export interface BoxLanes {
  readonly count: number;
  /** the lane of a host as written, -1 when it is none */
  laneOf(host: string, port: number): number;
  isPrivate(lane: number): boolean;
  /** it sends or receives SIP anywhere in the capture: a B2BUA announces the media of who stands behind it */
  isSpoken(lane: number): boolean;
}

const MOST_BONDS = 1000;
/** lanes that share a name are a cluster rather than a box when they are more */
const MOST_NAMESAKES = 4;

interface Arrival {
  readonly lanes: Set<number>;
  readonly viaCount: number;
  readonly routes: number;
}

class BondFinder {
  readonly #lanes: BoxLanes;
  readonly #hops: readonly BoxHop[];
  readonly #bonds = new Map<number, { readonly reasons: Set<BondReason>; isSure: boolean }>();
  readonly #talks = new Set<number>();
  readonly #arrivals = new Map<string, Arrival>();
  readonly #departures = new Map<string, Set<number>>();
  /** a lane that sends by itself speaks for itself: another that names it need not be it */
  readonly #senders = new Set<number>();
  /** lanes a request went through */
  readonly #relaying = new Set<number>();

  constructor(hops: readonly BoxHop[], lanes: BoxLanes) {
    this.#hops = hops;
    this.#lanes = lanes;
  }

  find(relayed: readonly RelayedLanes[]): BoxBond[] {
    for (const hop of this.#hops) this.#note(hop);
    for (const hop of this.#hops) {
      if (hop.status === 0) this.#relays(hop);
      this.#contacts(hop);
    }
    this.#doubleRoutes();
    this.#names();
    this.#media();
    // one way alone may be two boxes with an unseen hop between, or a copy
    for (const { a, b, isBothWays } of relayed) this.#bond(a, b, 'rtp', isBothWays);
    const all = [...this.#bonds].map(([key, bond]): BoxBond => {
      const a = Math.floor(key / this.#lanes.count);
      return { a, b: key % this.#lanes.count, reasons: [...bond.reasons], isSure: bond.isSure && !this.#talks.has(key) };
    });
    return all.sort((one, other) => Number(other.isSure) - Number(one.isSure) || one.a - other.a || one.b - other.b);
  }

  #note(hop: BoxHop): void {
    this.#talks.add(this.#key(hop.from, hop.to));
    this.#senders.add(hop.from);
    const branch = hop.text.vias[0]?.branch ?? '';
    if (hop.status !== 0 || branch === '') return;
    const arrival = this.#arrivals.get(branch);
    if (arrival === undefined) this.#arrivals.set(branch, { lanes: new Set([hop.to]), viaCount: hop.viaCount, routes: hop.text.recordRoutes.length });
    else arrival.lanes.add(hop.to);
    const departures = this.#departures.get(branch);
    if (departures === undefined) this.#departures.set(branch, new Set([hop.from]));
    else departures.add(hop.from);
  }

  /** The request whose own branch stands under the topmost came in at the box this one leaves. */
  #relays(hop: BoxHop): void {
    const [own, before] = hop.text.vias;
    if (own === undefined) return;
    const named = this.#lanes.laneOf(own.host, own.port);
    const isAlone = (this.#departures.get(own.branch)?.size ?? 1) === 1;
    if (named >= 0) this.#bond(named, hop.from, 'via', isAlone && !this.#senders.has(named) && this.#isSameSide(named, hop.from));
    const arrival = before === undefined ? undefined : this.#arrivals.get(before.branch);
    if (arrival === undefined || arrival.viaCount !== hop.viaCount - 1) return;
    for (const lane of arrival.lanes) this.#relaying.add(lane).add(hop.from);
    const isCertain = arrival.lanes.size === 1 && (isAlone || named === hop.from);
    for (const lane of arrival.lanes) this.#bond(lane, hop.from, 'relay', isCertain);
    const added = hop.text.recordRoutes.length - arrival.routes;
    if (added < 1 || added > 2) return;
    for (const route of hop.text.recordRoutes.slice(0, added)) this.#bond(this.#laneOf(route), hop.from, 'recordRoute', isCertain);
  }

  /** Two entries with r2=on stand side by side: both sides of one node. */
  #doubleRoutes(): void {
    const seen = new Set<string>();
    for (const { text } of this.#hops) {
      for (let i = 0; i + 1 < text.recordRoutes.length; i++) {
        const [one, other] = [text.recordRoutes[i]!, text.recordRoutes[i + 1]!];
        if (!one.isDouble || !other.isDouble) continue;
        const key = `${one.host} ${one.port} ${other.host} ${other.port}`;
        if (!seen.has(key)) this.#bond(this.#laneOf(one), this.#laneOf(other), 'recordRoute', true);
        seen.add(key);
        i++;
      }
    }
  }

  /** A request with one Via was written by who sends it, Contact and all; of a response that is not sure. */
  #contacts(hop: BoxHop): void {
    const { contact, recordRoutes } = hop.text;
    if (contact === undefined || hop.isRegister || hop.status >= 300) return;
    const lane = this.#laneOf(contact);
    if (lane < 0 || lane === hop.from || lane === hop.to) return;
    if (hop.status === 0 && hop.viaCount === 1) this.#bond(lane, hop.from, 'contact', !this.#senders.has(lane) && this.#isSameSide(lane, hop.from));
    else if (hop.status !== 0 && !this.#relaying.has(hop.from) && !recordRoutes.some((route) => this.#laneOf(route) === hop.from))
      this.#bond(lane, hop.from, 'contact', false);
  }

  /** Lanes that name themselves alike by a host name. */
  #names(): void {
    const byName = new Map<string, Set<number>>();
    for (const { text, from, status } of this.#hops) {
      const own = text.vias[0];
      if (status !== 0 || own === undefined || !/[a-z]/.test(own.host) || own.host.includes(':') || this.#laneOf(own) >= 0) continue;
      const lanes = byName.get(own.host);
      if (lanes === undefined) byName.set(own.host, new Set([from]));
      else lanes.add(from);
    }
    for (const lanes of byName.values()) {
      const [first, ...others] = [...lanes];
      if (others.length > 0 && others.length < MOST_NAMESAKES) for (const other of others) this.#bond(first!, other, 'name', false);
    }
  }

  /** An address of media belongs to the one box that announces it without having been told of it. */
  #media(): void {
    const boxes = new Union(this.#lanes.count);
    for (const [key, bond] of this.#bonds) if (bond.isSure) boxes.join(Math.floor(key / this.#lanes.count), key % this.#lanes.count);
    const told = new Map<string, Set<number>>();
    const announcers = new Map<number, Map<number, boolean>>();
    for (const hop of this.#hops) {
      for (const host of hop.media) {
        const lane = this.#lanes.laneOf(host, 0);
        const heard = told.get(host) ?? new Set();
        told.set(host, heard);
        if (lane >= 0 && boxes.of(lane) !== boxes.of(hop.from) && !heard.has(boxes.of(hop.from))) {
          const ofLane = announcers.get(lane) ?? new Map<number, boolean>();
          announcers.set(lane, ofLane);
          ofLane.set(hop.from, (ofLane.get(hop.from) ?? false) || this.#wroteIt(hop));
        }
        heard.add(boxes.of(hop.to));
      }
    }
    for (const [lane, by] of announcers) {
      const isAlone = new Set([...by.keys()].map((one) => boxes.of(one))).size === 1;
      for (const [announcer, wrote] of [...by].slice(0, 3))
        this.#bond(lane, announcer, 'media', isAlone && wrote && !this.#lanes.isSpoken(lane) && this.#isSameSide(lane, announcer));
    }
  }

  /** The sender is where the message began, and has not only passed it on. */
  #wroteIt(hop: BoxHop): boolean {
    if (hop.status === 0) return hop.viaCount === 1;
    return hop.text.contact !== undefined && this.#laneOf(hop.text.contact) === hop.from;
  }

  /** Both private or both public: else one is likely what a NAT made of the other. */
  #isSameSide(a: number, b: number): boolean {
    return this.#lanes.isPrivate(a) === this.#lanes.isPrivate(b);
  }

  #laneOf(named: NamedHost): number {
    return this.#lanes.laneOf(named.host, named.port);
  }

  #key(one: number, other: number): number {
    return Math.min(one, other) * this.#lanes.count + Math.max(one, other);
  }

  #bond(one: number, other: number, reason: BondReason, isSure: boolean): void {
    if (one < 0 || other < 0 || one === other) return;
    const key = this.#key(one, other);
    const bond = this.#bonds.get(key);
    if (bond === undefined) {
      if (this.#bonds.size < MOST_BONDS) this.#bonds.set(key, { reasons: new Set([reason]), isSure });
      return;
    }
    bond.reasons.add(reason);
    bond.isSure ||= isSure;
  }
}

/** Bonds between lanes, sure ones first. */
export function findBonds(hops: readonly BoxHop[], lanes: BoxLanes, relayed: readonly RelayedLanes[] = []): BoxBond[] {
  return new BondFinder(hops, lanes).find(relayed);
}
