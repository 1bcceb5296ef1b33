/** What else is known of a call: all its timings, dialogs and forks, hold, session timer, how Wireshark names its state. */
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CallDetail } from '../../contract/call-detail.ts';
import type { StreamRow } from '../../contract/streams.ts';
import { ClockController, formatEndpoint, formatNumber, formatTime } from '../parts/format.ts';
import { base } from '../parts/shared-styles.ts';
import { callWords } from '../words/call-words.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';
import './sg-media-history.ts';
import { spanText } from './limited-time.ts';

@customElement('sg-call-details')
export class SgCallDetails extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; overflow: auto; padding: 14px 16px 24px; background: var(--sg-surface); }
    h2 { font-size: var(--sg-size); margin: 14px 0 6px; }
    dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 18px; margin: 0; max-width: 90ch; }
    dt { color: var(--sg-text-2); }
    dt[title]:not([title='']) { text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; cursor: help; }
    dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: var(--sg-size-s); }
    th, td { text-align: left; padding: 4px 14px 4px 0; border-bottom: 1px solid var(--sg-line); white-space: nowrap; font-variant-numeric: tabular-nums; }
    th { color: var(--sg-text-2); font-weight: 500; }
  `,
  ];

  @property({ attribute: false }) details: readonly CallDetail[] = [];
  @property({ attribute: false }) streams: readonly StreamRow[] = [];
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);

  override render(): TemplateResult {
    return html`${this.details.map((detail) => this.renderCall(detail))}`;
  }

  private renderCall(detail: CallDetail): TemplateResult {
    const word = callWords();
    const { figures, help } = word;
    const { row, times } = detail;
    const time = (value: number | undefined): string => (value === undefined ? '' : spanText(value, row.limits));
    const facts: readonly (readonly [string, string, string])[] = [
      [word.callId, row.callId, ''],
      [words().calls.columns['from'] ?? '', [row.fromDisplay, row.fromUri].filter((part) => part !== '').join(' · '), ''],
      [words().calls.columns['to'] ?? '', [row.toDisplay, row.toUri].filter((part) => part !== '').join(' · '), ''],
      [figures.requestUri, row.requestUri, ''],
      [figures.wireshark, detail.wiresharkState, help.wireshark],
      [figures.trying, time(times.trying), help.trying],
      [figures.pdd, time(row.pdd), help.pdd],
      [figures.networkPdd, time(times.networkPdd), help.networkPdd],
      [figures.ring, time(row.ringTime), help.ring],
      [figures.setup, time(row.setupTime), help.setup],
      [figures.disconnect, time(times.disconnect), help.disconnect],
      [figures.firstMediaToCaller, time(times.firstMediaToCaller), help.firstMedia],
      [figures.firstMediaToCallee, time(times.firstMediaToCallee), help.firstMedia],
      [figures.challenges, detail.challenges === 0 ? '' : formatNumber(detail.challenges), help.challenges],
      [figures.forks, detail.forks < 2 ? '' : formatNumber(detail.forks), help.forks],
      [figures.sessionExpires, detail.sessionExpires === undefined ? '' : `${formatNumber(detail.sessionExpires)} s`, help.sessionExpires],
      [figures.transport, row.transports.map((transport) => transport.toUpperCase()).join(', '), ''],
      [figures.agents, row.userAgents.join('\n'), ''],
      [
        figures.held,
        detail.held.map((one) => word.heldFor(formatTime(one.from), one.to === undefined ? word.heldOpen : formatTime(one.to), word.sides[one.by])).join('; '),
        '',
      ],
    ];
    return html`<section><h2>#${row.number}</h2><dl>${facts.filter(([, value]) => value !== '').map(([name, value, explanation]) => html`<dt title=${explanation}>${name}</dt><dd>${value}</dd>`)}</dl>
      <sg-media-history .detail=${detail} .streams=${this.streams}></sg-media-history>
      ${detail.dialogs.length === 0 ? nothing : this.renderDialogs(detail)}</section>`;
  }

  private renderDialogs(detail: CallDetail): TemplateResult {
    const { dialogs, dialogColumns, yes, no } = callWords();
    return html`<h2>${dialogs}</h2><div class="scroll" tabindex="0" role="region" aria-label="${dialogs} #${detail.row.number}"><table><thead><tr>${Object.values(dialogColumns).map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${detail.dialogs.map((dialog) => html`<tr><td>${words().common.states[dialog.state] ?? dialog.state}</td><td class="mono">${dialog.localTag}</td><td class="mono">${dialog.remoteTag}</td><td>${formatEndpoint(dialog.remote)}</td><td>${formatNumber(dialog.messages)}</td><td>${dialog.early ? yes : no}</td></tr>`)}</tbody></table></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-call-details': SgCallDetails;
  }
}
