/**
 * Which Call-IDs are legs of one call (semantics 6.1), concluded when reading has ended. Hash joins over keys find pairs, each
 * with its evidence; every later call is linked to one earlier call, the best score first, then the smallest gap; one earlier
 * call may have several (fork-out). Links are transitive: a family has any number of legs. Linear in messages and calls.
 */
import type { CallIndex, Milliseconds } from '../../base/units.ts';
import type { MediaRegistry } from '../media-registry.ts';
import type { MessageTable } from '../message-table.ts';
import { linkByCallId } from './by-call-id.ts';
import { linkByMediaEndpoint } from './by-media-endpoint.ts';
import { linkBySharedKey } from './by-shared-key.ts';
import { storyEvidence } from './by-story.ts';
import { linkByUsers } from './by-users.ts';
import { Moments } from './call-moments.ts';
import { Bit, explicitMask, links, scoreOf, transferMask } from './evidence.ts';
import { isPlausible, LegPairs } from './leg-pairs.ts';

/** One call made of another: `b` of `a`. */
export interface LegLink {
  readonly a: CallIndex;
  readonly b: CallIndex;
  /** bits of evidence.ts */
  readonly mask: number;
  readonly score: number;
  /** between their INVITEs */
  readonly gap: Milliseconds;
}

export interface CorrelationOptions {
  readonly withMedia: boolean;
  /** finds more pairs, or more evidence, before they are judged */
  readonly more?: (pairs: LegPairs) => void;
}

export class Correlation {
  readonly #pairs: LegPairs;
  readonly #gather: readonly (() => void)[];
  readonly #pinned = new Set<string>();
  readonly #cut = new Set<string>();
  /** by later call: its link */
  #links = new Map<CallIndex, LegLink[]>();
  #transfers: LegLink[] = [];
  #roots = new Map<CallIndex, CallIndex>();
  #members = new Map<CallIndex, CallIndex[]>();

  constructor(table: MessageTable, registry: MediaRegistry, options: CorrelationOptions) {
    this.#pairs = new LegPairs(new Moments(table));
    this.#gather = table.calls.invites > 1 ? gather(table, registry, this.#pairs, options) : [];
  }

  /** Finds the pairs and judges them, in steps: the caller may do something else between two. */
  *conclude(): Generator<void, void, void> {
    for (const step of this.#gather) {
      step();
      yield;
    }
    this.judge();
  }

  /** Calls of the family of a call, in order A, B, C; the call alone when it has no legs. */
  family(call: CallIndex): readonly CallIndex[] {
    return this.#members.get(this.#root(call)) ?? [call];
  }

  /** Other calls of its family. */
  count(call: CallIndex): number {
    return this.family(call).length - 1;
  }

  linksOf(call: CallIndex): readonly LegLink[] {
    return this.family(call).flatMap((member) => this.#links.get(member) ?? []);
  }

  /** Dialogs that take the place of another or act on it: told beside the legs. */
  transfersOf(call: CallIndex): readonly LegLink[] {
    const family = new Set(this.family(call));
    return this.#transfers.filter(({ a, b }) => family.has(a) !== family.has(b));
  }

  /** Pairs that something speaks for, too little: what a look at their media may decide. Of one call, or of all. */
  undecided(call: CallIndex | undefined, most: number): { readonly a: CallIndex; readonly b: CallIndex }[] {
    const open: { readonly a: CallIndex; readonly b: CallIndex }[] = [];
    for (const { a, b, mask } of this.#pairs.all()) {
      if (open.length >= most) break;
      if (
        (call === undefined || a === call || b === call) &&
        (mask & transferMask) === 0 &&
        this.#root(a) !== this.#root(b) &&
        isPlausible(this.#pairs.moments, a, b)
      )
        open.push({ a, b });
    }
    return open;
  }

  /** Adds evidence found later; judge() draws the conclusions. */
  add(a: CallIndex, b: CallIndex, mask: number): void {
    this.#pairs.add(a, b, mask);
  }

  pin(a: CallIndex, b: CallIndex, isPinned: boolean): void {
    const key = pairKey(a, b);
    if (isPinned) this.#pinned.add(key);
    else this.#pinned.delete(key);
    this.#cut.delete(key);
  }

  cut(a: CallIndex, b: CallIndex, isCut: boolean): void {
    const key = pairKey(a, b);
    if (isCut) this.#cut.add(key);
    else this.#cut.delete(key);
    this.#pinned.delete(key);
  }

  /** Takes over what a person pinned and cut in an earlier correlation of the same calls. */
  takeHand(from: Correlation): void {
    for (const key of from.#pinned) this.#pinned.add(key);
    for (const key of from.#cut) this.#cut.add(key);
  }

  /** What a person cut, pairs of calls. */
  cuts(): readonly (readonly [CallIndex, CallIndex])[] {
    return [...this.#cut].map((key) => key.split(' ').map(Number) as [number, number]);
  }

  /** Chooses the links anew from all pairs. */
  judge(): void {
    const best = new Map<CallIndex, LegLink>();
    this.#links = new Map();
    this.#transfers = [];
    for (const { a, b, mask } of this.#pairs.all()) {
      if (this.#cut.has(pairKey(a, b))) continue;
      const one = this.#judgePair(a, b, mask);
      if (one === undefined) continue;
      if (one.score === 0) this.#transfers.push(one);
      else if (this.#isBetter(one, best.get(b))) best.set(b, one);
    }
    for (const link of best.values()) this.#links.set(link.b, [link]);
    for (const key of this.#pinned) this.#addPinned(key);
    this.#makeFamilies();
  }

  #judgePair(a: CallIndex, b: CallIndex, mask: number): LegLink | undefined {
    if (mask === 0) return undefined;
    const { moments } = this.#pairs;
    const [first, second] = [moments.of(a), moments.of(b)];
    const gap = (second.start - first.start) / 1e6;
    if ((mask & transferMask) !== 0 && !links(mask)) return { a, b, mask, score: 0, gap };
    const whole = mask | storyEvidence(first, second);
    return links(whole) ? { a, b, mask: whole, score: scoreOf(whole), gap } : undefined;
  }

  /**
   * The best score, then the smallest gap. But a leg that announces the very media of this one and ends at the box where this one
   * begins stands between it and any other: their packets are the same packets, and count for the leg they were bound to.
   */
  #isBetter(one: LegLink, other: LegLink | undefined): boolean {
    if (other === undefined) return true;
    const [isNext, isOtherNext] = [this.#isNextTo(one), this.#isNextTo(other)];
    if (isNext !== isOtherNext && ((one.mask | other.mask) & explicitMask) === 0) return isNext;
    return one.score > other.score || (one.score === other.score && one.gap < other.gap);
  }

  #isNextTo({ a, b, mask }: LegLink): boolean {
    const { moments } = this.#pairs;
    return (mask & Bit.mediaEndpoint) !== 0 && moments.of(a).destination === moments.of(b).source;
  }

  #addPinned(key: string): void {
    const [a, b] = key.split(' ').map(Number) as [number, number];
    const list = this.#links.get(b) ?? [];
    const known = list.find((link) => link.a === a);
    const { moments } = this.#pairs;
    const mask = (known?.mask ?? this.#pairs.maskOf(a, b)) | Bit.pinned;
    const pinned = { a, b, mask, score: scoreOf(mask), gap: (moments.of(b).start - moments.of(a).start) / 1e6 };
    this.#links.set(b, [...list.filter((link) => link !== known), pinned]);
  }

  #root(call: CallIndex): CallIndex {
    return this.#roots.get(call) ?? call;
  }

  /** Links join their families; members stand as a tree is read: each leg before the legs made of it. */
  #makeFamilies(): void {
    const parent = new Map<CallIndex, CallIndex>();
    const find = (call: CallIndex): CallIndex => {
      let root = call;
      for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
      for (let step = call; step !== root; ) {
        const up = parent.get(step) ?? root;
        parent.set(step, root);
        step = up;
      }
      return root;
    };
    const children = new Map<CallIndex, CallIndex[]>();
    for (const link of [...this.#links.values()].flat()) {
      const [one, other] = [find(link.a), find(link.b)];
      parent.set(Math.max(one, other), Math.min(one, other));
      const list = children.get(link.a);
      if (list === undefined) children.set(link.a, [link.b]);
      else list.push(link.b);
    }
    this.#roots = new Map();
    this.#members = new Map();
    const all = new Set([...this.#links.values()].flat().flatMap(({ a, b }) => [a, b]));
    for (const call of [...all].sort((a, b) => a - b)) {
      const root = find(call);
      this.#roots.set(call, root);
      if (!this.#members.has(root)) this.#members.set(root, inOrder(root, children));
    }
    // a member that only a pinned link in another order reaches
    for (const [call, root] of this.#roots) {
      const members = this.#members.get(root)!;
      if (!members.includes(call)) members.push(call);
    }
  }
}

/** Each kind of evidence is a step of its own. */
function gather(table: MessageTable, registry: MediaRegistry, pairs: LegPairs, options: CorrelationOptions): (() => void)[] {
  return [
    (): void => linkBySharedKey(table, pairs),
    (): void => linkByCallId(table, pairs),
    (): void => linkByMediaEndpoint(registry, pairs),
    (): void => linkByUsers(table, pairs, options.withMedia),
    (): void => options.more?.(pairs),
  ];
}

function inOrder(root: CallIndex, children: ReadonlyMap<CallIndex, readonly CallIndex[]>): CallIndex[] {
  const members: CallIndex[] = [];
  const open = [root];
  for (let call = open.pop(); call !== undefined; call = open.pop()) {
    if (members.includes(call)) continue;
    members.push(call);
    open.push(...[...(children.get(call) ?? [])].sort((a, b) => b - a));
  }
  return members;
}

function pairKey(a: CallIndex, b: CallIndex): string {
  return `${Math.min(a, b)} ${Math.max(a, b)}`;
}
