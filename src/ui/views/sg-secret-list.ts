/**
 * Keys that were given, by file, with how many sessions each opened; and the TLS connections, each opened or closed with the reason.
 * @fires sg-forget-typed somebody wants the keys typed by hand forgotten
 * @fires sg-forget { file } somebody wants the keys of a file forgotten @fires sg-add-keys a file of keys is to be chosen
 * @fires sg-paste-keys { text } lines of a key log @fires sg-place { frame, capture } a packet is to be shown
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { X } from 'lucide';
import type { Paged } from '../../contract/common.ts';
import type { SecretSource } from '../../contract/secrets.ts';
import type { TlsConnectionRow } from '../../contract/tls.ts';
import { formatNumber } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { base, controls, figures } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { tlsWords } from '../words/tls-words.ts';
import { tlsAgreed, tlsMark, tlsState } from './tls-mark.ts';

/** a line that begins like one of a key log */
const LINE = /^\s*(?:[A-Z][A-Z0-9_]+ [0-9a-fA-F]{16,} [0-9a-fA-F]+|RSA Session-ID:[0-9a-fA-F]+ Master-Key:[0-9a-fA-F]+)\s*$/m;

@customElement('sg-secret-list')
export class SgSecretList extends LitElement {
  static override styles = [
    base,
    controls,
    figures,
    css`
    :host { display: grid; gap: 14px; }
    p { margin: 0; line-height: 1.5; }
    h3 { margin: 0 0 6px; }
    .scroll { overflow: auto; max-height: 36vh; border: 1px solid var(--sg-line); border-radius: 6px; }
    table { width: 100%; border-collapse: collapse; font-size: var(--sg-size-s); }
    th, td { padding: 5px 10px; text-align: start; vertical-align: top; border-bottom: 1px solid var(--sg-line); }
    th { color: var(--sg-text-2); font-weight: 500; background: var(--sg-surface); position: sticky; top: 0; }
    td.end, th.end { text-align: end; }
    td.name { overflow-wrap: anywhere; min-width: 16ch; }
    .bad { color: var(--sg-warning); }
    .state { min-width: 24ch; }
    textarea { display: block; box-sizing: border-box; width: 100%; min-height: 64px; margin: 4px 0 6px; padding: 6px 8px; resize: vertical; font: 12px var(--sg-mono); background: var(--sg-bg); color: var(--sg-text); border: 1px solid var(--sg-line-strong); border-radius: 6px; }
    .row { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
    .link { text-align: start; }
    .how { color: var(--sg-text-2); font-size: var(--sg-size-s); }
  `,
  ];

  @property({ attribute: false }) sources: readonly SecretSource[] = [];
  @property({ attribute: false }) connections: Paged<TlsConnectionRow> | undefined;
  /** of all connections */
  @property({ type: Number }) opened = 0;
  /** keys of media that somebody typed and that opened something */
  @property({ type: Number }) typed = 0;
  @state() private _isRefused = false;
  @query('textarea') private readonly _text!: HTMLTextAreaElement | null;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = tlsWords();
    return html`<p>${w.lead}</p>
      <section aria-label=${w.sources}>${this.sources.length === 0 && this.typed === 0 ? html`<p class="how">${w.none}</p>` : this.#sources()}</section>
      <section class="row"><button class="button" @click=${() => this.#tell('sg-add-keys', {})}>${w.add}</button></section>
      <section><label>${w.paste}<textarea spellcheck="false" autocomplete="off" placeholder="CLIENT_RANDOM 5f3a… 8b21…" @input=${this.#typed}></textarea></label>
        <div class="row"><button class="button" @click=${this.#paste}>${w.use}</button>${this._isRefused ? html`<span class="bad" role="alert">${w.pasteFailed}</span>` : nothing}</div></section>
      <section aria-label=${w.connections}>${this.#connections()}</section>
      <p class="how">${w.how}</p>`;
  }

  #sources(): TemplateResult {
    const w = tlsWords();
    const c = w.columns;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${w.sources}><table><thead><tr><th>${c.file}</th><th>${c.what}</th><th class="end">${c.opened}</th><th><span class="spoken">${c.forget}</span></th></tr></thead>
      <tbody>${this.sources.map((source) => this.#source(source))}${this.typed === 0 ? nothing : this.#typedKeys()}</tbody></table></div>`;
  }

  #source(source: SecretSource): TemplateResult {
    const w = tlsWords();
    const notes = [source.skipped === 0 ? [] : [w.skipped(formatNumber(source.skipped))], source.problems.map((problem) => w.problems[problem])].flat();
    return html`<tr><td class="name">${source.name}${source.from === 'capture' ? html` <span class="faint">${w.within}</span>` : nothing}</td>
      <td>${w.kinds[source.kind](formatNumber(source.secrets))}${notes.map((note) => html`<div class="bad">${note}</div>`)}</td><td class="end">${formatNumber(source.opened)}</td>
      <td class="end">${source.from === 'file' ? html`<button class="button quiet icon" aria-label=${w.forget(source.name)} title=${w.forget(source.name)} @click=${() => this.#tell('sg-forget', { file: source.file })}>${icon(X)}</button>` : nothing}</td></tr>`;
  }

  #typedKeys(): TemplateResult {
    const w = tlsWords();
    return html`<tr><td class="name">${w.byHand}</td><td>${w.typedKeys(formatNumber(this.typed))}</td><td class="end"></td>
      <td class="end"><button class="button quiet icon" aria-label=${w.forgetTyped} title=${w.forgetTyped} @click=${() => this.#tell('sg-forget-typed', {})}>${icon(X)}</button></td></tr>`;
  }

  #connections(): TemplateResult | typeof nothing {
    const w = tlsWords();
    const { connections } = this;
    if (connections === undefined) return nothing;
    if (connections.total === 0) return html`<h3>${w.connections}</h3><p class="how">${w.noConnections}</p>`;
    const rest = connections.total - connections.rows.length;
    return html`<h3>${w.connections} <span class="faint">${w.summary(formatNumber(this.opened), formatNumber(connections.total))}</span></h3>
      <div class="scroll" tabindex="0" role="region" aria-label=${w.connections}><table><thead><tr><th>${w.client}</th><th>${w.server}</th><th>${w.agreedColumn}</th><th>${w.stateColumn}</th></tr></thead>
        <tbody>${connections.rows.map((row) => this.#connection(row))}</tbody></table></div>${rest > 0 ? html`<p class="how">${w.more(formatNumber(rest))}</p>` : nothing}`;
  }

  #connection(row: TlsConnectionRow): TemplateResult {
    const { client, server, first } = row;
    return html`<tr><td><button class="link" @click=${() => this.#tell('sg-place', { frame: first.frame, capture: first.capture })}>${client.address}:${client.port}</button></td>
      <td>${server.address}:${server.port}${row.serverName === undefined ? nothing : html`<div class="faint">${row.serverName}</div>`}</td><td>${tlsAgreed(row)}</td><td class="state">${tlsMark(row)}<div>${tlsState(row)}</div></td></tr>`;
  }

  readonly #typed = (): void => {
    this._isRefused = false;
  };

  readonly #paste = (): void => {
    const text = this._text?.value ?? '';
    this._isRefused = !LINE.test(text);
    if (this._isRefused) return;
    this._text!.value = '';
    this.#tell('sg-paste-keys', { text });
  };

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
