/**
 * The lanes of a ladder as boxes: addresses that are surely one box folded, then what the person chose: folds, splits, names, order.
 * Rows keep the lanes the engine gave them; boxOf says where each is drawn. A lane is known by its address, or by address
 * and port where one address is several programs.
 */
import { Union } from '../../base/union.ts';
import type { Ladder, Lane, LaneBond } from '../../contract/ladder.ts';
import { formatEndpoint } from '../parts/format.ts';

/** What a person chose, by keys of lanes; a key may name a lane that this ladder does not have. */
export interface LaneChoices {
  readonly names: ReadonlyMap<string, string>;
  readonly joined: readonly (readonly [string, string])[];
  /** never folded by themselves */
  readonly parted: ReadonlySet<string>;
  readonly order: readonly string[];
  /** kept on this computer rather than for this page alone */
  readonly kept: boolean;
}

const LONGEST_NODE = 60;

export const noLaneChoices: LaneChoices = { names: new Map(), joined: [], parted: new Set(), order: [], kept: false };

export interface LaneBox {
  /** of its first lane */
  readonly key: string;
  readonly keys: readonly string[];
  /** lanes of the ladder, first one first */
  readonly lanes: readonly number[];
  readonly name: string | undefined;
  readonly role: Lane['role'];
  readonly ports: readonly number[];
  readonly userAgent: string | undefined;
}

export interface ArrangedLanes {
  readonly boxes: readonly LaneBox[];
  /** by lane of the ladder: the place of its box */
  readonly boxOf: Int32Array;
}

export function laneKeys(lanes: readonly Lane[]): string[] {
  const seen = new Map<string, number>();
  for (const { address } of lanes) seen.set(address, (seen.get(address) ?? 0) + 1);
  return lanes.map(({ address, ports }) => (seen.get(address)! > 1 && ports[0] !== undefined ? formatEndpoint({ address, port: ports[0] }) : address));
}

/** @param folding false: every lane stands alone, whatever was folded */
export function arrangeLanes({ lanes, bonds }: Pick<Ladder, 'lanes' | 'bonds'>, choices: LaneChoices, folding: boolean): ArrangedLanes {
  const keys = laneKeys(lanes);
  const union = folding ? folded(keys, bonds, choices) : new Union(lanes.length);
  const members = new Map<number, number[]>();
  for (let lane = 0; lane < lanes.length; lane++) {
    const root = union.of(lane);
    const own = members.get(root);
    if (own === undefined) members.set(root, [lane]);
    else own.push(lane);
  }
  const boxes = inOrder(
    [...members.values()].map((own) => boxOfLanes(own, lanes, keys, choices)),
    choices.order,
  );
  const boxOf = new Int32Array(lanes.length);
  for (const [place, box] of boxes.entries()) for (const lane of box.lanes) boxOf[lane] = place;
  return { boxes, boxOf };
}

/** Bonds of a lane to others of the ladder, for the menu that offers them. */
export function bondsBetween(one: LaneBox, other: LaneBox, bonds: readonly LaneBond[]): LaneBond['reasons'] {
  const found = bonds.filter(
    (bond) => (one.lanes.includes(bond.a) && other.lanes.includes(bond.b)) || (one.lanes.includes(bond.b) && other.lanes.includes(bond.a)),
  );
  return [...new Set(found.flatMap((bond) => bond.reasons))];
}

/** The keys of all boxes after one was moved to another place. */
export function movedKeys(boxes: readonly LaneBox[], from: number, to: number): string[] {
  const keys = boxes.map((box) => box.key);
  const [moved] = keys.splice(from, 1);
  if (moved !== undefined) keys.splice(Math.max(0, Math.min(keys.length, to)), 0, moved);
  return keys;
}

function folded(keys: readonly string[], bonds: readonly LaneBond[], choices: LaneChoices): Union {
  const numbers = new Map(keys.map((key, lane) => [key, lane]));
  for (const pair of choices.joined) for (const key of pair) if (!numbers.has(key)) numbers.set(key, numbers.size);
  const union = new Union(numbers.size + keys.length);
  for (const { a, b, isSure } of bonds) if (isSure && !choices.parted.has(keys[a]!) && !choices.parted.has(keys[b]!)) union.join(a, b);
  for (const [one, other] of choices.joined) union.join(numbers.get(one)!, numbers.get(other)!);
  return union;
}

function boxOfLanes(own: readonly number[], lanes: readonly Lane[], keys: readonly string[], choices: LaneChoices): LaneBox {
  const ownKeys = own.map((lane) => keys[lane]!);
  const roles = new Set(own.map((lane) => lanes[lane]!.role));
  const isProxy = roles.has('proxy') || (roles.has('caller') && roles.has('callee'));
  return {
    key: ownKeys[0]!,
    keys: ownKeys,
    lanes: own,
    name: ownKeys.map((key) => choices.names.get(key)).find((name) => name !== undefined) ?? nodeName(own, lanes),
    role: isProxy ? 'proxy' : (['caller', 'callee', 'media'] as const).find((role) => roles.has(role)),
    ports: [...new Set(own.flatMap((lane) => lanes[lane]!.ports))].slice(0, 4),
    userAgent: own.map((lane) => lanes[lane]!.userAgent).find((agent) => agent !== undefined),
  };
}

/** What capture agents at these lanes call themselves; text of a capture can be long. */
function nodeName(own: readonly number[], lanes: readonly Lane[]): string | undefined {
  const name = own.map((lane) => lanes[lane]!.node?.trim() ?? '').find((node) => node !== '');
  return name === undefined ? undefined : name.length > LONGEST_NODE ? `${name.slice(0, LONGEST_NODE)}…` : name;
}

/** Boxes the person has ordered change places among themselves; the others stay where they are. */
function inOrder(boxes: readonly LaneBox[], order: readonly string[]): LaneBox[] {
  if (order.length === 0) return [...boxes];
  const rankOf = new Map(order.map((key, rank) => [key, rank]));
  const ranked = boxes
    .map((box) => ({ box, rank: Math.min(...box.keys.map((key) => rankOf.get(key) ?? Infinity)) }))
    .filter(({ rank }) => rank !== Infinity)
    .sort((a, b) => a.rank - b.rank);
  const own = new Set(ranked.map(({ box }) => box));
  let next = 0;
  return boxes.map((box) => (own.has(box) ? ranked[next++]!.box : box));
}
