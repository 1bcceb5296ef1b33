/** How findings are written: facts as text, values with their unit, words of a rule. */
import type { FindingRow, FindingSeverity } from '../../contract/findings.ts';
import { formatNumber } from '../parts/format.ts';
import type { FactText, FindingText } from '../words/finding-text.ts';
import { findingsWords } from '../words/findings-words.ts';

/** The words of a rule; a rule without any (which a test forbids) is told by its name. */
export function findingText(rule: string): FindingText {
  return findingsWords().rules[rule] ?? { title: rule, sentence: () => rule, causes: [], help: '' };
}

export function factText(facts: FindingRow['facts']): FactText {
  return (name, digits = 0) => {
    const value = facts[name];
    return typeof value === 'number' ? formatNumber(value, digits) : (value ?? '');
  };
}

export function findingSentence(row: Pick<FindingRow, 'rule' | 'facts'>): string {
  return findingsWords().tidy(findingText(row.rule).sentence(factText(row.facts)));
}

/** Order of lists and marks: the worst first. */
export const severityRank: Readonly<Record<FindingSeverity, number>> = { error: 0, warning: 1, note: 2 };
