/** Rules about the final response that ended the setup of a call: one status or another, with the INVITE it answers. */
import { found } from './found.ts';
import type { CallRule, Family } from './rule.ts';
import { messagesAt, type CallSubject } from './subject.ts';
import type { Severity } from './finding.ts';

export interface FinalRule {
  readonly id: string;
  readonly severity: Severity;
  readonly family: Family;
  readonly reference: string;
  readonly applies: (status: number) => boolean;
  /** the rule whose finding is the cause of this one */
  readonly parent?: (subject: CallSubject) => string | undefined;
}

/** A rule that fires when a call's final status applies; the reason phrase is the page's, the facts are status and cause. */
export function finalRule({ id, severity, family, reference, applies, parent }: FinalRule): CallRule {
  return {
    id,
    scope: 'call',
    severity,
    family,
    reference,
    check(subject, report) {
      const { summary, summarizer } = subject;
      if (summary.finalStatus < 300 || summary.final < 0 || !applies(summary.finalStatus)) return;
      const { chain, transactions } = summarizer;
      const request = transactions.request[transactions.of[summary.final]!]!;
      report(
        found(this, {
          evidence: messagesAt(chain, [request, summary.final]),
          facts: { status: summary.finalStatus, cause: Math.max(0, summary.cause.q850) },
          parent: parent?.(subject),
        }),
      );
    },
  };
}
