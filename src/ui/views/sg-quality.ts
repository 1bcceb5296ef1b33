/**
 * Quality of streams behind one jitter buffer: the slider, the round trip, and a card a stream. The slider's steps are
 * gathered for a few tens of milliseconds, then every stream is asked for anew; cards keep what they show until the answer.
 *
 * @fires sg-buffer - detail { word }: the buffer chosen; whoever owns it hands it back as `setting`
 * @fires sg-qualities - detail { qualities }: answers for all streams, for marks elsewhere
 */
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Milliseconds, Nanoseconds, StreamIndex } from '../../base/units.ts';
import type { BufferSetting, QualityRequest, StreamQuality } from '../../contract/quality.ts';
import type { StreamRow } from '../../contract/streams.ts';
import { formatEndpoint, formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import '../parts/sg-buffer-slider.ts';
import { WordsController } from '../words/language.ts';
import { mediaWords } from '../words/media-words.ts';
import { qualityWords } from '../words/quality-words.ts';
import './sg-quality-card.ts';

/** milliseconds a slider may move before the engine is asked */
const PACE = 60;
/** streams shown: the rest of a long call are on their own pages */
const MOST_STREAMS = 12;

@customElement('sg-quality')
export class SgQuality extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; min-width: 0; margin: 0 0 14px; }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 18px; margin: 0 0 8px; }
    h2 { font-size: var(--sg-size); }
    .trip { display: inline-flex; align-items: center; gap: 6px; font-size: var(--sg-size-s); color: var(--sg-text-2); }
    .trip .input { width: 76px; min-height: 24px; font-size: var(--sg-size-s); }
    .rest { margin: 6px 0 0; font-size: var(--sg-size-s); color: var(--sg-text-2); }
    .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 10px; align-items: start; }
  `,
  ];

  @property({ attribute: false }) streams: readonly StreamRow[] = [];
  @property({ attribute: false }) setting: BufferSetting = { kind: 'adaptive', least: 20, most: 500 };
  @property({ type: Number }) origin: Nanoseconds = 0;
  @property({ type: Number }) revision = 0;
  @property({ attribute: false }) load: (request: QualityRequest) => Promise<StreamQuality | undefined> = () => Promise.resolve(undefined);
  @state() private qualities: ReadonlyMap<StreamIndex, StreamQuality> = new Map();
  @state() private open = false;
  @state() private roundTrip: Milliseconds | undefined;
  readonly words = new WordsController(this);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private asksFor = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.asksFor = '';
  }

  override updated(_changed: PropertyValues): void {
    const asks = JSON.stringify([this.shown.map((row) => row.stream), this.setting, this.revision, this.roundTrip]);
    if (asks === this.asksFor) return;
    const isFirst = this.asksFor === '';
    this.asksFor = asks;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), isFirst ? 0 : PACE);
  }

  private get shown(): readonly StreamRow[] {
    return this.streams.slice(0, MOST_STREAMS);
  }

  private async ask(): Promise<void> {
    const mine = ++this.asked;
    const { setting, roundTrip } = this;
    const answers = await Promise.all(this.shown.map((row) => this.load({ stream: row.stream, setting, roundTrip }).catch(() => undefined)));
    if (mine !== this.asked) return;
    this.qualities = new Map(answers.filter((one) => one !== undefined).map((one) => [one.stream, one]));
    this.dispatchEvent(new CustomEvent('sg-qualities', { detail: { qualities: this.qualities }, bubbles: true, composed: true }));
  }

  private onTrip(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    const number = Number(value);
    this.roundTrip = value.trim() === '' || !Number.isFinite(number) || number < 0 ? undefined : Math.min(number, 10_000);
  }

  private nameOf(row: StreamRow): string {
    const ends = `${formatEndpoint(row.source)} → ${formatEndpoint(row.destination)}`;
    return row.direction === undefined ? ends : `${mediaWords().direction[row.direction]} · ${ends}`;
  }

  override render(): TemplateResult | typeof nothing {
    if (this.streams.length === 0) return nothing;
    const word = qualityWords();
    const measured = [...this.qualities.values()].find(({ conversation }) => conversation !== undefined && !conversation.entered)?.conversation?.roundTrip;
    return html`<div class="bar"><h2 title=${word.titleHelp}>${word.title}</h2>
        <sg-buffer-slider .depth=${this.setting.kind === 'fixed' ? this.setting.depth : undefined}></sg-buffer-slider>
        <label class="trip" title=${word.roundTripHelp}>${word.roundTrip}<input class="input" type="number" min="0" max="10000" step="10" placeholder=${measured === undefined ? '' : formatNumber(measured)} .value=${this.roundTrip === undefined ? '' : String(this.roundTrip)} @change=${this.onTrip}>ms</label></div>
      <div class="cards" aria-live="off">${this.shown.map((row, i) => html`<sg-quality-card data-stream=${String(row.stream)} .quality=${this.qualities.get(row.stream)} .name=${this.nameOf(row)} .colour=${(i % 6) + 1} .origin=${this.origin} ?open=${this.open} @sg-more=${(event: CustomEvent<{ open: boolean }>) => (this.open = event.detail.open)}></sg-quality-card>`)}</div>${
        this.streams.length > MOST_STREAMS ? html`<p class="rest">${word.shownOf(formatNumber(MOST_STREAMS), formatNumber(this.streams.length))}</p>` : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-quality': SgQuality;
  }
}
