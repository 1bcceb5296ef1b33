/** CALL-4XX-NUM: nobody is there under the number that was called. */
import { finalRule } from '../final-rule.ts';
import type { CallRule } from '../rule.ts';

export const call4xxNum: CallRule = finalRule({
  id: 'CALL-4XX-NUM',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 21.4',
  applies: (status) => status === 404 || status === 410 || status === 484 || status === 604,
});
