/** CONTACT-PRIVATE: a message from a public address asks to be answered at a private one. */
import { Flag } from '../../calls/message-fields.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const contactPrivate: MessagesRule = {
  id: 'CONTACT-PRIVATE',
  scope: 'messages',
  severity: 'warning',
  family: 'network',
  reference: 'RFC 1918, RFC 3261 section 8.1.1.8',
  check({ seen, summarizer: { chain }, addressText }, report) {
    if ((seen.flags & Flag.privateContact) === 0) return;
    for (let i = 0; i < chain.length; i++) {
      // the registrar's 200 lists the Contacts of its clients
      const isListed = chain.status[i] !== 0 && chain.cseqMethod[i] === Method.REGISTER;
      if ((chain.flags[i]! & Flag.privateContact) !== 0 && !isListed)
        return report(found(this, { evidence: messagesAt(chain, [i]), facts: { address: addressText(chain.sourceAddress[i]!) } }));
    }
  },
};
