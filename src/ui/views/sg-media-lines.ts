/** Declared against observed: one card per m-line of the session, differences first. */
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MediaLine, MediaSide } from '../../contract/call-detail.ts';
import type { StreamRow } from '../../contract/streams.ts';
import { formatEndpoint, formatMs, formatNumber } from '../parts/format.ts';
import { base } from '../parts/shared-styles.ts';
import { chatWords } from '../words/chat-words.ts';
import { callWords } from '../words/call-words.ts';
import { WordsController } from '../words/language.ts';
import { msrpKind } from './msrp-kind.ts';
import { mediaWords } from '../words/media-words.ts';
import { mismatchesOf } from './media-mismatch.ts';

/** @fires sg-jump - detail { message }: the message that declared a side */
@customElement('sg-media-lines')
export class SgMediaLines extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; }
    h2 { font-size: var(--sg-size); margin: 0 0 6px; }
    .line { border: 1px solid var(--sg-line); border-radius: var(--sg-radius); padding: 8px 12px; margin-bottom: 8px; background: var(--sg-surface); }
    h3 { display: flex; gap: 10px; align-items: baseline; }
    .agrees { color: var(--sg-ok); font-weight: 400; font-size: var(--sg-size-s); }
    ul { list-style: none; margin: 3px 0 4px; padding: 0; }
    li.error { color: var(--sg-error); } li.warning { color: var(--sg-warning); } li.note { color: var(--sg-note); }
    li::before { content: '▲ '; font-size: 9px; }
    li.note::before { content: '● '; }
    dl { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0 16px; margin: 4px 0 0; font-size: var(--sg-size-s); }
    dt { color: var(--sg-text-2); }
    dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    dd p { margin: 0; }
    .link { font: inherit; border: 0; background: none; padding: 0; color: var(--sg-accent); cursor: pointer; text-align: start; }
    .link:hover { text-decoration: underline; }
  `,
  ];

  @property({ attribute: false }) lines: readonly MediaLine[] = [];
  @property({ attribute: false }) streams: readonly StreamRow[] = [];
  /** media is expected: the call was answered */
  @property({ type: Boolean }) answered = false;
  /** the calls carried messages over MSRP */
  @property({ type: Boolean }) hasChat = false;
  readonly words = new WordsController(this);

  override render(): TemplateResult | typeof nothing {
    if (this.lines.length === 0) return nothing;
    const word = mediaWords();
    const judged = this.lines.map((line) => ({ line, mismatches: mismatchesOf(line, this.streams, this.answered, word, callWords()) }));
    const weight = (mismatches: readonly { severity: string }[]): number =>
      mismatches.some((one) => one.severity === 'error') ? 0 : mismatches.length > 0 ? 1 : 2;
    judged.sort((a, b) => weight(a.mismatches) - weight(b.mismatches) || a.line.index - b.line.index);
    return html`<h2 title=${word.declaredHelp}>${word.declared}</h2>${judged.map(
      ({
        line,
        mismatches,
      }) => html`<section class="line"><h3>${word.line(line.index, `${line.media} ${line.protocol}`)}${mismatches.length === 0 && line.streams.length > 0 ? html`<span class="agrees">✓ ${word.agrees}</span>` : nothing}</h3>
        ${mismatches.length === 0 ? nothing : html`<ul>${mismatches.map((one) => html`<li class=${one.severity}>${one.text}</li>`)}</ul>`}
        <dl><div><dt>${word.callerSide}</dt>${this.side(line.caller)}</div><div><dt>${word.calleeSide}</dt>${this.side(line.callee)}</div><div><dt>${word.observed}</dt>${this.observed(line)}</div></dl></section>`,
    )}`;
  }

  private side(side: MediaSide | undefined): TemplateResult {
    const word = mediaWords();
    if (!side) return html`<dd class="muted">${word.nothingDeclared}</dd>`;
    return html`<dd><button type="button" class="link" @click=${() => this.dispatchEvent(new CustomEvent('sg-jump', { detail: { message: side.message }, bubbles: true, composed: true }))}>${formatEndpoint(side.endpoint)}</button>
      <p>${word.directions[side.direction]}${side.encrypted ? ` · ${word.encrypted}` : ''}${side.ptime === undefined ? '' : ` · ${word.ptime(formatMs(side.ptime))}`}</p><p>${side.codecs.join(', ')}</p>${side.messages === undefined ? nothing : this.messages(side.messages)}</dd>`;
  }

  /** What MSRP takes, in a word, and the types as they came. */
  private messages({ types, file }: NonNullable<MediaSide['messages']>): TemplateResult {
    const word = mediaWords();
    return html`<p title=${word.msrpHelp}>${word.msrp[msrpKind(types, file)]}</p>${types.length === 0 ? nothing : html`<p class="muted">${word.accepts(types.join(', '))}</p>`}`;
  }

  private observed(line: MediaLine): TemplateResult {
    const word = mediaWords();
    const own = this.streams.filter((stream) => line.streams.includes(stream.stream));
    if (own.length === 0 && this.hasChat && line.media === 'message') return html`<dd>${chatWords().title}</dd>`;
    if (own.length === 0) return html`<dd class="muted">${word.nothingObserved}</dd>`;
    return html`<dd>${own.map((stream) => html`<p>${formatEndpoint(stream.source)} → ${formatEndpoint(stream.destination)} · ${stream.codec} · ${formatNumber(stream.packets)}</p>`)}</dd>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-media-lines': SgMediaLines;
  }
}
