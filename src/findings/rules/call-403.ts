/** CALL-403: the call was understood and refused. */
import { Flag } from '../../calls/message-fields.ts';
import { finalRule } from '../final-rule.ts';
import type { CallRule } from '../rule.ts';

export const call403: CallRule = finalRule({
  id: 'CALL-403',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 21.4.4',
  applies: (status) => status === 403,
  parent: ({ summary, summarizer: { chain, transactions } }) => {
    const request = transactions.request[transactions.of[summary.final]!]!;
    return request >= 0 && (chain.flags[request]! & Flag.hasAuthorization) !== 0 ? 'AUTH-FAIL' : undefined;
  },
});
