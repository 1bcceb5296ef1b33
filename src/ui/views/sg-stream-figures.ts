/**
 * The figures of one stream in one profile, each explaining its formula: beside a ladder, on top of a stream's page.
 * @fires sg-profile - detail { profile }; sg-navigate - detail: the route of the stream's page
 */
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Profile, StreamRow } from '../../contract/streams.ts';
import { formatEndpoint } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { mediaWords } from '../words/media-words.ts';
import { mediaColumns } from './media-columns.ts';

const profiles: readonly Profile[] = ['wireshark', 'rfc3550'];

@customElement('sg-stream-figures')
export class SgStreamFigures extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; margin-bottom: 10px; }
    .head { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; margin-bottom: 6px; }
    .path { font-weight: 600; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    .muted { font-size: var(--sg-size-s); }
    .group { display: inline-flex; background: var(--sg-surface-2); border-radius: 5px; padding: 1px; margin-left: auto; }
    .group button { font: inherit; font-size: var(--sg-size-s); border: 1px solid transparent; border-radius: 4px; background: none; color: var(--sg-text-2); padding: 1px 9px; cursor: pointer; }
    .group button[aria-checked='true'] { background: var(--sg-surface); color: var(--sg-text); border-color: var(--sg-line-strong); }
    dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); gap: 4px 12px; margin: 0; }
    dt { font-size: 11px; color: var(--sg-text-2); white-space: nowrap; }
    dt span { text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; cursor: help; }
    dd { margin: 0; font-variant-numeric: tabular-nums; white-space: nowrap; }
  `,
  ];

  @property({ attribute: false }) row: StreamRow | undefined;
  @property() profile: Profile = 'rfc3550';
  readonly words = new WordsController(this);

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  override render(): TemplateResult | typeof nothing {
    const { row } = this;
    if (!row) return nothing;
    const word = mediaWords();
    return html`<div class="head"><span class="path">${formatEndpoint(row.source)} → ${formatEndpoint(row.destination)}</span><span class="muted">${row.codec} · ${row.ssrc}${row.direction ? ` · ${word.direction[row.direction]}` : ''}${
      row.bindingReason ? ` · ${word.bound[row.bindingReason]}` : ''
    }</span>
      <button type="button" class="link" @click=${() => this.tell('sg-navigate', { view: 'stream', streams: [row.stream] })}>${word.openStream}</button>
      <span class="group" role="radiogroup" aria-label=${word.profile}>${profiles.map((profile) => html`<button type="button" role="radio" aria-checked=${profile === this.profile ? 'true' : 'false'} title=${word.profileHelp[profile]} @click=${() => this.tell('sg-profile', { profile })}>${word.profiles[profile]}</button>`)}</span></div>
      <dl>${mediaColumns(this.profile, word).map((column) => html`<div><dt><span title=${column.help}>${column.name}</span></dt><dd class=${column.tone?.(row) ?? ''}>${column.text(row)}</dd></div>`)}</dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-stream-figures': SgStreamFigures;
  }
}
