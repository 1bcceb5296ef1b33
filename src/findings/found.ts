/** Makes a finding of a rule from what is special about it; the rest is the rule's own. */
import { keepEvidence, type Evidence, type Finding, type Severity } from './finding.ts';

export interface FoundParts extends Partial<Omit<Finding, 'rule' | 'evidence'>> {
  readonly evidence: readonly Evidence[];
}

export function found(rule: { readonly id: string; readonly severity: Severity }, parts: FoundParts): Finding {
  return { rule: rule.id, severity: rule.severity, confidence: 'sure', facts: {}, ...parts, evidence: keepEvidence(parts.evidence) };
}
