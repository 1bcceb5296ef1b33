/**
 * Encrypted streams that stay closed, or are opened in part: each reason once, with what would open them, and a form for a key that a person has.
 */
import { Lock, LockKeyhole } from 'lucide';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { typedSuites, type KeyAnswer, type TypedKey } from '../../contract/seal.ts';
import type { StreamRow } from '../../contract/streams.ts';
import { formatNumber } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { sealWords } from '../words/seal-words.ts';
import { lockState, missingText, sealText } from './seal-text.ts';

@customElement('sg-seal-notes')
export class SgSealNotes extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; font-size: var(--sg-size-s); }
    details { padding-bottom: 10px; }
    ul { list-style: none; margin: 8px 0 0; padding: 0; display: grid; gap: 4px; }
    li { display: grid; grid-template-columns: 18px minmax(0, 1fr); gap: 6px; overflow-wrap: anywhere; }
    li.partly { color: var(--sg-warning); }
    details { margin: 6px 0 0 24px; }
    summary { cursor: pointer; color: var(--sg-accent); width: max-content; }
    form { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; margin-top: 8px; }
    label { display: grid; gap: 2px; color: var(--sg-text-2); }
    .text { flex: 1 1 340px; min-width: 0; }
    .text input { width: 100%; box-sizing: border-box; font-family: var(--sg-mono); }
    .answer { flex-basis: 100%; margin: 0; }
    .answer.bad { color: var(--sg-error); }
  `,
  ];

  @property({ attribute: false }) streams: readonly StreamRow[] = [];
  /** tries a key; undefined where none can be typed */
  @property({ attribute: false }) tryKey: ((key: Pick<TypedKey, 'suite' | 'text'>) => Promise<KeyAnswer>) | undefined;
  /** offers to type a key even where nothing says that the media are encrypted */
  @property({ type: Boolean }) always = false;
  @state() private _answer: KeyAnswer | 'trying' | undefined;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const notes = new Map<string, { readonly isPartly: boolean; streams: number }>();
    for (const { seal, packets } of this.streams) {
      if (seal === undefined || seal.state === 'pending' || lockState(seal) === 'open') continue;
      const isPartly = lockState(seal) === 'partly';
      const text = isPartly ? sealText(seal, packets) : missingText(seal);
      const note = notes.get(text);
      if (note === undefined) notes.set(text, { isPartly, streams: 1 });
      else note.streams++;
    }
    if (notes.size === 0)
      return this.always && this.tryKey !== undefined && this.streams.every(({ seal }) => seal === undefined)
        ? this.#renderForm(sealWords().isSealed)
        : nothing;
    const word = sealWords();
    return html`<ul aria-label=${word.notes}>${[...notes].map(
      ([text, { isPartly, streams }]) =>
        html`<li class=${isPartly ? 'partly' : ''}>${icon(isPartly ? LockKeyhole : Lock)}<span>${streams > 1 ? html`<b>${word.streams(formatNumber(streams))}</b> ` : nothing}${text}</span></li>`,
    )}</ul>${this.tryKey === undefined ? nothing : this.#renderForm(word.typeKey)}`;
  }

  #renderForm(title: string): TemplateResult {
    const word = sealWords();
    const { _answer: answer } = this;
    return html`<details><summary>${title}</summary><form autocomplete="off" @submit=${this.#submit}>
      <label>${word.suite}<select class="input" name="suite">${typedSuites.map((suite) => html`<option value=${suite}>${suite}</option>`)}</select></label>
      <label class="text">${word.key}<input class="input" name="key" required maxlength="1024" spellcheck="false" autocapitalize="off" autocomplete="off"></label>
      <button type="submit" class="button" ?disabled=${answer === 'trying'}>${word.try}</button>
      <p class="answer ${answer === 'noKey' || answer === 'fitsNothing' ? 'bad' : ''}" role="status">${answer === undefined ? word.keyHelp : word.answers[answer]}</p></form></details>`;
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    const text = (name: string): string => {
      const value = given.get(name);
      return typeof value === 'string' ? value : '';
    };
    if (this.tryKey === undefined || this._answer === 'trying') return;
    this._answer = 'trying';
    this._answer = await this.tryKey({ suite: text('suite'), text: text('key') }).catch(() => 'fitsNothing' as const);
    // what fits stands in no field any longer
    if (this._answer === 'opened') form.reset();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-seal-notes': SgSealNotes;
  }
}
