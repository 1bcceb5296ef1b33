/** Files that were given, or lay in an archive, and were not opened: which, and what they are. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { OpenFailure } from '../../contract/overview.ts';
import { formatNumber } from '../parts/format.ts';
import { base } from '../parts/shared-styles.ts';
import { diagnosticsWords } from '../words/diagnostics-words.ts';
import { WordsController } from '../words/language.ts';
import { failureName, failureSentences } from './sg-failure.ts';

const MOST = 100;

@customElement('sg-refused-files')
export class SgRefusedFiles extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; padding: 12px 14px; border: 1px solid var(--sg-line); border-radius: 8px; background: var(--sg-surface); }
    h3 { margin: 0 0 6px; }
    ul { margin: 0; padding: 0; list-style: none; }
    li { padding: 5px 0; border-top: 1px solid var(--sg-line); }
    li:first-child { border-top: 0; }
    strong { font-weight: 600; overflow-wrap: anywhere; }
    p { color: var(--sg-text-2); font-size: var(--sg-size-s); }
  `,
  ];

  @property({ attribute: false }) files: readonly OpenFailure[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.files.length === 0) return nothing;
    const w = diagnosticsWords();
    return html`<h3 title=${w.notOpenedHelp}>${w.notOpened}</h3><ul>${this.files.slice(0, MOST).map((file) => html`<li><strong>${failureName(file)}</strong><p>${failureSentences(file).join(' ')}</p></li>`)}</ul>
      ${this.files.length > MOST ? html`<p>${w.notOpenedMore(formatNumber(this.files.length - MOST))}</p>` : nothing}`;
  }
}
