/**
 * One finding: what happened in a sentence, how sure, the packets that prove it, likely causes, the standard it rests on.
 * @fires sg-evidence - detail { place, message?, stream? }: a proof was chosen
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FindingEvidence, FindingRow } from '../../contract/findings.ts';
import { formatMomentFully, formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { inspectorWords } from '../words/inspector-words.ts';
import { findingsWords } from '../words/findings-words.ts';
import { WordsController } from '../words/language.ts';
import { mediaWords } from '../words/media-words.ts';
import { findingSentence, findingText } from './finding-look.ts';

/** Proofs shown before "and n more" */
const SHOWN = 12;

@customElement('sg-finding')
export class SgFinding extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; }
    article { display: grid; grid-template-columns: 4px minmax(0, 1fr); gap: 0 12px; padding: 10px 0; }
    .edge { border-radius: 2px; background: var(--sg-note); }
    .edge[data-severity='error'] { background: var(--sg-error); }
    .edge[data-severity='warning'] { background: var(--sg-warning); }
    .title { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; }
    .title > b { font-weight: 600; }
    .rule { font-family: var(--sg-mono); font-size: var(--sg-size-s); font-weight: 400; color: var(--sg-text-3); }
    .sure { font-size: var(--sg-size-s); font-weight: 400; color: var(--sg-text-2); }
    .title:empty { display: none; }
    .sentence { padding-top: 2px; max-width: 90ch; overflow-wrap: anywhere; }
    .proof { display: flex; flex-wrap: wrap; gap: 2px 10px; padding-top: 4px; font-size: var(--sg-size-s); }
    .proof > span:first-child, summary { color: var(--sg-text-2); }
    details { padding-top: 4px; font-size: var(--sg-size-s); }
    summary { cursor: pointer; width: max-content; }
    ul { margin: 4px 0 0; padding-inline-start: 18px; max-width: 90ch; }
    .reference { color: var(--sg-text-2); padding-top: 4px; }
    ::slotted(*) { margin-top: 6px; }
  `,
  ];

  @property({ attribute: false }) row: FindingRow | undefined;
  /** the causes are shown without asking */
  @property({ type: Boolean }) whole = false;
  /** without the rule's title, where it stands above */
  @property({ type: Boolean }) bare = false;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { row } = this;
    if (row === undefined) return nothing;
    const w = findingsWords();
    const text = findingText(row.rule);
    const direction = row.direction === undefined ? '' : mediaWords().direction[row.direction];
    return html`<article><div class="edge" data-severity=${row.severity} role="img" aria-label=${w.severities[row.severity]} title=${w.severities[row.severity]}></div><div>
      <p class="title">${this.bare ? nothing : html`<b>${text.title}</b>`}${direction === '' ? nothing : html`<span class="sure">${direction}</span>`}${this.bare ? nothing : html`<span class="rule" title=${text.help}>${row.rule}</span>`}${row.confidence === 'sure' ? nothing : html`<span class="sure" title=${w.confidenceHelp[row.confidence]}>${w.confidences[row.confidence]}</span>`}</p>
      <p class="sentence">${findingSentence(row)}</p>
      ${this.#proof(row.evidence)}
      <details ?open=${this.whole}><summary>${w.causes}</summary><ul>${text.causes.map((cause) => html`<li>${cause}</li>`)}</ul>
        ${row.reference === '' ? nothing : html`<p class="reference">${w.reference}: ${row.reference}</p>`}</details>
      <slot></slot></div></article>`;
  }

  #proof(evidence: readonly FindingEvidence[]): TemplateResult | typeof nothing {
    if (evidence.length === 0) return nothing;
    const w = findingsWords();
    const several = evidence.some(({ place }) => place.capture > 0);
    return html`<p class="proof"><span>${w.evidence}:</span>${evidence
      .slice(0, SHOWN)
      .map(
        (one) =>
          html`<button class="link" title=${formatMomentFully(one.time)} @click=${() => this.#tell(one)}>${several ? inspectorWords().frameOf(one.place.capture, one.place.frame) : w.frame(formatNumber(one.place.frame))}${one.title === '' ? '' : ` ${one.title}`}</button>`,
      )}${evidence.length > SHOWN ? html`<span class="muted">${w.moreEvidence(formatNumber(evidence.length - SHOWN))}</span>` : nothing}</p>`;
  }

  #tell(detail: FindingEvidence): void {
    this.dispatchEvent(new CustomEvent('sg-evidence', { detail, bubbles: true, composed: true }));
  }
}
