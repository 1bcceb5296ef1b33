/** SEC-FRAUD: somebody looks for a way to call abroad at another's cost: one number under many prefixes, or many countries in vain. */
import type { CallIndex } from '../../base/units.ts';
import { eachWindow, within } from '../attempts.ts';
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';
import type { CaptureSubject } from '../subject.ts';

const TEN_MINUTES = 600e9;
/** digits at the end of a number that stay the same while prefixes are tried */
const SAME_DIGITS = 9;
const FAILED_SHARE = 0.8;
/** the user part of a sip or tel URI that is a number */
const NUMBER = /^(?:sips?|tel):\+?([0-9*#.()-]{6,40})(?:[@;]|$)/i;

export const secFraud: CaptureRule = {
  id: 'SEC-FRAUD',
  scope: 'capture',
  severity: 'warning',
  family: 'security',
  reference: 'ITU-T E.156',
  check(subject, report) {
    const { calls, messages, thresholds, addressText } = subject;
    for (const { source, calls: attempts, failed: all } of subject.attempts()) {
      if (all.length < thresholds.fraudCalls) continue;
      const calling = all.filter((call) => calls.hasInvite(call));
      eachWindow(subject, calling, TEN_MINUTES, (from, to) => {
        const failed = calling.slice(from, to);
        if (failed.length < thresholds.fraudCalls) return false;
        const begin = messages.time(calls.head.values[failed[0]!]!);
        const tried = within(subject, attempts, begin, begin + TEN_MINUTES).filter((call) => calls.hasInvite(call));
        if (failed.length < tried.length * FAILED_SHARE) return false;
        const { prefixes, countries, number } = probes(subject, failed);
        if (prefixes < thresholds.fraudCalls && countries < thresholds.fraudCalls) return false;
        report({
          ...found(this, {
            confidence: prefixes >= thresholds.fraudCalls ? 'likely' : 'possible',
            evidence: failed.map((call) => ({ message: calls.head.values[call]! })),
            value: Math.max(prefixes, countries),
            threshold: thresholds.fraudCalls,
            facts: { source: addressText(source), calls: failed.length, prefixes, countries, number },
          }),
          calls: failed,
          address: source,
        });
        return true;
      });
    }
  },
};

/** Under how many prefixes one number was tried at most, and how many countries were. */
function probes({ calls, text }: CaptureSubject, failed: readonly CallIndex[]): { prefixes: number; countries: number; number: string } {
  const byNumber = new Map<string, Set<string>>();
  const countries = new Set<string>();
  for (const call of failed) {
    const match = NUMBER.exec(text(calls.requestUri.values[call]!)) ?? NUMBER.exec(text(calls.toUri.values[call]!));
    const digits = match?.[1]?.replace(/\D/g, '') ?? '';
    if (digits.length > SAME_DIGITS) {
      const number = digits.slice(-SAME_DIGITS);
      const prefixes = byNumber.get(number) ?? new Set();
      byNumber.set(number, prefixes.add(digits.slice(0, -SAME_DIGITS)));
    }
    const abroad = /^(?:011|00)([1-9]\d{2})/.exec(digits) ?? (match?.[0].includes('+') === true ? /^([1-9]\d{2})/.exec(digits) : null);
    if (abroad !== null) countries.add(abroad[1]!);
  }
  let [most, number] = [0, ''];
  for (const [digits, prefixes] of byNumber) if (prefixes.size > most) [most, number] = [prefixes.size, digits];
  return { prefixes: most, countries: countries.size, number };
}
