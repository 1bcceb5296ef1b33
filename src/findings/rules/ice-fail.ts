/** ICE-FAIL: connectivity checks are sent and none is answered. Looks into packets. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

/** milliseconds from the first to the last check, and how many at least */
const TRIED = 5000;
const LEAST = 5;

export const iceFail: CallRule = {
  id: 'ICE-FAIL',
  scope: 'call',
  severity: 'error',
  family: 'negotiation',
  reference: 'RFC 8445 section 7.2.5',
  check({ deep }, report) {
    const checks = deep?.checks;
    if (checks === undefined || checks.answers > 0 || checks.requests < LEAST || checks.span < TRIED) return;
    report(
      found(this, {
        confidence: 'likely',
        evidence: checks.packets.map((packet) => ({ packet })),
        value: checks.requests,
        facts: { requests: checks.requests, seconds: checks.span / 1000 },
      }),
    );
  },
};
