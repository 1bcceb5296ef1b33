/**
 * Every diagnostic code that was met: how often, what it means, what to do, the standard; opened, its places.
 * @fires sg-place - detail { frame, capture }: a place was chosen; sg-code - detail { code }: its packets are wanted
 * @fires sg-toggle-code - detail { code }: a row was opened or closed
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DiagnosticRow } from '../../contract/overview.ts';
import { formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { diagnosticsWords } from '../words/diagnostics-words.ts';
import { problemAdvice, problemSentence } from '../words/explain-words.ts';
import { WordsController } from '../words/language.ts';
import { gravity, referenceOf } from './diagnostic-kinds.ts';
import { diagnosticListStyles } from './diagnostic-list-styles.ts';

type Place = DiagnosticRow['places'][number];

@customElement('sg-diagnostic-list')
export class SgDiagnosticList extends LitElement {
  static override styles = [base, controls, diagnosticListStyles];

  @property({ attribute: false }) rows: readonly DiagnosticRow[] = [];
  @property({ attribute: false }) open: readonly string[] = [];
  @property({ type: Number }) captures = 1;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = diagnosticsWords();
    const c = w.columns;
    return html`<table><caption class="spoken">${w.list}</caption><thead><tr><th scope="col">${c.code}</th><th scope="col" class="end">${c.count}</th><th scope="col">${c.meaning}</th><th scope="col">${c.reference}</th></tr></thead>
      <tbody>${this.rows.map((row) => this.#row(row))}</tbody></table>`;
  }

  #row(row: DiagnosticRow): TemplateResult {
    const w = diagnosticsWords();
    const grave = gravity(row.code);
    const isOpen = this.open.includes(row.code);
    const advice = problemAdvice(row.code);
    return html`<tr class=${isOpen ? 'open' : ''}><th scope="row"><button class="twist" aria-expanded=${isOpen} aria-label=${w.show(row.code)} @click=${() => this.#tell('sg-toggle-code', { code: row.code })}><span class="dot ${grave}" role="img" aria-label=${w.severity[grave] ?? grave} title=${w.severity[grave] ?? nothing}></span><span class="mono">${row.code}</span></button></th>
        <td class="end">${formatNumber(row.count)}</td><td><p>${problemSentence(row.code)}</p>${advice === undefined ? nothing : html`<p class="muted">${advice}</p>`}</td><td class="reference">${referenceOf(row.code) ?? '–'}</td></tr>
      ${isOpen ? html`<tr class="places"><td colspan="4">${this.#places(row)}</td></tr>` : nothing}`;
  }

  #places(row: DiagnosticRow): TemplateResult {
    const w = diagnosticsWords();
    return html`<div class="list">${row.places.map((place) => this.#place(place))}</div>
      <p class="under">${row.places.length < row.count ? html`<span class="muted">${w.firstOf(formatNumber(row.places.length), formatNumber(row.count))}</span>` : nothing}
        ${row.places.some((place) => place.packet >= 0) ? html`<button class="button small" @click=${() => this.#tell('sg-code', { code: row.code })}>${w.showPackets}</button>` : nothing}</p>`;
  }

  #place(place: Place): TemplateResult {
    const w = diagnosticsWords();
    if (place.packet < 0) return html`<span class="muted">${place.at >= 0 ? w.octet(formatNumber(place.at)) : w.inFile}</span>`;
    const text = this.captures > 1 ? w.frameOf(formatNumber(place.capture + 1), formatNumber(place.frame)) : w.frame(formatNumber(place.frame));
    return html`<button class="link" @click=${() => this.#tell('sg-place', { frame: place.frame, capture: place.capture })}>${text}</button>`;
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
