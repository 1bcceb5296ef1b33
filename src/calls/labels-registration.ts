/**
 * Labels of a Call-ID with REGISTERs (RFC 3261 section 10, semantics 7): with a challenge, again, asking only, refused, taken
 * back, on behalf of another. Of proxied REGISTERs the hop nearest the phone counts.
 */
import { Method } from '../sip/method.ts';
import type { Chain } from './chain.ts';
import { isRefusedCredentials } from './dialog-summary.ts';
import { Fact } from './fact-table.ts';
import { Label } from './label-names.ts';
import type { DialogView } from './label-view.ts';
import { Flag } from './message-fields.ts';
import type { MessageTable } from './message-table.ts';

/** The first Call-ID that bound each Contact, by the Contact's text id: another Call-ID that binds it refreshes it. */
export type BoundContacts = Map<number, number>;

const NOT_SAID = -1;

export function labelRegistration(view: DialogView, bound: BoundContacts): void {
  const { dialog, labels, table, uris, summary } = view;
  const { chain, transactions } = dialog;
  const { fromUri, toUri } = table.calls;
  if (uris.address(fromUri.values[summary.call]!) !== uris.address(toUri.values[summary.call]!)) labels.add(Label.REG_THIRD_PARTY);
  const vias = fewestVias(chain);
  let before = -1;
  let successes = 0;
  let lastFinal = -1;
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const request = transactions.request[transaction]!;
    const final = transactions.firstFinal[transaction]!;
    if (transactions.method[transaction] !== Method.REGISTER || request < 0 || final < 0 || chain.viaCount[request] !== vias) continue;
    const status = chain.status[final]!;
    lastFinal = final;
    if (status < 300) {
      const kind = bindingOf(table, chain, request);
      if (kind === Label.REG_REFRESH) {
        if (isAnswerToChallenge(chain, before, request)) labels.add(Label.REG_DIGEST);
        if (++successes > 1 || isKnown(view, bound, request)) labels.add(Label.REG_REFRESH);
      } else labels.add(kind);
    } else if (isRefused(chain, before, request, final)) labels.add(Label.REG_FAIL);
    if (before >= 0) labelBrief(view, before, request);
    before = final;
  }
  if (lastFinal >= 0 && chain.status[lastFinal]! >= 400 && chain.status[lastFinal] !== 401 && chain.status[lastFinal] !== 407) labels.add(Label.REG_FAIL);
}

/** 423, then the same request with a longer interval (RFC 3261 section 21.4.17); REGISTER and SUBSCRIBE. */
export function labelBrief({ table, labels, dialog: { chain } }: DialogView, final: number, request: number): void {
  if (chain.status[final] !== 423) return;
  const least = table.fact(chain.message[final]!, Fact.minExpires);
  const asked = expiresOf(table, chain.message[request]!);
  if (asked !== NOT_SAID && asked >= Math.max(1, least)) labels.add(Label.INTERVAL_BRIEF);
}

/** REG_REFRESH for one that binds, REG_QUERY, or DEREG. */
function bindingOf(table: MessageTable, chain: Chain, request: number): number {
  const message = chain.message[request]!;
  if (table.fact(message, Fact.contactStar) >= 0) return Label.DEREG;
  if (table.fact(message, Fact.contact) < 0) return Label.REG_QUERY;
  return expiresOf(table, message) === 0 ? Label.DEREG : Label.REG_REFRESH;
}

/** Seconds asked for: of the Contact, else of the Expires header. */
function expiresOf(table: MessageTable, message: number): number {
  const own = table.fact(message, Fact.contactExpires);
  return own >= 0 ? own : table.fact(message, Fact.expires);
}

function isAnswerToChallenge(chain: Chain, before: number, request: number): boolean {
  if (before < 0 || (chain.flags[request]! & Flag.hasAuthorization) === 0) return false;
  return chain.status[before] === 401 || chain.status[before] === 407;
}

/** An IMS phone sends an Authorization without an answer before it was asked: only what follows a challenge can be wrong. */
function isRefused(chain: Chain, before: number, request: number, final: number): boolean {
  const status = chain.status[final]!;
  if (status === 403 || status === 404) return true;
  return (status === 401 || status === 407) && isAnswerToChallenge(chain, before, request) && isRefusedCredentials(chain, request, final);
}

/** Another Call-ID bound that Contact before. */
function isKnown({ table, dialog: { chain }, summary }: DialogView, bound: BoundContacts, request: number): boolean {
  const contact = table.fact(chain.message[request]!, Fact.contact);
  const first = bound.get(contact);
  if (first === undefined) bound.set(contact, summary.call);
  return first !== undefined && first !== summary.call;
}

function fewestVias(chain: Chain): number {
  let vias = 255;
  for (let i = 0; i < chain.length; i++) if (chain.isRequest(i, Method.REGISTER)) vias = Math.min(vias, chain.viaCount[i]!);
  return vias;
}
