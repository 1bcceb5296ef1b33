/**
 * One box for free text, with what else filters shown as chips that can be taken away. Typing asks after a short pause.
 * @fires sg-filter { text } the text after a pause, or at once on Enter
 * @fires sg-chip { key } a chip was taken away
 */
import { Search, X } from 'lucide';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { words } from '../words/words.ts';
import { icon } from './icon.ts';
import { base, controls } from './shared-styles.ts';

export interface Chip {
  readonly key: string;
  readonly label: string;
}

const PAUSE = 180;

@customElement('sg-filter-box')
export class SgFilterBox extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; min-width: 0; }
    .box { display: flex; align-items: center; flex-wrap: wrap; gap: 4px; min-height: 30px; padding: 1px 4px 1px 8px; border: 1px solid var(--sg-line-strong); border-radius: var(--sg-radius); background: var(--sg-surface); color: var(--sg-text-3); }
    .box:focus-within { outline: 2px solid var(--sg-accent); outline-offset: -1px; border-color: transparent; }
    input { flex: 1 1 140px; min-width: 80px; height: 26px; border: 0; outline: 0 !important; background: none; color: var(--sg-text); font: inherit; padding: 0 4px; }
    input::placeholder { color: var(--sg-text-3); opacity: 1; }
    input::-webkit-search-cancel-button { display: none; }
    .chip { display: inline-flex; align-items: center; gap: 2px; height: 22px; padding: 0 2px 0 8px; border-radius: 11px; background: var(--sg-accent-soft); color: var(--sg-accent); font-size: var(--sg-size-s); white-space: nowrap; }
    .chip button, .clear { display: inline-grid; place-items: center; width: 20px; height: 20px; padding: 0; border: 0; border-radius: 50%; background: none; color: inherit; cursor: pointer; }
    .chip button:hover, .clear:hover { background: var(--sg-surface-2); }
    .chip svg.icon, .clear svg.icon { width: 12px; height: 12px; }
  `,
  ];

  @property() text = '';
  @property() placeholder = '';
  @property() label = '';
  @property({ attribute: false }) chips: readonly Chip[] = [];
  @query('input') private readonly _input!: HTMLInputElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override focus(): void {
    this._input.focus();
    this._input.select();
  }

  protected override render(): TemplateResult {
    const w = words().common.filter;
    return html`<div class="box">
      ${icon(Search)}
      ${this.chips.map((chip) => html`<span class="chip">${chip.label}<button aria-label=${w.remove(chip.label)} @click=${() => this.#remove(chip)}>${icon(X)}</button></span>`)}
      <input type="search" .value=${this.text} placeholder=${this.placeholder} aria-label=${this.label || w.label} autocomplete="off" spellcheck="false" maxlength="500" @input=${this.#typed} @keydown=${this.#key}>
      ${this.text === '' ? nothing : html`<button class="clear" aria-label=${w.clear} @click=${this.#clear}>${icon(X)}</button>`}
    </div>`;
  }

  #tell(text: string): void {
    clearTimeout(this.#timer);
    this.text = text;
    this.dispatchEvent(new CustomEvent('sg-filter', { detail: { text }, bubbles: true, composed: true }));
  }

  readonly #typed = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(this._input.value), PAUSE);
  };

  readonly #clear = (): void => {
    this._input.value = '';
    this.#tell('');
    this._input.focus();
  };

  #remove(chip: Chip): void {
    this.dispatchEvent(new CustomEvent('sg-chip', { detail: { key: chip.key }, bubbles: true, composed: true }));
    this._input.focus();
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') this.#tell(this._input.value);
    else if (event.key === 'Escape' && this._input.value !== '') this.#clear();
    else if (event.key === 'Escape') this._input.blur();
    else if (event.key === 'Backspace' && this._input.value === '' && this.chips.length > 0) this.#remove(this.chips[this.chips.length - 1] as Chip);
    else return;
    event.stopPropagation();
  };
}
