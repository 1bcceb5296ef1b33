/**
 * The verdict on the capture: which rules fired on calls, the worst and most frequent first, each a filter of the list.
 * @fires sg-rule - detail { rule }: chosen by the person; sg-all - all findings are wanted
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Nanoseconds } from '../../base/units.ts';
import type { FindingGroup } from '../../contract/findings.ts';
import { formatDuration, formatNumber, formatPercent } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { findingsWords } from '../words/findings-words.ts';
import { WordsController } from '../words/language.ts';
import { findingText } from './finding-look.ts';

const SHOWN = 5;

@customElement('sg-verdict')
export class SgVerdict extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; padding: 8px 16px; background: var(--sg-surface); border-bottom: 1px solid var(--sg-line); }
    h2 { font-size: var(--sg-size); }
    .item { display: inline-flex; align-items: center; gap: 6px; min-height: 24px; padding: 0 10px; border: 1px solid var(--sg-line-strong); border-radius: 12px; background: var(--sg-surface); color: var(--sg-text); font: inherit; font-size: var(--sg-size-s); cursor: pointer; font-variant-numeric: tabular-nums; }
    .item:hover { background: var(--sg-surface-2); }
    .item[aria-pressed='true'] { border-color: var(--sg-accent); background: var(--sg-accent-soft); color: var(--sg-accent); }
    .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--sg-error); }
    .dot[data-severity='warning'] { background: var(--sg-warning); border-radius: 2px; }
    .dot[data-severity='note'] { background: var(--sg-note); }
    .share { color: var(--sg-text-2); }
    .all { margin-inline-start: auto; font-size: var(--sg-size-s); }
    .story { flex-basis: 100%; }
    .well { color: var(--sg-text-2); }
  `,
  ];

  /** by rule, the worst first; undefined while they are asked for */
  @property({ attribute: false }) groups: readonly FindingGroup[] | undefined;
  @property({ type: Number }) calls = 0;
  /** calls whose worst finding is an error, or a warning; and how long the capture is, nanoseconds */
  @property({ type: Number }) errors = 0;
  @property({ type: Number }) warnings = 0;
  @property({ type: Number }) duration: Nanoseconds = 0;
  /** nothing tells how long it is */
  @property({ type: Boolean }) timeless = false;
  @property({ attribute: false }) chosen: readonly string[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.groups === undefined) return nothing;
    const w = findingsWords();
    const onCalls = this.groups.filter((group) => group.calls > 0);
    const story = html`<span class="story">${w.verdict.story(formatNumber(this.calls), this.timeless ? '' : formatDuration(this.duration / 1e6), amount(this.errors), amount(this.warnings))}</span>`;
    if (onCalls.length === 0) return html`${story}<span class="well">${w.verdict.healthy}</span>`;
    const grave = onCalls.filter((group) => group.severity !== 'note');
    return html`${story}<h2>${w.verdict.title}</h2>${(grave.length > 0 ? grave : onCalls).slice(0, SHOWN).map((group) => this.#item(group))}<button class="link all" @click=${() => this.dispatchEvent(new CustomEvent('sg-all', { bubbles: true, composed: true }))}>${w.verdict.all}</button>`;
  }

  #item({ key, severity, calls }: FindingGroup): TemplateResult {
    const w = findingsWords();
    const share = this.calls === 0 ? 0 : (calls * 100) / this.calls;
    return html`<button class="item" aria-pressed=${this.chosen.includes(key)} title=${`${findingText(key).help} ${w.verdict.share(formatPercent(share))}`} @click=${() => this.dispatchEvent(new CustomEvent('sg-rule', { detail: { rule: key }, bubbles: true, composed: true }))}><span class="dot" data-severity=${severity} role="img" aria-label=${w.severities[severity]}></span>${findingText(key).title} <span class="share">${formatNumber(calls)}</span></button>`;
  }
}

/** A number, empty when there is nothing to speak of. */
function amount(value: number): string {
  return value === 0 ? '' : formatNumber(value);
}
