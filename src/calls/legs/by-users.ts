/**
 * Links by who calls whom (semantics 6.1): same calling and called user, INVITEs within two seconds, the second from a box that the
 * first reached while it was being set up. One pass over the initial INVITEs; for the second leg of each pair at most
 * `MOST_BACK` earlier ones of its box are looked at. Many alike say nothing.
 */
import type { CallIndex, MessageIndex, Nanoseconds } from '../../base/units.ts';
import { Method } from '../../sip/method.ts';
import { Flag } from '../message-fields.ts';
import type { MessageTable } from '../message-table.ts';
import { Bit } from './evidence.ts';
import type { LegPairs } from './leg-pairs.ts';

const GAP: Nanoseconds = 2e9;
const SHORT_GAP: Nanoseconds = 0.3e9;
const MOST_BACK = 64;
/** calls alike within the gap that still say something */
const MOST_ALIKE = 4;
/** pairs that only path and time suggest, noted for a look at their media */
const MOST_NEAR = 4;

/** INVITEs a box has received: calls and moments, oldest first. */
interface Received {
  readonly call: CallIndex[];
  readonly time: Nanoseconds[];
}

/** @param withMedia pairs that stand near each other are noted without evidence: their media may say more */
export function linkByUsers(table: MessageTable, pairs: LegPairs, withMedia: boolean): void {
  const boxes = boxesBetween(table, pairs);
  if (boxes.size === 0) return;
  const received = new Map<number, Received>();
  for (let message = 0; message < table.length; message++) {
    if (!isInitialInvite(table, message)) continue;
    const call = table.call(message);
    const source = pairs.moments.node(table.source(message));
    if (boxes.has(source) && table.calls.firstInvite.values[call] === message) compare(table, pairs, received.get(source), call, message, withMedia);
    const destination = pairs.moments.node(table.destination(message));
    if (!boxes.has(destination)) continue;
    let box = received.get(destination);
    if (box === undefined) received.set(destination, (box = { call: [], time: [] }));
    if (box.call.at(-1) === call) continue;
    box.call.push(call);
    box.time.push(table.time(message));
  }
}

function isInitialInvite(table: MessageTable, message: MessageIndex): boolean {
  return (
    table.status(message) === 0 &&
    table.method(message) === Method.INVITE &&
    table.toTag(message) === 0 &&
    (table.flags(message) & (Flag.retransmission | Flag.captureDuplicate)) === 0
  );
}

/** Boxes that receive INVITEs of one call and send the first one of another. */
function boxesBetween(table: MessageTable, pairs: LegPairs): Set<number> {
  const senders = new Set<number>();
  const { firstInvite } = table.calls;
  for (let call = 0; call < firstInvite.length; call++) if (firstInvite.values[call]! >= 0) senders.add(table.source(firstInvite.values[call]!));
  const nodes = new Set<number>();
  for (const endpoint of senders) nodes.add(pairs.moments.node(endpoint));
  const between = new Set<number>();
  const seen = new Set<number>();
  for (let message = 0; message < table.length; message++) {
    if (table.status(message) !== 0 || table.method(message) !== Method.INVITE) continue;
    const endpoint = table.destination(message);
    if (seen.has(endpoint)) continue;
    seen.add(endpoint);
    const node = pairs.moments.node(endpoint);
    if (nodes.has(node)) between.add(node);
  }
  return between;
}

function compare(table: MessageTable, pairs: LegPairs, box: Received | undefined, call: CallIndex, message: MessageIndex, withMedia: boolean): void {
  if (box === undefined) return;
  const time = table.time(message);
  const alike: number[] = [];
  const mine = pairs.moments.of(call);
  for (let i = box.call.length - 1, back = 0; i >= 0 && back < MOST_BACK && time - box.time[i]! <= GAP; i--, back++) {
    const other = box.call[i]!;
    if (other === call) continue;
    const theirs = pairs.moments.of(other);
    if (withMedia && back < MOST_NEAR) pairs.add(other, call, 0);
    const isInSetup = !(theirs.finalAt < time);
    if (isInSetup && mine.caller !== 0 && mine.caller === theirs.caller && mine.called.some((user) => theirs.called.includes(user))) alike.push(i);
  }
  if (alike.length === 0 || alike.length > MOST_ALIKE) return;
  for (const i of alike) pairs.add(box.call[i]!, call, Bit.users | (time - box.time[i]! <= SHORT_GAP ? Bit.soon : 0));
}
