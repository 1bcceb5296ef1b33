/**
 * Two panes and a divider that moves by pointer and by keyboard (arrows, Home, End): slots `first` and `second`.
 * @fires sg-split { percent } when the person has moved it
 */
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { words } from '../words/words.ts';
import { base } from './shared-styles.ts';

@customElement('sg-split-pane')
export class SgSplitPane extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: grid; grid-template: minmax(0, 1fr) / minmax(0, calc(var(--part, 50) * 1%)) 7px minmax(0, 1fr); min-width: 0; min-height: 0; overflow: hidden; }
    :host([direction='column']) { grid-template: minmax(0, calc(var(--part, 50) * 1%)) 7px minmax(0, 1fr) / minmax(0, 1fr); }
    .pane { min-width: 0; min-height: 0; overflow: hidden; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); }
    .divider { position: relative; cursor: col-resize; touch-action: none; background: var(--sg-bg); }
    .divider::after { content: ''; position: absolute; inset: 0 3px; background: var(--sg-line); }
    :host([direction='column']) .divider { cursor: row-resize; }
    :host([direction='column']) .divider::after { inset: 3px 0; }
    .divider:hover::after, .divider:focus-visible::after { background: var(--sg-accent); }
    .divider:focus-visible { outline: none; }
    .divider:focus-visible::after { inset: 0 2px; }
    :host([direction='column']) .divider:focus-visible::after { inset: 2px 0; }
    :host([single]) { grid-template: minmax(0, 1fr) / minmax(0, 1fr); }
    :host([single]) .divider, :host([single]) .second { display: none; }
  `,
  ];

  /** size of the first pane */
  @property({ type: Number }) percent = 50;
  @property({ type: Number }) min = 15;
  @property({ type: Number }) max = 85;
  /** 'row': side by side; 'column': one above the other */
  @property({ reflect: true }) direction: 'row' | 'column' = 'row';
  /** only the first pane shows */
  @property({ type: Boolean, reflect: true }) single = false;
  @property() label = '';

  protected override render(): TemplateResult {
    return html`<div class="pane first"><slot name="first"></slot></div>
      <div class="divider" role="separator" tabindex="0" aria-label=${this.label || words().common.split} aria-orientation=${this.direction === 'row' ? 'vertical' : 'horizontal'}
        aria-valuenow=${Math.round(this.percent)} aria-valuemin=${this.min} aria-valuemax=${this.max} @pointerdown=${this.#grab} @keydown=${this.#key} @dblclick=${() => this.#set(50, true)}></div>
      <div class="pane second"><slot name="second"></slot></div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('percent')) this.style.setProperty('--part', String(this.percent));
  }

  #set(percent: number, done: boolean): void {
    this.percent = Math.max(this.min, Math.min(this.max, percent));
    if (done) this.dispatchEvent(new CustomEvent('sg-split', { detail: { percent: this.percent }, bubbles: true, composed: true }));
  }

  readonly #grab = (event: PointerEvent): void => {
    const divider = event.currentTarget as HTMLElement;
    event.preventDefault();
    divider.setPointerCapture(event.pointerId);
    divider.focus();
    const area = this.getBoundingClientRect();
    const move = (at: PointerEvent): void =>
      this.#set(this.direction === 'row' ? ((at.clientX - area.left) / area.width) * 100 : ((at.clientY - area.top) / area.height) * 100, false);
    const end = (): void => {
      divider.removeEventListener('pointermove', move);
      this.#set(this.percent, true);
    };
    divider.addEventListener('pointermove', move);
    divider.addEventListener('lostpointercapture', end, { once: true });
  };

  readonly #key = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? 10 : 2;
    const moves: Record<string, number> = { ArrowLeft: -step, ArrowUp: -step, ArrowRight: step, ArrowDown: step };
    const move = moves[event.key];
    if (move !== undefined) this.#set(this.percent + move, true);
    else if (event.key === 'Home') this.#set(this.min, true);
    else if (event.key === 'End') this.#set(this.max, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
