/**
 * The messages of a call over MSRP as a transcript: who wrote when, what, how large, and what became of it. Text is shown as text,
 * never as markup. What clients send by themselves is left out until asked for. It asks through the function it is given.
 *
 * @fires sg-moment - detail { time }: a message was chosen
 * @fires sg-navigate - detail: the route of a packet
 */
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Nanoseconds } from '../../base/units.ts';
import type { Chat, ChatMessage } from '../../contract/chat.ts';
import type { PacketPlace } from '../../contract/common.ts';
import { ClockController, formatEndpoint, formatMs, formatNumber, formatRelative } from '../parts/format.ts';
import { base, controls, partHead } from '../parts/shared-styles.ts';
import { chatWords } from '../words/chat-words.ts';
import { WordsController } from '../words/language.ts';
import { chatTone, sideKind, stateHelp, stateText } from './chat-look.ts';

/** rows drawn at first, and more each time somebody asks */
const PAGE = 200;
/** characters of a text that stand in the list until it is opened */
const BRIEF = 600;

@customElement('sg-call-chat')
export class SgCallChat extends LitElement {
  static override styles = [
    base,
    controls,
    partHead,
    css`
    label { display: inline-flex; gap: 6px; align-items: center; font-size: var(--sg-size-s); }
    .scroll { overflow-x: auto; border: 1px solid var(--sg-line); border-radius: var(--sg-radius); }
    table { border-collapse: collapse; width: 100%; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
    th, td { padding: 5px 10px; text-align: start; vertical-align: top; border-bottom: 1px solid var(--sg-line); }
    th { font-weight: 500; color: var(--sg-text-2); white-space: nowrap; background: var(--sg-surface-2); }
    tr:last-child td { border-bottom: 0; }
    tbody tr:hover td { background: var(--sg-surface-2); }
    td.tight { white-space: nowrap; }
    td.text { width: 60%; min-width: 220px; }
    .said { white-space: pre-wrap; overflow-wrap: anywhere; font-size: var(--sg-size); }
    .quiet { color: var(--sg-text-2); }
    tr.toCaller .said { border-inline-start: 3px solid var(--sg-series-2, var(--sg-line)); padding-inline-start: 8px; }
    tr.toCallee .said { border-inline-start: 3px solid var(--sg-series-1, var(--sg-line)); padding-inline-start: 8px; }
    .note { display: block; color: var(--sg-text-2); font-size: var(--sg-size-s); }
    .foot { margin-top: 6px; }
  `,
  ];

  @property({ attribute: false }) load: (() => Promise<readonly Chat[]>) | undefined;
  /** names what is asked about: another value asks anew */
  @property() of = '';
  @property({ type: Number }) origin: Nanoseconds = 0;
  @property({ type: Number }) revision = 0;
  @state() private chats: readonly Chat[] = [];
  @state() private shown = PAGE;
  @state() private withSide = false;
  @state() private failed = false;
  @state() private opened: ReadonlySet<ChatMessage> = new Set();
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);
  private asked = 0;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('of')) {
      this.chats = [];
      this.shown = PAGE;
    }
    if (changed.has('of') || changed.has('revision')) void this.ask();
  }

  private async ask(): Promise<void> {
    const mine = ++this.asked;
    const chats = await this.load?.().catch(() => undefined);
    if (mine !== this.asked) return;
    this.failed = chats === undefined;
    this.chats = chats ?? [];
  }

  override render(): TemplateResult | typeof nothing {
    const word = chatWords();
    const all = this.chats.flatMap(({ messages }) => messages).sort((a, b) => a.time - b.time);
    if (this.failed) return html`<p class="hint" role="status">${word.failedToLoad}</p>`;
    if (all.length === 0) return nothing;
    const plain = all.filter((message) => sideKind(message) === undefined);
    const listed = this.withSide || plain.length === 0 ? all : plain;
    const wrong = all.filter(({ state }) => state === 'failed' || state === 'unanswered').length;
    const omitted = this.chats.reduce((sum, chat) => sum + chat.omitted, 0);
    return html`<div class="head"><h2 title=${word.help}>${word.title}</h2><span class="hint">${word.counted(formatNumber(plain.length))}${wrong > 0 ? html`, <span class="error">${word.failed(formatNumber(wrong))}</span>` : nothing}</span>
      ${plain.length === all.length || plain.length === 0 ? nothing : html`<label title=${word.sideHelp}><input type="checkbox" .checked=${this.withSide} @change=${() => (this.withSide = !this.withSide)}>${word.side}</label>`}</div>
      <div class="scroll" tabindex="0" role="region" aria-label=${word.title}><table>
      <thead><tr>${(['time', 'direction', 'message', 'size', 'delivery', 'frame'] as const).map((name) => html`<th scope="col">${word.columns[name]}</th>`)}</tr></thead>
      <tbody>${listed.slice(0, this.shown).map((message) => this.renderMessage(message))}</tbody></table></div>
      ${listed.length > this.shown ? html`<button type="button" class="button small foot" @click=${() => (this.shown += PAGE)}>${word.more(formatNumber(Math.min(PAGE, listed.length - this.shown)))}</button>` : nothing}
      ${omitted > 0 ? html`<p class="hint">${word.omitted(formatNumber(omitted))}</p>` : nothing}`;
  }

  private renderMessage(message: ChatMessage): TemplateResult {
    const word = chatWords();
    const { direction, size, seen, chunks, hops, source, destination, responseTime, proof } = message;
    const seek = (): void => void this.dispatchEvent(new CustomEvent('sg-moment', { detail: { time: message.time }, bubbles: true, composed: true }));
    const sizes = [
      message.contentType,
      chunks > 1 ? word.chunks(formatNumber(chunks)) : '',
      hops > 1 ? word.hops(formatNumber(hops)) : '',
      seen < size ? word.partly(word.octets(formatNumber(seen))) : '',
    ].filter((part) => part !== '');
    return html`<tr class=${direction ?? ''} @click=${seek}><td class="tight">+${formatRelative(message.time - this.origin, 3)} s</td>
      <td class="tight" title=${`${formatEndpoint(source)} → ${formatEndpoint(destination)}`}>${direction === undefined ? `${source.address} → ${destination.address}` : word.direction[direction]}${message.wrapped === undefined ? nothing : html`<span class="note">${message.wrapped.from}</span>`}</td>
      <td class="text">${this.renderText(message)}</td>
      <td class="tight">${word.octets(formatNumber(size))}${sizes.map((part) => html`<span class="note">${part}</span>`)}</td>
      <td class="tight"><span class=${chatTone(message.state)} title=${stateHelp(message)}>${stateText(message)}</span>${message.reason === '' || message.status === 0 ? nothing : html`<span class="note">${message.reason}</span>`}${responseTime === undefined ? nothing : html`<span class="note">${word.response(formatMs(responseTime))}</span>`}</td>
      <td class="tight">${this.frameLink(message.place)}${proof === undefined || message.status === 0 ? nothing : html`<span class="note">${this.frameLink(proof)}</span>`}</td></tr>`;
  }

  private renderText(message: ChatMessage): TemplateResult {
    const word = chatWords();
    const side = sideKind(message);
    if (side !== undefined) return html`<span class="quiet">${word[side]}</span>`;
    if (message.method !== 'SEND') return html`<b>${message.method}</b>`;
    const { text } = message;
    if (text === undefined || text === '')
      return html`<span class="quiet">${message.file === '' ? word.noText(message.contentType) : word.file(message.file)}</span>`;
    const isOpen = this.opened.has(message);
    const isLong = text.length > BRIEF;
    return html`<div class="said">${isLong && !isOpen ? `${text.slice(0, BRIEF)}…` : text}</div>${isLong ? html`<button type="button" class="link" @click=${(event: Event) => this.flip(event, message)}>${isOpen ? word.showLess : word.showAll}</button>` : nothing}${message.textCut && (isOpen || !isLong) ? html`<span class="note">${word.textCut}</span>` : nothing}`;
  }

  private flip(event: Event, message: ChatMessage): void {
    event.stopPropagation();
    const opened = new Set(this.opened);
    if (!opened.delete(message)) opened.add(message);
    this.opened = opened;
  }

  private frameLink(place: PacketPlace): TemplateResult {
    const open = (event: Event): void => {
      event.stopPropagation();
      this.dispatchEvent(
        new CustomEvent('sg-navigate', { detail: { view: 'packets', frame: place.frame, capture: place.capture }, bubbles: true, composed: true }),
      );
    };
    return html`<button type="button" class="link" @click=${open}>#${place.frame}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-call-chat': SgCallChat;
  }
}
