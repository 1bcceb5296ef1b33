/**
 * Short messages at the foot of the page; they go by themselves unless they are errors or offer an action.
 *   dispatch `sg-toast` (bubbles, composed) with { text, tone?, action?: { label, run } } from anywhere; the shell shows it.
 */
import { X } from 'lucide';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { words } from '../words/words.ts';
import { icon } from './icon.ts';
import { base, controls } from './shared-styles.ts';

export interface ToastDetail {
  readonly text: string;
  readonly tone?: 'plain' | 'error' | 'ok';
  readonly action?: { readonly label: string; readonly run: () => void };
}

const STAYS = 6000;

@customElement('sg-toast')
export class SgToast extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { position: fixed; inset: auto 0 16px 0; z-index: 40; display: grid; justify-items: center; gap: 8px; pointer-events: none; }
    .toast { pointer-events: auto; display: flex; align-items: center; gap: 10px; max-width: min(640px, calc(100vw - 32px)); padding: 8px 8px 8px 14px; border: 1px solid var(--sg-line-strong); border-radius: 8px; background: var(--sg-surface); box-shadow: var(--sg-shadow); }
    .toast[data-tone='error'] { border-color: var(--sg-error); }
    .text { flex: 1; overflow-wrap: anywhere; }
  `,
  ];

  @state() private _toasts: readonly (ToastDetail & { readonly id: number })[] = [];
  #next = 0;

  show(toast: ToastDetail): void {
    const id = ++this.#next;
    this._toasts = [...this._toasts.slice(-2), { ...toast, id }];
    if (toast.tone !== 'error' && toast.action === undefined) setTimeout(() => this.#drop(id), STAYS);
  }

  protected override render(): TemplateResult {
    return html`<div role="status" aria-live="polite">${this._toasts.map(
      (toast) => html`<div class="toast" data-tone=${toast.tone ?? 'plain'}><span class="text">${toast.text}</span>
      ${toast.action === undefined ? nothing : html`<button class="button" @click=${() => this.#act(toast)}>${toast.action.label}</button>`}
      <button class="button quiet icon" aria-label=${words().shell.dismiss} @click=${() => this.#drop(toast.id)}>${icon(X)}</button></div>`,
    )}</div>`;
  }

  #act(toast: ToastDetail & { readonly id: number }): void {
    this.#drop(toast.id);
    toast.action?.run();
  }

  #drop(id: number): void {
    this._toasts = this._toasts.filter((toast) => toast.id !== id);
  }
}
