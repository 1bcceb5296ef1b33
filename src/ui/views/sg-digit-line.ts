/**
 * The digits of a call on one line, whichever way they came, and the tones beside them. A digit that came twice stands twice, the
 * second one marked; the chosen one is told in full below, with the way to its packet or message.
 *
 * @fires sg-moment - detail { time }: a digit or tone was chosen; the cursor belongs there
 * @fires sg-jump - detail { message, place }: the SIP message that carries a digit
 * @fires sg-navigate - detail: the route of a packet
 */
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Nanoseconds } from '../../base/units.ts';
import type { CallDigits, Digit, Tone } from '../../contract/tones.ts';
import { ClockController, formatDuration, formatMoment, formatMs, formatNumber, formatRelative } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { tonesWords } from '../words/tones-words.ts';
import { shortDigit } from './ladder-tone-rows.ts';

@customElement('sg-digit-line')
export class SgDigitLine extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; min-width: 0; }
    .line { display: flex; flex-wrap: wrap; gap: 3px; margin: 0; padding: 0; list-style: none; }
    .line li { display: flex; }
    .digit { position: relative; min-width: 26px; height: 28px; padding: 0 6px; border: 1px solid var(--sg-line-strong); border-radius: 4px; background: var(--sg-surface); color: var(--sg-text); font: 600 14px / 1 var(--sg-mono); cursor: pointer; }
    .digit:hover { background: var(--sg-surface-2); }
    .digit[aria-pressed='true'] { border-color: var(--sg-accent); background: var(--sg-accent-soft); }
    .digit::after { content: ''; position: absolute; inset: auto 4px 3px; height: 2px; border-radius: 1px; background: var(--mark); }
    .rfc4733 { --mark: var(--sg-series-1); } .info, .kpml { --mark: var(--sg-series-2); } .inband { --mark: var(--sg-series-3); }
    .double, .rejected { border-style: dashed; color: var(--sg-text-3); }
    .rejected { text-decoration: line-through; }
    .unended { border-color: var(--sg-warning); }
    .pause { width: 10px; }
    .keys { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 6px 0 0; font-size: var(--sg-size-s); color: var(--sg-text-2); }
    .keys i { display: inline-block; width: 12px; height: 3px; border-radius: 1px; margin-inline-end: 5px; vertical-align: 3px; background: var(--mark); }
    .told { margin: 6px 0 0; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
    .told b { font: 600 13px var(--sg-mono); }
    .tones { margin: 8px 0 0; padding: 0; list-style: none; font-size: var(--sg-size-s); max-height: 190px; overflow-y: auto; columns: 3 350px; column-gap: 16px; font-variant-numeric: tabular-nums; }
    .tones li { break-inside: avoid; }
    .tones button { max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: inherit; border: 0; background: none; padding: 1px 4px; color: var(--sg-text); cursor: pointer; text-align: start; border-radius: 3px; }
    .tones button:hover { background: var(--sg-surface-2); }
    .when { color: var(--sg-text-2); margin-inline-end: 8px; }
  `,
  ];

  @property({ attribute: false }) answer: CallDigits | undefined;
  /** zero of the call's clock */
  @property({ type: Number }) origin: Nanoseconds = 0;
  @state() private chosen = -1;
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private choose(index: number, digit: Digit): void {
    this.chosen = index;
    this.tell('sg-moment', { time: digit.time });
  }

  override render(): TemplateResult | typeof nothing {
    const { answer } = this;
    if (!answer || (answer.digits.length === 0 && answer.tones.length === 0)) return nothing;
    const { digits } = answer;
    const chosen = digits[this.chosen];
    return html`${digits.length === 0 ? nothing : html`<ol class="line" aria-label=${tonesWords().digits}>${digits.map((digit, i) => this.renderDigit(digit, i, digits))}</ol>${this.renderKeys(digits)}`}
      ${chosen === undefined ? nothing : html`<p class="told" role="status">${this.renderChosen(chosen, digits)}</p>`}
      ${answer.tones.length === 0 ? nothing : html`<ul class="tones" aria-label=${tonesWords().tones}>${answer.tones.map((tone) => html`<li>${this.renderTone(tone)}</li>`)}</ul>`}`;
  }

  private renderDigit(digit: Digit, index: number, digits: readonly Digit[]): TemplateResult {
    const before = digits[index - 1];
    const pause = before !== undefined && digit.time - before.time > 4e9 ? html`<li class="pause" aria-hidden="true"></li>` : nothing;
    const classes = [
      'digit',
      digit.method,
      digit.doubleOf === undefined ? '' : 'double',
      digit.rejected === undefined ? '' : 'rejected',
      digit.ended === false ? 'unended' : '',
    ];
    const facts = this.factsOf(digit, digits);
    return html`${pause}<li><button type="button" class=${classes.join(' ')} aria-pressed=${index === this.chosen ? 'true' : 'false'} aria-label="${tonesWords().digit(digit.digit)}, ${facts.join(', ')}" title=${facts.join('\n')} @click=${() => this.choose(index, digit)}>${shortDigit(digit.digit)}</button></li>`;
  }

  /** What there is to say of a digit, shortest first. */
  private factsOf(digit: Digit, digits: readonly Digit[]): readonly string[] {
    const word = tonesWords();
    const original = digit.doubleOf === undefined ? undefined : digits[digit.doubleOf];
    return [
      word.methods[digit.method],
      `${formatMoment(digit.time)} (+${formatRelative(digit.time - this.origin)} s)`,
      digit.duration === undefined ? '' : word.length(formatMs(digit.duration)),
      digit.level === undefined ? '' : word.level(formatNumber(digit.level)),
      digit.direction === undefined ? word.unknownDirection : word.direction[digit.direction],
      digit.packets > 1 ? word.packets(formatNumber(digit.packets)) : '',
      digit.ended === false ? word.notEnded : '',
      digit.rejected === undefined ? '' : digit.rejected === 0 ? word.unanswered : word.rejected(String(digit.rejected)),
      original === undefined ? '' : word.double(original.digit, word.methods[original.method]),
    ].filter((fact) => fact !== '');
  }

  private renderChosen(digit: Digit, digits: readonly Digit[]): TemplateResult {
    const { message, place } = digit;
    const go = (): void =>
      message === undefined
        ? this.tell('sg-navigate', { view: 'packets', frame: place.frame, capture: place.capture })
        : this.tell('sg-jump', { message, place });
    return html`<b>${shortDigit(digit.digit)}</b> ${this.factsOf(digit, digits).join(' · ')} <button type="button" class="link" @click=${go}>${tonesWords().frame(place.frame)}</button>`;
  }

  private renderKeys(digits: readonly Digit[]): TemplateResult {
    const word = tonesWords();
    const methods = (['rfc4733', 'info', 'kpml', 'inband'] as const).filter((method) => digits.some((digit) => digit.method === method));
    const doubles = digits.filter(({ doubleOf }) => doubleOf !== undefined).length;
    return html`<div class="keys">${methods.map((method) => html`<span class=${method} title=${word.methodHelp[method]}><i></i>${word.methods[method]}</span>`)}<span class=${doubles > 0 ? 'warning' : ''}>${word.counted(digits.length - doubles, doubles)}</span></div>`;
  }

  private renderTone(tone: Tone): TemplateResult {
    const word = tonesWords();
    const plan = tone.frequencies.length > 0 ? word.plan(tone.frequencies.join('+')) : tone.event >= 0 ? word.event(String(tone.event)) : '';
    const facts = [
      plan,
      tone.end > tone.time ? formatDuration((tone.end - tone.time) / 1e6) : '',
      tone.direction === undefined ? '' : word.direction[tone.direction],
      word.methods[tone.method],
    ];
    return html`<button type="button" title=${word.toneHelp[tone.tone]} @click=${() => this.tell('sg-moment', { time: tone.time })}><span class="when">+${formatRelative(tone.time - this.origin, 1)} s</span>${word.toneNames[tone.tone]} <span class="muted">${facts.filter((fact) => fact !== '').join(' · ')}</span></button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-digit-line': SgDigitLine;
  }
}
