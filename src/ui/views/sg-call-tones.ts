/**
 * Digits, tones and faxes of a call (or of one stream): what was signalled at once, what stands in the sound when it is short or
 * the person asks. It asks through the functions it is given.
 *
 * @fires sg-digits - detail { digits }: to mark them in the plots
 */
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Nanoseconds } from '../../base/units.ts';
import type { FaxSession } from '../../contract/fax.ts';
import type { CallDigits, Unheard } from '../../contract/tones.ts';
import { base, controls, partHead } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { tonesWords } from '../words/tones-words.ts';
import './sg-digit-line.ts';
import './sg-fax.ts';

export interface ToneSource {
  /** one answer for each call, or for the stream */
  readonly digits: (listen: boolean) => Promise<readonly CallDigits[]>;
  readonly faxes: () => Promise<readonly FaxSession[]>;
}

/** packets whose sound is listened to unasked: ten minutes of a call */
const UNASKED = 60_000;

@customElement('sg-call-tones')
export class SgCallTones extends LitElement {
  static override styles = [
    base,
    controls,
    partHead,
    css`
    sg-digit-line { margin-bottom: 8px; }
    sg-fax { margin: 8px 0 12px; }
  `,
  ];

  @property({ attribute: false }) source: ToneSource | undefined;
  /** names what is asked about: another value asks anew */
  @property() of = '';
  /** packets of its streams */
  @property({ type: Number }) packets = 0;
  /** how many streams those are */
  @property({ type: Number }) streams = 1;
  @property({ type: Number }) origin: Nanoseconds = 0;
  @property({ type: Number }) revision = 0;
  @state() private answers: readonly CallDigits[] = [];
  @state() private faxes: readonly FaxSession[] = [];
  @state() private phase: 'signalled' | 'listening' | 'heard' | 'failed' = 'signalled';
  readonly words = new WordsController(this);
  private asked = 0;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('of')) {
      this.answers = [];
      this.faxes = [];
      this.phase = 'signalled';
    }
    if (changed.has('of') || changed.has('revision') || (changed.has('source') && this.asked === 0)) void this.ask();
  }

  private async ask(): Promise<void> {
    const { source } = this;
    if (!source) return;
    const mine = ++this.asked;
    const [answers, faxes] = await Promise.all([source.digits(false), source.faxes()]).catch(() => [[], []] as const);
    if (mine !== this.asked) return;
    this.faxes = faxes;
    if (this.phase !== 'heard' || answers.length === 0) this.show(answers);
    if (this.packets > 0 && this.packets <= UNASKED) await this.listen();
  }

  private async listen(): Promise<void> {
    const { source } = this;
    if (!source) return;
    const mine = this.asked;
    if (this.phase !== 'heard') this.phase = 'listening';
    const answers = await source.digits(true).catch(() => undefined);
    if (mine !== this.asked) return;
    this.phase = answers === undefined ? 'failed' : 'heard';
    if (answers !== undefined) this.show(answers);
  }

  private show(answers: readonly CallDigits[]): void {
    this.answers = answers;
    this.dispatchEvent(new CustomEvent('sg-digits', { detail: { digits: answers.flatMap(({ digits }) => digits) }, bubbles: true, composed: true }));
  }

  override render(): TemplateResult | typeof nothing {
    const word = tonesWords();
    const hasAny = this.answers.some(({ digits, tones }) => digits.length > 0 || tones.length > 0);
    if (!hasAny && this.faxes.length === 0 && this.packets === 0) return nothing;
    const unheard = this.phase === 'heard' ? unheardOf(this.answers) : '';
    return html`<div class="head" ?hidden=${!hasAny && this.packets === 0}><h2 title=${word.digitsHelp}>${word.heading}</h2>${hasAny ? nothing : html`<span class="hint">${this.phase === 'heard' && this.isAnyHeard ? word.noneHeard : word.none}</span>`}${this.renderListening()}${unheard === '' ? nothing : html`<span class="hint">${unheard}</span>`}</div>
      ${this.answers.map((answer) => html`<sg-digit-line .answer=${answer} .origin=${this.origin}></sg-digit-line>`)}
      ${this.faxes.map((fax) => html`<sg-fax .fax=${fax} .origin=${this.origin}></sg-fax>`)}`;
  }

  private get isAnyHeard(): boolean {
    return new Set(this.answers.flatMap(({ unheard }) => unheard.map(({ stream }) => stream))).size < this.streams;
  }

  private renderListening(): TemplateResult | typeof nothing {
    const word = tonesWords();
    if (this.packets === 0 || this.phase === 'heard') return nothing;
    if (this.phase === 'listening') return html`<span class="hint" role="status">${word.listening}</span>`;
    return html`<button type="button" class="button small" title=${word.listenHelp} @click=${() => void this.listen()}>${word.listen}</button>${this.phase === 'failed' ? html`<span class="hint" role="status">${word.failed}</span>` : nothing}`;
  }
}

function unheardOf(answers: readonly CallDigits[]): string {
  const reasons = answers.flatMap(({ unheard }) => unheard.map(({ why }) => why));
  const kinds: readonly Unheard[] = ['encrypted', 'codec'];
  return kinds
    .map((why) => [why, reasons.filter((one) => one === why).length] as const)
    .filter(([, count]) => count > 0)
    .map(([why, count]) => tonesWords().unheard[why](count))
    .join(' ');
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-call-tones': SgCallTones;
  }
}
