/** REG-MULTI: an address of record has more than one Contact: calls to it ring in several places. */
import { Fact } from '../../calls/fact-table.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessageIndex } from '../../base/units.ts';
import type { MessageTable } from '../../calls/message-table.ts';
import type { DialogRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const regMulti: DialogRule = {
  id: 'REG-MULTI',
  scope: 'dialog',
  severity: 'note',
  family: 'registration',
  reference: 'RFC 3261 section 10.3',
  check({ seen, messages, summarizer: { chain }, text }, report) {
    if (!seen.request(Method.REGISTER) || !seen.fact(Fact.contact)) return;
    for (let i = 0; i < chain.length; i++) {
      if (chain.status[i] !== 200 || chain.cseqMethod[i] !== Method.REGISTER) continue;
      const contacts = contactsOf(messages, chain.message[i]!);
      if (contacts.length > 1)
        return report(
          found(this, { evidence: messagesAt(chain, [i]), facts: { count: contacts.length, first: text(contacts.at(-1)!), second: text(contacts.at(-2)!) } }),
        );
    }
  },
};

/** Text ids of the Contacts of a message, the last first. */
function contactsOf(messages: MessageTable, message: MessageIndex): number[] {
  const { facts } = messages;
  const found: number[] = [];
  for (let row = messages.factHead(message); row >= 0; row = facts.next(row)) if (facts.kind(row) === Fact.contact) found.push(facts.value(row));
  return found;
}
