/**
 * Addresses of one RTP relay, told by what goes through it: a stream that comes in at one address and leaves from another with the same
 * numbers, or the same payload (leg-media.ts), a few milliseconds later. A bounded number of pairs is compared, when a ladder is opened.
 */
import type { AddressId, StreamIndex } from '../base/units.ts';
import type { RelayedLanes } from '../calls/boxes.ts';
import { matchStreams } from './leg-media.ts';
import type { Session } from './session.ts';

/** streams of a ladder, and pairs of them, that are compared */
const MOST_STREAMS = 32;
const MOST_PAIRS = 48;
/** packets below which numbers may be alike by chance */
const LEAST_PACKETS = 50;
/** seconds both must have run together */
const TOGETHER = 1e9;
/** what a relay takes for a packet: more is a longer way than one box */
const RELAY_DELAY = 20e6;

/** @param laneOf the lane of an address, -1 none */
export async function relayedLanes(session: Session, streams: readonly StreamIndex[], laneOf: (address: AddressId) => number): Promise<RelayedLanes[]> {
  const table = session.tables.streams;
  const long = streams.filter((stream) => table.packets(stream) >= LEAST_PACKETS).slice(0, MOST_STREAMS);
  const direct = new Set(streams.map((stream) => wayOf(laneOf(table.source(stream)), laneOf(table.destination(stream)))));
  const found = new Map<string, { a: number; b: number; ways: Set<string> }>();
  let compared = 0;
  for (const inward of long) {
    for (const outward of long) {
      const [a, b] = [laneOf(table.destination(inward)), laneOf(table.source(outward))];
      if (a === b || a < 0 || b < 0 || direct.has(wayOf(a, b)) || !mayBeRelayed(session, inward, outward)) continue;
      if (compared++ >= MOST_PAIRS) return settle(found);
      if (!(await isPassedOn(session, inward, outward))) continue;
      const key = wayOf(a, b);
      const bond = found.get(key);
      if (bond === undefined) found.set(key, { a: Math.min(a, b), b: Math.max(a, b), ways: new Set([`${a} ${b}`]) });
      else bond.ways.add(`${a} ${b}`);
    }
  }
  return settle(found);
}

function settle(found: ReadonlyMap<string, { readonly a: number; readonly b: number; readonly ways: ReadonlySet<string> }>): RelayedLanes[] {
  return [...found.values()].map(({ a, b, ways }) => ({ a, b, isBothWays: ways.size > 1 }));
}

function wayOf(one: number, other: number): string {
  return `${Math.min(one, other)} ${Math.max(one, other)}`;
}

/** Not from or to one place, which is a copy; the same way through the call, where that is known; at the same time. */
function mayBeRelayed({ tables, bindings }: Session, inward: StreamIndex, outward: StreamIndex): boolean {
  const { streams } = tables;
  if (inward === outward || streams.source(inward) === streams.source(outward) || streams.destination(inward) === streams.destination(outward)) return false;
  if (streams.source(inward) === streams.destination(outward)) return false;
  const [one, other] = [bindings.of(inward)?.direction, bindings.of(outward)?.direction];
  if (one !== undefined && other !== undefined && one !== other) return false;
  const together = Math.min(streams.lastTime(inward), streams.lastTime(outward)) - Math.max(streams.firstTime(inward), streams.firstTime(outward));
  return together >= TOGETHER;
}

async function isPassedOn(session: Session, inward: StreamIndex, outward: StreamIndex): Promise<boolean> {
  const match = await matchStreams(session, inward, outward).catch(() => undefined);
  if (match === undefined) return false;
  const sorted = match.delays.toSorted();
  const middle = sorted[sorted.length >> 1]!;
  return middle > 0 && middle <= RELAY_DELAY;
}
