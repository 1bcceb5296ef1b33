/**
 * How calls ended: a bar of shares, the states as buttons with counts, and the ratios operators ask for.
 * @fires sg-states { states } the states to show, empty for all
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { callStates, type CallRate, type CallState } from '../../contract/calls.ts';
import { formatNumber, formatPercent } from '../parts/format.ts';
import type { BarPart, BarTone } from '../parts/sg-bar.ts';
import '../parts/sg-bar.ts';
import { base } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';
import { stateTone } from './call-look.ts';

const toneOrder: readonly BarTone[] = ['ok', 'note', 'plain', 'warning', 'error'];

@customElement('sg-outcomes')
export class SgOutcomes extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; min-width: 0; }
    .states { display: flex; flex-wrap: wrap; gap: 2px 4px; margin: 6px 0 0 -7px; }
    button { display: inline-flex; align-items: center; gap: 5px; height: 22px; padding: 0 7px; border: 1px solid transparent; border-radius: 11px; background: none; color: var(--sg-text-2); font: inherit; font-size: var(--sg-size-s); cursor: pointer; font-variant-numeric: tabular-nums; }
    button:hover { background: var(--sg-surface-2); color: var(--sg-text); }
    button[aria-pressed='true'] { border-color: var(--sg-accent); background: var(--sg-accent-soft); color: var(--sg-accent); }
    button::before { content: ''; width: 8px; height: 8px; border-radius: 2px; background: var(--sg-line-strong); }
    button[data-tone='ok']::before { background: var(--sg-ok); } button[data-tone='note']::before { background: var(--sg-note); }
    button[data-tone='warning']::before { background: var(--sg-warning); } button[data-tone='error']::before { background: var(--sg-error); }
    .beside { margin-inline-start: auto; padding-inline-start: 16px; }
    b { font-weight: 600; color: var(--sg-text); }
  `,
  ];

  @property({ attribute: false }) rate: CallRate | undefined;
  @property({ attribute: false }) states: readonly string[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  #parts(): readonly BarPart[] {
    const outcomes = this.rate?.outcomes ?? {};
    const w = words();
    const all = callStates.reduce((sum, state) => sum + (outcomes[state] ?? 0), 0);
    return callStates
      .filter((state) => (outcomes[state] ?? 0) > 0)
      .map(
        (state): BarPart => ({
          key: state,
          value: outcomes[state] ?? 0,
          tone: stateTone(state),
          on: this.states.includes(state),
          label: w.calls.outcomeTip(
            w.common.states[state] ?? state,
            formatNumber(outcomes[state]),
            formatPercent(((outcomes[state] ?? 0) / Math.max(1, all)) * 100),
          ),
        }),
      )
      .sort((a, b) => toneOrder.indexOf(a.tone) - toneOrder.indexOf(b.tone) || b.value - a.value);
  }

  protected override render(): TemplateResult {
    const parts = this.#parts();
    const w = words();
    return html`<sg-bar .parts=${parts} .label=${w.calls.outcomes} @sg-part=${(event: CustomEvent<{ key: string }>) => this.#toggle(event.detail.key)}></sg-bar>
      <div class="states">${parts.map((part) => html`<button data-tone=${part.tone} aria-pressed=${part.on === true} title=${w.common.stateHelp[part.key] ?? nothing} @click=${() => this.#toggle(part.key)}>${w.common.states[part.key] ?? part.key} <b>${formatNumber(part.value)}</b></button>`)}<span class="beside"><slot name="beside"></slot></span></div>`;
  }

  #toggle(key: string): void {
    const states = this.states.includes(key) ? this.states.filter((state) => state !== key) : [...this.states, key];
    this.dispatchEvent(
      new CustomEvent<{ states: readonly CallState[] }>('sg-states', { detail: { states: states as CallState[] }, bubbles: true, composed: true }),
    );
  }
}
