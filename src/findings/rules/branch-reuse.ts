/** BRANCH-REUSE: a branch names one transaction; used for another request it mixes them up. Without z9hG4bK it names none. */
import { Flag } from '../../calls/message-fields.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

/** transactions looked back at */
const STEPS = 4;

export const branchReuse: MessagesRule = {
  id: 'BRANCH-REUSE',
  scope: 'messages',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 8.1.1.7',
  check({ summarizer: { chain, transactions }, methodName }, report) {
    let old = -1;
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      const i = transactions.request[transaction]!;
      const method = transactions.method[transaction]!;
      if (i < 0) continue;
      if (old < 0 && (chain.flags[i]! & Flag.cookie) === 0) old = i;
      if (method === Method.ACK || method === Method.CANCEL || chain.branch[i] === 0) continue;
      for (let other = transaction - 1; other >= 0 && other >= transaction - STEPS; other--) {
        const before = transactions.request[other]!;
        if (before < 0 || chain.branch[before] !== chain.branch[i] || transactions.method[other] === Method.ACK || transactions.method[other] === Method.CANCEL)
          continue;
        if (chain.source[before] !== chain.source[i] || chain.destination[before] !== chain.destination[i]) continue;
        if (chain.cseqNumber[before] === chain.cseqNumber[i] && chain.method[before] === chain.method[i]) continue;
        const facts = { reused: 1, methodBefore: methodName(chain.method[before]!), method: methodName(chain.method[i]!) };
        return report(found(this, { evidence: messagesAt(chain, [before, i]), facts }));
      }
    }
    // most who send these only ask whether a phone is there, and nothing goes wrong
    if (old >= 0) report(found(this, { severity: 'note', evidence: messagesAt(chain, [old]), facts: { reused: 0, method: methodName(chain.method[old]!) } }));
  },
};
