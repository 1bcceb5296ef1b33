/** AUTH-LOOP: credentials refused again and again. */
import { keepEvidence } from '../finding.ts';
import type { CallRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

export const authLoop: CallRule = {
  id: 'AUTH-LOOP',
  scope: 'call',
  severity: 'error',
  family: 'signalling',
  reference: 'RFC 3261 section 22',
  check({ summarizer: { chain, progress }, thresholds }, report) {
    if (progress.freshChallenges < thresholds.challenges) return;
    const found: number[] = [];
    for (let i = 0; i < chain.length; i++) if ((chain.status[i] === 401 || chain.status[i] === 407) && !chain.isCaptureDuplicate(i)) found.push(i);
    report({
      rule: this.id,
      severity: 'error',
      confidence: 'sure',
      evidence: keepEvidence(messagesAt(chain, found)),
      value: progress.freshChallenges,
      threshold: thresholds.challenges,
      facts: { challenges: progress.freshChallenges },
    });
  },
};
