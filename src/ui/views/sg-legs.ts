/**
 * The legs of a call: every Call-ID of its family in order, each with its link to the one before, its score and the reasons in
 * words; links can be kept, parted, made by hand, and a header named that holds the other Call-ID. It asks nothing.
 *
 * @fires sg-leg-pin - detail { one, other, on }: link two calls by hand, or no longer
 * @fires sg-leg-cut - detail { one, other, on }: part two calls, or no longer
 * @fires sg-leg-number - detail { number }: link the call of that number in the list
 * @fires sg-leg-header - detail { name }: take that header as the other Call-ID; '' none
 * @fires sg-leg-open - detail { callIds }: one ladder of these
 */
import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CallIndex } from '../../base/units.ts';
import type { CallRow } from '../../contract/calls.ts';
import type { LegFamily, LegLink, LegMedia } from '../../contract/legs.ts';
import { formatMs, formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { legsWords } from '../words/legs-words.ts';
import { WordsController } from '../words/language.ts';
import { stateWord } from './call-look.ts';
import { partyName } from './call-story.ts';
import { legMediaTable } from './leg-media-table.ts';
import { legsStyles } from './legs-styles.ts';

@customElement('sg-legs')
export class SgLegs extends LitElement {
  static override styles = [base, controls, legsStyles];

  @property({ attribute: false }) family: LegFamily | undefined;
  /** undefined while packets are compared */
  @property({ attribute: false }) media: readonly LegMedia[] | undefined;
  /** calls the page shows */
  @property({ attribute: false }) shown: readonly CallIndex[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  private tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  override render(): TemplateResult | typeof nothing {
    const { family } = this;
    if (family === undefined) return nothing;
    const w = legsWords();
    const isFamily = family.members.length > 1;
    return html`<h2 id="legs-title">${w.title}</h2>
      ${isFamily ? html`<ol aria-labelledby="legs-title">${family.members.map(({ row, depth }, i) => this.renderMember(family, row, depth, i))}</ol>` : html`<p class="muted">${w.none}</p>`}
      ${family.cuts.length === 0 ? nothing : this.renderCuts(family)}
      ${family.transfers.length === 0 ? nothing : this.renderTransfers(family)}
      ${isFamily ? legMediaTable(this.media, family) : nothing}
      ${this.renderHand(family)}`;
  }

  private renderMember(family: LegFamily, row: CallRow, depth: number, i: number): TemplateResult {
    const w = legsWords();
    const links = family.links.filter(({ to }) => to === row.call);
    return html`<li data-depth=${Math.min(depth, 6)}><div class="leg"><span class="dot" data-series=${(i % 6) + 1}></span>
      <b>#${formatNumber(row.number)}</b> <span>${partyName(row.from, '', row.fromUri)} → ${partyName(row.to, '', row.toUri)}</span> ${stateWord(row.state)}
      <span class="mono id">${row.callId}</span>${this.shown.includes(row.call) ? html`<span class="here">${w.thisCall}</span>` : nothing}</div>
      ${links.map((link) => this.renderLink(link))}</li>`;
  }

  private renderLink(link: LegLink): TemplateResult {
    const w = legsWords();
    const other = { one: link.from, other: link.to };
    return html`<div class="evidence"><span class="score" title=${w.scoreHelp}>${link.pinned ? w.pinnedScore : w.score(formatNumber(link.score))}</span>
      <ul>${link.reasons
        .filter(({ kind }) => kind !== 'pinned')
        .map(
          ({ kind, points }) =>
            html`<li class=${points === 0 ? 'spare' : ''} title=${points === 0 ? w.counted : nothing}>${w.reasons[kind]}${points === 0 ? nothing : html` <span class="points">${w.points(points)}</span>`}</li>`,
        )}<li class="gap">${w.gap(formatMs(link.gap))}</li></ul>
      <span class="acts"><button type="button" class="button small" aria-pressed=${link.pinned ? 'true' : 'false'} title=${w.pinHelp} @click=${() => this.tell('sg-leg-pin', { ...other, on: !link.pinned })}>${link.pinned ? w.unpin : w.pin}</button>
      <button type="button" class="button small" title=${w.cutHelp} @click=${() => this.tell('sg-leg-cut', { ...other, on: true })}>${w.cut}</button></span></div>`;
  }

  private renderCuts(family: LegFamily): TemplateResult {
    const w = legsWords();
    return html`<h3>${w.cuts}</h3><ul class="plain">${family.cuts.map(
      ({ link, other }) =>
        html`<li>${named(other)} <button type="button" class="button small" @click=${() => this.tell('sg-leg-cut', { one: link.from, other: link.to, on: false })}>${w.again}</button></li>`,
    )}</ul>`;
  }

  private renderTransfers(family: LegFamily): TemplateResult {
    const w = legsWords();
    const ids = family.members.map(({ row }) => row.callId);
    return html`<h3 title=${w.transfersHelp}>${w.transfers}</h3><ul class="plain">${family.transfers.map(
      ({ link, other }) =>
        html`<li>${named(other)} <span class="muted">${link.reasons
          .filter(({ kind }) => kind === 'replaces' || kind === 'referTo' || kind === 'join' || kind === 'targetDialog')
          .map(({ kind }) => w.reasons[kind])
          .join(', ')}</span>
        <button type="button" class="button small" @click=${() => this.tell('sg-leg-open', { callIds: [...ids, other.callId] })}>${w.openOther}</button></li>`,
    )}</ul>`;
  }

  private renderHand(family: LegFamily): TemplateResult {
    const w = legsWords();
    return html`<div class="hand"><form @submit=${(event: SubmitEvent) => this.onNumber(event)}><label for="leg-number" title=${w.byHelp}>${w.by}</label>
      <input class="input" id="leg-number" inputmode="numeric" placeholder="#" autocomplete="off" title=${w.byHelp}><button type="submit" class="button small">${w.byButton}</button></form>
      <form @submit=${(event: SubmitEvent) => this.onHeader(event)}><label for="leg-header" title=${w.headerHelp}>${w.header}</label>
      <input class="input wide" id="leg-header" .value=${family.header} placeholder=${w.headerName} spellcheck="false" autocomplete="off" maxlength="64" title=${w.headerHelp}><button type="submit" class="button small">${w.headerButton}</button></form></div>
      <p class="muted kept">${w.kept}</p>`;
  }

  private onNumber(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector<HTMLInputElement>('#leg-number')!;
    const number = Number(input.value.replace(/^#/, '').replaceAll(/[\s,.]/g, ''));
    if (!Number.isInteger(number) || number < 1) return;
    input.value = '';
    this.tell('sg-leg-number', { number });
  }

  private onHeader(event: SubmitEvent): void {
    event.preventDefault();
    this.tell('sg-leg-header', { name: this.renderRoot.querySelector<HTMLInputElement>('#leg-header')!.value });
  }
}

function named(row: CallRow): TemplateResult {
  return html`<b>#${formatNumber(row.number)}</b> ${partyName(row.from, '', row.fromUri)} → ${partyName(row.to, '', row.toUri)} <span class="mono">${row.callId}</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-legs': SgLegs;
  }
}
