/**
 * What fired over the whole capture, a row a group: severity, name, what it is about, how many calls.
 * @fires sg-group - detail { key }: chosen by the person
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FindingGroup } from '../../contract/findings.ts';
import { formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { findingsWords } from '../words/findings-words.ts';
import { WordsController } from '../words/language.ts';
import { findingText } from './finding-look.ts';

@customElement('sg-finding-groups')
export class SgFindingGroups extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; }
    ul { list-style: none; margin: 0; padding: 0; }
    button { display: grid; grid-template-columns: 10px minmax(0, 1fr) auto; gap: 0 10px; align-items: baseline; width: 100%; padding: 7px 12px; border: 0; border-bottom: 1px solid var(--sg-line); background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
    button:hover { background: var(--sg-surface-2); }
    button[aria-current='true'] { background: var(--sg-accent-soft); }
    .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--sg-note); align-self: center; }
    .dot[data-severity='error'] { background: var(--sg-error); }
    .dot[data-severity='warning'] { background: var(--sg-warning); border-radius: 2px; }
    .name { overflow-wrap: anywhere; }
    .under { grid-column: 2; display: flex; flex-wrap: wrap; gap: 0 8px; font-size: var(--sg-size-s); color: var(--sg-text-2); }
    .count { font-variant-numeric: tabular-nums; }
  `,
  ];

  @property({ attribute: false }) groups: readonly FindingGroup[] = [];
  @property() chosen = '';

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    return html`<ul>${this.groups.map((group) => html`<li>${this.#group(group)}</li>`)}</ul>`;
  }

  #group(group: FindingGroup): TemplateResult {
    const w = findingsWords();
    const severity = w.severities[group.severity];
    const name = group.by === 'rule' ? findingText(group.key).title : group.key;
    return html`<button aria-current=${this.chosen === group.key ? 'true' : 'false'} title=${group.by === 'rule' ? findingText(group.key).help : nothing} @click=${() => this.#choose(group.key)}><span class="dot" data-severity=${group.severity} role="img" aria-label=${severity} title=${severity}></span>
      <span class="name">${name}</span><span class="count">${formatNumber(group.subjects)}</span>
      <span class="under">${group.by === 'rule' ? html`<span class="mono">${group.key}</span><span>${group.family === undefined ? nothing : w.families[group.family]}</span>` : group.rules.slice(0, 4).map(({ rule, subjects }) => html`<span>${w.verdict.item(findingText(rule).title, formatNumber(subjects))}</span>`)}</span></button>`;
  }

  #choose(key: string): void {
    this.dispatchEvent(new CustomEvent('sg-group', { detail: { key }, bubbles: true, composed: true }));
  }
}
