/**
 * An explanation that shows on hover and on focus: `<sg-tooltip text="…"><span tabindex="0">PDD</span></sg-tooltip>`.
 * The words are also the accessible description. Escape hides it; the pointer may move into it.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base } from './shared-styles.ts';

@customElement('sg-tooltip')
export class SgTooltip extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: inline-flex; min-width: 0; max-width: 100%; }
    .what { display: inline-flex; min-width: 0; max-width: 100%; }
    [popover] {
      position: fixed; inset: auto; margin: 0; max-width: 300px; padding: 7px 10px; border: 1px solid var(--sg-line-strong); border-radius: var(--sg-radius); background: var(--sg-surface);
      color: var(--sg-text); box-shadow: var(--sg-shadow); font: var(--sg-size-s) / 1.45 var(--sg-font); white-space: pre-line; text-align: start; overflow-wrap: anywhere; pointer-events: none;
    }
  `,
  ];

  /** the explanation; nothing is shown while it is empty */
  @property() text = '';
  @state() private _shown = false;
  @query('[popover]') private readonly _bubble!: HTMLElement | null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected override render(): TemplateResult {
    return html`<span class="what" aria-description=${this.text || nothing} @pointerenter=${this.#soon} @pointerleave=${this.#hide} @focusin=${this.#show} @focusout=${this.#hide} @keydown=${this.#key}><slot></slot></span>
      ${this._shown ? html`<div popover="manual" role="tooltip">${this.text}</div>` : nothing}`;
  }

  protected override updated(): void {
    const bubble = this._bubble;
    if (!this._shown || bubble === null || bubble.matches(':popover-open')) return;
    bubble.showPopover();
    const anchor = this.getBoundingClientRect();
    const size = bubble.getBoundingClientRect();
    const below = anchor.bottom + 6 + size.height <= innerHeight;
    bubble.style.setProperty('left', `${Math.max(6, Math.min(anchor.left, innerWidth - size.width - 6))}px`);
    bubble.style.setProperty('top', `${below ? anchor.bottom + 6 : Math.max(6, anchor.top - size.height - 6)}px`);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#hide();
  }

  readonly #soon = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#show, 350);
  };

  readonly #show = (): void => {
    if (this.text !== '') this._shown = true;
  };

  readonly #hide = (): void => {
    clearTimeout(this.#timer);
    this._shown = false;
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this._shown) {
      event.stopPropagation();
      this.#hide();
    }
  };
}
