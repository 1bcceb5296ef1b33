/** BYE-CROSS: both sides hang up at the same moment. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt, type CallSubject } from '../subject.ts';

export const byeCross: CallRule = {
  id: 'BYE-CROSS',
  scope: 'call',
  severity: 'note',
  family: 'signalling',
  reference: 'RFC 3261 section 15',
  check(subject, report) {
    const crossing = crossingByes(subject);
    if (crossing === undefined) return;
    const { chain } = subject.summarizer;
    const apart = (chain.time[crossing[1]]! - chain.time[crossing[0]]!) / 1e6;
    report(found(this, { evidence: messagesAt(chain, crossing), value: apart / 1000, threshold: subject.thresholds.crossingByes, facts: { apart } }));
  },
};

/** Positions of two BYE, one from either side of the same dialog, close to each other. */
export function crossingByes({ seen, summarizer: { chain, dialogs }, thresholds }: CallSubject): [number, number] | undefined {
  if (!seen.request(Method.BYE)) return undefined;
  let first = -1;
  for (let i = 0; i < chain.length; i++) {
    if (chain.status[i] !== 0 || chain.method[i] !== Method.BYE || chain.isCaptureDuplicate(i) || chain.isRetransmission(i)) continue;
    if (first < 0) first = i;
    else if (dialogs.of[i] === dialogs.of[first] && chain.fromTag[i] === chain.toTag[first] && chain.toTag[i] === chain.fromTag[first])
      return chain.time[i]! - chain.time[first]! <= thresholds.crossingByes * 1e9 ? [first, i] : undefined;
  }
  return undefined;
}
