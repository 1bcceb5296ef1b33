/**
 * Calls that name other calls (semantics 7): Replaces and Join (RFC 3891, RFC 3911), Replaces within Refer-To, a redirection
 * that a new call follows, feature codes for pickup. One pass over the few calls that name something, and one over all
 * calls when there were redirections.
 */
import type { CallIndex } from '../base/units.ts';
import { Label } from './label-names.ts';
import { Noted, type Asking, type LinkedLabels, type Naming } from './linked-labels.ts';

/** a new call follows a redirection this soon */
const FOLLOWS_WITHIN = 5e9;

export function linkNamedCalls(all: LinkedLabels): void {
  const referred = new Set<number>();
  for (const naming of all.namings) if (naming.how === 'refer') referred.add(naming.named);
  for (const naming of all.namings) linkNaming(all, naming, referred);
  for (const { call, uri } of all.referrals) if (all.foci.has(all.uris.address(uri))) all.put(call, Label.CONFERENCE);
  if (all.redirections.length > 0) linkRedirections(all);
  if (all.hasFeatureCode) linkFeatureCodes(all);
}

function linkNaming(all: LinkedLabels, naming: Naming, referred: ReadonlySet<number>): void {
  const octets = all.table.texts.octets(naming.named);
  const target = all.table.calls.find(octets, 0, octets.length);
  if (naming.how === 'join') {
    all.put(naming.call, Label.CONFERENCE);
    if (target >= 0) all.put(target, Label.CONFERENCE);
    return;
  }
  if (naming.how === 'refer') {
    if (target >= 0) all.put(target, Label.XFER_ATTENDED);
    return;
  }
  const label = labelOfReplacement(all, naming, target, referred);
  all.put(naming.call, label);
  if (target >= 0) all.put(target, label);
}

/** Replacing a call that rings is a pickup; one that was transferred to a parking place, a retrieval; else it ends a transfer. */
function labelOfReplacement(all: LinkedLabels, { how, named, time }: Naming, target: CallIndex, referred: ReadonlySet<number>): number {
  if (how === 'earlyOnly') return Label.PICKUP;
  if (referred.has(named) || target < 0) return Label.XFER_ATTENDED;
  const answered = all.answered.values[target]!;
  const isNoted = (all.bits.values[target]! & Noted.invite) !== 0;
  if (isNoted && !(answered <= time)) return Label.PICKUP;
  return isNoted && (all.bits.values[target]! & Noted.parked) !== 0 ? Label.PARK : Label.XFER_ATTENDED;
}

/** An INVITE by the same user to the Contact of a 301 or 302, within five seconds. */
function linkRedirections(all: LinkedLabels): void {
  const byContact = new Map<number, Asking>();
  for (const one of all.redirections) byContact.set(all.uris.address(one.uri), one);
  const { calls } = all.table;
  for (let call = 0; call < all.bits.values.length; call++) {
    if ((all.bits.values[call]! & Noted.invite) === 0) continue;
    const asked = byContact.get(all.uris.address(calls.requestUri.values[call]!));
    if (asked === undefined || asked.call === call || all.fromUser.values[call] !== all.fromUser.values[asked.call]) continue;
    const since = all.start.values[call]! - asked.time;
    if (since < 0 || since > FOLLOWS_WITHIN) continue;
    all.put(call, Label.REDIRECT_302);
    all.put(asked.call, Label.REDIRECT_302);
  }
}

/** A star code that ends with a user whose dialogs the caller watches: *8101, **101. */
function linkFeatureCodes(all: LinkedLabels): void {
  for (let call = 0; call < all.bits.values.length; call++) {
    if ((all.bits.values[call]! & Noted.featureCode) === 0) continue;
    const watched = all.watched.get(all.fromUser.values[call]!);
    const code = all.uris.userOctets(all.table.calls.requestUri.values[call]!).slice();
    for (let skip = 1; watched !== undefined && skip <= 3 && skip < code.length; skip++)
      if (watched.has(all.uris.findUser(code, skip, code.length))) all.put(call, Label.PICKUP);
  }
}
