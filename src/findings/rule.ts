/**
 * A rule: one file each in rules/, one trigger, one meaning. `check` reports nothing on a healthy subject, at most a few
 * findings on another, never throws, and costs time linear in what it is given.
 */
import type { CaptureFinding, Finding, Severity } from './finding.ts';
import type { CallSubject, CaptureSubject, DialogSubject, MessagesSubject } from './subject.ts';

export type Report = (finding: Finding) => void;

/** What a rule is about, for grouping on the page. */
export const families = ['signalling', 'registration', 'negotiation', 'presence', 'quality', 'digits', 'security', 'network'] as const;
export type Family = (typeof families)[number];

interface RuleFacts {
  /** as in semantics 8: "ACK-MISSING" */
  readonly id: string;
  /** the worst it reports */
  readonly severity: Severity;
  readonly family: Family;
  /** the standard it rests on: "RFC 3261 section 13.3.1.4"; empty when experience alone */
  readonly reference: string;
}

/** Looks at calls: every Call-ID with an INVITE. */
export interface CallRule extends RuleFacts {
  readonly scope: 'call';
  check(subject: CallSubject, report: Report): void;
}

/** Looks at every Call-ID without an INVITE. */
export interface DialogRule extends RuleFacts {
  readonly scope: 'dialog';
  check(subject: DialogSubject, report: Report): void;
}

/** Looks at every Call-ID, with an INVITE or without: what is wrong with messages and transactions of any kind. */
export interface MessagesRule extends RuleFacts {
  readonly scope: 'messages';
  check(subject: MessagesSubject, report: Report): void;
}

/** Looks at the capture once, after every Call-ID was summed up: sources, bindings, the network. */
export interface CaptureRule extends RuleFacts {
  readonly scope: 'capture';
  check(subject: CaptureSubject, report: (finding: CaptureFinding) => void): void;
}

export type Rule = CallRule | DialogRule | MessagesRule | CaptureRule;
