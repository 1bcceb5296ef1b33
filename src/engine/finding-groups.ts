/** What fired over the whole capture, grouped: one pass over the bits that are kept of every Call-ID. */
import type { CallIndex } from '../base/units.ts';
import type { FindingGroup, FindingGrouping, FindingSeverity } from '../contract/findings.ts';
import { severities, type CaptureFinding } from '../findings/finding.ts';
import { rules } from '../findings/rules.ts';
import { ruleNumber } from '../findings/run.ts';
import type { Session } from './session.ts';

/** Groups shown: a scan may come from many thousands of addresses. */
const MOST_GROUPS = 500;

interface Gathered {
  worst: number;
  subjects: number;
  calls: number;
  alone: number;
  readonly rules: Map<number, number>;
}

/** What a Call-ID counts under: the address its first message came from, or each user agent that spoke in it. */
export function groupKeys(session: Session, by: FindingGrouping, call: CallIndex): readonly string[] {
  const { calls, messages, addresses } = session.tables;
  if (by === 'endpoint') return [addresses.text(messages.sourceAddress(calls.head.values[call]!))];
  return by === 'userAgent' ? calls.agents(call).map((text) => session.tables.text(text)) : session.findings.fired.of(call).map((rule) => rules[rule]!.id);
}

/** @param alone findings about the capture that belong to no Call-ID */
export function groupFindings(session: Session, by: FindingGrouping, alone: readonly CaptureFinding[]): readonly FindingGroup[] {
  const { calls } = session.tables;
  const { fired } = session.findings;
  const gathered = new Map<string, Gathered>();
  for (let call = 0; call < calls.length; call++) {
    const worst = call < fired.worst.values.length ? fired.worst.values[call]! : 0;
    if (worst === 0) continue;
    const numbers = fired.of(call);
    for (const key of groupKeys(session, by, call)) {
      let group = gathered.get(key);
      if (group === undefined) gathered.set(key, (group = { worst: 0, subjects: 0, calls: 0, alone: 0, rules: new Map() }));
      group.subjects++;
      if (calls.hasInvite(call)) group.calls++;
      if (by !== 'rule') group.worst = Math.max(group.worst, worst);
      for (const rule of numbers) if (by !== 'rule' || rules[rule]!.id === key) group.rules.set(rule, (group.rules.get(rule) ?? 0) + 1);
    }
  }
  for (const finding of alone) {
    const key = by === 'rule' ? finding.rule : by === 'endpoint' && finding.address !== undefined ? session.tables.addresses.text(finding.address) : undefined;
    if (key === undefined) continue;
    let group = gathered.get(key);
    if (group === undefined) gathered.set(key, (group = { worst: 0, subjects: 0, calls: 0, alone: 0, rules: new Map() }));
    group.subjects++;
    group.alone++;
    group.worst = Math.max(group.worst, severities.indexOf(finding.severity) + 1);
    const rule = ruleNumber(finding.rule);
    group.rules.set(rule, (group.rules.get(rule) ?? 0) + 1);
  }
  return [...gathered]
    .map(([key, group]) => toGroup(session, by, key, group))
    .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity) || b.subjects - a.subjects)
    .slice(0, MOST_GROUPS);
}

function toGroup(session: Session, by: FindingGrouping, key: string, { worst, subjects, calls, alone, rules: found }: Gathered): FindingGroup {
  const own = by === 'rule' ? rules.find((rule) => rule.id === key) : undefined;
  const fired = own === undefined ? worst : Math.max(worst, session.findings.fired.worstOf(ruleNumber(key)));
  const severity: FindingSeverity = severities[Math.max(0, fired - 1)]!;
  const list = [...found].sort((a, b) => b[1] - a[1]).map(([rule, count]) => ({ rule: rules[rule]!.id, subjects: count }));
  return { by, key, family: own?.family, severity, reference: own?.reference ?? '', subjects, calls, alone, rules: list };
}
