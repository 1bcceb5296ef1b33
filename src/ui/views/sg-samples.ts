/**
 * The captures that come with Sipglass, each a story to click on.
 * @fires sg-sample { name }
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatOctets } from '../parts/format.ts';
import { base } from '../parts/shared-styles.ts';
import { WordsController, language } from '../words/language.ts';
import { words } from '../words/words.ts';

export interface Sample {
  readonly name: string;
  readonly octets: number;
  readonly title: Readonly<Record<string, string>>;
  readonly story: Readonly<Record<string, string>>;
}

@customElement('sg-samples')
export class SgSamples extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; }
    header { display: flex; align-items: baseline; gap: 10px; margin-bottom: 8px; }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(270px, 1fr)); gap: 8px; margin: 0; padding: 0; list-style: none; }
    li { display: grid; }
    button { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 8px; align-content: start; padding: 9px 12px; border: 1px solid var(--sg-line); border-radius: 8px; background: var(--sg-surface); color: inherit; font: inherit; text-align: start; cursor: pointer; }
    button:hover { border-color: var(--sg-accent); background: var(--sg-surface); }
    strong { font-weight: 600; }
    .octets { color: var(--sg-text-3); font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
    .story { grid-column: 1 / -1; color: var(--sg-text-2); font-size: var(--sg-size-s); line-height: 1.4; }
  `,
  ];

  @property({ attribute: false }) samples: readonly Sample[] = [];
  @property({ type: Boolean }) disabled = false;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.samples.length === 0) return nothing;
    const w = words().start;
    return html`<header><h2>${w.samples}</h2><span class="muted">${w.samplesHelp}</span></header>
      <ul>${this.samples.map(
        (
          sample,
        ) => html`<li><button ?disabled=${this.disabled} @click=${() => this.#choose(sample)}><strong>${sample.title[language()] ?? sample.name}</strong><span class="octets">${formatOctets(sample.octets)}</span>
        <span class="story">${sample.story[language()] ?? ''}</span></button></li>`,
      )}</ul>`;
  }

  #choose(sample: Sample): void {
    this.dispatchEvent(new CustomEvent('sg-sample', { detail: { name: sample.name }, bubbles: true, composed: true }));
  }
}
