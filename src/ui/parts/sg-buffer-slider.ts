/**
 * One slider for the jitter buffer: kind and depth. It tells every step while it is dragged; whoever owns it decides how often
 * to compute.
 *
 * @fires sg-buffer - detail { word }: "a" or "f50", as app/buffer.ts reads it
 */
import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Milliseconds } from '../../base/units.ts';
import { WordsController } from '../words/language.ts';
import { qualityWords } from '../words/quality-words.ts';
import { base, controls } from './shared-styles.ts';

/** where the slider stands while the buffer is adaptive */
const USUAL_DEPTH: Milliseconds = 50;

@customElement('sg-buffer-slider')
export class SgBufferSlider extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; font-size: var(--sg-size-s); }
    .name { color: var(--sg-text-2); text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; cursor: help; }
    .group { display: inline-flex; background: var(--sg-surface-2); border-radius: 5px; padding: 1px; }
    .group button { font: inherit; border: 1px solid transparent; border-radius: 4px; background: none; color: var(--sg-text-2); padding: 1px 9px; cursor: pointer; }
    .group button[aria-checked='true'] { background: var(--sg-surface); color: var(--sg-text); border-color: var(--sg-line-strong); }
    label { display: inline-flex; align-items: center; gap: 8px; color: var(--sg-text-2); }
    input { width: 190px; accent-color: var(--sg-accent); margin: 0; }
    output { min-width: 52px; color: var(--sg-text); font-variant-numeric: tabular-nums; }
    .idle output { color: var(--sg-text-3); }
  `,
  ];

  /** depth of a fixed buffer; undefined while it is adaptive */
  @property({ attribute: false }) depth: Milliseconds | undefined;
  @property({ type: Number }) least = 20;
  @property({ type: Number }) most = 400;
  @property({ type: Number }) step = 10;
  readonly words = new WordsController(this);
  private kept = USUAL_DEPTH;

  private tell(depth: Milliseconds | undefined): void {
    this.depth = depth;
    const word = depth === undefined ? 'a' : `f${depth}`;
    this.dispatchEvent(new CustomEvent('sg-buffer', { detail: { word }, bubbles: true, composed: true }));
  }

  private kindKey(event: KeyboardEvent): void {
    if (!['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    this.tell(this.depth === undefined ? this.kept : undefined);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"]')?.focus());
  }

  override render(): TemplateResult {
    const word = qualityWords().buffer;
    if (this.depth !== undefined) this.kept = this.depth;
    const fixed = this.depth !== undefined;
    const kind = (name: string, help: string, on: boolean, choose: () => void): TemplateResult =>
      html`<button type="button" role="radio" aria-checked=${on ? 'true' : 'false'} tabindex=${on ? 0 : -1} title=${help} @click=${choose}>${name}</button>`;
    return html`<span class="name" title=${word.help}>${word.title}</span>
      <span class="group" role="radiogroup" aria-label=${word.title} @keydown=${this.kindKey}>${kind(word.adaptive, word.adaptiveHelp, !fixed, () => this.tell(undefined))}${kind(word.fixed, word.fixedHelp, fixed, () => this.tell(this.kept))}</span>
      <label class=${fixed ? '' : 'idle'}><span>${word.depth}</span><input type="range" min=${this.least} max=${this.most} step=${this.step} .value=${String(this.kept)} aria-valuetext=${fixed ? word.depthText(String(this.kept)) : word.adaptiveText}
        @input=${(event: Event) => this.tell(Number((event.target as HTMLInputElement).value))}><output>${fixed ? word.depthText(String(this.kept)) : word.adaptiveText}</output></label>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-buffer-slider': SgBufferSlider;
  }
}
