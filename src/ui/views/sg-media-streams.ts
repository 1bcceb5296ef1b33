/**
 * The streams of a call, one row each, in one of the two profiles. Every number explains its formula.
 *
 * @fires sg-profile - detail { profile }
 * @fires sg-stream-select - detail { stream }: a row was chosen
 * @fires sg-stream-toggle - detail { stream }: draw it or not
 */
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StreamIndex } from '../../base/units.ts';
import type { Profile, StreamRow } from '../../contract/streams.ts';
import { formatEndpoint, formatNumber } from '../parts/format.ts';
import { base } from '../parts/shared-styles.ts';
import '../parts/sg-badge.ts';
import { WordsController } from '../words/language.ts';
import { mediaWords } from '../words/media-words.ts';
import { mediaColumns } from './media-columns.ts';
import { sealMark } from './seal-mark.ts';

const profiles: readonly Profile[] = ['wireshark', 'rfc3550'];

@customElement('sg-media-streams')
export class SgMediaStreams extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; min-width: 0; }
    .head { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin-bottom: 6px; }
    h2 { font-size: var(--sg-size); }
    .group { display: inline-flex; background: var(--sg-surface-2); border-radius: 5px; padding: 1px; }
    .group button { font: inherit; font-size: var(--sg-size-s); border: 1px solid transparent; border-radius: 4px; background: none; color: var(--sg-text-2); padding: 1px 9px; cursor: pointer; }
    .group button[aria-checked='true'] { background: var(--sg-surface); color: var(--sg-text); border-color: var(--sg-line-strong); }
    .scroll { overflow: auto; max-height: 345px; border: 1px solid var(--sg-line); border-radius: var(--sg-radius); background: var(--sg-surface); }
    table { border-collapse: collapse; width: 100%; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
    th, td { padding: 4px 8px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--sg-line); }
    tr:last-child td { border-bottom: 0; }
    th { font-weight: 500; color: var(--sg-text-2); }
    thead th { position: sticky; top: 0; z-index: 1; background: var(--sg-surface); box-shadow: inset 0 -1px var(--sg-line); }
    .ssrc { font: 11px var(--sg-mono); color: var(--sg-text-2); }
    th span { text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; cursor: help; }
    .left { text-align: left; }
    tr.selected td { background: var(--sg-accent-soft); }
    tbody tr { cursor: default; }
    tbody tr:hover td { background: var(--sg-surface-2); }
    tbody tr.selected:hover td { background: var(--sg-accent-soft); }
    .swatch { display: inline-block; width: 12px; height: 4px; border-radius: 2px; margin: 0 7px 2px 2px; background: currentcolor; }
    .c-1 { color: var(--sg-series-1); } .c-2 { color: var(--sg-series-2); } .c-3 { color: var(--sg-series-3); } .c-4 { color: var(--sg-series-4); } .c-5 { color: var(--sg-series-5); } .c-6 { color: var(--sg-series-6); }
    .path { color: var(--sg-text-2); }
    .link { font: inherit; border: 0; background: none; padding: 0 3px; color: var(--sg-accent); cursor: pointer; }
    .link:hover { text-decoration: underline; }
    input { margin: 0 6px 0 0; accent-color: var(--sg-accent); vertical-align: -2px; }
    .notes { margin: 6px 2px 0; color: var(--sg-text-2); font-size: var(--sg-size-s); }
  `,
  ];

  @property({ attribute: false }) streams: readonly StreamRow[] = [];
  @property() profile: Profile = 'rfc3550';
  @property({ type: Number }) selected = -1;
  @property({ attribute: false }) hiddenStreams: ReadonlySet<StreamIndex> = new Set();
  readonly words = new WordsController(this);

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  override render(): TemplateResult {
    const word = mediaWords();
    const columns = mediaColumns(this.profile, word);
    return html`<div class="head"><h2>${word.title}</h2><span class="group" role="radiogroup" aria-label=${word.profile}>${profiles.map(
      (profile) =>
        html`<button type="button" role="radio" aria-checked=${profile === this.profile ? 'true' : 'false'} title=${word.profileHelp[profile]} @click=${() => this.tell('sg-profile', { profile })}>${word.profiles[profile]}</button>`,
    )}</span></div>
      <div class="scroll" tabindex="0" role="region" aria-label=${word.title}><table>
        <thead><tr><th class="left" scope="col">${word.columns.direction}</th><th class="left" scope="col">${word.columns.codec}</th>${columns.map((column) => html`<th scope="col"><span title=${column.help}>${column.name}</span></th>`)}<th class="left" scope="col"><span title=${word.formulas.bound}>${word.columns.bound}</span></th></tr></thead>
        <tbody>${this.streams.map((row, i) => this.renderRow(row, i))}</tbody></table></div>${this.renderNotes()}`;
  }

  private renderRow(row: StreamRow, index: number): TemplateResult {
    const word = mediaWords();
    const clock = row.payloadTypes.some((use) => use.clockRate === 0)
      ? word.clockUnknown
      : row.payloadTypes.some((use) => use.clockInferred)
        ? word.clockInferred
        : '';
    return html`<tr class=${row.stream === this.selected ? 'selected' : ''} @click=${() => this.tell('sg-stream-select', { stream: row.stream })}>
      <td class="left"><input type="checkbox" aria-label=${word.plots} .checked=${!this.hiddenStreams.has(row.stream)} @click=${(event: Event) => event.stopPropagation()} @change=${() => this.tell('sg-stream-toggle', { stream: row.stream })}><i class="swatch c-${(index % 6) + 1}"></i>${
        row.direction ? word.direction[row.direction] : ''
      } <button type="button" class="link" title="${word.openStream} · SSRC ${row.ssrc}" @click=${() => this.tell('sg-navigate', { view: 'stream', streams: [row.stream] })}>${pathOf(row)}</button>${this.streams.some((other) => other !== row && pathOf(other) === pathOf(row)) ? html` <span class="ssrc">${row.ssrc}</span>` : nothing}</td>
      <td class="left" title=${row.payloadNames}>${row.codec} ${sealMark(row.seal, row.packets)}${clock === '' ? nothing : html` <sg-badge tone="warning">${clock}</sg-badge>`}</td>
      ${mediaColumns(this.profile, word).map((column) => html`<td class=${column.tone?.(row) ?? ''}>${column.text(row)}</td>`)}
      <td class="left path">${row.bindingReason ? word.bound[row.bindingReason] : ''}</td></tr>`;
  }

  private renderNotes(): TemplateResult | typeof nothing {
    const word = mediaWords();
    if (this.profile !== 'wireshark') return nothing;
    const before = this.streams.reduce((sum, row) => sum + row.beforeSdp, 0);
    const unseen = this.streams.some((row) => !row.seenByWireshark && row.beforeSdp === 0);
    if (before === 0 && !unseen) return nothing;
    return html`<p class="notes">${before > 0 ? word.beforeSdp(formatNumber(before)) : ''} ${unseen ? word.notInWireshark : ''}</p>`;
  }
}

function pathOf(row: StreamRow): string {
  return `${formatEndpoint(row.source)} → ${formatEndpoint(row.destination)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-media-streams': SgMediaStreams;
  }
}
