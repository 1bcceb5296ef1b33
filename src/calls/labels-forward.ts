/**
 * Forwarding and redirection (semantics 7): told by Diversion (RFC 5806) and History-Info (RFC 7044), else by 181 and by a
 * proxy that tries another target once the first was busy or did not answer.
 */
import { Method } from '../sip/method.ts';
import { Trait } from '../sip/trait.ts';
import { Sign } from './call-signs.ts';
import { Fact } from './fact-table.ts';
import { Label } from './label-names.ts';
import type { CallView } from './label-view.ts';

/** ringing this long before another target is tried: nobody answered */
const NO_ANSWER_AFTER = 5e9;
const MOST_TARGETS = 16;
/** messages between a redirection and the INVITE that follows it */
const NEAR = 64;

export function labelForward(view: CallView): void {
  const { signs, labels } = view;
  const { traits } = signs;
  const told =
    Trait.diversionBusy | Trait.diversionNoAnswer | Trait.diversionUnconditional | Trait.historyBusy | Trait.historyNoAnswer | Trait.historyUnconditional;
  if ((traits & (Trait.diversionBusy | Trait.historyBusy)) !== 0) labels.add(Label.FWD_BUSY);
  if ((traits & (Trait.diversionNoAnswer | Trait.historyNoAnswer)) !== 0) labels.add(Label.FWD_NOANSWER);
  if ((traits & (Trait.diversionUnconditional | Trait.historyUnconditional)) !== 0) labels.add(Label.FWD_UNCOND);
  if ((traits & told) === 0) {
    if (view.call.transactions.count > 2) labelNextTarget(view);
    if ((signs.statuses & Sign.forwarded) !== 0) labelUntold(view);
  }
  if ((signs.statuses & Sign.redirected) !== 0) labelRedirect(view);
}

/** 181 without a reason: what came before it tells. */
function labelUntold({ call: { chain, leg }, labels }: CallView): void {
  if (labels.has(Label.FWD_BUSY) || labels.has(Label.FWD_NOANSWER)) return;
  let rang = -1;
  let wasBusy = false;
  for (let i = leg.begin; i < chain.length; i++) {
    const status = chain.status[i]!;
    if (chain.cseqMethod[i] !== Method.INVITE) continue;
    if (status === 180 && rang < 0) rang = i;
    if (status === 486 || status === 600) wasBusy = true;
    if (status !== 181) continue;
    if (wasBusy) return labels.add(Label.FWD_BUSY);
    if (rang < 0) return labels.add(Label.FWD_UNCOND);
    if (chain.time[i]! - chain.time[rang]! >= NO_ANSWER_AFTER) labels.add(Label.FWD_NOANSWER);
    return;
  }
}

/** A proxy's INVITE to another user, sent after the one before was refused as busy or had rung for long. */
function labelNextTarget(view: CallView): void {
  const { call, uris, labels } = view;
  const { chain, transactions, leg } = call;
  let targets = 0;
  let before = -1;
  for (let transaction = 0; transaction < transactions.count && targets < MOST_TARGETS; transaction++) {
    const request = transactions.request[transaction]!;
    if (transactions.method[transaction] !== Method.INVITE || request < leg.begin || chain.toTag[request] !== 0 || leg.isAttempt(chain, request)) continue;
    targets++;
    const isSameHop = before >= 0 && chain.viaCount[transactions.request[before]!] === chain.viaCount[request];
    if (isSameHop && uris.user(targetOf(view, request)) !== uris.user(targetOf(view, transactions.request[before]!))) {
      const label = failureBefore(view, before, request);
      if (label >= 0) labels.add(label);
    }
    before = transaction;
  }
}

/** How the earlier transaction ended before `request` was sent, -1 when it had not. */
function failureBefore({ call: { chain, transactions } }: CallView, earlier: number, request: number): number {
  const final = transactions.firstFinal[earlier]!;
  const first = transactions.request[earlier]!;
  if (final >= 0 && final < request && (chain.status[final] === 486 || chain.status[final] === 600)) return Label.FWD_BUSY;
  const cancel = transactions.cancel[earlier]!;
  const isOver = (final >= 0 && final < request && chain.status[final]! >= 400) || (cancel >= 0 && transactions.first[cancel]! < request);
  if (!isOver || final < 0 || ![408, 480, 487].includes(chain.status[final]!)) return -1;
  for (let i = first; i < request; i++) if (chain.status[i] === 180 && chain.time[request]! - chain.time[i]! >= NO_ANSWER_AFTER) return Label.FWD_NOANSWER;
  return -1;
}

/** 301 or 302, and then an INVITE of the same Call-ID to one of its Contacts; another Call-ID is linked-labels.ts's. */
function labelRedirect(view: CallView): void {
  const { call, uris, table, labels } = view;
  const { chain, leg } = call;
  for (let i = leg.begin; i < chain.length; i++) {
    if (chain.status[i] !== 301 && chain.status[i] !== 302) continue;
    const contact = uris.address(table.fact(chain.message[i]!, Fact.contact));
    const end = Math.min(chain.length, i + NEAR);
    for (let j = i + 1; contact >= 0 && j < end; j++)
      if (chain.isRequest(j, Method.INVITE) && chain.toTag[j] === 0 && uris.address(targetOf(view, j)) === contact) return labels.add(Label.REDIRECT_302);
  }
}

/** Text of the Request-URI of an INVITE. */
function targetOf({ table, summary, call: { chain } }: CallView, position: number): number {
  const own = table.fact(chain.message[position]!, Fact.requestUri);
  return own >= 0 ? own : table.calls.requestUri.values[summary.call]!;
}
