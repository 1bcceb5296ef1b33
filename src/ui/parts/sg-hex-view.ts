/**
 * Octets as offset, hex and ASCII. Only the rows in sight are in the DOM, so a packet of any size opens at once. Eight or
 * sixteen octets a row, as the width allows. Arrow keys walk octets.
 *
 * @fires sg-octet-select - detail { at }: an octet was clicked or walked to
 * @fires sg-octet-hover - detail { at }: the octet under the pointer, -1 when it left
 */
import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

const ROW = 18;
const OVERSCAN = 6;

interface Stretch {
  readonly at: number;
  readonly length: number;
}

@customElement('sg-hex-view')
export class SgHexView extends LitElement {
  static override styles = css`
    :host { display: block; position: relative; overflow: hidden; background: var(--sg-sunken); color: var(--sg-text); min-height: 60px; }
    .scroller { position: absolute; inset: 0; overflow: auto; outline: none; padding: 4px 0; }
    .scroller:focus-visible { box-shadow: inset 0 0 0 2px var(--sg-accent); }
    .space { position: relative; }
    .row { position: absolute; left: 0; display: flex; height: 18px; line-height: 18px; white-space: pre; font-family: var(--sg-mono); font-size: 12px; padding: 0 10px; }
    .offset { color: var(--sg-text-3); margin-right: 12px; user-select: none; }
    .hex span { display: inline-block; width: 2ch; padding: 0 0.35ch; text-align: center; cursor: default; }
    .hex span.half { margin-left: 1ch; }
    .ascii { margin-left: 14px; color: var(--sg-text-2); }
    .ascii span { display: inline-block; width: 1ch; cursor: default; }
    .mark { background: var(--sg-accent-soft); color: var(--sg-text); box-shadow: inset 0 -2px 0 var(--sg-accent); }
    .near { background: var(--sg-line); color: var(--sg-text); }
    .dim { color: var(--sg-text-3); }
  `;

  @property({ attribute: false }) octets: Uint8Array = new Uint8Array();
  /** the chosen stretch */
  @property({ attribute: false }) selection: Stretch | undefined;
  /** the stretch pointed at */
  @property({ attribute: false }) near: Stretch | undefined;
  @property() label = '';
  @state() private perRow = 16;
  @state() private first = 0;
  @state() private visible = 20;
  @query('.scroller') private scroller!: HTMLElement;
  private observer: ResizeObserver | undefined;

  override firstUpdated(): void {
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.observer?.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('octets')) this.scroller.scrollTop = 0;
    if (changed.has('selection') && this.selection) this.reveal(this.selection.at);
  }

  reveal(at: number): void {
    const top = Math.floor(at / this.perRow) * ROW;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = Math.max(0, top - ROW);
    else if (top + 2 * ROW > scrollTop + clientHeight) this.scroller.scrollTop = top - clientHeight + 3 * ROW;
  }

  private measure(): void {
    this.perRow = this.clientWidth > 0 && this.clientWidth < 545 ? 8 : 16;
    this.visible = Math.ceil(this.clientHeight / ROW) + 1;
    this.onScroll();
  }

  private onScroll(): void {
    this.first = Math.max(0, Math.floor(this.scroller.scrollTop / ROW) - OVERSCAN);
  }

  private octetOf(event: Event): number {
    const value = (event.composedPath()[0] as Element | undefined)?.getAttribute?.('data-at');
    return value === null || value === undefined ? -1 : Number(value);
  }

  private emit(name: string, at: number): void {
    this.dispatchEvent(new CustomEvent(name, { detail: { at }, bubbles: true, composed: true }));
  }

  private onKey(event: KeyboardEvent): void {
    const steps: ReadonlyMap<string, number> = new Map([
      ['ArrowLeft', -1],
      ['ArrowRight', 1],
      ['ArrowUp', -this.perRow],
      ['ArrowDown', this.perRow],
    ]);
    const step = steps.get(event.key);
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const from = this.selection?.at ?? -step;
    this.emit(
      'sg-octet-select',
      Math.max(0, Math.min(this.octets.length - 1, step > 1 || step < 0 ? from + step : from + Math.max(1, this.selection?.length ?? 1))),
    );
    event.preventDefault();
    event.stopPropagation();
  }

  override render(): TemplateResult {
    const rows: TemplateResult[] = [];
    const last = Math.min(Math.ceil(this.octets.length / this.perRow), this.first + this.visible + 2 * OVERSCAN);
    for (let row = this.first; row < last; row++) rows.push(this.renderRow(row));
    return html`<div class="scroller" tabindex="0" role="group" aria-label=${this.label} @scroll=${this.onScroll} @keydown=${this.onKey}
      @click=${(event: Event) => this.octetOf(event) >= 0 && this.emit('sg-octet-select', this.octetOf(event))}
      @pointerover=${(event: Event) => this.emit('sg-octet-hover', this.octetOf(event))} @pointerleave=${() => this.emit('sg-octet-hover', -1)}>
      <div class="space" .style=${`height:${Math.ceil(this.octets.length / this.perRow) * ROW}px`}>${rows}</div></div>`;
  }

  private renderRow(row: number): TemplateResult {
    const at = row * this.perRow;
    const end = Math.min(this.octets.length, at + this.perRow);
    const hex: TemplateResult[] = [];
    const ascii: TemplateResult[] = [];
    for (let i = at; i < end; i++) {
      const octet = this.octets[i]!;
      const state = within(this.selection, i) ? 'mark' : within(this.near, i) ? 'near' : '';
      const printable = octet >= 0x20 && octet < 0x7f;
      hex.push(html`<span class="${state} ${i - at === 8 ? 'half' : ''}" data-at=${i}>${octet.toString(16).padStart(2, '0')}</span>`);
      ascii.push(html`<span class="${state} ${printable ? '' : 'dim'}" data-at=${i}>${printable ? String.fromCharCode(octet) : '·'}</span>`);
    }
    const width = `width:calc(${this.perRow} * 2.7ch${this.perRow === 16 ? ' + 1ch' : ''})`;
    return html`<div class="row" .style=${`top:${row * ROW}px`}><span class="offset">${at.toString(16).padStart(4, '0')}</span><span class="hex" .style=${width}>${hex}</span><span class="ascii">${ascii}</span></div>`;
  }
}

function within(stretch: Stretch | undefined, at: number): boolean {
  return stretch !== undefined && at >= stretch.at && at < stretch.at + stretch.length;
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-hex-view': SgHexView;
  }
}
