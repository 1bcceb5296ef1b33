/** A video stream by its frames: rate, key frames, gaps, and frames second by second. Each number explains how it was found. */
import { LitElement, css, html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { VideoFacts } from '../../contract/video.ts';
import { formatMs, formatNumber } from '../parts/format.ts';
import { base } from '../parts/shared-styles.ts';
import '../parts/sg-tooltip.ts';
import { WordsController } from '../words/language.ts';
import { tonesWords } from '../words/tones-words.ts';

const HEIGHT = 36;
/** bars drawn at most: seconds are joined beyond */
const MOST_BARS = 240;

@customElement('sg-video-facts')
export class SgVideoFacts extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; min-width: 0; border: 1px solid var(--sg-line); border-radius: var(--sg-radius); padding: 8px 12px; margin-bottom: 12px; background: var(--sg-surface); }
    h2 { font-size: var(--sg-size); }
    dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(120px, 1fr)); gap: 4px 14px; margin: 6px 0; font-size: var(--sg-size-s); }
    dt { color: var(--sg-text-2); }
    dt span { text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; cursor: help; }
    dd { margin: 0; font-variant-numeric: tabular-nums; }
    small { color: var(--sg-text-3); }
    svg { display: block; width: 100%; height: 36px; }
    rect { fill: var(--sg-series-1); }
    .key { fill: var(--sg-series-2); }
    .legend { font-size: 11px; color: var(--sg-text-2); }
  `,
  ];

  @property({ attribute: false }) facts: VideoFacts | undefined;
  readonly words = new WordsController(this);

  override render(): TemplateResult | typeof nothing {
    const { facts } = this;
    if (!facts) return nothing;
    const word = tonesWords().video;
    const { formulas } = word;
    const number = (value: number | undefined, digits = 0): string => (value === undefined ? word.unknown : formatNumber(value, digits));
    const all: readonly (readonly [string, string, string, string])[] = [
      [word.frames, formulas.frames, number(facts.frames), ''],
      [word.frameRate, formulas.frameRate, facts.frameRate === undefined ? word.unknown : word.fps(number(facts.frameRate, 1)), ''],
      [word.bitRate, formulas.bitRate, facts.bitRate === undefined ? word.unknown : word.kbps(number(facts.bitRate, 1)), ''],
      [
        word.keyFrames,
        formulas.keyFrames,
        number(facts.keyFrames),
        facts.keyFrameInterval === undefined ? '' : `${word.keyInterval} ${formatMs(facts.keyFrameInterval)}`,
      ],
      [word.medianGap, formulas.medianGap, facts.medianGap === undefined ? word.unknown : formatMs(facts.medianGap), ''],
      [
        word.maxGap,
        formulas.maxGap,
        facts.maxGap === undefined ? word.unknown : formatMs(facts.maxGap),
        facts.maxGapPlace === undefined ? '' : `#${facts.maxGapPlace.frame}`,
      ],
      [word.packetsPerFrame, formulas.packetsPerFrame, number(facts.packetsPerFrame, 1), word.most(number(facts.mostPackets))],
      [word.damaged, formulas.damaged, number(facts.damaged), facts.unfinished > 0 ? word.unfinished(number(facts.unfinished)) : ''],
      ...(facts.resolution === undefined ? [] : [[word.resolution, '', facts.resolution, ''] as const]),
    ];
    return html`<h2 title=${word.help}>${word.title}</h2><dl>${all.map(
      ([name, help, value, note]) =>
        html`<div><dt>${help === '' ? name : html`<sg-tooltip .text=${help}><span tabindex="0">${name}</span></sg-tooltip>`}</dt><dd>${value}${note === '' ? nothing : html` <small>${note}</small>`}</dd></div>`,
    )}</dl>${facts.perSecond.length > 1 ? this.renderSeconds(facts) : nothing}`;
  }

  private renderSeconds(facts: VideoFacts): TemplateResult {
    const word = tonesWords().video;
    const step = Math.ceil(facts.perSecond.length / MOST_BARS);
    const bars: number[] = [];
    for (let i = 0; i < facts.perSecond.length; i += step) bars.push(Math.max(...facts.perSecond.slice(i, i + step)));
    const most = Math.max(1, ...bars);
    const width = 100 / bars.length;
    const keys = new Set(Array.from(facts.keyTimes, (time) => Math.floor((time - facts.from) / 1e9 / step)));
    return html`<p class="legend">${word.perSecond} (${formatNumber(most)})</p><svg viewBox="0 0 100 ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${word.perSecond}: ${formatNumber(Math.min(...bars))} – ${formatNumber(most)}">${bars.map(
      (count, i) =>
        svg`<rect class=${keys.has(i) ? 'key' : ''} x=${i * width} width=${Math.max(0.1, width - 0.08)} y=${HEIGHT - (count / most) * HEIGHT} height=${(count / most) * HEIGHT}></rect>`,
    )}</svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-video-facts': SgVideoFacts;
  }
}
