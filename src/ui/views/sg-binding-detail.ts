/**
 * One binding: its facts, and every transaction with what its answer means.
 * @fires sg-packet-link - detail { packet }: somebody wants to see the packet of a transaction
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { BindingRow } from '../../contract/bindings.ts';
import { ClockController, formatEndpoint, formatMoment, formatMomentFully, formatMs, formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { statusSentence } from '../words/explain-words.ts';
import { WordsController } from '../words/language.ts';
import { registrationsWords } from '../words/registrations-words.ts';
import { flaps, historyTone } from './binding-history.ts';
import { bindingStory, type BindingClause } from './binding-story.ts';

@customElement('sg-binding-detail')
export class SgBindingDetail extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; overflow: auto; padding: 10px 16px 20px; background: var(--sg-surface); min-height: 0; }
    .story { margin-bottom: 8px; max-width: 110ch; line-height: 1.5; overflow-wrap: anywhere; }
    .clause { display: inline; border: 0; padding: 0; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; }
    .clause:hover { color: var(--sg-accent); }
    dl { display: flex; flex-wrap: wrap; gap: 2px 24px; margin: 0 0 10px; }
    dl > div { display: flex; gap: 6px; }
    dt { color: var(--sg-text-2); }
    dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    table { border-collapse: collapse; width: 100%; max-width: 1100px; }
    th, td { text-align: start; padding: 4px 14px 4px 0; border-bottom: 1px solid color-mix(in srgb, var(--sg-line) 60%, transparent); vertical-align: baseline; font-variant-numeric: tabular-nums; white-space: nowrap; }
    th { color: var(--sg-text-2); font-size: var(--sg-size-s); font-weight: 500; }
    td.meaning { white-space: normal; color: var(--sg-text-2); width: 60%; }
    .dot { display: inline-block; width: 8px; height: 8px; border-radius: 50%; margin-inline-end: 7px; background: var(--sg-text-3); }
    .dot.ok { background: var(--sg-ok); }
    .dot.bad { background: var(--sg-error); border-radius: 1px; transform: rotate(45deg); }
    .dot.none { background: transparent; border: 1.5px solid var(--sg-error); }
  `,
  ];

  @property({ attribute: false }) row: BindingRow | undefined;
  /** open captures: with one, a packet's frame number is known from its index */
  @property({ type: Number }) captures = 1;

  constructor() {
    super();
    new WordsController(this);
    new ClockController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { row } = this;
    if (row === undefined) return nothing;
    const w = registrationsWords();
    const columns = w.transactionColumns;
    return html`<p class="story">${bindingStory(row, w).map((clause, i) => html`${i === 0 ? '' : w.story.space}${this.#clause(clause)}`)}</p><dl>${this.#facts(row).map(([name, value, help]) => html`<div><dt title=${help ?? nothing}>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <table><caption class="spoken">${w.transactions}</caption><thead><tr>${[columns.time, columns.after, columns.status, columns.meaning, columns.frame].map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
        <tbody>${row.history.map((one, i) => this.#transaction(row, one, i))}</tbody></table>
      ${row.history.length >= 500 ? html`<p class="muted">${w.historyMore(formatNumber(row.history.length))}</p>` : nothing}`;
  }

  #clause({ text, packet }: BindingClause): TemplateResult {
    if (packet === undefined) return html`<span>${text}</span>`;
    return html`<button type="button" class="clause" @click=${() => this.dispatchEvent(new CustomEvent('sg-packet-link', { detail: { packet }, bubbles: true, composed: true }))}>${text}</button>`;
  }

  #facts(row: BindingRow): readonly (readonly [string, string, string?])[] {
    const w = registrationsWords();
    const granted =
      row.expires === undefined
        ? w.noLifetime
        : `${w.seconds(formatNumber(row.expires))}${row.expiresAt === undefined ? '' : `, ${row.state === 'EXPIRED' ? w.ranOut(formatMoment(row.expiresAt)) : w.until(formatMoment(row.expiresAt))}`}`;
    return [
      [w.facts.expires, granted],
      [w.facts.interval, row.refreshInterval === undefined ? '–' : w.seconds(formatNumber(row.refreshInterval, 1))],
      [w.facts.flaps, formatNumber(flaps(row.history)), w.flapsHelp],
      [w.facts.path, `${formatEndpoint(row.source)} → ${formatEndpoint(row.destination)}`],
      [w.facts.agent, row.userAgent ?? '–'],
    ];
  }

  #transaction(row: BindingRow, { time, status, packet }: BindingRow['history'][number], i: number): TemplateResult {
    const w = registrationsWords();
    const before = row.history[i - 1];
    return html`<tr><td title=${formatMomentFully(time)}>${formatMoment(time)}</td><td>${before === undefined ? '' : `+${formatMs((time - before.time) / 1e6)}`}</td>
      <td><span class="dot ${historyTone(status)}"></span>${status > 0 ? status : w.noAnswer}</td><td class="meaning">${status > 0 ? statusSentence(status) : w.noAnswerHelp}</td>
      <td><button class="link" @click=${() => this.dispatchEvent(new CustomEvent('sg-packet-link', { detail: { packet }, bubbles: true, composed: true }))}>${this.captures === 1 ? w.frame(formatNumber(packet + 1)) : w.transactionColumns.frame}</button></td></tr>`;
  }
}
