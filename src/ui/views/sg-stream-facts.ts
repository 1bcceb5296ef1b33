/**
 * What a stream is, in two lines: its path, codec and SSRC, then when it ran, how it was found, what announced it. Slot
 * `actions` stands at the end of the first line.
 * @fires sg-frame-link - detail: the PacketPlace of a frame somebody clicked
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { icmpErrors } from '../../contract/ladder.ts';
import type { PacketPlace } from '../../contract/common.ts';
import type { StreamDetail, StreamRow } from '../../contract/streams.ts';
import { ClockController, formatDuration, formatEndpoint, formatMoment, formatMomentFully, formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { ladderWords } from '../words/ladder-words.ts';
import { mediaWords } from '../words/media-words.ts';
import { streamsWords } from '../words/streams-words.ts';
import { streamFactsStyles } from './stream-facts-styles.ts';
import { lossSiteText, streamMarks } from './stream-look.ts';

type IcmpErrorName = (typeof icmpErrors)[number];

@customElement('sg-stream-facts')
export class SgStreamFacts extends LitElement {
  static override styles = [base, controls, streamFactsStyles];

  @property({ attribute: false }) detail: StreamDetail | undefined;
  @property({ type: Number }) captures = 1;

  constructor() {
    super();
    new WordsController(this);
    new ClockController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const row = this.detail?.row;
    if (row === undefined) return nothing;
    return html`<div class="head"><h2 class="path">${formatEndpoint(row.source)} → ${formatEndpoint(row.destination)}</h2>
        <span class="what">${row.codec} <span class="mono">${row.ssrc}</span>${row.direction === undefined ? nothing : html` · ${mediaWords().direction[row.direction]}`}</span>${streamMarks(row)}<slot name="actions"></slot></div>
      <dl>${this.#facts(row).map(([name, value, help]) => html`<div><dt>${name}</dt><dd title=${help ?? nothing}>${value}</dd></div>`)}</dl>`;
  }

  #facts(row: StreamRow): readonly (readonly [string, unknown, (string | undefined)?])[] {
    const w = streamsWords();
    const { facts } = w;
    const clock = (rate: number, inferred: boolean): string => (rate > 0 ? w.clock(formatNumber(rate), inferred) : w.clockUnknown);
    const types = row.payloadTypes
      .map((type) => w.types(type.name, type.number, formatNumber(type.packets), clock(type.clockRate, type.clockInferred)))
      .join('; ');
    const found = row.score === undefined ? '' : ` (${w.score(formatNumber(row.score))})`;
    const list: (readonly [string, unknown, (string | undefined)?])[] = [
      [facts.started, formatMoment(row.start), formatMomentFully(row.start)],
      [facts.duration, formatDuration((row.end - row.start) / 1e6)],
      [facts.payload, types],
      [facts.found, `${w.detectedBy[row.detectedBy] ?? row.detectedBy}${found}`, w.detectedByHelp[row.detectedBy]],
    ];
    if (row.setupFrame !== undefined) list.push([facts.setup, this.#frame(row.setupFrame)]);
    if (row.bindingReason !== undefined) list.push([facts.bound, mediaWords().bound[row.bindingReason]]);
    if (lossSiteText(row) !== '') list.push([facts.lost, lossSiteText(row), w.lossSiteHelp]);
    for (const { error, by, count, place } of this.detail?.errors ?? [])
      list.push([
        ladderWords().icmp.undelivered,
        html`${w.icmp(ladderWords().icmp.errors[error as IcmpErrorName] ?? error, formatNumber(count), by)} ${this.#frame(place)}`,
        ladderWords().icmp.help[error as IcmpErrorName],
      ]);
    if (row.rtcp.senderReports + row.rtcp.receiverReports > 0)
      list.push([facts.rtcp, w.markHelp.rtcp(formatNumber(row.rtcp.senderReports), formatNumber(row.rtcp.receiverReports))]);
    return list;
  }

  #frame(place: PacketPlace): TemplateResult {
    const text = streamsWords().frame(this.captures > 1 ? `${place.capture + 1}:${place.frame}` : String(place.frame));
    return html`<button class="link" @click=${() => this.dispatchEvent(new CustomEvent('sg-frame-link', { detail: place, bubbles: true, composed: true }))}>${text}</button>`;
  }
}
