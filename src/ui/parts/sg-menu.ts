/**
 * A button with a menu on the native popover. Items come as data; arrow keys, Home, End, Escape and letters work.
 *   <sg-menu .items=${[{ key: 'csv', label: 'CSV' }, '-', …]} label="Export"><span slot="label">Export</span></sg-menu>
 * @fires sg-choose { key } when an item was chosen
 */
import { Check, ChevronDown } from 'lucide';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { icon } from './icon.ts';
import { base, controls } from './shared-styles.ts';

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  /** shown as a check mark */
  readonly checked?: boolean;
  readonly disabled?: boolean;
}

/** '-' is a line, { heading } a title over what follows */
export type MenuEntry = MenuItem | '-' | { readonly heading: string };

@customElement('sg-menu')
export class SgMenu extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: inline-flex; min-width: 0; }
    .button { max-width: 100%; min-width: 0; }
    .button.unseen { display: none; }
    .button svg { width: 14px; height: 14px; }
    .label { min-width: 0; line-height: 1.4; overflow: hidden; text-overflow: ellipsis; display: inline-flex; align-items: center; gap: 6px; }
    [popover] { position: fixed; inset: auto; margin: 0; padding: 4px; min-width: 180px; max-width: min(420px, 90vw); max-height: min(70vh, 560px); overflow: auto; border: 1px solid var(--sg-line-strong); border-radius: 8px; background: var(--sg-surface); color: var(--sg-text); box-shadow: var(--sg-shadow); }
    .item { display: flex; align-items: center; gap: 8px; width: 100%; min-height: 28px; padding: 3px 10px 3px 6px; border: 0; border-radius: 5px; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
    [popover]:focus-visible { outline: none; }
    .item:hover, .item:focus-visible { background: var(--sg-surface-2); outline: none; }
    .item[aria-disabled='true'] { color: var(--sg-text-3); cursor: default; }
    .tick { width: 16px; flex: none; color: var(--sg-accent); }
    .name { flex: 1; min-width: 0; overflow-wrap: anywhere; }
    .hint { color: var(--sg-text-3); font-size: var(--sg-size-s); }
    hr { border: 0; border-top: 1px solid var(--sg-line); margin: 4px 0; }
    .heading { padding: 6px 10px 2px 30px; color: var(--sg-text-3); font-size: var(--sg-size-s); }
  `,
  ];

  @property({ attribute: false }) items: readonly MenuEntry[] = [];
  @property() label = '';
  /** class of the button: '', 'quiet', 'primary', 'icon quiet', 'unseen' */
  @property() look = '';
  /** stays open after a choice: for lists of switches */
  @property({ type: Boolean }) stays = false;
  @property({ type: Boolean }) disabled = false;
  @query('[popover]') private readonly _list!: HTMLElement;
  @query('.button') private readonly _button!: HTMLButtonElement;

  protected override render(): TemplateResult {
    const isIcon = this.look.includes('icon');
    return html`<button class="button ${this.look}" aria-haspopup="menu" aria-expanded="false" aria-label=${this.label || nothing} ?disabled=${this.disabled} @click=${this.toggle} @keydown=${this.#buttonKey}>
        <span class="label"><slot name="label">${this.label}</slot></span>${isIcon ? nothing : icon(ChevronDown)}
      </button>
      <div popover="auto" role="menu" tabindex="0" aria-label=${this.label || nothing} @toggle=${this.#toggled} @keydown=${this.#key}>${this.items.map((item) => this.#entry(item))}</div>`;
  }

  #anchor: HTMLElement | undefined;

  #entry(item: MenuEntry): TemplateResult {
    if (item === '-') return html`<hr>`;
    if ('heading' in item) return html`<div class="heading" role="presentation">${item.heading}</div>`;
    const checks = item.checked !== undefined;
    return html`<button class="item" role=${checks ? 'menuitemcheckbox' : 'menuitem'} aria-checked=${checks ? String(item.checked) : nothing} aria-disabled=${item.disabled === true} tabindex="-1" @click=${() => this.#choose(item)}>
      <span class="tick">${item.checked === true ? icon(Check) : nothing}</span><span class="name">${item.label}</span>${item.hint === undefined ? nothing : html`<span class="hint">${item.hint}</span>`}
    </button>`;
  }

  /** Opens the list under another element, which gets the focus back: for a menu without a button of its own (look 'unseen'). */
  openAt(anchor: HTMLElement): void {
    this.#anchor = anchor;
    this._list.showPopover();
  }

  readonly toggle = (): void => {
    this._list.togglePopover();
  };

  readonly #toggled = (event: ToggleEvent): void => {
    const open = event.newState === 'open';
    this._button.setAttribute('aria-expanded', String(open));
    if (!open) {
      if (document.activeElement === document.body) this.#origin.focus();
      return;
    }
    const anchor = this.#origin.getBoundingClientRect();
    const size = this._list.getBoundingClientRect();
    const left = anchor.left + size.width > innerWidth - 8 ? anchor.right - size.width : anchor.left;
    const top = anchor.bottom + 4 + size.height > innerHeight - 8 && anchor.top > size.height + 8 ? anchor.top - size.height - 4 : anchor.bottom + 4;
    this._list.style.setProperty('left', `${Math.max(8, left)}px`);
    this._list.style.setProperty('top', `${top}px`);
    this.#buttons()[0]?.focus();
  };

  #choose(item: MenuItem): void {
    if (item.disabled === true) return;
    if (!this.stays) {
      this._list.hidePopover();
      this.#origin.focus();
    }
    this.dispatchEvent(new CustomEvent('sg-choose', { detail: { key: item.key }, bubbles: true, composed: true }));
  }

  get #origin(): HTMLElement {
    return this.#anchor ?? this._button;
  }

  #buttons(): HTMLButtonElement[] {
    return [...this._list.querySelectorAll<HTMLButtonElement>('.item')];
  }

  readonly #buttonKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    if (!this._list.matches(':popover-open')) this._list.showPopover();
  };

  readonly #key = (event: KeyboardEvent): void => {
    const buttons = this.#buttons();
    const at = buttons.findIndex((button) => button === this.shadowRoot?.activeElement);
    const to = (next: number): void => buttons[(next + buttons.length) % buttons.length]?.focus();
    event.stopPropagation();
    if (event.key === 'ArrowDown') to(at + 1);
    else if (event.key === 'ArrowUp') to(at < 0 ? -1 : at - 1);
    else if (event.key === 'Home') to(0);
    else if (event.key === 'End') to(-1);
    else if (event.key === 'Tab') this._list.hidePopover();
    else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      const letter = event.key.toLowerCase();
      const ahead = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
      ahead.find((button) => button.textContent.trim().toLowerCase().startsWith(letter))?.focus();
      return;
    } else return;
    event.preventDefault();
  };
}
