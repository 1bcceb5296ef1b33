/**
 * SEC-FLOOD: more new requests within a second than a peer has reason for. A busy trunk has as many, evenly and answered:
 * so either ten times the usual of that address, or hardly any success.
 */
import type { CallIndex } from '../../base/units.ts';
import { Method } from '../../sip/method.ts';
import { eachWindow, isSuccess } from '../attempts.ts';
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';
import type { CaptureSubject } from '../subject.ts';

const SECOND = 1e9;
/** seconds with requests needed before there is a usual rate */
const USUAL_LEAST = 10;
const TIMES_USUAL = 10;

export const secFlood: CaptureRule = {
  id: 'SEC-FLOOD',
  scope: 'capture',
  severity: 'error',
  family: 'security',
  reference: 'RFC 3261 section 26.1.5',
  check(subject, report) {
    const { thresholds, calls, addressText } = subject;
    for (const { source, calls: all } of subject.attempts()) {
      if (all.length < thresholds.floodRate) continue;
      const attempts = all.filter((call) => isFloodMethod(subject, call));
      const rates: number[] = [];
      let worst: readonly CallIndex[] = [];
      eachWindow(subject, attempts, SECOND, (from, to) => {
        rates.push(to - from);
        if (to - from > worst.length) worst = attempts.slice(from, to);
        return false;
      });
      if (worst.length < thresholds.floodRate) continue;
      const usual = rates.sort((a, b) => a - b)[rates.length >> 1]!;
      const successes = worst.filter((call) => isSuccess(subject, call)).length;
      const isSudden = rates.length >= USUAL_LEAST && worst.length >= usual * TIMES_USUAL;
      if (!isSudden && successes * 100 > worst.length * thresholds.scanSuccess) continue;
      report({
        ...found(this, {
          confidence: 'likely',
          evidence: worst.map((call) => ({ message: calls.head.values[call]! })),
          value: worst.length,
          threshold: thresholds.floodRate,
          facts: { source: addressText(source), rate: worst.length, usual, successes },
        }),
        calls: [],
        address: source,
      });
    }
  },
};

function isFloodMethod({ calls, messages }: CaptureSubject, call: CallIndex): boolean {
  const method = messages.method(calls.head.values[call]!);
  return method === Method.INVITE || method === Method.OPTIONS;
}
