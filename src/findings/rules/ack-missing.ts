/** ACK-MISSING: a 2xx repeated and not acknowledged; ended by its sender after 32 s it is the "32-second drop". */
import { State } from '../../calls/call-state.ts';
import { Flag } from '../../calls/message-fields.ts';
import { keepEvidence } from '../finding.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt, type CallSubject } from '../subject.ts';

export const ackMissing: CallRule = {
  id: 'ACK-MISSING',
  scope: 'call',
  severity: 'error',
  family: 'signalling',
  reference: 'RFC 3261 section 13.3.1.4',
  check(subject, report) {
    const { summarizer, summary, thresholds, captureEnd } = subject;
    const { chain, dialogs } = summarizer;
    const dialog = summary.dialog;
    if (dialog < 0 || dialogs.answer[dialog]! < 0) return;
    const answer = dialogs.answer[dialog]!;
    if (summarizer.answerRepeatTime(dialog) <= 0) return;
    const ack = summarizer.ack(dialog);
    const until = ack >= 0 ? chain.time[ack]! : captureEnd;
    const waited = (until - chain.time[answer]!) / 1e9;
    if (summary.state !== State.NO_ACK && waited < thresholds.missingAck) return;
    const copies = copiesOf(subject, answer);
    const bye = dialogs.bye[dialog]!;
    report({
      rule: this.id,
      severity: 'error',
      confidence: ack < 0 ? 'sure' : 'likely',
      evidence: keepEvidence([...messagesAt(chain, copies), ...messagesAt(chain, [ack, bye])]),
      value: waited,
      threshold: thresholds.missingAck,
      // a Contact nobody can reach is why the ACK does not come
      parent: (chain.flags[answer]! & Flag.privateContact) !== 0 ? 'CONTACT-PRIVATE' : undefined,
      facts: { copies: copies.length, waited, dropped: summary.state === State.NO_ACK ? 1 : 0 },
    });
  },
};

/** Positions of a 2xx and of what repeats it. */
function copiesOf({ summarizer: { chain } }: CallSubject, answer: number): number[] {
  const found = [answer];
  for (let i = answer + 1; i < chain.length; i++)
    if ((chain.flags[i]! & Flag.retransmission) !== 0 && chain.status[i] === chain.status[answer] && chain.toTag[i] === chain.toTag[answer]) found.push(i);
  return found;
}
