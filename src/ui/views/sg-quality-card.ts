/**
 * The quality of one stream: MOS and R in large with the band in words, the three usual buffers side by side, windows over
 * time as a strip and as a table, and the figures the score is made of. Each explains itself on hover and on focus.
 *
 * @fires sg-more - detail { open }: the person opened or closed the rest; whoever owns it hands it back as `open`
 */
import { Lock } from 'lucide';
import { LitElement, html, nothing, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Nanoseconds } from '../../base/units.ts';
import type { BufferScore, StreamQuality } from '../../contract/quality.ts';
import { formatMs, formatNumber, formatPercent, formatRelative } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { base, controls } from '../parts/shared-styles.ts';
import '../parts/sg-badge.ts';
import '../parts/sg-tooltip.ts';
import { WordsController } from '../words/language.ts';
import { qualityWords, type QualityWords } from '../words/quality-words.ts';
import { words } from '../words/words.ts';
import { mosTone } from './mos-look.ts';
import { qualityCardStyles } from './quality-card-styles.ts';
import { assumedText, bufferText, lateText, mosText, qualityFigures, type QualityFigure } from './quality-text.ts';

/** windows of the strip that are drawn: more are joined, the lowest of them shown */
const MOST_BARS = 240;
const STRIP_HEIGHT = 26;
const MOST_ROWS = 1000;
/** figures in sight without opening anything */
const FIRST_FIGURES = 6;

@customElement('sg-quality-card')
export class SgQualityCard extends LitElement {
  static override styles = [base, controls, qualityCardStyles];

  @property({ attribute: false }) quality: StreamQuality | undefined;
  /** who hears it: the card's heading */
  @property() name = '';
  /** plot colour, 1 to 6 */
  @property({ type: Number }) colour = 1;
  /** zero of the clock that times are told by */
  @property({ type: Number }) origin: Nanoseconds = 0;
  /** everything is shown, not only what a person asks first */
  @property({ type: Boolean }) open = false;
  readonly words = new WordsController(this);

  override render(): TemplateResult | typeof nothing {
    const { quality } = this;
    if (quality === undefined) return nothing;
    const word = qualityWords();
    const figures = qualityFigures(quality, word);
    return html`<section aria-label="${word.title}: ${this.name}">
      <div class="head"><i class="swatch c-${this.colour}"></i><h3>${this.name}</h3>${quality.grounded || quality.unrated !== undefined ? nothing : html`<sg-tooltip .text="${word.estimatedHelp} ${assumedText(quality, word)}"><sg-badge tone="note">${word.estimated}</sg-badge></sg-tooltip>`}</div>
      ${quality.unrated === 'notAudio' ? html`<p class="unrated">${word.unrated.notAudio}</p>` : this.renderRated(quality, figures, word)}</section>`;
  }

  /** Everything there is to say of voice, or of video, whose packets may be too late as well. */
  private renderRated(quality: StreamQuality, figures: readonly QualityFigure[], word: QualityWords): TemplateResult {
    return html`<div class="top">${quality.unrated === undefined ? this.renderScore(quality, word) : html`<p class="unrated">${word.unrated[quality.unrated]}</p>`}${quality.unrated === 'video' ? nothing : this.renderPresets(quality, word)}</div>
      ${quality.unrated === undefined ? this.renderStrip(quality, word) : nothing}
      ${this.renderFigures(figures.slice(0, FIRST_FIGURES), word)}
      <details ?open=${this.open} @toggle=${this.onToggle}><summary>${word.more}</summary>${this.renderFigures(figures.slice(FIRST_FIGURES), word)}
        ${quality.assumed.length === 0 ? nothing : html`<p class="assumed">${assumedText(quality, word)}</p>`}${quality.unrated === undefined ? this.renderTable(quality, word) : nothing}</details>`;
  }

  private renderFigures(figures: readonly QualityFigure[], word: QualityWords): TemplateResult {
    return html`<dl>${figures.map(({ key, text, tone }) => html`<div data-key=${key}><dt><sg-tooltip .text=${word.figureHelp[key]}><span tabindex="0">${word.figures[key]}</span></sg-tooltip></dt><dd class=${tone ?? ''}>${text}</dd></div>`)}</dl>`;
  }

  /** Cards stand side by side: what one opens, all open. */
  private onToggle(event: Event): void {
    const { open } = event.target as HTMLDetailsElement;
    if (open !== this.open) this.dispatchEvent(new CustomEvent('sg-more', { detail: { open }, bubbles: true, composed: true }));
  }

  private renderScore({ chosen, codec, conversation, isSealed }: StreamQuality, word: QualityWords): TemplateResult {
    const talk =
      conversation === undefined
        ? nothing
        : html`<div class="talk"><sg-tooltip .text=${word.mosCqHelp(formatMs(conversation.delay), formatNumber(conversation.delayImpairment, 1))}><span tabindex="0">${word.mosCq} <b class="mos-cq ${mosTone(conversation.mos)}">${mosText(conversation.mos)}</b></span></sg-tooltip> <span class="muted">${word.roundTrip} ${formatMs(conversation.roundTrip)}, ${conversation.entered ? word.entered : word.measured}</span></div>`;
    return html`<div class="score"><div class="big"><sg-tooltip .text=${word.mosHelp}><span class="label" tabindex="0">${word.mos}</span></sg-tooltip><b class="mos ${mosTone(chosen.mos ?? 0)}">${mosText(chosen.mos)}</b></div>
      <div class="said"><div class="band" title=${word.bandHelp}>${chosen.band === undefined ? '' : word.bands[chosen.band]}</div>${isSealed ? html`<div><sg-tooltip .text=${words().common.mosSealed}><span class="label sealed" tabindex="0"><span class="lock">${icon(Lock)}</span>${word.sealed}</span></sg-tooltip></div>` : nothing}
        <div><sg-tooltip .text=${word.rHelp}><span class="label" tabindex="0">${word.r}</span></sg-tooltip> <span class="r">${formatNumber(chosen.r, 1)}</span> <span class="muted">${word.scales[codec.scale]}</span></div>
        <div class="muted late">${lateText(chosen, word)}</div>${talk}</div></div>`;
  }

  private renderPresets({ presets }: StreamQuality, word: QualityWords): TemplateResult {
    const { presetColumns: columns } = word;
    const row = (score: BufferScore): TemplateResult =>
      html`<tr><th scope="row">${bufferText(score.setting, word)}</th><td class=${score.mos === undefined ? '' : mosTone(score.mos)}>${mosText(score.mos)}</td><td>${formatNumber(score.late)}</td><td>${formatPercent(score.percent)}</td></tr>`;
    return html`<table class="presets" title=${word.presetHelp}><caption class="spoken">${word.presets}</caption><thead><tr><th scope="col">${columns.buffer}</th><th scope="col">${columns.mos}</th><th scope="col">${columns.late}</th><th scope="col">${columns.bad}</th></tr></thead><tbody>${presets.map(row)}</tbody></table>`;
  }

  private renderStrip({ strip, windowLeast, windowMean }: StreamQuality, word: QualityWords): TemplateResult | typeof nothing {
    const count = strip.mos.length;
    if (count === 0 || windowLeast === undefined) return nothing;
    const step = Math.max(1, Math.ceil(count / MOST_BARS));
    const bars: SVGTemplateResult[] = [];
    for (let i = 0; i < count; i += step) {
      let mos = Number.POSITIVE_INFINITY;
      for (let k = i; k < Math.min(count, i + step); k++) if (strip.mos[k]! < mos) mos = strip.mos[k]!;
      if (mos !== Number.POSITIVE_INFINITY) bars.push(this.bar(i, step, Math.min(0.12 * step, 0.002 * count), mos, strip.from + i * strip.width, word));
    }
    const low = strip.mos.filter((mos) => mos < 3.6).length;
    const spoken = word.stripSpoken(formatNumber(count), mosText(windowLeast), mosText(windowMean), formatNumber(low));
    return html`<div class="strip"><span class="label">${word.strip}</span><svg role="img" aria-label=${spoken} viewBox="0 0 ${count} ${STRIP_HEIGHT}" preserveAspectRatio="none">${bars}</svg></div>`;
  }

  /** The height is the score, from 1 to 4.5; a colour only where it is low. */
  private bar(at: number, width: number, gap: number, mos: number, time: Nanoseconds, word: QualityWords): SVGTemplateResult {
    const height = Math.max(2, ((mos - 1) / 3.5) * STRIP_HEIGHT);
    return svg`<rect class=${mosTone(mos)} x=${at} y=${STRIP_HEIGHT - height} width=${width - gap} height=${height}><title>${word.stripTip(this.moment(time), mosText(mos))}</title></rect>`;
  }

  private moment(time: Nanoseconds): string {
    return `${formatRelative(time - this.origin, 0)} s`;
  }

  private renderTable({ windows }: StreamQuality, word: QualityWords): TemplateResult {
    const columns = word.tableColumns;
    const rows = this.open ? [...windows.mos].slice(0, MOST_ROWS) : [];
    return html`<h4>${word.table}</h4><div class="windows" tabindex="0" role="region" aria-label="${word.table}: ${this.name}"><table><thead><tr><th scope="col">${columns.time}</th><th scope="col">${columns.mos}</th><th scope="col">${columns.bad}</th></tr></thead>
      <tbody>${rows.map((mos, i) => html`<tr><th scope="row">${this.moment(windows.from + i * windows.width)}</th><td class=${Number.isNaN(mos) ? '' : mosTone(mos)}>${Number.isNaN(mos) ? '–' : mosText(mos)}</td><td>${formatPercent(windows.bad[i])}</td></tr>`)}</tbody></table></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-quality-card': SgQualityCard;
  }
}
