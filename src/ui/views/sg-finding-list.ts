/**
 * The findings of one call, the worst first; what follows from another stands under it.
 * @fires sg-evidence - a proof was chosen (sg-finding)
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FindingRow } from '../../contract/findings.ts';
import { base } from '../parts/shared-styles.ts';
import { findingsWords } from '../words/findings-words.ts';
import { WordsController } from '../words/language.ts';
import './sg-finding.ts';

@customElement('sg-finding-list')
export class SgFindingList extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; }
    ol { list-style: none; margin: 0; padding: 0; }
    li + li { border-top: 1px solid var(--sg-line); }
    .none { color: var(--sg-text-2); padding: 8px 0; }
    .child { margin-inline-start: 12px; }
    .child > p { font-size: var(--sg-size-s); color: var(--sg-text-2); }
  `,
  ];

  @property({ attribute: false }) rows: readonly FindingRow[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = findingsWords();
    if (this.rows.length === 0) return html`<p class="none">${w.noneOfCall}</p>`;
    return html`<ol>${this.rows.filter((row) => this.#parent(row) === undefined).map((row) => html`<li><sg-finding .row=${row}></sg-finding>${this.#children(row)}</li>`)}</ol>`;
  }

  /** The finding that is the cause of another, when it is in the list. */
  #parent({ parent, direction }: FindingRow): FindingRow | undefined {
    const causes = parent === undefined ? [] : this.rows.filter((other) => other.rule === parent);
    return causes.find((other) => other.direction === direction) ?? causes[0];
  }

  /** What follows from a finding, and what follows from that; under the first of its rule. */
  #children(row: FindingRow): TemplateResult[] {
    return this.rows
      .filter((other) => other !== row && this.#parent(other) === row)
      .map((child) => html`<div class="child"><p>${findingsWords().child}</p><sg-finding .row=${child}></sg-finding>${this.#children(child)}</div>`);
  }
}
