/** CSEQ-ORDER: within a dialog the CSeq numbers of one side must rise, and each names one request. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

/** requests closer than this may have changed places on the way, in nanoseconds */
const REORDERED = 200e6;
const SIDES = 8;

/** newest request of each side and hop; module scratch, empty between calls */
const newest = new Int32Array(SIDES);

export const cseqOrder: CallRule = {
  id: 'CSEQ-ORDER',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 section 12.2.1.1',
  check({ summarizer: { chain, transactions }, methodName }, report) {
    let sides = 0;
    for (let transaction = 0; transaction < transactions.count; transaction++) {
      const i = transactions.request[transaction]!;
      const method = transactions.method[transaction]!;
      if (i < 0 || method === Method.ACK || method === Method.CANCEL || chain.toTag[i] === 0 || chain.fromTag[i] === 0) continue;
      let side = 0;
      for (; side < sides; side++) {
        const other = newest[side]!;
        if (
          chain.fromTag[other] === chain.fromTag[i] &&
          chain.toTag[other] === chain.toTag[i] &&
          chain.source[other] === chain.source[i] &&
          chain.destination[other] === chain.destination[i]
        )
          break;
      }
      if (side === sides) {
        if (sides < SIDES) newest[sides++] = i;
        continue;
      }
      const before = newest[side]!;
      const isLower = chain.cseqNumber[i]! < chain.cseqNumber[before]! && chain.time[i]! - chain.time[before]! > REORDERED;
      const isReused = chain.cseqNumber[i] === chain.cseqNumber[before] && chain.method[i] !== chain.method[before];
      if (isLower || isReused) {
        const facts = {
          before: String(chain.cseqNumber[before]!),
          after: String(chain.cseqNumber[i]!),
          methodBefore: methodName(chain.method[before]!),
          method: methodName(method),
        };
        return report(found(this, { evidence: messagesAt(chain, [before, i]), facts }));
      }
      newest[side] = i;
    }
  },
};
