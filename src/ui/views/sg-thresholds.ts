/**
 * The thresholds of the rules, each with its unit, its bounds and its default.
 * @fires sg-threshold - detail { name, value }: value undefined goes back to the default; sg-reset - all of them do
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FindingThreshold } from '../../contract/findings.ts';
import { formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { findingsWords } from '../words/findings-words.ts';
import { WordsController } from '../words/language.ts';

@customElement('sg-thresholds')
export class SgThresholds extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: grid; gap: 12px; }
    p { color: var(--sg-text-2); font-size: var(--sg-size-s); }
    .rows { display: grid; grid-template-columns: minmax(0, 1fr) 96px 48px minmax(90px, max-content); gap: 4px 8px; align-items: center; }
    .rows span { font-size: var(--sg-size-s); color: var(--sg-text-2); }
    label { display: contents; }
    label > :first-child { font-size: var(--sg-size); color: var(--sg-text); }
    .changed { font-weight: 600; }
    .end { display: flex; justify-content: flex-end; }
  `,
  ];

  @property({ attribute: false }) thresholds: readonly FindingThreshold[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = findingsWords();
    return html`<p>${w.thresholdsHelp}</p><div class="rows">${this.thresholds.map((one) => this.#row(one))}</div>
      <div class="end"><button class="button" ?disabled=${this.thresholds.every(({ value, initial }) => value === initial)} @click=${() => this.dispatchEvent(new CustomEvent('sg-reset', { bubbles: true, composed: true }))}>${w.reset}</button></div>`;
  }

  #row({ name, unit, value, initial, least, most }: FindingThreshold): TemplateResult {
    const w = findingsWords();
    return html`<label><span class=${value === initial ? '' : 'changed'}>${w.thresholdNames[name] ?? name}</span>
      <input class="input number" type="number" step="any" min=${least} max=${most} .value=${String(value)} @change=${(event: Event) => this.#change(name, (event.target as HTMLInputElement).valueAsNumber, initial)}><span>${w.units[unit] ?? unit}</span><span>${w.initial(formatNumber(initial, Number.isInteger(initial) ? 0 : 2))}</span></label>`;
  }

  #change(name: string, value: number, initial: number): void {
    const detail = { name, value: Number.isFinite(value) && value !== initial ? value : undefined };
    this.dispatchEvent(new CustomEvent('sg-threshold', { detail, bubbles: true, composed: true }));
  }
}
