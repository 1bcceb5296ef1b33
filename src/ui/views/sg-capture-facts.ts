/**
 * What is known of one open capture as a file: format, size, times, link layers, where it broke, interfaces with what they
 * dropped, comments, keys inside.
 * @fires sg-show-commented: somebody wants the packets with comments
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CaptureFacts, InterfaceFacts } from '../../contract/overview.ts';
import { formatDuration, formatNumber, formatOctets } from '../parts/format.ts';
import { base, controls, figures } from '../parts/shared-styles.ts';
import { diagnosticsWords } from '../words/diagnostics-words.ts';
import { problemAdvice, problemSentence } from '../words/explain-words.ts';
import { WordsController } from '../words/language.ts';
import { captureFactsStyles } from './capture-facts-styles.ts';
import { brokenText } from './broken-text.ts';
import { sourceWords } from '../words/source-words.ts';

const MOST = 50;

@customElement('sg-capture-facts')
export class SgCaptureFacts extends LitElement {
  static override styles = [base, controls, figures, captureFactsStyles];

  @property({ attribute: false }) capture: CaptureFacts | undefined;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { capture } = this;
    if (capture === undefined) return nothing;
    return html`<h3>${capture.name}</h3>${this.#health(capture)}<dl>${this.#facts(capture).map(([name, value, help]) => html`<dt title=${help ?? nothing}>${name}</dt><dd>${value}</dd>`)}</dl>
      ${capture.interfaces.length === 0 || isMade(capture) ? nothing : this.#interfaces(capture.interfaces, capture.name)}`;
  }

  #health(capture: CaptureFacts): TemplateResult {
    const w = diagnosticsWords();
    if (!capture.truncated && capture.brokenAt === undefined) return html`<p class="health ok">${w.whole}</p>`;
    const where = brokenText(capture);
    const code = capture.brokenCode;
    return html`<p class="health bad"><strong>${where}</strong>${code === undefined ? nothing : html` ${problemSentence(code)} ${problemAdvice(code) ?? nothing} <span class="mono">${code}</span>`}</p>`;
  }

  #facts(capture: CaptureFacts): readonly (readonly [string, unknown, string?])[] {
    const w = diagnosticsWords();
    const { facts } = w;
    const type = `${w.fileTypes[capture.fileType] ?? capture.fileType}${capture.compression === undefined ? '' : `, ${w.compressed(capture.compression)}`}`;
    const list: (readonly [string, unknown, string?])[] = [
      [facts.type, type],
      [facts.size, sizeText(capture.size)],
      [facts.packets, formatNumber(capture.packets)],
    ];
    if (capture.archive !== undefined) list.push([w.inArchive, capture.archive, w.inArchiveHelp]);
    if (capture.isTimeless) list.push([facts.time, '–', sourceWords().noTime]);
    else if (capture.start !== undefined && capture.end !== undefined) {
      list.push(
        [facts.time, w.from(moment(capture.start), moment(capture.end))],
        [facts.duration, formatDuration((Number(capture.end) - Number(capture.start)) * 1000)],
      );
    }
    // link layers and interfaces of what was never captured are ours
    if (!isMade(capture)) list.push([facts.links, capture.linkTypes.join(', ') || '–']);
    if (capture.secrets.length > 0) list.push([facts.secrets, capture.secrets.join(', ')]);
    if (capture.comments.length > 0)
      list.push([facts.comments, html`${capture.comments.slice(0, MOST).map((comment) => html`<p class="comment">${comment}</p>`)}`]);
    if (capture.commentedPackets.length > 0)
      list.push([
        facts.commented,
        html`${formatNumber(capture.commentedPackets.length)} <button class="link" @click=${() => this.dispatchEvent(new CustomEvent('sg-show-commented', { bubbles: true, composed: true }))}>${w.showCommented}</button>`,
      ]);
    list.push([facts.fingerprint, html`<span class="mono cut print">${capture.fingerprint}</span>`, w.fingerprintHelp]);
    return list;
  }

  #interfaces(interfaces: readonly InterfaceFacts[], capture: string): TemplateResult {
    const w = diagnosticsWords();
    const c = w.interfaceColumns;
    const counted = interfaces.some((one) => one.received !== undefined || one.dropped !== undefined);
    const count = (value: number | undefined): string => (value === undefined ? '–' : formatNumber(value));
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${`${w.interfaces}: ${capture}`}><table><caption class="spoken">${w.interfaces}</caption><thead><tr>${[c.name, c.link].map((title) => html`<th scope="col">${title}</th>`)}${[c.snap, c.resolution, c.packets].map((title) => html`<th scope="col" class="end">${title}</th>`)}${counted ? html`<th scope="col" class="end">${c.received}</th><th scope="col" class="end" title=${w.droppedHelp}>${c.dropped}</th>` : nothing}</tr></thead>
      <tbody>${interfaces.slice(0, MOST).map(
        (
          one,
        ) => html`<tr><td title=${one.description ?? nothing}>${one.name ?? html`<span class="faint">${w.unnamed}</span>`}</td><td>${one.linkType}</td><td class="end">${one.snapLength === 0 ? w.uncut : formatNumber(one.snapLength)}</td><td class="end">${w.ticks(one.resolution)}</td>
        <td class="end">${formatNumber(one.packets)}</td>${counted ? html`<td class="end">${count(one.received)}</td><td class="end ${(one.dropped ?? 0) > 0 ? 'error' : ''}" title=${(one.dropped ?? 0) > 0 ? w.droppedHelp : nothing}>${count(one.dropped)}</td>` : nothing}</tr>`,
      )}</tbody></table></div>`;
  }
}

/** "1700000000.123456789" as date and time in UTC with microseconds */
function moment(epochSeconds: string): string {
  const [seconds = '0', fraction = ''] = epochSeconds.split('.');
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return epochSeconds;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${fraction.slice(0, 6).padEnd(6, '0')} UTC`;
}

/** Below a kilobyte the short form is the exact one. */
function sizeText(octets: number): string {
  const short = formatOctets(octets);
  const exact = `${formatNumber(octets)} B`;
  return short === exact ? short : `${short} (${exact})`;
}

function isMade({ fileType }: CaptureFacts): boolean {
  return fileType === 'text' || fileType === 'rtpdump';
}
