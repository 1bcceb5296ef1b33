/** TCP-RESET: the connection a call is signalled over ended while the call was going on, and nothing more came over it. */
import { Flag } from '../../calls/message-fields.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt, type CallSubject } from '../subject.ts';

export const tcpReset: CallRule = {
  id: 'TCP-RESET',
  scope: 'call',
  severity: 'warning',
  family: 'network',
  reference: 'RFC 3261 section 18.4',
  check(subject, report) {
    const { network, seen, summarizer } = subject;
    if (!network.hasEnded || (seen.flags & Flag.stream) === 0) return;
    const { chain } = summarizer;
    const until = endOf(subject);
    const last = chain.length - 1;
    for (let i = 0; i < chain.length; i++) {
      const ended = (chain.flags[i]! & Flag.stream) === 0 ? undefined : network.ended(chain.source[i]!, chain.destination[i]!);
      if (ended === undefined) continue;
      const n = ended.times.findIndex((time) => time > chain.time[i]! && time < until);
      if (n < 0) continue;
      report(
        found(this, {
          confidence: 'likely',
          evidence: [...messagesAt(chain, [i]), { packet: ended.packets[n]! }, ...messagesAt(chain, last > i ? [last] : [])],
          facts: { reset: ended.resets[n] === true ? 1 : 0, address: subject.addressText(chain.destinationAddress[i]!) },
        }),
      );
      return;
    }
  },
};

/** When signalling of the call was over: its BYE, its failure, or never. */
function endOf({ summary, summarizer: { chain, progress } }: CallSubject): number {
  if (progress.bye >= 0) return chain.time[progress.bye]!;
  return summary.finalStatus >= 300 && summary.final >= 0 ? chain.time[summary.final]! : Infinity;
}
