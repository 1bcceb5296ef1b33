/**
 * What happened between capture points, in figures: where a stream or the messages and streams of a call were seen, and for each two
 * points that follow each other loss, delay, added jitter and reordering. Every column explains itself on hover.
 * @fires sg-stream-open - detail { stream }: the stream that goes on under other addresses is wanted
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StreamIndex } from '../../base/units.ts';
import type { CallPoints, CapturePoint, Segment, StreamPoints } from '../../contract/points.ts';
import { formatMs, formatNumber, formatPercent } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { pointsWords } from '../words/points-words.ts';

const columns = ['segment', 'both', 'lost', 'joined', 'delay', 'p95', 'range', 'jitter', 'reordered'] as const;

@customElement('sg-point-way')
export class SgPointWay extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; min-width: 0; margin-bottom: 14px; }
    h2 { font-size: var(--sg-size); margin-bottom: 4px; }
    .way { margin: 0 0 6px; font-size: var(--sg-size-s); color: var(--sg-text-2); }
    .way b { color: var(--sg-text); }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; min-width: 100%; }
    th, td { padding: 3px 14px 3px 0; border-bottom: 1px solid color-mix(in srgb, var(--sg-line) 60%, transparent); text-align: end; white-space: nowrap; }
    th { color: var(--sg-text-2); font-weight: 500; cursor: help; }
    th:first-child, td:first-child, tbody th, th.start { text-align: start; }
    tbody th { color: var(--sg-text); font-weight: 600; cursor: default; }
    small { color: var(--sg-text-3); }
    .note { margin: 6px 0 0; font-size: var(--sg-size-s); color: var(--sg-text-2); }
  `,
  ];

  @property({ attribute: false }) points: readonly CapturePoint[] = [];
  @property({ attribute: false }) of: readonly CallPoints[] = [];
  /** number of a stream in the list */
  @property({ attribute: false }) numberOf: (stream: StreamIndex) => number = (stream) => stream + 1;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const w = pointsWords();
    const streams = this.of.flatMap((one) => one.streams);
    const messages = this.of.flatMap((one) => one.segments);
    const rows: (readonly [string, Segment])[] = [
      ...messages.map((segment) => [w.ofMessages, segment] as const),
      ...streams.flatMap((one) => one.segments.map((segment) => [w.ofStream(String(this.numberOf(one.stream))), segment] as const)),
    ];
    if (rows.length === 0) return nothing;
    const alone = streams.length === 1 && messages.length === 0;
    return html`<h2 title=${w.wayHelp}>${alone ? w.way : w.segments}</h2>${alone ? this.#way(streams[0]!) : nothing}${this.#legend(rows.map(([, segment]) => segment))}
      <div class="scroll" tabindex="0" role="region" aria-label=${w.segments}><table><caption class="spoken">${w.segments}</caption>
      <thead><tr>${alone ? nothing : html`<th scope="col"><span class="spoken">${w.title}</span></th>`}${columns.map((key) => html`<th scope="col" class=${key === 'segment' ? 'start' : ''} title=${w.segmentHelp[key] ?? nothing}>${w.segmentColumns[key]}</th>`)}</tr></thead>
      <tbody>${rows.map(([name, segment]) => this.#row(alone ? undefined : name, segment))}</tbody></table></div>
      ${rows.some(([, { delay, uncertainty }]) => delay !== undefined && uncertainty === undefined) ? html`<p class="note">${w.uncertaintyUnknown}</p>` : nothing}`;
  }

  #letter(point: number): string {
    return this.points[point]?.letter ?? '?';
  }

  /** Which file each letter of the rows is. */
  #legend(segments: readonly Segment[]): TemplateResult {
    const w = pointsWords();
    const used = [...new Set(segments.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
    return html`<p class="way legend" title=${w.legendHelp}>${used.map((point, i) => html`${i === 0 ? nothing : ' · '}${w.legend(this.#letter(point), this.points[point]?.name ?? '')}`)}</p>`;
  }

  #way({ sightings }: StreamPoints): TemplateResult {
    const w = pointsWords();
    return html`<p class="way">${sightings.map(({ point, packets, isHome, stream }, i) => html`${i === 0 ? nothing : ' → '}<b>${w.sighting(this.#letter(point), formatNumber(packets))}</b>${isHome && stream === undefined ? ` (${w.home})` : nothing}${stream === undefined ? nothing : html` <button class="link" @click=${() => this.dispatchEvent(new CustomEvent('sg-stream-open', { detail: { stream }, bubbles: true, composed: true }))}>${w.otherStream}</button>`}`)}</p>`;
  }

  #row(name: string | undefined, segment: Segment): TemplateResult {
    const w = pointsWords();
    const { both, lost, lostPercent, joined, delay, uncertainty, jitter, reordered } = segment;
    const none = html`<span class="faint" title=${w.delayHelpAbsent}>–</span>`;
    return html`<tr>${name === undefined ? nothing : html`<th scope="row">${name}</th>`}<th scope="row">${w.segment(this.#letter(segment.from), this.#letter(segment.to))}</th><td>${formatNumber(both)}</td>
      <td class=${lost > 0 ? 'error' : ''}>${formatNumber(lost)} <small>${formatPercent(lostPercent, 2)}</small></td><td>${formatNumber(joined)}</td>
      <td>${delay === undefined ? none : html`${formatMs(delay.median)}${uncertainty === undefined || uncertainty === 0 ? nothing : html` <small>${w.uncertain(formatMs(uncertainty))}</small>`}`}</td>
      <td>${delay === undefined ? none : formatMs(delay.p95)}</td><td>${delay === undefined ? none : `${formatMs(delay.min)} – ${formatMs(delay.max)}`}</td>
      <td>${jitter === undefined ? none : formatMs(jitter)}</td><td>${formatNumber(reordered)}</td></tr>`;
  }
}
