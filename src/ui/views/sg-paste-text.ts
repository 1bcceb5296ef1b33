/**
 * A field for text with SIP messages or a hex dump, for those who cannot or will not press Ctrl+V on the page itself.
 * @fires sg-files { files } the text as a file of its own
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { FilesDetail } from '../parts/sg-file-drop.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';

@customElement('sg-paste-text')
export class SgPasteText extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: grid; gap: 8px; width: min(100%, 720px); margin-top: 10px; text-align: start; }
    label { color: var(--sg-text-2); font-size: var(--sg-size-s); }
    textarea { display: block; box-sizing: border-box; width: 100%; height: 150px; margin-top: 4px; padding: 8px 10px; border: 1px solid var(--sg-line-strong); border-radius: 8px; background: var(--sg-ground); color: var(--sg-text); font: 12px/1.5 var(--sg-mono); resize: vertical; }
    .row { display: flex; gap: 10px; align-items: center; color: var(--sg-text-3); font-size: var(--sg-size-s); }
  `,
  ];

  @state() private _isEmpty = true;
  @query('textarea') private readonly _text!: HTMLTextAreaElement;

  constructor() {
    super();
    new WordsController(this);
  }

  override focus(): void {
    void this.updateComplete.then(() => this._text.focus());
  }

  protected override render(): TemplateResult {
    const w = words().start;
    return html`<label>${w.pasteLabel}<textarea spellcheck="false" autocomplete="off" @input=${this.#changed} @keydown=${this.#key}></textarea></label>
      <div class="row"><button class="button" ?disabled=${this._isEmpty} @click=${this.#open}>${w.pasteOpen}</button><kbd>Ctrl+Enter</kbd><span>${w.pasteHelp}</span></div>`;
  }

  readonly #changed = (): void => {
    this._isEmpty = this._text.value.trim() === '';
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.#open();
  };

  readonly #open = (): void => {
    if (this._isEmpty) return;
    const detail: FilesDetail = { files: [new File([this._text.value], words().start.pastedName)], how: 'replace', folder: undefined };
    this.dispatchEvent(new CustomEvent('sg-files', { detail, bubbles: true, composed: true }));
  };
}
