/** CALL-5XX: a server could not do what was asked. */
import { finalRule } from '../final-rule.ts';
import type { CallRule } from '../rule.ts';

export const call5xx: CallRule = finalRule({
  id: 'CALL-5XX',
  severity: 'error',
  family: 'signalling',
  reference: 'RFC 3261 section 21.5',
  applies: (status) => status >= 500 && status < 600,
});
