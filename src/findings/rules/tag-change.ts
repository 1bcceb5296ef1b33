/** TAG-CHANGE: the tags name the dialog: a final response without a To-tag, or a request in the dialog with another From-tag, belongs nowhere. */
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt, type CallSubject } from '../subject.ts';

export const tagChange: CallRule = {
  id: 'TAG-CHANGE',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 3261 sections 8.2.6.2 and 12.2.1.1',
  check(subject, report) {
    const { chain } = subject.summarizer;
    for (let i = 0; i < chain.length; i++) {
      const isUntagged = lacksTag(subject, i);
      if (!isUntagged && !hasOtherTag(subject, i)) continue;
      const answer = isUntagged ? -1 : subject.summarizer.progress.answer;
      return report(
        found(this, {
          confidence: isUntagged ? 'sure' : 'likely',
          evidence: messagesAt(chain, [answer, i]),
          facts: { missing: isUntagged ? 1 : 0, status: chain.status[i]!, method: subject.methodName(chain.cseqMethod[i]!) },
        }),
      );
    }
  },
};

/** 408 may be a local verdict of the next hop, which answers for nobody. */
function lacksTag({ summarizer: { chain } }: CallSubject, i: number): boolean {
  const status = chain.status[i]!;
  return status >= 200 && status !== 408 && chain.toTag[i] === 0 && chain.cseqMethod[i] === Method.INVITE;
}

/** A request to the answering side of the only branch there is, from a tag that is not the caller's. */
function hasOtherTag({ summary, summarizer: { chain, dialogs, leg } }: CallSubject, i: number): boolean {
  const { dialog } = summary;
  if (dialog < 0 || chain.status[i] !== 0 || chain.toTag[i] === 0 || leg.restarts > 0 || dialogs.branches() > 1) return false;
  const answer = dialogs.answer[dialog]!;
  if (answer < 0 || i < answer || chain.method[i] === Method.CANCEL) return false;
  return chain.toTag[i] === dialogs.toTag[dialog] && chain.fromTag[i] !== dialogs.fromTag[dialog];
}
