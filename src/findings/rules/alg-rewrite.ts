/** ALG-REWRITE: two or more signs that a router on the way writes into SIP messages. One sign alone has innocent causes. */
import { Fact } from '../../calls/fact-table.ts';
import { Flag } from '../../calls/message-fields.ts';
import { Problem } from '../../sip/problem.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt, type MessagesSubject } from '../subject.ts';

const lengths = Problem.contentLengthTooLarge | Problem.contentLengthTooSmall;
/** octets by which a message changes when only its addresses are written anew */
const REWRITTEN_MOST = 64;

export const algRewrite: MessagesRule = {
  id: 'ALG-REWRITE',
  scope: 'messages',
  severity: 'warning',
  family: 'network',
  reference: 'RFC 5853 section 4.1.1',
  check(subject, report) {
    const { seen, summarizer, thresholds } = subject;
    const { chain } = summarizer;
    const isPlausible = (seen.flags & (Flag.sdpRewritten | Flag.hasProblem)) !== 0 || (seen.flags & (Flag.privateContact | Flag.viaStuck)) === Flag.viaStuck;
    if (!isPlausible) return;
    const sdp = firstWith(subject, Flag.sdpRewritten);
    const length = wrongLength(subject);
    const via = stuckVia(subject);
    const changed = changedCopy(subject);
    const signs = [sdp, length, via, changed].filter((position) => position >= 0);
    if (signs.length < thresholds.rewriteSigns) return;
    const facts = { signs: signs.length, sdp: +(sdp >= 0), length: +(length >= 0), via: +(via >= 0), changed: +(changed >= 0) };
    report(found(this, { confidence: 'likely', evidence: messagesAt(chain, signs), value: signs.length, threshold: thresholds.rewriteSigns, facts }));
  },
};

function firstWith({ seen, summarizer: { chain } }: MessagesSubject, flag: number): number {
  if ((seen.flags & flag) === 0) return -1;
  for (let i = 0; i < chain.length; i++) if ((chain.flags[i]! & flag) !== 0) return i;
  return -1;
}

function wrongLength({ seen, messages, summarizer: { chain } }: MessagesSubject): number {
  if (!seen.fact(Fact.problems)) return -1;
  for (let i = 0; i < chain.length; i++) {
    const problems = (chain.flags[i]! & (Flag.cut | Flag.stream)) !== 0 ? 0 : messages.fact(chain.message[i]!, Fact.problems);
    if (problems > 0 && (problems & lengths) !== 0) return i;
  }
  return -1;
}

/** The Via is still private, the Contact is not: one of them was written on the way. */
function stuckVia({ seen, summarizer: { chain } }: MessagesSubject): number {
  if ((seen.flags & Flag.viaStuck) === 0) return -1;
  for (let i = 0; i < chain.length; i++)
    if ((chain.flags[i]! & (Flag.viaStuck | Flag.privateContact | Flag.stream)) === Flag.viaStuck && (chain.flags[i]! & Flag.hasSdp) !== 0) return i;
  return -1;
}

/** The same request on another hop, without a Via more, but of another length. */
function changedCopy({ messages, summarizer: { chain } }: MessagesSubject): number {
  for (let i = 1; i < chain.length; i++) {
    for (let other = i - 1; other >= 0 && other >= i - 3; other--) {
      const isSame =
        chain.branch[i] !== 0 &&
        chain.branch[i] === chain.branch[other] &&
        chain.status[i] === 0 &&
        chain.status[other] === 0 &&
        chain.method[i] === chain.method[other] &&
        chain.cseqNumber[i] === chain.cseqNumber[other] &&
        chain.viaCount[i] === chain.viaCount[other];
      if (!isSame || (chain.source[i] === chain.source[other] && chain.destination[i] === chain.destination[other])) continue;
      const difference = Math.abs(messages.textLength(chain.message[i]!) - messages.textLength(chain.message[other]!));
      if (difference > 0 && difference <= REWRITTEN_MOST) return i;
    }
  }
  return -1;
}
