/**
 * One packet as a tree of fields over its octets, tied both ways: a field pointed at marks its octets, an octet pointed at
 * marks its field. A packet joined from several shows the joined octets beside its own.
 *
 * @fires sg-open-stream - detail { stream }; sg-open-call - detail { call }: asked for by the person
 */
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Verdict } from '../../base/field.ts';
import type { PacketDetail } from '../../contract/detail.ts';
import { fieldAtPath, findField, rangeOf } from '../parts/field-tree-model.ts';
import { ClockController, formatNumber, formatTime } from '../parts/format.ts';
import type { OctetRange } from '../parts/octet-range.ts';
import '../parts/sg-field-tree.ts';
import type { SgFieldTree } from '../parts/sg-field-tree.ts';
import '../parts/sg-hex-view.ts';
import { fieldSentence, problemSentence } from '../words/explain-words.ts';
import { inspectorWords } from '../words/inspector-words.ts';
import { decodeWords } from '../words/decode-words.ts';
import { WordsController } from '../words/language.ts';
import { sealMark } from './seal-mark.ts';
import { tlsMark } from './tls-mark.ts';
import { pointsWords } from '../words/points-words.ts';
import { originText, timeCell } from './limited-time.ts';

@customElement('sg-packet-inspector')
export class SgPacketInspector extends LitElement {
  static override styles = css`
    :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; height: 100%; background: var(--sg-surface); }
    p { margin: 0; }
    .nothing { color: var(--sg-text-2); padding: 16px; }
    .head { padding: 8px 12px; font-size: var(--sg-size-s); color: var(--sg-text-2); border-bottom: 1px solid var(--sg-line); font-variant-numeric: tabular-nums; }
    .mark svg { width: 12px; height: 12px; fill: none; stroke: currentColor; stroke-width: 1.75; }
    .warn { color: var(--sg-warning); }
    .warn::before { content: '▲ '; font-size: 9px; }
    .comment { color: var(--sg-text); white-space: pre-wrap; overflow-wrap: anywhere; }
    sg-field-tree { flex: 3 1 0; min-height: 80px; }
    .under { flex: 2 1 0; min-height: 110px; display: flex; flex-direction: column; border-top: 1px solid var(--sg-line); }
    sg-hex-view { flex: 1; }
    .foot { display: flex; gap: 10px; padding: 3px 10px; font-size: var(--sg-size-s); color: var(--sg-text-2); border-top: 1px solid var(--sg-line); min-height: 19px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
    .tabs { display: flex; gap: 2px; padding: 3px 6px 0; border-bottom: 1px solid var(--sg-line); }
    .tabs button, .link { font: inherit; font-size: var(--sg-size-s); background: none; border: 0; border-bottom: 2px solid transparent; padding: 2px 8px; color: var(--sg-text-2); cursor: pointer; }
    .tabs button[aria-selected='true'] { border-color: var(--sg-accent); color: var(--sg-text); }
    .link { color: var(--sg-accent); padding: 0 4px; border-radius: 3px; }
    .link:hover { text-decoration: underline; }
    button:focus-visible { outline: none; box-shadow: var(--sg-focus); }
  `;

  @property({ attribute: false }) detail: PacketDetail | undefined;
  /** it was asked for and could not be had */
  @property({ type: Boolean }) missing = false;
  @property({ type: Number }) captures = 1;
  /** offers the ways to the packet's call and stream */
  @property({ type: Boolean }) links = false;
  @property({ attribute: false }) problemText: (code: string) => string = problemSentence;
  @state() private selectedPath = '';
  @state() private selection: OctetRange | undefined;
  @state() private near: OctetRange | undefined;
  @state() private buffer = 0;
  @query('sg-field-tree') private tree!: SgFieldTree | null;
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('detail')) return;
    this.selectedPath = '';
    this.selection = this.near = undefined;
    this.buffer = Math.max(0, (this.detail?.octets.length ?? 1) - 1);
    if (this.detail && this.detail.octets.length > 1) this.buffer = 0;
  }

  private onFieldSelect(event: CustomEvent<{ path: string; range: OctetRange | undefined }>): void {
    event.stopPropagation();
    this.selectedPath = event.detail.path;
    this.selection = event.detail.range;
    if (event.detail.range) this.buffer = event.detail.range.buffer;
  }

  private onOctet(at: number): void {
    const found = this.detail && findField(this.detail.fields, this.buffer, at);
    this.tree?.selectOctet(this.buffer, at);
    this.selectedPath = found?.path ?? '';
    this.selection = (found && rangeOf({ field: found.field, buffer: this.buffer })) ?? { buffer: this.buffer, at, length: 1 };
  }

  private onOctetHover(at: number): void {
    const found = at < 0 || !this.detail ? undefined : findField(this.detail.fields, this.buffer, at);
    this.near = found && rangeOf({ field: found.field, buffer: this.buffer });
  }

  override render(): TemplateResult {
    const { detail } = this;
    const word = inspectorWords();
    if (!detail) return html`<p class="nothing">${this.missing ? word.gone : word.nothing}</p>`;
    const octets = detail.octets[this.buffer] ?? detail.octets[0];
    const here = (range: OctetRange | undefined): OctetRange | undefined => (range?.buffer === this.buffer ? range : undefined);
    return html`${this.renderHead(detail)}
      <sg-field-tree .trees=${detail.fields} .titles=${detail.octets.map((one) => word.buffers[one.name])} .selected=${this.selectedPath} .near=${this.near} .label=${word.tree} .problemText=${this.problemText} .verdictText=${verdictText} .fieldText=${fieldSentence}
        @sg-field-select=${this.onFieldSelect} @sg-field-hover=${(event: CustomEvent<{ range: OctetRange | undefined }>) => (this.near = event.detail.range)}></sg-field-tree>
      <div class="under">${this.renderTabs(detail)}
        <sg-hex-view .octets=${octets?.octets ?? new Uint8Array()} .selection=${here(this.selection)} .near=${here(this.near)} .label=${word.hex}
          @sg-octet-select=${(event: CustomEvent<{ at: number }>) => this.onOctet(event.detail.at)} @sg-octet-hover=${(event: CustomEvent<{ at: number }>) => this.onOctetHover(event.detail.at)}></sg-hex-view>
        <div class="foot" role="status">${this.footText(detail)}</div></div>`;
  }

  private footText(detail: PacketDetail): string {
    const word = inspectorWords();
    const field = fieldAtPath(detail.fields, this.selectedPath)?.field;
    if (!this.selection) return '';
    const range = word.hexSelected(this.selection.at, this.selection.at + this.selection.length - 1);
    if (!field) return range;
    return [word.selected(field.name, range), fieldSentence(field.key), field.reference].filter((part) => part !== undefined).join(' · ');
  }

  private renderHead(detail: PacketDetail): TemplateResult {
    const word = inspectorWords();
    const place = this.captures > 1 ? word.frameOf(detail.place.capture, detail.place.frame) : word.frame(detail.place.frame);
    const cut = detail.capturedLength < detail.originalLength;
    const length = cut
      ? `${word.octets(formatNumber(detail.capturedLength))} ${word.facts.captured}, ${formatNumber(detail.originalLength)} ${word.facts.original}`
      : word.octets(formatNumber(detail.originalLength));
    return html`<div class="head"><p>${timeCell(detail.time, detail.origin?.clock)}${detail.point === undefined ? nothing : html` · <span>${pointsWords().point(detail.point)}</span>`}${detail.fileTime === undefined ? nothing : html` · <span title=${pointsWords().fileTimeHelp}>${pointsWords().fileTime(formatTime(detail.fileTime, 6))}</span>`}${detail.ownTime === undefined ? nothing : html` · <span title=${word.capturedHelp}>${word.ownTime(formatTime(detail.ownTime, 6))}</span>`} · ${place} · ${length}${detail.interfaceName ? html` · ${detail.interfaceName}` : nothing}
        ${detail.seal === undefined ? nothing : sealMark(detail.seal.seal, detail.seal.packets)}
        ${detail.tls === undefined ? nothing : tlsMark(detail.tls)}
        ${this.links && detail.call !== undefined ? html`<button type="button" class="link" @click=${() => this.tell('sg-open-call', { call: detail.call })}>${word.openCall}</button>` : nothing}
        ${this.links && detail.stream !== undefined ? html`<button type="button" class="link" @click=${() => this.tell('sg-open-stream', { stream: detail.stream })}>${word.stream}</button>` : nothing}
        ${this.links && detail.datagram !== undefined && detail.kind !== 'sip' && (detail.datagram.transport === 'udp' || detail.kind === 'tcp') ? html`<button type="button" class="link" title=${decodeWords().buttonHelp} @click=${() => this.tell('sg-decode', detail.datagram)}>${decodeWords().button}</button>` : nothing}
        ${this.links && detail.link !== undefined ? html`<button type="button" class="link" title=${decodeWords().linkButtonHelp} @click=${() => this.tell('sg-decode', detail.link)}>${decodeWords().linkButton}</button>` : nothing}</p>
      ${detail.origin === undefined ? nothing : html`<p class="comment">${originText(detail.origin)}</p>`}
      ${detail.comments.map((comment) => html`<p class="comment">${word.facts.comment}: ${comment}</p>`)}
      ${[...new Set(detail.problems)].map((code) => html`<p class="warn">${this.problemText(code)}</p>`)}</div>`;
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private renderTabs(detail: PacketDetail): TemplateResult | typeof nothing {
    const word = inspectorWords();
    if (detail.octets.length < 2) return nothing;
    return html`<div class="tabs" role="tablist">${detail.octets.map(
      (one, i) =>
        html`<button type="button" role="tab" aria-selected=${i === this.buffer ? 'true' : 'false'} title=${one.from.length > 0 ? word.joined(one.from.map((place) => `#${place.frame}`).join(', ')) : ''} @click=${() => (this.buffer = i)}>${word.buffers[one.name]} (${formatNumber(one.octets.length)})</button>`,
    )}</div>`;
  }
}

function verdictText({ is, expected }: Verdict): string {
  const { verdicts } = inspectorWords();
  return is === 'wrong' ? verdicts.wrong(expected ?? '') : verdicts[is];
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-packet-inspector': SgPacketInspector;
  }
}
