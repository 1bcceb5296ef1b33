/**
 * Two messages side by side, aligned by meaning; what differs is marked within the line.
 * @fires sg-swap - the sides are to be swapped; sg-diff-close - comparing has ended
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MessageDetail } from '../../contract/detail.ts';
import { formatEndpoint, formatNumber, formatTime } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { diffWords } from '../words/diff-words.ts';
import { WordsController } from '../words/language.ts';
import { compareMessages, countChanges, type DiffLine, type DiffPiece } from './message-diff.ts';

@customElement('sg-message-diff')
export class SgMessageDiff extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; overflow: auto; background: var(--sg-surface); }
    .bar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; padding: 8px 12px; background: var(--sg-surface); border-bottom: 1px solid var(--sg-line); font-size: var(--sg-size-s); }
    .bar b { font-size: var(--sg-size); }
    .bar .end { margin-inline-start: auto; display: flex; gap: 6px; }
    label { display: inline-flex; gap: 5px; align-items: center; }
    table { width: 100%; border-collapse: collapse; table-layout: fixed; font-family: var(--sg-mono); font-size: var(--sg-size-s); }
    th, td { padding: 3px 10px; text-align: start; vertical-align: top; overflow-wrap: anywhere; border-bottom: 1px solid var(--sg-line); }
    thead th { font-family: var(--sg-font); color: var(--sg-text-2); font-weight: 400; }
    col.name { width: 20%; }
    th[scope='row'] { font-weight: 400; color: var(--sg-text-2); }
    tr[data-kind='same'] td, tr[data-kind='regenerated'] td { color: var(--sg-text-2); }
    tr[data-kind='changed'] td, tr[data-kind='left'] td:nth-of-type(1), tr[data-kind='right'] td:nth-of-type(2) { background: var(--sg-warning-soft); }
    mark { background: none; color: inherit; }
    tr[data-kind='changed'] mark { font-weight: 700; color: var(--sg-warning); text-decoration: underline; text-underline-offset: 2px; }
    tr[data-kind='regenerated'] mark { text-decoration: underline dotted; text-underline-offset: 2px; }
    .part td { font-family: var(--sg-font); font-weight: 600; padding-top: 10px; }
  `,
  ];

  @property({ attribute: false }) left: MessageDetail | undefined;
  @property({ attribute: false }) right: MessageDetail | undefined;
  @state() private _onlyDifferences = false;
  @state() private _withoutFresh = false;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { left, right } = this;
    if (left === undefined || right === undefined) return nothing;
    const w = diffWords();
    const lines = compareMessages(left, right);
    const shown = lines.filter(({ kind }) => !(this._onlyDifferences && kind === 'same') && !(this._withoutFresh && kind === 'regenerated'));
    return html`<div class="bar"><b role="status">${w.changes(formatNumber(countChanges(lines)))}</b>
        <label><input type="checkbox" .checked=${this._onlyDifferences} @change=${(event: Event) => (this._onlyDifferences = (event.target as HTMLInputElement).checked)}>${w.hideSame}</label>
        <label title=${w.regeneratedHelp}><input type="checkbox" .checked=${this._withoutFresh} @change=${(event: Event) => (this._withoutFresh = (event.target as HTMLInputElement).checked)}>${w.hideRegenerated}</label>
        <span class="end"><button class="button small" @click=${() => this.#tell('sg-swap')}>${w.swap}</button><button class="button small" @click=${() => this.#tell('sg-diff-close')}>${w.close}</button></span></div>
      <table><caption class="spoken">${w.title}</caption><colgroup><col class="name"><col><col></colgroup><thead><tr><td></td><th scope="col">${title(left)}</th><th scope="col">${title(right)}</th></tr></thead>
      <tbody>${shown.map((line, i) => html`${line.part === shown[i - 1]?.part ? nothing : html`<tr class="part"><td colspan="3">${w.parts[line.part]}</td></tr>`}${this.#line(line)}`)}</tbody></table>`;
  }

  #line({ name, kind, left, right }: DiffLine): TemplateResult {
    const w = diffWords();
    return html`<tr data-kind=${kind}><th scope="row" title=${w.kinds[kind]}>${name}</th><td>${drawn(left)}</td><td>${drawn(right)}</td></tr>`;
  }

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }
}

function drawn(pieces: readonly DiffPiece[] | undefined): unknown {
  return pieces?.map(({ text, differs }) => (differs ? html`<mark>${text}</mark>` : text)) ?? '';
}

function title({ place, time, source, destination }: MessageDetail): string {
  return `#${place.frame} ${formatTime(time, 3)} ${formatEndpoint(source)} → ${formatEndpoint(destination)}`;
}
