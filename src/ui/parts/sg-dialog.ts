/**
 * A modal on the native dialog: focus stays inside, Escape and the ground close it.
 * @fires sg-close when it was closed, by whatever way
 */
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { X } from 'lucide';
import { words } from '../words/words.ts';
import { icon } from './icon.ts';
import { base, controls } from './shared-styles.ts';

@customElement('sg-dialog')
export class SgDialog extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    dialog { width: min(var(--dialog-width, 560px), calc(100vw - 32px)); max-height: calc(100vh - 64px); padding: 0; border: 1px solid var(--sg-line-strong); border-radius: 10px; background: var(--sg-surface); color: var(--sg-text); box-shadow: var(--sg-shadow); overflow: hidden; }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: var(--sg-scrim); }
    .head { display: flex; align-items: center; gap: 8px; padding: 10px 10px 10px 18px; border-bottom: 1px solid var(--sg-line); }
    .head h2 { flex: 1; }
    .body { padding: 16px 18px; overflow: auto; }
    :host([bare]) .head { display: none; }
    :host([bare]) .body { padding: 0; }
    :host([bare]) dialog { margin-top: 12vh; }
  `,
  ];

  @property({ type: Boolean, reflect: true }) open = false;
  @property() label = '';
  /** no title bar and no padding: for the palette */
  @property({ type: Boolean, reflect: true }) bare = false;
  @query('dialog') private readonly _dialog!: HTMLDialogElement;

  protected override render(): TemplateResult {
    return html`<dialog aria-label=${this.label} @close=${this.#closed} @click=${this.#ground}>
      <div class="head"><h2>${this.label}</h2><button class="button quiet icon" aria-label=${words().common.close} @click=${this.close}>${icon(X)}</button></div>
      <div class="body"><slot></slot></div>
    </dialog>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('open')) return;
    if (this.open && !this._dialog.open) this._dialog.showModal();
    if (!this.open && this._dialog.open) this._dialog.close();
  }

  readonly close = (): void => {
    this._dialog.close();
  };

  readonly #closed = (): void => {
    this.open = false;
    this.dispatchEvent(new CustomEvent('sg-close', { bubbles: true, composed: true }));
  };

  readonly #ground = (event: MouseEvent): void => {
    if (event.target === this._dialog) this._dialog.close();
  };
}
