/**
 * XFER-FAIL: a transfer was refused, its target could not be reached, or nobody ever said how it ended: no NOTIFY with a final status
 * (RFC 3515 section 2.4.5) and no end of the subscription, though the call went on, or the transferor took it back.
 */
import { Fact } from '../../calls/fact-table.ts';
import { isTakenBack } from '../../calls/labels-transfer.ts';
import { Method } from '../../sip/method.ts';
import { Trait } from '../../sip/trait.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt, type CallSubject } from '../subject.ts';

/** a target may ring as long as a proxy lets it (RFC 3261 section 16.6, timer C) */
const RINGING = 180e9;

export const xferFail: CallRule = {
  id: 'XFER-FAIL',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3515 section 2.4.4',
  check(subject, report) {
    const { seen, messages, summarizer } = subject;
    const { chain, transactions } = summarizer;
    if (!seen.request(Method.REFER) && !seen.fact(Fact.sipfragStatus)) return;
    let refer = -1;
    let failed = -1;
    let status = 0;
    for (let i = 0; i < chain.length; i++) {
      if (chain.isRequest(i, Method.REFER)) refer = i;
      const told = chain.isRequest(i, Method.NOTIFY) ? messages.fact(chain.message[i]!, Fact.sipfragStatus) : -1;
      const refused = chain.status[i]! >= 300 && chain.status[i] !== 401 && chain.status[i] !== 407 && chain.cseqMethod[i] === Method.REFER;
      if (told >= 300 || refused) {
        failed = i;
        status = refused ? chain.status[i]! : told;
      } else if (told >= 200) failed = -1;
    }
    if (failed >= 0) {
      const isRefused = chain.status[failed] !== 0;
      const request = isRefused ? transactions.request[transactions.of[failed]!]! : refer;
      report(found(this, { evidence: messagesAt(chain, [request, failed]), facts: { kind: isRefused ? 'refused' : 'failed', status } }));
      return;
    }
    const open = openTransfer(subject);
    if (open === undefined) return;
    const { evidence, kind } = open;
    report(found(this, { confidence: kind === 'back' ? 'sure' : 'likely', evidence: messagesAt(chain, evidence), facts: { kind, status: 0 } }));
  },
};

interface OpenTransfer {
  /** taken back; nothing was told at all; only that it went on */
  readonly kind: 'back' | 'silent' | 'trying';
  /** REFER, its answer, the newest NOTIFY */
  readonly evidence: readonly number[];
}

/** The newest REFER that was accepted and of which nobody said how it ended. */
function openTransfer({ messages, summarizer, summary, captureEnd, thresholds }: CallSubject): OpenTransfer | undefined {
  const { chain, transactions } = summarizer;
  for (let transaction = transactions.count - 1; transaction >= 0; transaction--) {
    if (transactions.method[transaction] !== Method.REFER) continue;
    const [refer, answer] = [transactions.request[transaction]!, transactions.firstFinal[transaction]!];
    if (refer < 0 || answer < 0 || chain.status[answer]! >= 300) return undefined;
    const traits = (position: number): number => Math.max(0, messages.fact(chain.message[position]!, Fact.traits));
    if ((traits(answer) & Trait.noReferSub) !== 0) return undefined;
    let told = -1;
    for (let i = refer + 1; i < chain.length; i++) {
      if (!chain.isRequest(i, Method.NOTIFY)) continue;
      const status = messages.fact(chain.message[i]!, Fact.sipfragStatus);
      if (status >= 200 || (traits(i) & Trait.subscriptionEnded) !== 0) return undefined;
      if (status >= 100) told = i;
    }
    const evidence = [refer, answer, told];
    if (isTakenBack(summarizer, summary, refer)) return { kind: 'back', evidence };
    const waited = (summary.endedAt ?? captureEnd) - chain.time[answer]!;
    if (waited < (told < 0 ? thresholds.noResponse * 1e9 : RINGING)) return undefined;
    return { kind: told < 0 ? 'silent' : 'trying', evidence };
  }
  return undefined;
}
