/**
 * Runs rules over one subject after the other. For a whole capture only numbers are kept: which rules fired on a call, and
 * the worst severity; what a finding says is found again when somebody looks, since rules are pure.
 */
import { uint8Column, uint32Column, type Column } from '../base/column.ts';
import type { CallIndex } from '../base/units.ts';
import { severities, type CaptureFinding, type Finding } from './finding.ts';
import { callRules, captureRules, dialogRules, messagesRules, rules } from './rules.ts';
import type { CallRule, DialogRule, MessagesRule, Rule } from './rule.ts';
import { canTell } from './time-resolution.ts';
import type { CallSubject, CaptureSubject, DialogSubject, MessagesSubject } from './subject.ts';

const WORDS = Math.ceil(rules.length / 32);
const numbers = new Map(rules.map((rule, number) => [rule.id, number]));

/** The number of a rule, -1 when there is none of that name. */
export function ruleNumber(id: string): number {
  return numbers.get(id) ?? -1;
}

export class FiredRules {
  /** 0 none, 1 note, 2 warning, 3 error */
  readonly worst: Column<Uint8Array> = uint8Column();
  /** WORDS words a call: bit n of word n / 32 is rule n */
  readonly #bits: Column<Uint32Array> = uint32Column();
  /** by rule: Call-IDs it fired on */
  readonly #subjects = new Uint32Array(rules.length);
  /** by rule: the worst it said of any Call-ID, 0 nothing */
  readonly #worstOf = new Uint8Array(rules.length);
  #call: CallIndex = 0;
  #muted: ReadonlySet<string> = new Set();
  #callRules: readonly CallRule[] = callRules;
  #dialogRules: readonly DialogRule[] = dialogRules;
  #messagesRules: readonly MessagesRule[] = messagesRules;

  /** Rules that shall not fire; everything is judged anew after it. */
  mute(muted: ReadonlySet<string>): void {
    this.#worstOf.fill(0);
    this.#muted = muted;
    this.#callRules = callRules.filter((rule) => !muted.has(rule.id));
    this.#dialogRules = dialogRules.filter((rule) => !muted.has(rule.id));
    this.#messagesRules = messagesRules.filter((rule) => !muted.has(rule.id));
  }

  get muted(): ReadonlySet<string> {
    return this.#muted;
  }

  readonly #note = ({ rule, severity }: Finding): void => {
    const number = ruleNumber(rule);
    const at = this.#call * WORDS + (number >>> 5);
    const bit = (1 << (number & 31)) >>> 0;
    if ((this.#bits.values[at]! & bit) === 0) {
      this.#bits.values[at] = (this.#bits.values[at]! | bit) >>> 0;
      this.#subjects[number]!++;
    }
    const rank = severities.indexOf(severity) + 1;
    if (rank > this.#worstOf[number]!) this.#worstOf[number] = rank;
    if (rank > this.worst.values[this.#call]!) this.worst.values[this.#call] = rank;
  };

  /** Makes room for calls below `length`. */
  reserve(length: number): void {
    this.worst.reserve(length);
    this.#bits.reserve(length * WORDS);
  }

  /** Judges a call anew. */
  judgeCall(subject: CallSubject): void {
    this.#begin(subject.call);
    for (const rule of this.#callRules) if (canTell(rule.id, subject.timeStep, subject.thresholds)) rule.check(subject, this.#note);
    for (const rule of this.#messagesRules) if (canTell(rule.id, subject.timeStep, subject.thresholds)) rule.check(subject, this.#note);
  }

  /** Judges a Call-ID without INVITE anew. */
  judgeDialog(subject: DialogSubject): void {
    this.#begin(subject.call);
    for (const rule of this.#dialogRules) if (canTell(rule.id, subject.timeStep, subject.thresholds)) rule.check(subject, this.#note);
    for (const rule of this.#messagesRules) if (canTell(rule.id, subject.timeStep, subject.thresholds)) rule.check(subject, this.#note);
  }

  /** Notes what a rule about the capture says of this Call-ID, after it was judged. */
  add(call: CallIndex, finding: Finding): void {
    this.#call = call;
    this.#note(finding);
  }

  /** Numbers of the rules that fired on any Call-ID. */
  firedRules(): number[] {
    return [...this.#subjects.keys()].filter((rule) => this.#subjects[rule]! > 0);
  }

  /** The worst a rule said of any Call-ID: 0 nothing, 1 note, 2 warning, 3 error. */
  worstOf(rule: number): number {
    return this.#worstOf[rule]!;
  }

  has(call: CallIndex, rule: number): boolean {
    return (this.#bits.values[call * WORDS + (rule >>> 5)]! & (1 << (rule & 31))) !== 0;
  }

  /** Numbers of the rules that fired on a call, ascending. */
  of(call: CallIndex): number[] {
    const found: number[] = [];
    for (let rule = 0; rule < rules.length; rule++) if (this.has(call, rule)) found.push(rule);
    return found;
  }

  #begin(call: CallIndex): void {
    this.#call = call;
    if (this.worst.values[call] === 0) return;
    for (const rule of this.of(call)) this.#subjects[rule]!--;
    this.worst.values[call] = 0;
    this.#bits.values.fill(0, call * WORDS, (call + 1) * WORDS);
  }
}

/** Everything the rules say of a call, the worst first; muted ones say nothing. */
export function findingsOfCall(subject: CallSubject, muted: ReadonlySet<string>): readonly Finding[] {
  const found: Finding[] = [];
  for (const rule of callRules) if (isHeard(rule, subject, muted)) rule.check(subject, (finding) => found.push(finding));
  return sorted(adopted(addMessagesFindings(subject, muted, found)));
}

export function findingsOfDialog(subject: DialogSubject, muted: ReadonlySet<string>): readonly Finding[] {
  const found: Finding[] = [];
  for (const rule of dialogRules) if (isHeard(rule, subject, muted)) rule.check(subject, (finding) => found.push(finding));
  return sorted(adopted(addMessagesFindings(subject, muted, found)));
}

/** What the rules say of the capture as a whole: at most `most` of each rule. */
export function findingsOfCapture(subject: CaptureSubject, muted: ReadonlySet<string>, most: number): readonly CaptureFinding[] {
  const found: CaptureFinding[] = [];
  for (const rule of captureRules) {
    if (!isHeard(rule, subject, muted)) continue;
    const before = found.length;
    rule.check(subject, (finding) => {
      if (found.length - before < most) found.push(finding);
    });
  }
  return found;
}

/** Not muted, and the times it judges by are known well enough. */
function isHeard({ id }: Rule, { timeStep, thresholds }: Pick<MessagesSubject, 'timeStep' | 'thresholds'>, muted: ReadonlySet<string>): boolean {
  return !muted.has(id) && canTell(id, timeStep, thresholds);
}

function addMessagesFindings(subject: MessagesSubject, muted: ReadonlySet<string>, found: Finding[]): Finding[] {
  for (const rule of messagesRules) if (isHeard(rule, subject, muted)) rule.check(subject, (finding) => found.push(finding));
  return found;
}

/** A cause that did not fire itself, or is muted, folds nothing under it. */
function adopted(found: Finding[]): Finding[] {
  const fired = new Set(found.map(({ rule }) => rule));
  return found.map((finding) => (finding.parent === undefined || fired.has(finding.parent) ? finding : { ...finding, parent: undefined }));
}

export function sorted<T extends Finding>(found: T[]): readonly T[] {
  return found.sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
}
