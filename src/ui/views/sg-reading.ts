/**
 * How far reading is: octets, rate, time left, calls so far, and a way to stop that keeps what was read.
 * @fires sg-stop
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Progress } from '../../contract/overview.ts';
import { formatDuration, formatNumber, formatOctets, formatPercent } from '../parts/format.ts';
import '../parts/sg-progress.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';

@customElement('sg-reading')
export class SgReading extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: flex; align-items: center; gap: 12px; min-width: 0; padding: 5px 16px; background: var(--sg-accent-soft); border-bottom: 1px solid var(--sg-line); font-variant-numeric: tabular-nums; }
    sg-progress { flex: 1 1 120px; min-width: 80px; }
    .words { display: flex; gap: 14px; white-space: nowrap; overflow: hidden; }
    .button { min-height: 24px; font-size: var(--sg-size-s); }
  `,
  ];

  @property({ attribute: false }) progress: Progress = { read: 0, size: 0, packets: 0, calls: 0, revision: 0, analysed: 0, phase: 'reading' };
  /** performance.now() when reading began */
  @property({ type: Number }) startedAt = 0;
  @property({ type: Boolean }) stopping = false;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = words().shell;
    const { read, size, calls, analysed, phase, again } = this.progress;
    const isReading = phase === 'reading' || phase === 'unpacking';
    const part = !isReading ? analysed : size > 0 ? Math.min(1, read / size) : 0;
    const doing = this.stopping
      ? w.stopping
      : phase === 'analysing'
        ? w.analysing
        : phase === 'unpacking'
          ? w.unpacking
          : again === true
            ? w.readingAgain
            : w.reading;
    // a few moments: said once, not counted
    const spoken = isReading ? w.progressSpoken(formatPercent(part * 100, 0), formatNumber(calls)) : doing;
    const elapsed = Math.max(1, performance.now() - this.startedAt);
    const rate = (read / elapsed) * 1000;
    const left = rate > 0 && elapsed > 500 ? ((size - read) / rate) * 1000 : undefined;
    return html`<div class="words"><strong>${doing}</strong><span>${words().common.of(formatOctets(read), formatOctets(size))}</span>${isReading ? html`<span class="muted">${w.progressRate(formatOctets(Math.round(rate)))}</span>` : ''}
        ${left === undefined || !isReading ? '' : html`<span class="muted">${w.progressLeft(formatDuration(Math.max(1000, Math.round(left / 1000) * 1000)))}</span>`}</div>
      <sg-progress .value=${part} .label=${doing} .spoken=${spoken}></sg-progress>
      <button class="button" ?disabled=${this.stopping} @click=${this.#stop}>${w.stopReading}</button>`;
  }

  readonly #stop = (): void => {
    this.dispatchEvent(new CustomEvent('sg-stop', { bubbles: true, composed: true }));
  };
}
