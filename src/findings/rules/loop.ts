/** LOOP: a request came back to where it had been: the far end says so (482, 483), or one hop is seen again and again. */
import { Method } from '../../sip/method.ts';
import { isAnswered } from '../../calls/call-state.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt, type CallSubject } from '../subject.ts';

/** passes over one hop, each with more Vias: a spiral (RFC 3261 section 16.3) passes twice */
const PASSES = 3;

export const loop: CallRule = {
  id: 'LOOP',
  scope: 'call',
  severity: 'error',
  family: 'signalling',
  reference: 'RFC 3261 section 16.3',
  check(subject, report) {
    const { seen, summary, summarizer } = subject;
    const passes = passesOf(subject);
    const { chain, transactions } = summarizer;
    let refused = -1;
    if (seen.status(482) || seen.status(483))
      for (let i = 0; i < chain.length && refused < 0; i++)
        if ((chain.status[i] === 482 || chain.status[i] === 483) && chain.cseqMethod[i] === Method.INVITE) refused = i;
    if (refused < 0 && passes.length < PASSES) return;
    // a fork may reach one place twice: that branch ends with 482 and the call goes on
    report(
      found(this, {
        severity: isAnswered(summary.state) ? 'warning' : 'error',
        evidence: messagesAt(chain, [...(passes.length >= PASSES ? passes : [transactions.request[transactions.of[refused]!]!]), refused]),
        facts: { status: refused < 0 ? 0 : chain.status[refused]!, passes: passes.length },
      }),
    );
  },
};

/** Positions at which the first INVITE goes over the same hop with ever more Vias. */
function passesOf({ summarizer: { chain, leg } }: CallSubject): number[] {
  const first = leg.invite;
  if (first < 0) return [];
  const vias = chain.viaCount[first]!;
  let most = vias;
  for (let i = first; i < chain.length; i++) if (chain.status[i] === 0 && chain.viaCount[i]! > most) most = chain.viaCount[i]!;
  if (most < vias + PASSES) return [];
  let longest: number[] = [];
  for (let from = first; from < chain.length && from < first + 8; from++) {
    if (!chain.isRequest(from, Method.INVITE)) continue;
    const passes = [from];
    for (let i = from + 1; i < chain.length; i++) {
      const last = passes.at(-1)!;
      if (!chain.isRequest(i, Method.INVITE) || chain.cseqNumber[i] !== chain.cseqNumber[from] || chain.viaCount[i]! <= chain.viaCount[last]!) continue;
      if (chain.source[i] === chain.source[from] && chain.destination[i] === chain.destination[from]) passes.push(i);
    }
    if (passes.length > longest.length) longest = passes;
  }
  return longest;
}
