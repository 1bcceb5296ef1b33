/** The labels that rest on several calls (linked-labels.ts), concluded once all calls were noted. */
import type { CallIndex } from '../base/units.ts';
import type { LabelId } from './label-names.ts';
import { linkClickToCall } from './linked-click2call.ts';
import { linkConferences } from './linked-conference.ts';
import type { LinkedLabels } from './linked-labels.ts';
import { linkNamedCalls } from './linked-names.ts';
import { linkPhones } from './linked-phones.ts';

/** Gives every such label to `put`. */
export function concludeLinks(linked: LinkedLabels, put: (call: CallIndex, label: LabelId) => void): void {
  linked.giveTo(put);
  if (linked.holds.size > 0 || linked.hasBusyAfterRinging) linkPhones(linked);
  if (linked.namings.length > 0 || linked.redirections.length > 0 || linked.referrals.length > 0 || linked.hasFeatureCode) linkNamedCalls(linked);
  if (linked.delayed.length > 0) linkClickToCall(linked);
  linkConferences(linked);
}
