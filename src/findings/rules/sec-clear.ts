/** SEC-CLEAR: the keys of encrypted media go over the network in the clear: whoever reads them can listen. */
import { Flag } from '../../calls/message-fields.ts';
import { Transport } from '../../calls/endpoint-table.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const secClear: CallRule = {
  id: 'SEC-CLEAR',
  scope: 'call',
  severity: 'note',
  family: 'security',
  reference: 'RFC 4568 section 9.1',
  check({ seen, messages, summarizer: { chain } }, report) {
    if ((seen.flags & Flag.sdpKeys) === 0) return;
    for (let i = 0; i < chain.length; i++) {
      const transport = messages.endpoints.transport(chain.source[i]!);
      if ((chain.flags[i]! & Flag.sdpKeys) === 0 || transport === Transport.tls || transport === Transport.wss) continue;
      return report(found(this, { evidence: messagesAt(chain, [i]) }));
    }
  },
};
