/**
 * Plots of the streams of a call on the call's clock: jitter, delta, skew, loss, bit rate under one cursor and one window.
 * Zooming asks again for the window, so every pixel is a bucket. N and P walk packets with problems.
 *
 * @fires sg-window - detail { from, to }: nanoseconds on the time line, both undefined for the whole call
 * @fires sg-moment - detail { time }: the shared cursor is wanted there, nanoseconds on the time line
 * @fires sg-navigate - detail: the route of the packet with a problem that was reached
 */
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Nanoseconds, StreamIndex } from '../../base/units.ts';
import type { PacketPlace } from '../../contract/common.ts';
import type { StreamReports } from '../../contract/reports.ts';
import type { Profile, SeriesRequest, StreamPacketRow, StreamRow, StreamSeries } from '../../contract/streams.ts';
import type { ChartEvent } from '../parts/chart-data.ts';
import { ClockController, formatEndpoint, formatNumber, formatRelative } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import type { MomentSource } from '../parts/moment.ts';
import '../parts/sg-time-chart.ts';
import { reportsWords } from '../words/reports-words.ts';
import { WordsController } from '../words/language.ts';
import { mediaWords } from '../words/media-words.ts';
import { qualityWords } from '../words/quality-words.ts';
import { lateBars, lateEvents, lateMarks, type LateMarks } from './late-marks.ts';
import { farEndSeries, roundTripSeries } from './report-charts.ts';
import { askedMeasures, chartEvents, chartMeasures, chartSeries, summarise } from './stream-charts.ts';
import type { ChartMeasure, NamedSeries } from './stream-charts.ts';

export interface ProblemPacket {
  readonly row: number;
  readonly packet: StreamPacketRow;
}

let made = 0;

@customElement('sg-media-plots')
export class SgMediaPlots extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; min-width: 0; }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; margin: 0 0 8px; font-size: var(--sg-size-s); color: var(--sg-text-2); }
    .bar h2 { font-size: var(--sg-size); color: var(--sg-text); }
    .bar .button { min-height: 24px; font-size: var(--sg-size-s); }
    .found { color: var(--sg-warning); overflow-wrap: anywhere; }
    sg-time-chart { margin-bottom: 12px; }
  `,
  ];

  @property({ attribute: false }) streams: readonly StreamRow[] = [];
  @property({ attribute: false }) hiddenStreams: ReadonlySet<StreamIndex> = new Set();
  /** by stream: when packets came too late for the jitter buffer */
  @property({ attribute: false }) late: ReadonlyMap<StreamIndex, Float64Array> = new Map();
  @property() profile: Profile = 'rfc3550';
  /** the stream whose problems N and P walk */
  @property({ type: Number }) selected = -1;
  /** zero of the call's clock, and how far it goes */
  @property({ type: Number }) origin: Nanoseconds = 0;
  @property({ type: Number }) end: Nanoseconds = 0;
  @property({ type: Number }) from: Nanoseconds | undefined;
  @property({ type: Number }) to: Nanoseconds | undefined;
  @property({ type: Number }) chartHeight = 132;
  @property({ attribute: false }) measures: readonly ChartMeasure[] = chartMeasures;
  /** marks of the call itself: answered, hold, BYE */
  @property({ attribute: false }) callEvents: readonly { readonly time: Nanoseconds; readonly label: string }[] = [];
  /** what RTCP says: far-end jitter and loss are drawn beside ours, and round trips in a plot of their own */
  @property({ attribute: false }) reports: ReadonlyMap<StreamIndex, StreamReports> = new Map();
  /** the shared cursor */
  @property({ attribute: false }) moment: MomentSource | undefined;
  /** rises with the capture: ask again */
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) load: (request: SeriesRequest) => Promise<StreamSeries | undefined> = () => Promise.resolve(undefined);
  @property({ attribute: false }) nextProblem: (stream: StreamIndex, row: number, direction: 1 | -1) => Promise<ProblemPacket | undefined> = () =>
    Promise.resolve(undefined);
  @state() private loaded: readonly NamedSeries[] = [];
  @state() private found = '';
  @state() private foundAt: PacketPlace | undefined;
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);
  private readonly sync = `media-${++made}`;
  private readonly rows = new Map<StreamIndex, number>();
  private observer: ResizeObserver | undefined;
  private width = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    clearTimeout(this.timer);
  }

  private measure(): void {
    const width = Math.max(120, this.clientWidth - 76);
    if (Math.abs(width - this.width) < 24 || this.clientWidth === 0) return;
    this.width = width;
    this.askSoon(0);
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('from') || changed.has('to')) this.askSoon(90);
    if (changed.has('streams') || changed.has('profile') || changed.has('load') || changed.has('hiddenStreams') || changed.has('revision')) this.askSoon(0);
  }

  private askSoon(wait: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), wait);
  }

  private async ask(): Promise<void> {
    if (this.width === 0) return;
    const mine = ++this.asked;
    const window = this.from === undefined || this.to === undefined ? {} : { from: Math.round(this.from), to: Math.round(this.to) };
    const wanted = this.streams
      .map((row, i) => ({ row, colour: ((i % 6) + 1) as NamedSeries['colour'] }))
      .filter(({ row }) => !this.hiddenStreams.has(row.stream))
      .slice(0, 12);
    const answers = await Promise.all(
      wanted.map(async ({ row, colour }) => {
        const series = await this.load({
          stream: row.stream,
          profile: this.profile,
          measures: askedMeasures,
          buckets: Math.round(this.width),
          ...window,
        }).catch(() => undefined);
        return series && { name: this.nameOf(row), colour, series };
      }),
    );
    if (mine === this.asked) this.loaded = answers.filter((one) => one !== undefined);
  }

  /** The shortest name that tells a stream from the others: its direction, then where it goes, then everything. */
  private nameOf(row: StreamRow): string {
    const direction = (one: StreamRow): string => (one.direction ? mediaWords().direction[one.direction] : one.ssrc);
    const names: readonly ((one: StreamRow) => string)[] = [
      direction,
      (one) => `${direction(one)} ${one.ssrc}`,
      (one) => `${direction(one)} · ${one.destination.address}`,
      (one) => `${direction(one)} · ${formatEndpoint(one.source)} → ${formatEndpoint(one.destination)}`,
    ];
    const tells = names.find((name) => this.streams.every((other) => other === row || name(other) !== name(row))) ?? names[3]!;
    return tells(row);
  }

  /** N and P: walks packets with problems of the selected stream, or of the first. */
  async walk(direction: 1 | -1): Promise<void> {
    const word = mediaWords();
    const shown = this.streams.filter((row) => !this.hiddenStreams.has(row.stream));
    const stream = shown.find((row) => row.stream === this.selected) ?? shown.find((row) => row.wireshark.problem || row.rfc3550.lost > 0) ?? shown[0];
    if (!stream) return;
    const start = this.rows.get(stream.stream) ?? (direction === 1 ? -1 : Number.MAX_SAFE_INTEGER);
    const next = await this.nextProblem(stream.stream, start, direction);
    if (!next) {
      this.found = `${this.nameOf(stream)}: ${word.noProblem}`;
      this.foundAt = undefined;
      return;
    }
    this.rows.set(stream.stream, next.row);
    const { packet } = next;
    const texts = [packet.missingBefore > 0 ? word.missing(packet.missingBefore) : '', packet.expert === '' ? '' : word.experts[packet.expert], packet.status];
    this.found = word.problemAt(this.nameOf(stream), this.timeText((packet.time - this.origin) / 1e9), `${texts.filter((text) => text !== '').join(', ')}`);
    this.foundAt = packet.place;
    const half = Math.min(this.end - this.origin, this.from !== undefined && this.to !== undefined ? this.to - this.from : 4e9) / 2;
    this.zoom(packet.time - half, packet.time + half);
  }

  private zoom(from: Nanoseconds | undefined, to: Nanoseconds | undefined): void {
    this.from = from === undefined ? undefined : Math.max(this.origin, from);
    this.to = to;
    this.dispatchEvent(new CustomEvent('sg-window', { detail: { from: this.from, to: this.to }, bubbles: true, composed: true }));
  }

  private onRange(event: CustomEvent<{ from: number | undefined; to: number | undefined }>): void {
    event.stopPropagation();
    const { from, to } = event.detail;
    this.zoom(from === undefined ? undefined : this.origin + from * 1e9, to === undefined ? undefined : this.origin + to * 1e9);
  }

  private onPick(event: CustomEvent<{ time: number }>): void {
    event.stopPropagation();
    this.dispatchEvent(new CustomEvent('sg-moment', { detail: { time: Math.round(this.origin + event.detail.time * 1e9) }, bubbles: true, composed: true }));
  }

  private readonly timeText = (seconds: number): string => {
    const span = (this.from !== undefined && this.to !== undefined ? this.to - this.from : this.end - this.origin) / 1e9;
    const digits = span > 60 ? 0 : span > 6 ? 1 : span > 0.6 ? 2 : 3;
    return Math.abs(seconds) < 60
      ? `${formatRelative(seconds * 1e9, digits)} s`
      : `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(span > 60 ? 0 : digits).padStart(span > 60 ? 2 : 3 + digits, '0')}`;
  };

  override render(): TemplateResult {
    const word = mediaWords();
    const zoomed = this.from !== undefined && this.to !== undefined;
    const late = this.lateMarks();
    const events = [
      ...this.callEvents.map((event): ChartEvent => ({ time: (event.time - this.origin) / 1e9, label: event.label, tone: 'muted' })),
      ...chartEvents(this.loaded, this.origin, word),
      ...lateEvents(late),
    ];
    return html`<div class="bar"><h2 title=${word.zoomHelp}>${word.plots}</h2>
        <button type="button" class="button" title=${word.previousHelp} @click=${() => this.walk(-1)}>◀ ${word.previousProblem}</button><button type="button" class="button" title=${word.nextHelp} @click=${() => this.walk(1)}>${word.nextProblem} ▶</button>
        ${zoomed ? html`<button type="button" class="button" @click=${() => this.zoom(undefined, undefined)}>${word.showAll}</button><span class="number">${word.window(this.timeText((this.from! - this.origin) / 1e9), this.timeText((this.to! - this.origin) / 1e9))}</span>` : nothing}
        <span class="found" role="status">${this.found}</span>${this.foundAt === undefined ? nothing : this.renderFoundAt(this.foundAt)}</div>
      ${this.measures.map((measure, i) => this.renderChart(measure, events, late, i === this.measures.length - 1))}${this.renderRoundTrip(events)}`;
  }

  private renderFoundAt(place: PacketPlace): TemplateResult {
    const route = { view: 'packets', frame: place.frame, capture: place.capture };
    return html`<button type="button" class="link" @click=${() => this.dispatchEvent(new CustomEvent('sg-navigate', { detail: route, bubbles: true, composed: true }))}>#${place.frame}</button>`;
  }

  /** Late packets of the window, counted by pixel. */
  private lateMarks(): readonly LateMarks[] {
    const [from, to] = [this.from ?? this.origin, this.to ?? this.end];
    return this.loaded.map(({ name, series }) => lateMarks(name, this.late.get(series.stream), this.origin, from, to, this.width));
  }

  private renderChart(measure: ChartMeasure, events: readonly ChartEvent[], late: readonly LateMarks[], last: boolean): TemplateResult {
    const word = mediaWords();
    const far = farEndSeries(this.loaded, this.reports, measure, this.origin, reportsWords());
    const series = [...chartSeries(this.loaded, measure, this.origin), ...(measure === 'loss' ? lateBars(late) : []), ...far];
    const unit = measure === 'bitRate' ? word.units.kbps : measure === 'loss' ? word.units.packets : word.units.ms;
    const text = (value: number): string => formatNumber(value, Math.abs(value) >= 100 || measure === 'loss' ? 0 : Math.abs(value) >= 10 ? 1 : 2);
    const summary = series.map((one) => {
      const found = summarise(one);
      if (measure === 'loss' && one.colour === 'warning') return qualityWords().lateSum(one.name, text(found?.sum ?? 0));
      if (measure === 'loss') return word.summaryLoss(one.name, text(found?.sum ?? 0));
      return found ? word.summary(one.name, `${text(found.low)} ${unit}`, `${text(found.mean)} ${unit}`, `${text(found.high)} ${unit}`) : '';
    });
    return html`<sg-time-chart .series=${series} .events=${events} .label="${word.measures[measure]} (${unit})" .explanation=${word.measureHelp[measure]} .summary=${summary.filter((part) => part !== '').join('. ')}
      .height=${measure === 'loss' ? Math.round(this.chartHeight * 0.6) : this.chartHeight} .sync=${this.sync} .earliest=${0} .latest=${(this.end - this.origin) / 1e9}
      .from=${this.from === undefined ? undefined : (this.from - this.origin) / 1e9} .to=${this.to === undefined ? undefined : (this.to - this.origin) / 1e9} .gap=${Math.max(0.5, this.bucket * 4)}
      .noTimeAxis=${!last && measure === 'loss'} .xText=${this.timeText} .valueText=${text} @sg-range=${this.onRange} .moment=${this.moment} .zero=${this.origin} @sg-pick=${this.onPick}></sg-time-chart>`;
  }

  /** Round trips that reports tell, when they do. */
  private renderRoundTrip(events: readonly ChartEvent[]): TemplateResult | typeof nothing {
    const word = reportsWords();
    const series = roundTripSeries(this.loaded, this.reports, this.origin, word);
    if (series.length === 0) return nothing;
    const text = (value: number): string => formatNumber(value, Math.abs(value) >= 100 ? 0 : 1);
    const summary = series.map((one) => {
      const found = summarise(one);
      return found ? mediaWords().summary(one.name, `${text(found.low)} ms`, `${text(found.mean)} ms`, `${text(found.high)} ms`) : '';
    });
    return html`<sg-time-chart .series=${series} .events=${events} .label=${word.roundTripChart} .explanation=${word.roundTripHelp} .summary=${summary.join('. ')} .height=${Math.round(this.chartHeight * 0.8)}
      .sync=${this.sync} .earliest=${0} .latest=${(this.end - this.origin) / 1e9} .from=${this.from === undefined ? undefined : (this.from - this.origin) / 1e9} .to=${this.to === undefined ? undefined : (this.to - this.origin) / 1e9}
      .xText=${this.timeText} .valueText=${text} @sg-range=${this.onRange} .moment=${this.moment} .zero=${this.origin} @sg-pick=${this.onPick}></sg-time-chart>`;
  }

  /** seconds a bucket covers */
  private get bucket(): number {
    const span = this.from !== undefined && this.to !== undefined ? this.to - this.from : this.end - this.origin;
    return span / 1e9 / Math.max(1, this.width);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-media-plots': SgMediaPlots;
  }
}
