/**
 * One SIP message as it came, coloured by what its octets are. A line opened by click or Enter explains itself: the header
 * in a sentence, its RFC section, its parts, what is wrong. Text from the capture is only ever text.
 *
 * @fires sg-jump - detail { message, place }: go to a related message
 */
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Field } from '../../base/field.ts';
import type { PacketPlace } from '../../contract/common.ts';
import type { MessageDetail, MessageHeader } from '../../contract/detail.ts';
import { ClockController, formatEndpoint, formatNumber, formatTime } from '../parts/format.ts';
import { headerSentence, methodSentence, problemSentence, sdpAttributeSentence, sdpLineSentence, statusSentence } from '../words/explain-words.ts';
import { inspectorWords } from '../words/inspector-words.ts';
import { WordsController } from '../words/language.ts';
import { escapedOctets, hexDump } from './copy-octets.ts';
import { headerNotes } from './explain-header-value.ts';
import { sdpNotes } from './explain-sdp-value.ts';
import { messageInspectorStyles } from './message-inspector-styles.ts';
import { messageLines } from './message-lines.ts';
import type { MessageLine } from './message-lines.ts';
import type { ValueNote } from './value-note.ts';
import { timeCell } from './limited-time.ts';

const FIRST_LINES = 1500;

@customElement('sg-message-inspector')
export class SgMessageInspector extends LitElement {
  static override styles = messageInspectorStyles;

  @property({ attribute: false }) detail: MessageDetail | undefined;
  /** it was asked for and could not be had */
  @property({ type: Boolean }) missing = false;
  @property({ type: Number }) captures = 1;
  /** a sentence about a diagnostic code */
  @property({ attribute: false }) problemText: (code: string) => string = problemSentence;
  @state() private opened: ReadonlySet<number> = new Set();
  @state() private explaining = false;
  @state() private all = false;
  @state() private copied = '';
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);
  private lines: readonly MessageLine[] = [];

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('detail')) {
      this.opened = new Set();
      this.all = false;
      this.copied = '';
    }
    const word = inspectorWords();
    this.lines = this.detail ? messageLines(this.detail, { body: (type, length) => word.body(type, formatNumber(length)), binary: word.bodyBinary }) : [];
  }

  private toggle(index: number): void {
    const next = new Set(this.opened);
    if (!next.delete(index)) next.add(index);
    this.opened = next;
  }

  private async copy(text: string): Promise<void> {
    const word = inspectorWords();
    try {
      await navigator.clipboard.writeText(text);
      this.copied = word.copied;
    } catch {
      this.copied = word.copyFailed;
    }
  }

  private place(place: PacketPlace): string {
    const word = inspectorWords();
    return this.captures > 1 ? word.frameOf(place.capture, place.frame) : word.frame(place.frame);
  }

  override render(): TemplateResult {
    const { detail } = this;
    const word = inspectorWords();
    if (!detail) return html`<p class="nothing">${this.missing ? word.gone : word.nothing}</p>`;
    const shown = this.all ? this.lines : this.lines.slice(0, FIRST_LINES);
    return html`${this.renderHead(detail)}
      <div class="text" role="list" aria-label=${word.message}>${shown.map((line, i) => this.renderLine(line, i))}</div>
      ${shown.length < this.lines.length ? html`<p class="more">${word.long(formatNumber(shown.length), formatNumber(this.lines.length))} <button type="button" @click=${() => (this.all = true)}>${word.showAll}</button></p>` : nothing}`;
  }

  private renderHead(detail: MessageDetail): TemplateResult {
    const word = inspectorWords();
    const filter = `frame.number == ${detail.place.frame}`;
    return html`<div class="head">
      <p class="facts">${timeCell(detail.time, detail.clock)} · ${this.place(detail.place)} · ${formatEndpoint(detail.source)} → ${formatEndpoint(detail.destination)} · ${detail.transport.toUpperCase()} · ${word.octets(formatNumber(detail.octets.length))}</p>
      ${detail.captured === undefined ? nothing : html`<p class="facts" title=${word.capturedHelp}>${capturedText(detail)}</p>`}
      ${
        detail.related.length === 0
          ? nothing
          : html`<p class="related">${groupRelated(detail.related).map(
              ([other, count]) =>
                html`<button type="button" class="jump" @click=${() => this.dispatchEvent(new CustomEvent('sg-jump', { detail: { message: other.message, place: other.place }, bubbles: true, composed: true }))}>${
                  word.relations[other.relation] === other.title ? nothing : html`<span>${word.relations[other.relation]}</span> `
                }${other.title} <span>${this.place(other.place)}${count > 1 ? ` ${word.andMore(count - 1)}` : ''}</span></button>`,
            )}</p>`
      }
      ${detail.lossy ? html`<p class="warn">${word.lossy}</p>` : nothing}
      ${detail.problems.length === 0 ? nothing : html`<ul class="warn">${[...new Set(detail.problems.map((problem) => problem.code))].map((code) => html`<li>${this.problemText(code)}</li>`)}</ul>`}
      <div class="tools"><label title=${word.explainHelp}><input type="checkbox" .checked=${this.explaining} @change=${() => (this.explaining = !this.explaining)}>${word.explain}</label>
        <span class="copy">${word.copy}
          <button type="button" @click=${() => this.copy(detail.text)}>${word.copyText}</button><button type="button" @click=${() => this.copy(hexDump(detail.octets))}>${word.copyHex}</button><button
            type="button" @click=${() => this.copy(escapedOctets(detail.octets))}>${word.copyEscaped}</button><button type="button" @click=${() => this.copy(filter)}>${word.copyFilter}</button>
          <span role="status">${this.copied}</span></span></div></div>`;
  }

  private renderLine(line: MessageLine, index: number): TemplateResult {
    const pieces = line.pieces.map((piece) => (piece.text === '' ? nothing : html`<span class=${piece.kind}>${piece.text}</span>`));
    const problems = line.problems.map((code) => html`<p class="problem">${this.problemText(code)}</p>`);
    const explainable = line.kind === 'start' || line.kind === 'header' || (line.kind === 'body' && line.field !== undefined);
    if (line.kind === 'blank') return html`<div class="line blank" role="listitem" aria-hidden="true"></div>`;
    if (!explainable) return html`<div class="line ${line.kind}" role="listitem">${pieces}</div>${problems}`;
    const open = this.opened.has(index);
    return html`<div class="line ${line.kind} can ${open ? 'open' : ''} ${line.problems.length > 0 ? 'bad' : ''}" role="listitem"><button type="button" class="twist" aria-expanded=${open ? 'true' : 'false'} aria-label=${`${inspectorWords().explain}: ${line.pieces[0]?.text ?? ''}`}
        @click=${() => this.toggle(index)}></button><span class="raw" @click=${() => this.clickLine(index)}>${pieces}</span></div>
      ${open || this.explaining ? this.renderExplanation(line, open) : nothing}${problems}`;
  }

  private clickLine(index: number): void {
    const selection = getSelection();
    if (selection && !selection.isCollapsed) return;
    this.toggle(index);
  }

  private renderExplanation(line: MessageLine, full: boolean): TemplateResult {
    if (line.kind === 'start') return this.renderStart(full);
    if (line.header) return this.renderHeader(line.header, full);
    const field = line.field!;
    return html`<div class="why">${field.name}: ${sdpSentence(line)}${field.reference ? html` <span class="reference">${field.reference}</span>` : nothing}${renderNotes(this.sdpNotes(line))}${full ? renderParts(field.children ?? []) : nothing}</div>`;
  }

  private sdpNotes(line: MessageLine): readonly ValueNote[] {
    const [type, , ...rest] = line.pieces;
    return type?.kind === 'sdp-type' ? sdpNotes(type.text, rest.map((piece) => piece.text).join(''), this.detail!) : [];
  }

  private renderStart(full: boolean): TemplateResult {
    const word = inspectorWords();
    const { method, status } = this.detail!.startLine;
    const sentence = method === undefined ? (status === undefined ? '' : statusSentence(status)) : methodSentence(method);
    return html`<div class="why">${sentence}${full ? html` <span class="form">${method === undefined ? word.statusLine : word.requestLine}</span>` : nothing}</div>`;
  }

  private renderHeader(header: MessageHeader, full: boolean): TemplateResult {
    const word = inspectorWords();
    const sentence = headerSentence(header.canonical);
    const compact = header.name.length === 1 && header.canonical.length > 1 ? word.compactName(header.canonical) : '';
    return html`<div class="why">${compact} ${sentence ?? (header.reference === undefined ? word.unknownHeader : '')}${header.reference ? html` <span class="reference">${header.reference}</span>` : nothing}${renderNotes(headerNotes(header, this.detail!))}${full ? renderParts(header.parts) : nothing}</div>`;
  }
}

/** "Time by capture agent 2001 “edge-1”; its packet was captured at 09:00:00.000001, correlation id abc". */
function capturedText({ captured }: MessageDetail): string {
  const word = inspectorWords();
  const { at = 0, agent, node, correlation } = captured ?? {};
  const told = word.captured(agent === undefined ? '' : String(agent), node ?? '', formatTime(at, 6));
  return correlation === undefined ? told : `${told} · ${word.correlation(correlation)}`;
}

/** Related messages of one kind and title as one, with how many they are: ten repeated CANCELs are one way to go. */
function groupRelated(related: MessageDetail['related']): readonly (readonly [MessageDetail['related'][number], number])[] {
  const groups = new Map<string, [MessageDetail['related'][number], number]>();
  for (const other of related) {
    const key = `${other.relation} ${other.title}`;
    const group = groups.get(key);
    if (group) group[1]++;
    else groups.set(key, [other, 1]);
  }
  return [...groups.values()];
}

/** What an SDP line is; an attribute explains itself by its name. */
function sdpSentence(line: MessageLine): string {
  const type = line.pieces.find((piece) => piece.kind === 'sdp-type')?.text ?? '';
  const attribute = line.pieces.find((piece) => piece.kind === 'sdp-name')?.text ?? '';
  return (attribute === '' ? undefined : sdpAttributeSentence(attribute)) ?? sdpLineSentence(type) ?? '';
}

/** What this value means here; what is wrong with it stands out. */
function renderNotes(notes: readonly ValueNote[]): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing;
  return html`<ul class="notes">${notes.map((note) => html`<li class=${note.isWrong ? 'wrong' : ''}>${note.text}</li>`)}</ul>`;
}

function renderParts(parts: readonly Field[], level = 0): TemplateResult | typeof nothing {
  if (parts.length === 0 || level > 6) return nothing;
  return html`<ul class="parts">${parts.map((part) => html`<li title=${part.reference ?? ''}><span class="part">${part.name}</span>${part.value === undefined ? nothing : html` <code>${part.value}</code>`}${renderParts(part.children ?? [], level + 1)}</li>`)}</ul>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-message-inspector': SgMessageInspector;
  }
}
