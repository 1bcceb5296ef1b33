/**
 * Beside the ladder: the chosen row as a message, as a packet, or its stream (slot `media`), behind tabs.
 * @fires sg-pane - detail { pane }: another tab was chosen
 */
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MessageDetail, PacketDetail } from '../../contract/detail.ts';
import { base } from '../parts/shared-styles.ts';
import { callWords } from '../words/call-words.ts';
import { WordsController } from '../words/language.ts';
import './sg-message-inspector.ts';
import './sg-packet-inspector.ts';

export type InspectorPane = 'message' | 'packet' | 'media';

@customElement('sg-call-inspector')
export class SgCallInspector extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; height: 100%; background: var(--sg-surface); }
    .panes { display: flex; align-items: center; gap: 2px; border-bottom: 1px solid var(--sg-line); padding: 0 6px; flex: none; min-width: 0; }
    [role='tablist'] { flex: none; display: flex; gap: 2px; }
    button { font: inherit; font-size: var(--sg-size-s); color: var(--sg-text-2); background: none; border: 0; border-bottom: 2px solid transparent; padding: 4px 8px 3px; cursor: pointer; white-space: nowrap; }
    button:hover { color: var(--sg-text); }
    button[aria-selected='true'] { color: var(--sg-text); border-bottom-color: var(--sg-accent); font-weight: 600; }
    .what { margin-left: auto; padding-left: 12px; color: var(--sg-text-2); font-size: var(--sg-size-s); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
    sg-message-inspector, sg-packet-inspector, ::slotted(*), .empty { flex: 1; min-height: 0; }
  `,
  ];

  @property() pane: InspectorPane = 'message';
  /** the row is a stream: there is no message */
  @property({ type: Boolean }) stream = false;
  @property({ attribute: false }) message: MessageDetail | undefined;
  @property({ attribute: false }) packet: PacketDetail | undefined;
  /** the engine has answered: what is absent is gone */
  @property({ type: Boolean }) answered = false;
  @property({ type: Number }) captures = 1;
  readonly words = new WordsController(this);

  /** Takes the keyboard to the chosen tab. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  private get panes(): readonly InspectorPane[] {
    return this.stream ? ['media', 'packet'] : ['message', 'packet'];
  }

  private choose(pane: InspectorPane): void {
    this.dispatchEvent(new CustomEvent('sg-pane', { detail: { pane }, bubbles: true, composed: true }));
  }

  private onTabKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(this.panes.find((pane) => pane !== this.pane) ?? this.pane);
    setTimeout(() => this.focus());
  }

  override render(): TemplateResult {
    const word = callWords();
    const start = this.stream ? undefined : this.message?.startLine;
    const title =
      start === undefined ? '' : start.method === undefined ? `${start.status ?? ''} ${start.reason ?? ''}` : `${start.method} ${start.requestUri ?? ''}`;
    return html`<div class="panes"><div role="tablist" aria-label=${word.inspectorTabs} @keydown=${this.onTabKey}>${this.panes.map(
      (pane) =>
        html`<button type="button" role="tab" aria-selected=${pane === this.pane ? 'true' : 'false'} tabindex=${pane === this.pane ? 0 : -1} @click=${() => this.choose(pane)}>${word.pane[pane]}</button>`,
    )}</div><span class="what" title=${title}>${title}</span></div>
      ${
        this.pane === 'packet'
          ? html`<sg-packet-inspector ?missing=${this.answered} .detail=${this.packet} .captures=${this.captures}></sg-packet-inspector>`
          : this.pane === 'message'
            ? html`<sg-message-inspector tabindex="-1" ?missing=${this.answered} .detail=${this.message} .captures=${this.captures}></sg-message-inspector>`
            : nothing
      }${this.pane === 'media' ? html`<slot name="media"></slot>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-call-inspector': SgCallInspector;
  }
}
