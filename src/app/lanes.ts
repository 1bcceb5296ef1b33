/**
 * What a person did to the lanes of ladders: names, folds, splits, order, by address. Addresses come from captures, so it all
 * lasts as long as the page and is written nowhere, unless the person asks for it to be kept on this computer; then it
 * stands in localStorage under a name of its own and is removed when the wish is (docs/decisions/0018). Bounded.
 */
import { Signal } from './signal.ts';

export interface LaneChoices {
  readonly names: ReadonlyMap<string, string>;
  readonly joined: readonly (readonly [string, string])[];
  readonly parted: ReadonlySet<string>;
  readonly order: readonly string[];
  readonly kept: boolean;
}

export type LaneChange =
  | { readonly kind: 'rename'; readonly keys: readonly string[]; readonly name: string }
  | { readonly kind: 'join'; readonly keys: readonly string[] }
  | { readonly kind: 'part'; readonly keys: readonly string[] }
  | { readonly kind: 'order'; readonly keys: readonly string[] }
  | { readonly kind: 'reset'; readonly keys: readonly string[] }
  | { readonly kind: 'keep'; readonly on: boolean };

const KEY = 'sipglass.lanes';
const MOST = 1000;
const LONGEST_NAME = 60;
const key = /^[\w.:[\]%-]{1,64}$/;

const nothing: LaneChoices = { names: new Map(), joined: [], parted: new Set(), order: [], kept: false };

/** The choices after a change; never more than a thousand of each, the newest stay. */
export function changed(choices: LaneChoices, change: LaneChange): LaneChoices {
  if (change.kind === 'keep') return { ...choices, kept: change.on };
  const keys = new Set(change.keys);
  switch (change.kind) {
    case 'rename': {
      const names = new Map([...choices.names].filter(([one]) => !keys.has(one)));
      const name = plain(change.name);
      if (name !== '' && change.keys[0] !== undefined) names.set(change.keys[0], name);
      return { ...choices, names: new Map([...names].slice(-MOST)) };
    }
    case 'join': {
      const pairs = change.keys.slice(1).map((other) => [change.keys[0]!, other] as const);
      return { ...choices, joined: [...choices.joined, ...pairs].slice(-MOST) };
    }
    case 'part':
      return { ...choices, joined: without(choices.joined, keys), parted: new Set([...choices.parted, ...keys].slice(-MOST)) };
    case 'order':
      return { ...choices, order: [...change.keys, ...choices.order.filter((one) => !keys.has(one))].slice(0, MOST) };
    case 'reset':
      return {
        ...choices,
        names: new Map([...choices.names].filter(([one]) => !keys.has(one))),
        joined: without(choices.joined, keys),
        parted: new Set([...choices.parted].filter((one) => !keys.has(one))),
        order: choices.order.filter((one) => !keys.has(one)),
      };
    default:
      return choices;
  }
}

/** Choices from stored text; anything that is not as it should be is left out. Never throws. */
export function parseLanes(text: string | null): LaneChoices {
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return nothing;
  }
  if (typeof value !== 'object' || value === null) return nothing;
  const list = (name: string): readonly unknown[] => {
    const found: unknown = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    return Array.isArray(found) ? found.slice(0, MOST) : [];
  };
  const pairs = (name: string): (readonly [string, string])[] =>
    list(name).flatMap((pair) => (Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string' ? [[pair[0], pair[1]] as const] : []));
  const keys = (name: string): string[] => list(name).filter(isKey);
  return {
    names: new Map(pairs('names').flatMap(([one, name]) => (isKey(one) && plain(name) !== '' ? [[one, plain(name)] as const] : []))),
    joined: pairs('joined').filter((pair) => pair.every(isKey)),
    parted: new Set(keys('parted')),
    order: [...new Set(keys('order'))],
    kept: true,
  };
}

export function formatLanes({ names, joined, parted, order }: LaneChoices): string {
  return JSON.stringify({ names: [...names], joined, parted: [...parted], order });
}

/** Changes them, and keeps or forgets them as the person wished. */
export function changeLanes(change: LaneChange): void {
  lanes.value = changed(lanes.value, change);
  try {
    if (lanes.value.kept) localStorage.setItem(KEY, formatLanes(lanes.value));
    else if (change.kind === 'keep') localStorage.removeItem(KEY);
  } catch {
    // private windows and full disks: the choice lasts as long as the page
  }
}

function without(joined: LaneChoices['joined'], keys: ReadonlySet<string>): LaneChoices['joined'] {
  return joined.filter((pair) => !pair.some((one) => keys.has(one)));
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && key.test(value);
}

function plain(name: string): string {
  return name.replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

const initial = typeof localStorage === 'undefined' ? null : stored();

/** The choices of this page, watched by the pages that draw ladders. */
export const lanes: Signal<LaneChoices> = new Signal(initial === null ? nothing : parseLanes(initial));
