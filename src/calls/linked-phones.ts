/**
 * What one phone does with two calls (semantics 7): call waiting (a second call rings while it talks; then the first is held,
 * or the second refused as busy) and three parties mixed by it (the first is taken back while the second goes on). A phone
 * is a user at an address. Of each phone the newest few calls are remembered.
 */
import type { CallIndex } from '../base/units.ts';
import { Label } from './label-names.ts';
import { Noted, type LinkedLabels } from './linked-labels.ts';

/** calls of one phone at a time; a gateway or a load generator has more, and is no phone */
const CALLS_KEPT = 8;
const USERS = 0x100000;
/** the first call is held at most so long after the second was answered */
const HELD_WITHIN = 10e9;

export function linkPhones(all: LinkedLabels): void {
  const talking = new Map<number, CallIndex[]>();
  const { bits, answered } = all;
  for (let call = 0; call < bits.values.length; call++) {
    if ((bits.values[call]! & Noted.invite) === 0) continue;
    const callee = phoneKey(all.callee.values[call]!, all.toUser.values[call]!);
    const caller = phoneKey(all.caller.values[call]!, all.fromUser.values[call]!);
    for (const other of talking.get(callee) ?? []) {
      linkWaiting(all, other, call);
      linkThree(all, other, call, callee);
    }
    if (caller !== callee) for (const other of talking.get(caller) ?? []) linkThree(all, other, call, caller);
    if (Number.isNaN(answered.values[call]!)) continue;
    remember(talking, callee, call, all);
    if (caller !== callee) remember(talking, caller, call, all);
  }
}

/** -1 never: a phone without a user is known by its address alone. */
function phoneKey(address: number, user: number): number {
  return address * USERS + ((user + 1) % USERS);
}

function remember(talking: Map<number, CallIndex[]>, phone: number, call: CallIndex, all: LinkedLabels): void {
  const list = talking.get(phone);
  if (list === undefined) {
    talking.set(phone, [call]);
    return;
  }
  const start = all.start.values[call]!;
  const open = list.filter((other) => all.ended.values[other]! > start);
  open.push(call);
  talking.set(phone, open.slice(-CALLS_KEPT));
}

/** Which side of a call the phone is: 1 caller, 2 callee. */
function sideOf(all: LinkedLabels, call: CallIndex, phone: number): number {
  return phoneKey(all.caller.values[call]!, all.fromUser.values[call]!) === phone ? 1 : 2;
}

function isTalking(all: LinkedLabels, call: CallIndex, time: number): boolean {
  return all.answered.values[call]! <= time && all.ended.values[call]! > time;
}

function linkWaiting(all: LinkedLabels, first: CallIndex, second: CallIndex): void {
  const start = all.start.values[second]!;
  const bits = all.bits.values[second]!;
  if ((bits & Noted.rang) === 0 || !isTalking(all, first, start)) return;
  const answered = all.answered.values[second]!;
  const phone = phoneKey(all.callee.values[second]!, all.toUser.values[second]!);
  const side = sideOf(all, first, phone);
  const isHeld = all.holds.get(first)?.some(({ from, by }) => by === side && from >= start && from <= answered + HELD_WITHIN) ?? false;
  if (!isHeld && (bits & Noted.busy) === 0) return;
  all.put(second, Label.CALL_WAITING);
  all.put(first, Label.CALL_WAITING);
}

/** One call was held and is taken back while the other goes on, not held by this phone: it mixes them. */
function linkThree(all: LinkedLabels, one: CallIndex, other: CallIndex, phone: number): void {
  if (!resumesDuring(all, one, other, phone) && !resumesDuring(all, other, one, phone)) return;
  all.put(one, Label.THREE_WAY_LOCAL);
  all.put(other, Label.THREE_WAY_LOCAL);
}

function resumesDuring(all: LinkedLabels, held: CallIndex, other: CallIndex, phone: number): boolean {
  const side = sideOf(all, held, phone);
  return all.holds.get(held)?.some(({ to, by }) => by === side && to < all.ended.values[held]! && goesOn(all, other, to, phone)) ?? false;
}

/** The call is up at that moment, the phone does not hold it, nor does it within the next second. */
function goesOn(all: LinkedLabels, call: CallIndex, time: number, phone: number): boolean {
  if (!isTalking(all, call, time) || all.ended.values[call]! < time + 1e9) return false;
  const side = sideOf(all, call, phone);
  return !(all.holds.get(call)?.some(({ from, to, by }) => by === side && from <= time + 1e9 && to > time) ?? false);
}
