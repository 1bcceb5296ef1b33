/** Labels of a Call-ID without an INVITE (semantics 7): messages, presence, waiting messages, keep-alive, registrations, conference events. */
import { Method } from '../sip/method.ts';
import { Trait } from '../sip/trait.ts';
import { Sign } from './call-signs.ts';
import { Label } from './label-names.ts';
import type { DialogView } from './label-view.ts';
import { labelTrouble } from './labels-protocol.ts';
import { labelBrief, labelRegistration, type BoundContacts } from './labels-registration.ts';

export function labelDialog(view: DialogView, bound: BoundContacts): void {
  const { signs, labels, summary, table, dialog } = view;
  const { traits } = signs;
  if (signs.has(Method.REGISTER)) labelRegistration(view, bound);
  else if ((signs.statuses & Sign.tooBrief) !== 0) labelBriefSubscription(view);
  if (signs.has(Method.MESSAGE)) labels.add(Label.MESSAGE);
  if (traits !== 0 && (signs.has(Method.SUBSCRIBE) || signs.has(Method.NOTIFY) || signs.has(Method.PUBLISH))) {
    if ((traits & (Trait.eventPresence | Trait.eventDialog)) !== 0) labels.add(Label.PRESENCE);
    if ((traits & Trait.eventMessageSummary) !== 0) labels.add(Label.MWI);
    if ((traits & (Trait.eventConference | Trait.focus)) !== 0) labels.add(Label.CONFERENCE);
  }
  if (summary.method === Method.OPTIONS) labelKeepAlive(view);
  if (signs.statuses !== 0) labelTrouble(dialog.chain, table, signs, labels);
}

/** An OPTIONS outside any dialog that was answered, or that may go no further than its receiver. */
function labelKeepAlive({ dialog: { chain }, summary, table, labels }: DialogView): void {
  for (let i = 0; i < chain.length; i++) {
    if (!chain.isRequest(i, Method.OPTIONS)) continue;
    if (chain.toTag[i] === 0 && (summary.finalStatus >= 200 || table.maxForwards(chain.message[i]!) === 0)) labels.add(Label.KEEPALIVE);
    return;
  }
}

function labelBriefSubscription(view: DialogView): void {
  const { transactions } = view.dialog;
  let before = -1;
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const request = transactions.request[transaction]!;
    if (request < 0 || (transactions.method[transaction] !== Method.SUBSCRIBE && transactions.method[transaction] !== Method.PUBLISH)) continue;
    if (before >= 0) labelBrief(view, before, request);
    before = transactions.firstFinal[transaction]!;
  }
}
