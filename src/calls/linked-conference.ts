/**
 * A conference by its members (semantics 7): three or more people in calls to one user at one address at the same time, which
 * the node there ends itself. A node that calls on for them is a switch, and one with very many calls a load test's target.
 */
import type { CallIndex } from '../base/units.ts';
import { Label } from './label-names.ts';
import { Noted, type LinkedLabels } from './linked-labels.ts';

const LEAST_MEMBERS = 3;
const MOST_MEMBERS = 32;
const USERS = 0x100000;

interface Room {
  open: CallIndex[];
  /** calls that were in the room together with two others */
  readonly members: Set<CallIndex>;
  tooMany: boolean;
}

export function linkConferences(all: LinkedLabels): void {
  const rooms = new Map<number, Room>();
  const callsOut = new Map<number, number[]>();
  for (let call = 0; call < all.bits.values.length; call++) {
    if ((all.bits.values[call]! & Noted.invite) === 0 || Number.isNaN(all.answered.values[call]!)) continue;
    enter(all, rooms, call);
  }
  const likely = [...rooms].filter(([, room]) => room.members.size >= LEAST_MEMBERS && !room.tooMany);
  if (likely.length === 0) return;
  for (const [key] of likely) callsOut.set(Math.floor(key / USERS), []);
  for (let call = 0; call < all.bits.values.length; call++)
    if ((all.bits.values[call]! & Noted.invite) !== 0) callsOut.get(all.caller.values[call]!)?.push(all.start.values[call]!);
  for (const [key, room] of likely) {
    const starts = callsOut.get(Math.floor(key / USERS))!;
    const isSwitch = [...room.members].some((member) => hasBetween(starts, all.start.values[member]!, all.answered.values[member]!));
    if (!isSwitch) for (const member of room.members) all.put(member, Label.CONFERENCE);
  }
}

function enter(all: LinkedLabels, rooms: Map<number, Room>, call: CallIndex): void {
  const user = all.toUser.values[call]!;
  if (user < 0) return;
  const key = all.callee.values[call]! * USERS + (user % USERS);
  const room = rooms.get(key);
  if (room === undefined) {
    rooms.set(key, { open: [call], members: new Set(), tooMany: false });
    return;
  }
  if (room.tooMany) return;
  const start = all.answered.values[call]!;
  room.open = room.open.filter((other) => all.ended.values[other]! > start);
  room.open.push(call);
  if (room.open.length > MOST_MEMBERS) room.tooMany = true;
  else if (new Set(room.open.map((one) => all.fromUser.values[one]!)).size >= LEAST_MEMBERS) for (const one of room.open) room.members.add(one);
}

/** True when one of the ascending times lies within [from, to]. */
function hasBetween(times: readonly number[], from: number, to: number): boolean {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low < times.length && times[low]! <= to;
}
