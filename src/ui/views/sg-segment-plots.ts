/**
 * Delay and loss between capture points over time: for each segment of a stream a band from least to most delay, and the packets lost
 * as bars under it, on the clock and in the window of the plots above.
 * @fires sg-window - detail { from, to }: nanoseconds on the time line, both undefined for everything
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Nanoseconds } from '../../base/units.ts';
import type { CapturePoint, SegmentSeries } from '../../contract/points.ts';
import { formatNumber } from '../parts/format.ts';
import type { MomentSource } from '../parts/moment.ts';
import '../parts/sg-time-chart.ts';
import { base } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { pointsWords } from '../words/points-words.ts';

const HEIGHT = 112;

@customElement('sg-segment-plots')
export class SgSegmentPlots extends LitElement {
  static override styles = [base, css`:host { display: block; min-width: 0; } sg-time-chart { margin-bottom: 12px; }`];

  @property({ attribute: false }) points: readonly CapturePoint[] = [];
  @property({ attribute: false }) series: readonly SegmentSeries[] = [];
  /** zero of the plots' clock, and how far it goes */
  @property({ type: Number }) origin: Nanoseconds = 0;
  @property({ type: Number }) end: Nanoseconds = 0;
  @property({ type: Number }) from: Nanoseconds | undefined;
  @property({ type: Number }) to: Nanoseconds | undefined;
  @property({ attribute: false }) moment: MomentSource | undefined;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.series.every(({ x }) => x.length === 0)) return nothing;
    return html`${this.series.map((one) => this.#segment(one))}`;
  }

  #segment(one: SegmentSeries): TemplateResult {
    const w = pointsWords();
    const [from, to] = [this.points[one.from]?.letter ?? '?', this.points[one.to]?.letter ?? '?'];
    const x = one.x.map((seconds) => seconds - this.origin / 1e9);
    const seen = one.mean.filter((value) => !Number.isNaN(value));
    const lost = one.lost.reduce((sum, count) => sum + count, 0);
    const text = (value: number): string => formatNumber(value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
    const least = Math.min(...one.min.filter((value) => !Number.isNaN(value)));
    const most = Math.max(...one.max.filter((value) => !Number.isNaN(value)));
    const mean = seen.reduce((sum, value) => sum + value, 0) / Math.max(1, seen.length);
    const delay = { name: w.segment(from, to), colour: 4 as const, kind: 'line' as const, x, mean: one.mean, min: one.min, max: one.max };
    const bars = { name: w.segment(from, to), colour: 'error' as const, kind: 'bars' as const, x, mean: one.lost };
    return html`${this.#chart(delay, w.delayChart(from, to), w.delayChartHelp, seen.length === 0 ? w.delayHelpAbsent : w.delaySummary(text(least), text(mean), text(most)), HEIGHT, text)}
      ${this.#chart(bars, w.lossChart(from, to), w.lossChartHelp, w.lossSummary(formatNumber(lost)), Math.round(HEIGHT * 0.6), (value) => formatNumber(value))}`;
  }

  #chart(series: object, label: string, help: string, summary: string, height: number, valueText: (value: number) => string): TemplateResult {
    const relative = (time: Nanoseconds | undefined): number | undefined => (time === undefined ? undefined : (time - this.origin) / 1e9);
    return html`<sg-time-chart .series=${[series]} .label=${label} .explanation=${help} .summary=${summary} .height=${height} .earliest=${0} .latest=${(this.end - this.origin) / 1e9}
      .from=${relative(this.from)} .to=${relative(this.to)} .xText=${(seconds: number) => `${formatNumber(seconds, 2)} s`} .valueText=${valueText} .moment=${this.moment} .zero=${this.origin} @sg-range=${this.#range}></sg-time-chart>`;
  }

  readonly #range = (event: CustomEvent<{ from: number | undefined; to: number | undefined }>): void => {
    event.stopPropagation();
    const { from, to } = event.detail;
    const at = (seconds: number | undefined): Nanoseconds | undefined => (seconds === undefined ? undefined : this.origin + seconds * 1e9);
    this.dispatchEvent(new CustomEvent('sg-window', { detail: { from: at(from), to: at(to) }, bubbles: true, composed: true }));
  };
}
