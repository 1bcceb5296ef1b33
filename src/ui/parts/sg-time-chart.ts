/**
 * Values over time: lines with a band from lowest to highest, bars, steps. Charts with the same `sync` share a cursor.
 * It draws what it is given and says which window the person wants; whoever owns it asks for data of that window.
 * A sentence and a table stand in for the picture.
 *
 * @fires sg-range - detail { from, to }: the window wanted, seconds; both undefined for everything
 * @fires sg-pick - detail { time }: the shared cursor is wanted there, seconds
 * @fires sg-cursor - detail { time }: seconds under the cursor, undefined when it left
 */
import { LitElement, html, nothing, unsafeCSS } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import uPlot from 'uplot';
import uplotStyles from 'uplot/dist/uPlot.min.css?inline';
import { chartWords } from '../words/chart-words.ts';
import { WordsController } from '../words/language.ts';
import { alignedData, extentOf } from './chart-data.ts';
import type { ChartEvent, ChartSeries } from './chart-data.ts';
import { chartOptions } from './chart-options.ts';
import { chartStyles } from './chart-styles.ts';
import { MomentController, type MomentSource } from './moment.ts';
import { onTheme } from './theme.ts';

const TABLE_ROWS = 500;

@customElement('sg-time-chart')
export class SgTimeChart extends LitElement {
  static override styles = [unsafeCSS(uplotStyles), chartStyles];

  @property({ attribute: false }) series: readonly ChartSeries[] = [];
  @property({ attribute: false }) events: readonly ChartEvent[] = [];
  /** what the chart shows: its heading and accessible name */
  @property() label = '';
  /** shown when the pointer rests on the heading: how the number is made */
  @property() explanation = '';
  /** the picture in a sentence */
  @property() summary = '';
  /** pixels, axes included */
  @property({ type: Number }) height = 140;
  /** charts of one key share the cursor */
  @property() sync = '';
  /** the window shown, seconds; everything when absent */
  @property({ type: Number }) from: number | undefined;
  @property({ type: Number }) to: number | undefined;
  /** how far the window may go; what the series cover when absent */
  @property({ type: Number }) earliest: number | undefined;
  @property({ type: Number }) latest: number | undefined;
  /** lines break where points are further apart, seconds */
  @property({ type: Number }) gap = Infinity;
  @property({ type: Boolean, attribute: 'no-time-axis' }) noTimeAxis = false;
  /** the shared cursor, and the zero of this chart's seconds on its clock, nanoseconds */
  @property({ attribute: false }) moment: MomentSource | undefined;
  @property({ attribute: false }) zero = 0;
  @property({ attribute: false }) xText: (seconds: number) => string = (seconds) => String(seconds);
  @property({ attribute: false }) valueText: (value: number) => string = (value) => String(Math.round(value * 1000) / 1000);

  @state() private at: number | undefined;
  @state() private asTable = false;
  @query('.plot') private holder!: HTMLElement | null;
  readonly words = new WordsController(this);
  private plot: uPlot | undefined;
  private observer: ResizeObserver | undefined;
  private endTheme: (() => void) | undefined;
  private shape = '';
  private setting = false;
  private pressedAt = -1;

  constructor() {
    super();
    new MomentController(
      this,
      () => this.moment,
      (moment) => this.follow(moment),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this);
    this.endTheme = onTheme(() => this.plot?.redraw(false));
    if (this.hasUpdated) this.requestUpdate('series');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    this.endTheme?.();
    this.destroy();
  }

  private destroy(): void {
    this.plot?.destroy();
    this.plot = undefined;
    this.shape = '';
  }

  private resize(): void {
    if (this.plot && this.clientWidth > 0) {
      this.plot.setSize({ width: this.clientWidth, height: this.height });
      this.follow(this.moment?.value);
    } else if (!this.plot) this.draw();
  }

  override updated(changed: PropertyValues): void {
    if (this.asTable) return this.destroy();
    const wanted = this.series.map((one) => `${one.kind}/${one.colour}/${one.dashed ?? false}/${one.min !== undefined}`).join() + this.noTimeAxis + this.sync;
    if (!this.plot || wanted !== this.shape || changed.has('height')) this.draw();
    else if (changed.has('series') || changed.has('gap')) this.setData();
    else if (changed.has('from') || changed.has('to')) this.setWindow();
    else if (changed.has('events')) this.plot.redraw(false);
  }

  private draw(): void {
    this.destroy();
    if (!this.holder || this.clientWidth === 0 || this.series.length === 0) return;
    this.shape = this.series.map((one) => `${one.kind}/${one.colour}/${one.dashed ?? false}/${one.min !== undefined}`).join() + this.noTimeAxis + this.sync;
    const options = chartOptions({
      series: this.series,
      width: this.clientWidth,
      height: this.height,
      sync: this.sync,
      noTimeAxis: this.noTimeAxis,
      xText: (seconds) => this.xText(seconds),
      valueText: (value) => this.valueText(value),
      events: () => this.events,
      onCursor: (index) => this.cursor(index),
      onSelect: (from, to) => this.ask(from, to),
    });
    this.plot = new uPlot(options, alignedData(this.series, this.gap), this.holder);
    this.setWindow();
  }

  private setData(): void {
    this.setting = true;
    this.plot?.setData(alignedData(this.series, this.gap), false);
    this.setting = false;
    this.setWindow();
  }

  /** The window shown now. */
  private get window(): readonly [number, number] {
    const [low, high] = this.bounds;
    return [this.from ?? low, this.to ?? high];
  }

  private get bounds(): readonly [number, number] {
    const extent = extentOf(this.series) ?? [0, 1];
    const low = this.earliest ?? extent[0];
    return [low, Math.max(this.latest ?? extent[1], low + 1e-6)];
  }

  private setWindow(): void {
    const [min, max] = this.window;
    this.plot?.setScale('x', { min, max: Math.max(max, min + 1e-6) });
    this.follow(this.moment?.value);
  }

  /** The line of the shared cursor. */
  private follow(moment: number | undefined): void {
    const line = this.renderRoot.querySelector<HTMLElement>('.moment');
    if (!line || !this.plot) return;
    const x = moment === undefined ? -1 : this.plot.valToPos((moment - this.zero) / 1e9, 'x');
    line.hidden = !(x >= 0 && x <= this.plot.over.clientWidth);
    if (!line.hidden) line.style.transform = `translateX(${(this.plot.over.offsetLeft + x).toFixed(2)}px)`;
  }

  private onClick(event: MouseEvent): void {
    if (!this.plot || event.shiftKey || Math.abs(event.clientX - this.pressedAt) >= 4) return;
    const x = event.clientX - this.plot.over.getBoundingClientRect().left;
    if (x < 0 || x > this.plot.over.clientWidth) return;
    this.dispatchEvent(new CustomEvent('sg-pick', { detail: { time: this.plot.posToVal(x, 'x') }, bubbles: true, composed: true }));
  }

  private ask(from: number | undefined, to: number | undefined): void {
    const [low, high] = this.bounds;
    let start = from;
    let end = to;
    if (start !== undefined && end !== undefined) {
      const width = Math.max(0.005, Math.min(end - start, high - low));
      start = Math.max(low, Math.min(start, high - width));
      end = start + width;
      if (width >= (high - low) * 0.999) start = end = undefined;
    }
    this.from = start;
    this.to = end;
    this.dispatchEvent(new CustomEvent('sg-range', { detail: { from: start, to: end }, bubbles: true, composed: true }));
  }

  private cursor(index: number | undefined): void {
    if (this.setting) return;
    const time = index === undefined ? undefined : (this.plot?.data[0][index] ?? undefined);
    if (time === this.at) return;
    this.at = time;
    this.dispatchEvent(new CustomEvent('sg-cursor', { detail: { time }, bubbles: true, composed: true }));
  }

  private zoom(factor: number, around?: number): void {
    const [low, high] = this.window;
    const centre = around ?? (low + high) / 2;
    this.ask(centre - (centre - low) * factor, centre + (high - centre) * factor);
  }

  private pan(share: number): void {
    const [low, high] = this.window;
    const by = (high - low) * share;
    this.ask(low + by, high + by);
  }

  private onWheel(event: WheelEvent): void {
    const focused = this.shadowRoot?.activeElement !== null;
    if (!this.plot || !(focused || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const left = this.plot.over.getBoundingClientRect().left;
    this.zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))), this.plot.posToVal(event.clientX - left, 'x'));
  }

  private onPointerDown(event: PointerEvent): void {
    this.pressedAt = event.clientX;
    if (!event.shiftKey || !this.plot || event.button !== 0) return;
    event.preventDefault();
    const box = event.currentTarget as HTMLElement;
    const [low, high] = this.window;
    const perPixel = (high - low) / this.plot.over.clientWidth;
    const from = event.clientX;
    box.setPointerCapture(event.pointerId);
    const move = (next: PointerEvent): void => this.ask(low - (next.clientX - from) * perPixel, high - (next.clientX - from) * perPixel);
    const up = (): void => {
      box.removeEventListener('pointermove', move);
      box.removeEventListener('pointerup', up);
      box.removeEventListener('pointercancel', up);
    };
    box.addEventListener('pointermove', move);
    box.addEventListener('pointerup', up);
    box.addEventListener('pointercancel', up);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') this.zoom(0.5);
    else if (event.key === '-') this.zoom(2);
    else if (event.key === 'ArrowLeft') this.pan(-0.2);
    else if (event.key === 'ArrowRight') this.pan(0.2);
    else if (event.key === '0') this.ask(undefined, undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  override render(): TemplateResult {
    const word = chartWords();
    return html`<div class="head"><span class="label" title=${this.explanation}>${this.label}</span>${this.renderLegend()}
        <button type="button" class="flip" @click=${() => (this.asTable = !this.asTable)}>${this.asTable ? word.chart : word.table}</button></div>
      ${
        this.asTable
          ? this.renderTable()
          : html`<div class="plot" .style=${`height:${this.height}px`} tabindex="0" role="img" aria-label="${this.label}. ${this.summary}" title="" aria-description=${word.help}
              @keydown=${this.onKey} @wheel=${this.onWheel} @dblclick=${() => this.ask(undefined, undefined)}
              @mousedown=${{ handleEvent: (event: MouseEvent) => event.shiftKey && event.stopPropagation(), capture: true }} @pointerdown=${this.onPointerDown} @click=${this.onClick}><div class="moment" hidden></div></div>`
      }
      ${this.series.every((one) => one.x.length === 0) && !this.asTable ? html`<p class="none">${word.noData}</p>` : nothing}`;
  }

  private renderLegend(): TemplateResult {
    const columns = this.plot?.data;
    const index = this.plot?.cursor.idx ?? undefined;
    const near = this.nearEvent();
    return html`<span class="legend" aria-hidden="true">${this.series.map((one, i) => {
      const value =
        this.at === undefined || index === undefined || index === null
          ? undefined
          : nearestValue(columns?.[3 + i * 3] as ArrayLike<number | null | undefined> | undefined, index);
      return html`<span class="key"><i class="swatch c-${one.colour} ${one.dashed ? 'dashed' : ''}"></i>${one.name} <b>${value === undefined ? nothing : this.valueText(value)}</b></span>`;
    })}</span>${this.at === undefined ? nothing : html`<span class="now ${this.isLeft(this.at) ? 'right' : ''}" aria-hidden="true">${this.xText(this.at)}${near === undefined ? nothing : html` <span class="event tone-${near.tone}">${near.label}</span>`}</span>`}`;
  }

  /** What is told of a moment stands on the other side of the plot. */
  private isLeft(at: number): boolean {
    const [low, high] = this.window;
    return at < (low + high) / 2;
  }

  private nearEvent(): ChartEvent | undefined {
    if (this.at === undefined || !this.plot) return undefined;
    const [low, high] = this.window;
    const reach = ((high - low) / Math.max(1, this.plot.over.clientWidth)) * 5;
    let best: ChartEvent | undefined;
    for (const event of this.events)
      if (Math.abs(event.time - this.at) <= reach && (best === undefined || Math.abs(event.time - this.at) < Math.abs(best.time - this.at))) best = event;
    return best;
  }

  private renderTable(): TemplateResult {
    const word = chartWords();
    const data = alignedData(this.series, Infinity);
    const [low, high] = this.window;
    const rows = [...data[0].keys()].filter((i) => data[0][i]! >= low && data[0][i]! <= high);
    const cell = (value: unknown): string => (typeof value === 'number' ? this.valueText(value) : '');
    return html`<div class="table" tabindex="0" role="region" aria-label=${this.label}><table>
      <thead><tr><th scope="col">${word.time}</th>${this.series.map((one) => html`<th scope="col">${word.mean(one.name)}</th>${one.max ? html`<th scope="col">${word.minimum(one.name)}</th><th scope="col">${word.maximum(one.name)}</th>` : nothing}`)}</tr></thead>
      <tbody>${rows
        .slice(0, TABLE_ROWS)
        .map(
          (i) =>
            html`<tr><td>${this.xText(data[0][i]!)}</td>${this.series.map((one, s) => html`<td>${cell(data[3 + s * 3]?.[i])}</td>${one.max ? html`<td>${cell(data[2 + s * 3]?.[i])}</td><td>${cell(data[1 + s * 3]?.[i])}</td>` : nothing}`)}</tr>`,
        )}</tbody></table><p>${word.rows(Math.min(rows.length, TABLE_ROWS), rows.length)}</p></div>`;
  }
}

/** The value at an index, or the last one before it: series joined on one x leave holes. */
function nearestValue(values: ArrayLike<number | null | undefined> | undefined, index: number): number | undefined {
  for (let i = index; values && i >= 0 && i > index - 8; i--) {
    const value = values[i];
    if (typeof value === 'number') return value;
  }
  return undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-time-chart': SgTimeChart;
  }
}
