/** SEC-BRUTE: passwords are guessed: many refused credentials from one address within a minute. */
import type { CallIndex } from '../../base/units.ts';
import { Flag } from '../../calls/message-fields.ts';
import { eachWindow, within } from '../attempts.ts';
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';
import type { CaptureSubject } from '../subject.ts';

const MINUTE = 60e9;

export const secBrute: CaptureRule = {
  id: 'SEC-BRUTE',
  scope: 'capture',
  severity: 'error',
  family: 'security',
  reference: 'RFC 3261 section 26.1',
  check(subject, report) {
    const { thresholds, calls, messages, addressText } = subject;
    for (const { source, calls: attempts, failed, refused } of subject.attempts()) {
      let most = 0;
      const guesses: CallIndex[] = [];
      eachWindow(subject, refused, MINUTE, (from, to) => {
        const window = refused.slice(from, to);
        const failures = window.reduce((sum, call) => sum + credentialsOf(subject, call), 0);
        if (failures < thresholds.bruteFailures) return false;
        const begin = messages.time(calls.head.values[window[0]!]!);
        const tried = within(subject, attempts, begin, begin + MINUTE).length;
        if (tried - within(subject, failed, begin, begin + MINUTE).length > window.length) return false;
        most = Math.max(most, failures);
        guesses.push(...window);
        return false;
      });
      if (guesses.length === 0) continue;
      const users = new Set(guesses.map((call) => calls.toUri.values[call]!)).size;
      report({
        ...found(this, {
          confidence: 'likely',
          evidence: guesses.map((call) => ({ message: calls.tail.values[call]! })),
          value: most,
          threshold: thresholds.bruteFailures,
          facts: { source: addressText(source), failures: most, users },
        }),
        calls: guesses,
        address: source,
      });
    }
  },
};

/** Requests with credentials in a Call-ID, each counted once. */
function credentialsOf({ calls, messages }: CaptureSubject, call: CallIndex): number {
  let count = 0;
  for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message))
    if (
      messages.status(message) === 0 &&
      (messages.flags(message) & (Flag.hasAuthorization | Flag.retransmission | Flag.captureDuplicate)) === Flag.hasAuthorization
    )
      count++;
  return count;
}
