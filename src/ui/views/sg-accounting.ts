/**
 * Where every packet went: each kind with its count and share, adding up to all; packets not decoded by reason, with what
 * each means and what to do. Kinds and reasons filter the list beside it.
 * @fires sg-kind - detail { kind }; sg-reason - detail { reason }: chosen by the person
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { packetKinds, type Accounting, type PacketKind } from '../../contract/overview.ts';
import type { Remedy } from '../../contract/remedies.ts';
import { formatNumber, formatPercent } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { problemAdvice, problemSentence } from '../words/explain-words.ts';
import { WordsController } from '../words/language.ts';
import { packetsWords } from '../words/packets-words.ts';
import './sg-remedies.ts';

@customElement('sg-accounting')
export class SgAccounting extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; overflow: auto; padding: 12px 12px 20px; min-height: 0; background: var(--sg-surface); }
    h2 { font-size: var(--sg-size); padding: 0 4px 6px; }
    .sum + h2 { margin-top: 20px; }
    ul { list-style: none; margin: 0 0 14px; padding: 0; }
    .kind { display: grid; grid-template-columns: minmax(0, 1fr) max-content 54px; gap: 8px; align-items: center; width: 100%; min-height: 26px; padding: 1px 4px; border: 0; border-radius: 4px; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; font-variant-numeric: tabular-nums; position: relative; }
    .kind::before { content: ''; position: absolute; inset: auto 4px 1px; height: 2px; border-radius: 1px; background: var(--sg-series-1); transform-origin: left; transform: scaleX(var(--share, 0)); opacity: 0.75; }
    .kind[data-kind='notDecoded']::before { background: var(--sg-error); }
    .kind:hover { background: var(--sg-surface-2); }
    .kind[aria-pressed='true'] { background: var(--sg-accent-soft); color: var(--sg-accent); font-weight: 600; }
    .share { text-align: end; color: var(--sg-text-2); font-size: var(--sg-size-s); font-weight: 400; }
    .count { text-align: end; }
    .sum { display: grid; grid-template-columns: minmax(0, 1fr) 54px; gap: 8px; padding: 6px 4px 0; margin-top: 4px; border-top: 1px solid var(--sg-line-strong); font-weight: 600; font-variant-numeric: tabular-nums; }
    .sum span:last-child { text-align: end; font-weight: 400; font-size: var(--sg-size-s); color: var(--sg-text-2); }
    .reason { padding: 6px 4px 8px; border-bottom: 1px solid var(--sg-line); }
    .reason p { font-size: var(--sg-size-s); color: var(--sg-text-2); padding: 0 4px; }
    .reason .remedy { color: var(--sg-text); }
    .reason .kind { grid-template-columns: minmax(0, 1fr) max-content; font-family: var(--sg-mono); font-size: var(--sg-size-s); }
    .reason .kind::before { display: none; }
    .well { padding: 4px 4px 0; color: var(--sg-text-2); font-size: var(--sg-size-s); }
  `,
  ];

  @property({ attribute: false }) accounting: Accounting | undefined;
  @property({ attribute: false }) kinds: readonly PacketKind[] = [];
  @property() reason = '';
  /** what could still be read */
  @property({ attribute: false }) remedies: readonly Remedy[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { accounting } = this;
    if (accounting === undefined) return nothing;
    const w = packetsWords();
    const all = accounting.packets;
    const seen = packetKinds
      .filter((kind) => accounting.kinds[kind] > 0 || this.kinds.includes(kind))
      .toSorted((a, b) => accounting.kinds[b] - accounting.kinds[a]);
    const sum = packetKinds.reduce((total, kind) => total + accounting.kinds[kind], 0);
    return html`<sg-remedies .remedies=${this.remedies}></sg-remedies><h2 title=${w.accountingHelp}>${w.accounting}</h2>
      <ul>${seen.map((kind) => html`<li>${this.#kind(kind, accounting.kinds[kind], all)}</li>`)}</ul>
      <p class="sum"><span>${sum === all ? w.sum(formatNumber(sum)) : w.sumWrong(formatNumber(sum), formatNumber(all))}</span><span>${formatPercent(100)}</span></p>
      ${this.#reasons(accounting)}`;
  }

  #kind(kind: PacketKind, count: number, all: number): TemplateResult {
    const w = packetsWords();
    const name = w.kinds[kind] ?? kind;
    const share = formatPercent(all === 0 ? 0 : (count * 100) / all);
    return html`<button class="kind" data-kind=${kind} data-share=${all === 0 ? 0 : count / all} aria-pressed=${this.kinds.includes(kind)} aria-label=${w.row(name, formatNumber(count), share)} title=${w.kindHelp[kind] ?? nothing}
      @click=${() => this.#tell('sg-kind', { kind })}><span class="cut">${name}</span><span class="count">${formatNumber(count)}</span><span class="share">${share}</span></button>`;
  }

  #reasons({ notDecoded, packets }: Accounting): TemplateResult | typeof nothing {
    const w = packetsWords();
    if (notDecoded.length === 0) return packets === 0 ? nothing : html`<p class="well">${w.allDecoded}</p>`;
    return html`<h2>${w.reasons}</h2>${notDecoded.map(({ reason, count, firstFrame }) => {
      const advice = problemAdvice(reason);
      return html`<div class="reason"><button class="kind" aria-pressed=${this.reason === reason} @click=${() => this.#tell('sg-reason', { reason })}><span class="cut">${reason}</span><span class="count">${formatNumber(count)}</span></button>
        <p>${problemSentence(reason)} <span class="faint">${w.firstAt(formatNumber(firstFrame))}</span></p>${advice === undefined ? nothing : html`<p class="remedy">${w.remedy}: ${advice}</p>`}</div>`;
    })}`;
  }

  protected override updated(): void {
    for (const button of this.renderRoot.querySelectorAll<HTMLElement>('.kind[data-share]'))
      button.style.setProperty('--share', button.dataset['share'] ?? '0');
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
