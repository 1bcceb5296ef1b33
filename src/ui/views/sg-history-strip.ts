/**
 * What became of each transaction of a binding, as ticks on a line of time: tall where something is wrong, so that shape
 * tells it as well as colour. Spoken as a sentence.
 */
import { LitElement, css, html, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { BindingRow } from '../../contract/bindings.ts';
import { base } from '../parts/shared-styles.ts';
import { historyTone, type HistoryTone } from './binding-history.ts';

const WIDTH = 150;
const HEIGHT = 16;

@customElement('sg-history-strip')
export class SgHistoryStrip extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: inline-block; vertical-align: middle; }
    svg { display: block; width: 150px; height: 16px; }
    .line { stroke: var(--sg-line-strong); }
    .ok { fill: var(--sg-ok); }
    .challenged { fill: var(--sg-text-3); }
    .bad { fill: var(--sg-error); }
    .none { fill: var(--sg-surface); stroke: var(--sg-error); }
  `,
  ];

  @property({ attribute: false }) history: BindingRow['history'] = [];
  /** the line of time it stands on, nanoseconds */
  @property({ type: Number }) from = 0;
  @property({ type: Number }) to = 1;
  @property() label = '';

  protected override render(): TemplateResult {
    const span = Math.max(1, this.to - this.from);
    // one tick a pixel: what is wrong hides what is well, never the other way
    const rank: Readonly<Record<HistoryTone, number>> = { challenged: 0, ok: 1, none: 2, bad: 3 };
    const ticks = new Map<number, HistoryTone>();
    for (const { time, status } of this.history) {
      const x = Math.round(((time - this.from) / span) * (WIDTH - 4));
      const tone = historyTone(status);
      const there = ticks.get(x);
      if (there === undefined || rank[tone] > rank[there]) ticks.set(x, tone);
    }
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${this.label}><title>${this.label}</title><line class="line" x1="0" x2=${WIDTH} y1=${HEIGHT - 2.5} y2=${HEIGHT - 2.5}></line>${[...ticks].map(([x, tone]) => tick(x, tone))}</svg>`;
  }
}

function tick(x: number, tone: HistoryTone): TemplateResult {
  const height = tone === 'bad' || tone === 'none' ? 13 : tone === 'ok' ? 8 : 5;
  const top = HEIGHT - 2 - height;
  return tone === 'none'
    ? (svg`<rect class="none" x=${x + 0.5} y=${top + 0.5} width="3" height=${height - 1}></rect>` as unknown as TemplateResult)
    : (svg`<rect class=${tone} x=${x} y=${top} width="3" height=${height}></rect>` as unknown as TemplateResult);
}
