/** How states and problems of calls look, the same on every page: a tone, and marks that explain themselves. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CallProblem, CallRow, CallState } from '../../contract/calls.ts';
import { formatNumber } from '../parts/format.ts';
import type { BadgeTone } from '../parts/sg-badge.ts';
import '../parts/sg-badge.ts';
import '../parts/sg-tooltip.ts';
import { words } from '../words/words.ts';

/** Error: the call did not happen though people wanted it; note: people decided otherwise; warning: something is owed. */
const tones = {
  CALLING: 'plain',
  AUTH: 'note',
  RINGING: 'plain',
  EARLY_MEDIA: 'plain',
  QUEUED: 'plain',
  FORWARDING: 'plain',
  ANSWERED: 'warning',
  IN_CALL: 'ok',
  COMPLETED: 'ok',
  CANCELLED: 'note',
  CANCELLED_LATE: 'warning',
  BUSY: 'note',
  NO_ANSWER: 'note',
  DECLINED: 'note',
  NOT_FOUND: 'warning',
  REDIRECTED: 'note',
  REJECTED: 'error',
  SERVER_FAIL: 'error',
  GLOBAL_FAIL: 'error',
  AUTH_FAILED: 'error',
  TIMEOUT: 'error',
  NO_ACK: 'error',
  ORPHAN: 'plain',
  PARTIAL: 'plain',
} as const satisfies Record<CallState, BadgeTone>;

export function stateTone(state: string): Exclude<BadgeTone, 'accent'> {
  return Object.hasOwn(tones, state) ? tones[state as CallState] : 'plain';
}

const problemTones: Readonly<Record<CallProblem, 'warning' | 'error'>> = {
  failed: 'error',
  noAck: 'error',
  noResponse: 'error',
  retransmissions: 'warning',
  slowSetup: 'warning',
  oneWay: 'error',
  noMedia: 'error',
  loss: 'warning',
  jitter: 'warning',
  dropped: 'error',
  short: 'warning',
  natAddress: 'warning',
  authLoop: 'error',
  lowMos: 'warning',
};

export function problemTone(problem: string): 'warning' | 'error' {
  return Object.hasOwn(problemTones, problem) ? problemTones[problem as CallProblem] : 'warning';
}

/** A state as a word with its dot; `plain` text in a list, so that only what needs eyes has colour. */
export function stateWord(state: string): TemplateResult {
  const w = words().common;
  return html`<span class="state ${stateTone(state)}" title=${w.stateHelp[state] ?? nothing}>${w.states[state] ?? state}</span>`;
}

/** letters of a cell of problems: all, what a badge takes beside its name, and what the count of the others takes */
const ROOM = 21;
const BESIDE = 3;
const COUNT = 5;

/** Marks of a call; "failed" is left to the state where that already says so. */
export function problemMarks(problems: readonly string[], besideState = false): TemplateResult {
  const w = words().common;
  const shown = besideState ? problems.filter((problem) => problem !== 'failed') : problems;
  const name = (problem: string): string => w.problems[problem] ?? problem;
  const fitting = besideState ? fittingNames(shown.map(name)) : shown.length;
  const rest = shown.slice(fitting);
  return html`${shown.slice(0, fitting).map((problem) => html`<sg-tooltip class="mark" .text=${w.problemHelp[problem] ?? ''}><sg-badge .tone=${problemTone(problem)}>${name(problem)}</sg-badge></sg-tooltip>`)}${
    rest.length === 0
      ? nothing
      : html`<sg-tooltip class="mark" .text=${rest.map((problem) => `${name(problem)}: ${w.problemHelp[problem] ?? ''}`).join('\n')}><sg-badge>${`+${rest.length}`}</sg-badge><span class="spoken">${rest.map(name).join(', ')}</span></sg-tooltip>`
  }`;
}

/** How many names a cell has room for, one at least; the others are counted. Wide letters count double. */
export function fittingNames(names: readonly string[]): number {
  let room = ROOM;
  for (const [i, name] of names.entries()) {
    room -= [...name].reduce((sum, letter) => sum + (letter.codePointAt(0)! >= 0x2e80 ? 2 : 1), BESIDE);
    if (room < (i + 1 < names.length ? COUNT : 0) && i > 0) return i;
  }
  return names.length;
}

/** How many rules fired on a call, in the colour of the worst; the rules by name on hover. */
export function findingMark({ findings, worstFinding }: Pick<CallRow, 'findings' | 'worstFinding'>): TemplateResult {
  if (worstFinding === undefined) return html`<span class="faint">0</span>`;
  const tone = worstFinding === 'note' ? '' : worstFinding;
  return html`<span class=${tone} title=${findings.join(', ')}>● ${formatNumber(findings.length)}</span>`;
}
