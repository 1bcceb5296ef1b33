/**
 * What happened in one call, on top of its page: the two parties and the state, the story in sentences, and the figures a
 * person quotes, each explaining itself.
 *
 * @fires sg-jump - detail { message }: the message a figure was taken from
 */
import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CallDetail, Cause } from '../../contract/call-detail.ts';
import type { FindingRow } from '../../contract/findings.ts';
import type { StreamRow } from '../../contract/streams.ts';
import { ClockController, formatDuration, formatMomentFully, formatMs, formatNumber, formatPercent, formatTime, formatDate } from '../parts/format.ts';
import { base } from '../parts/shared-styles.ts';
import '../parts/sg-badge.ts';
import '../parts/sg-tooltip.ts';
import { callWords } from '../words/call-words.ts';
import type { CallWords } from '../words/call-words.ts';
import { causeSentence, statusSentence } from '../words/explain-words.ts';
import { WordsController } from '../words/language.ts';
import { tonesWords } from '../words/tones-words.ts';
import { words } from '../words/words.ts';
import { spanCell, spanText } from './limited-time.ts';
import { callFactsStyles } from './call-facts-styles.ts';
import { shortDigit } from './ladder-tone-rows.ts';
import { mosCell } from './mos-look.ts';
import { toldSite } from './stream-look.ts';
import { callStory, foundClauses, partyName, stateTone, type StoryClause } from './call-story.ts';

interface Figure {
  readonly name: string;
  readonly value: unknown;
  readonly help: string;
}

/** digits shown here; all of them stand on the media tab */
const MOST_DIGITS = 16;

/** A sentence's first letter, made small where it stands within another. */
function withinSentence(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

@customElement('sg-call-facts')
export class SgCallFacts extends LitElement {
  static override styles = [base, callFactsStyles];

  @property({ attribute: false }) detail: CallDetail | undefined;
  @property({ attribute: false }) streams: readonly StreamRow[] = [];
  /** findings of the calls shown, the worst first, and how many calls those are */
  @property({ attribute: false }) found: readonly FindingRow[] = [];
  @property({ type: Number }) calls = 1;
  /** digits that were signalled */
  @property({ attribute: false }) digits: readonly string[] = [];
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);

  override render(): TemplateResult | typeof nothing {
    const { detail } = this;
    if (!detail) return nothing;
    const word = callWords();
    const common = words().common;
    const { row } = detail;
    const stateHelp = common.stateHelp[row.state] ?? '';
    const clauses = [...callStory(detail, this.streams, word), ...foundClauses(this.found, this.calls)];
    return html`<div class="who">
        <h1><span title=${row.fromUri}>${partyName(row.from, row.fromDisplay, row.fromUri)}</span><span class="arrow" aria-label="→"> → </span><span title=${row.toUri}>${partyName(row.to, row.toDisplay, row.toUri)}</span></h1>
        <sg-tooltip text=${stateHelp}><sg-badge tone=${stateTone(row.state)} tabindex="0">${common.states[row.state] ?? row.state}</sg-badge></sg-tooltip>
        ${row.problems.map((problem) => html`<sg-tooltip text=${common.problemHelp[problem] ?? ''}><sg-badge tone=${problem === 'failed' || problem === 'noAck' || problem === 'oneWay' || problem === 'noMedia' ? 'error' : 'warning'} tabindex="0">${common.problems[problem] ?? problem}</sg-badge></sg-tooltip>`)}
        ${row.limits?.timeStep === Infinity ? nothing : html`<span class="when" title=${formatMomentFully(row.start)}>${formatDate(row.start)} ${formatTime(row.start, row.limits === undefined || row.limits.timeStep === 0 ? 3 : 0)}</span>`}</div>
      <p class="story">${clauses.map((clause, i) => html`${i === 0 ? '' : word.story.space}${this.clause(clause)}`)}</p>
      <dl>${this.figures(detail, word).map((figure) => html`<div><dt><sg-tooltip text=${figure.help}><span class="${figure.help === '' ? '' : 'explained'}" tabindex=${figure.help === '' ? nothing : '0'}>${figure.name}</span></sg-tooltip></dt><dd>${figure.value}</dd></div>`)}</dl>`;
  }

  private clause({ text, message }: StoryClause): TemplateResult {
    if (message === undefined) return html`<span>${text}</span>`;
    return html`<button type="button" class="clause" @click=${() => this.dispatchEvent(new CustomEvent('sg-jump', { detail: { message }, bubbles: true, composed: true }))}>${text}</button>`;
  }

  private figures(detail: CallDetail, word: CallWords): readonly Figure[] {
    const { row } = detail;
    const { figures, help } = word;
    const time = (value: number | undefined): TemplateResult | string => spanCell(value, row.limits);
    const all: readonly (Figure | undefined)[] = [
      { name: figures.pdd, value: time(row.pdd), help: help.pdd },
      { name: figures.ring, value: time(row.ringTime), help: help.ring },
      { name: figures.setup, value: time(row.setupTime), help: help.setup },
      {
        name: figures.talk,
        value:
          row.talkTime !== undefined && row.talkEstimated
            ? word.estimated(spanText(row.talkTime, row.limits, formatDuration))
            : spanCell(row.talkTime, row.limits, formatDuration),
        help: help.talk,
      },
      row.endedBy ? { name: figures.endedBy, value: word.sides[row.endedBy], help: help.endedBy } : undefined,
      detail.cause ? { name: figures.cause, value: this.causeTemplate(detail.cause, word), help: help.cause } : undefined,
      row.streams === 0 ? undefined : { name: figures.media, value: this.mediaTemplate(detail), help: help.media },
      this.digits.length === 0
        ? undefined
        : {
            name: tonesWords().digits,
            value: html`<span class="mono">${this.digits.slice(0, MOST_DIGITS).map(shortDigit).join(' ')}${this.digits.length > MOST_DIGITS ? ' …' : ''}</span>`,
            help: tonesWords().digitsHelp,
          },
      {
        name: figures.messages,
        value: html`${formatNumber(row.messages)}${row.retransmissions > 0 ? html` <span class="warning">${word.retransmitted(formatNumber(row.retransmissions))}</span>` : nothing}`,
        help: '',
      },
      row.userAgents.length === 0
        ? undefined
        : { name: figures.agents, value: html`<span class="agents" title=${row.userAgents.join('\n')}>${row.userAgents.join(' · ')}</span>`, help: '' },
    ];
    return all.filter((figure) => figure !== undefined);
  }

  private mediaTemplate(detail: CallDetail): TemplateResult {
    const word = callWords();
    const { row } = detail;
    const parts = [
      row.codecs.join(', '),
      row.loss === undefined
        ? ''
        : `${word.lost(formatPercent(row.loss))}${row.lossSite === undefined ? '' : ` (${withinSentence(toldSite(row, this.calls === 1 ? this.found : []))})`}`,
      row.jitter === undefined ? '' : word.jitter(formatMs(row.jitter)),
    ].filter((part) => part !== '');
    if (row.mos === undefined) return html`${parts.join(' · ')}`;
    return html`${parts.join(' · ')} · ${word.mos} ${mosCell(row.mos, row.seal?.seal.state === 'sealed')}`;
  }

  private causeTemplate(cause: Cause, word: CallWords): TemplateResult {
    const name = cause.text ?? (cause.q850 === undefined ? undefined : word.q850Texts[cause.q850]);
    const numbers = [cause.q850 === undefined ? '' : word.q850(cause.q850), cause.sip === undefined ? '' : word.sip(cause.sip)]
      .filter((part) => part !== '')
      .join(' · ');
    const sentence = (cause.q850 === undefined ? undefined : causeSentence(cause.q850)) ?? (cause.sip === undefined ? '' : statusSentence(cause.sip));
    const from = `${sentence} (${word.causeFrom(cause.from === 'status' ? word.status : cause.from)})`;
    return html`<button type="button" class="link" title=${from} @click=${() => this.dispatchEvent(new CustomEvent('sg-jump', { detail: { message: cause.message }, bubbles: true, composed: true }))}>${numbers}${name ? html` ${name}` : nothing}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-call-facts': SgCallFacts;
  }
}
