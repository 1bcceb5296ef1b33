/**
 * Two calls side by side, message by message, with the point where they part.
 * @fires sg-compare - detail { left, right }: two messages of one line are to be compared; sg-jump - detail { message }
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CallRow } from '../../contract/calls.ts';
import type { LadderMessage, LadderRow } from '../../contract/ladder.ts';
import { formatMs } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { diffWords } from '../words/diff-words.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';
import { compareCalls, sinceStart, type CallDiffLine } from './call-diff.ts';
import { partyName } from './call-story.ts';

@customElement('sg-call-diff')
export class SgCallDiff extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; overflow: auto; background: var(--sg-surface); padding: 10px 18px 24px; }
    p { padding-bottom: 8px; }
    table { border-collapse: collapse; width: 100%; max-width: 1000px; font-variant-numeric: tabular-nums; }
    th, td { text-align: start; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--sg-line); vertical-align: baseline; }
    thead th { color: var(--sg-text-2); font-weight: 400; font-size: var(--sg-size-s); }
    th[scope='row'] { font-family: var(--sg-mono); font-size: var(--sg-size-s); font-weight: 400; white-space: nowrap; }
    tr.only { background: var(--sg-warning-soft); }
    tr.parts th, tr.parts td { border-top: 2px solid var(--sg-error); }
    .time { color: var(--sg-text-2); }
    .same { color: var(--sg-text-2); }
  `,
  ];

  @property({ attribute: false }) rows: readonly LadderRow[] = [];
  @property({ attribute: false }) left: CallRow | undefined;
  @property({ attribute: false }) right: CallRow | undefined;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { left, right } = this;
    if (left === undefined || right === undefined) return nothing;
    const w = diffWords();
    const { lines, parts } = compareCalls(this.rows, left.call, right.call);
    const at = lines[parts];
    const before = lines.slice(0, Math.max(0, parts)).findLast((line) => line.left !== undefined && line.right !== undefined);
    const saying = parts < 0 ? w.neverPart : w.part(before?.name ?? '', at?.left === undefined ? w.right : w.left, at?.name ?? '');
    return html`<p role="status"><b>${saying}</b></p><table><caption class="spoken">${w.titleCalls}</caption><thead><tr><th scope="col"></th><th scope="col">${title(left)}</th><th scope="col">${title(right)}</th><th scope="col"></th></tr></thead>
      <tbody>${lines.map((line, i) => this.#line(line, lines, i === parts))}</tbody></table>`;
  }

  #line(line: CallDiffLine, lines: readonly CallDiffLine[], isParting: boolean): TemplateResult {
    const w = diffWords();
    const { left, right, name } = line;
    const only = left === undefined || right === undefined;
    return html`<tr class="${only ? 'only' : ''} ${isParting ? 'parts' : ''}"><th scope="row" class=${only ? '' : 'same'}>${name}</th><td>${this.#side(left, lines, 'left')}</td><td>${this.#side(right, lines, 'right')}</td>
      <td>${left === undefined || right === undefined ? nothing : html`<button class="link" @click=${() => this.#tell('sg-compare', { left, right })}>${w.compareLine}</button>`}</td></tr>`;
  }

  #side(row: LadderMessage | undefined, lines: readonly CallDiffLine[], side: 'left' | 'right'): TemplateResult | string {
    if (row === undefined) return '–';
    return html`<button class="link" @click=${() => this.#tell('sg-jump', { message: row.message })}>#${row.place.frame}</button> <span class="time">+${formatMs(sinceStart(lines, side, row))}</span> ${row.reason ?? ''}`;
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

function title(row: CallRow): string {
  return `#${row.number} ${partyName(row.from, '', row.fromUri)} → ${partyName(row.to, '', row.toUri)} (${words().common.states[row.state] ?? row.state})`;
}
