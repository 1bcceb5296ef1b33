/**
 * The whole window as a drop zone, and paste, of files and of text. While files hover a veil shows one zone, or two when something is open:
 * left replaces, right adds.
 * @fires sg-files { files, how: 'replace' | 'add', folder } files of a drop or a paste
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { words } from '../words/words.ts';
import { droppedFiles } from './dropped-files.ts';
import { base } from './shared-styles.ts';

export interface FilesDetail {
  readonly files: readonly File[];
  readonly how: 'replace' | 'add';
  readonly folder: string | undefined;
}

@customElement('sg-file-drop')
export class SgFileDrop extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: contents; }
    .veil { position: fixed; inset: 0; z-index: 50; display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 16px; padding: 24px; background: var(--sg-scrim); }
    .zone { display: grid; place-content: center; justify-items: center; gap: 4px; border: 2px dashed var(--sg-line-strong); border-radius: 14px; background: var(--sg-surface); color: var(--sg-text-2); pointer-events: auto; }
    .zone[data-over] { border-color: var(--sg-accent); border-style: solid; background: var(--sg-accent-soft); color: var(--sg-text); }
    .zone * { pointer-events: none; }
    strong { font-size: 20px; font-weight: 600; color: var(--sg-text); }
  `,
  ];

  /** something is open, so that a drop can replace it or add to it */
  @property({ type: Boolean }) twofold = false;
  @state() private _hovering = false;
  @state() private _over: 'replace' | 'add' = 'replace';

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('dragenter', this.#drag);
    window.addEventListener('dragover', this.#drag);
    window.addEventListener('dragleave', this.#leave);
    window.addEventListener('drop', this.#drop);
    window.addEventListener('paste', this.#paste);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('dragenter', this.#drag);
    window.removeEventListener('dragover', this.#drag);
    window.removeEventListener('dragleave', this.#leave);
    window.removeEventListener('drop', this.#drop);
    window.removeEventListener('paste', this.#paste);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this._hovering) return nothing;
    const w = words();
    return this.twofold
      ? html`<div class="veil">${this.#zone('replace', w.shell.dropReplace, w.shell.dropReplaceHelp)}${this.#zone('add', w.shell.dropAdd, w.shell.dropAddHelp)}</div>`
      : html`<div class="veil">${this.#zone('replace', w.start.title, w.start.promise)}</div>`;
  }

  #zone(how: 'replace' | 'add', title: string, help: string): TemplateResult {
    return html`<div class="zone" ?data-over=${this._over === how}><strong>${title}</strong><span>${help}</span></div>`;
  }

  #carriesFiles(event: DragEvent): boolean {
    return event.dataTransfer?.types.includes('Files') ?? false;
  }

  readonly #drag = (event: DragEvent): void => {
    if (!this.#carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    this._over = this.twofold && event.clientX > innerWidth / 2 ? 'add' : 'replace';
    this._hovering = true;
  };

  readonly #leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this._hovering = false;
  };

  readonly #drop = (event: DragEvent): void => {
    if (!this.#carriesFiles(event) || event.dataTransfer === null) return;
    event.preventDefault();
    this._hovering = false;
    void this.#give(event.dataTransfer, this._over);
  };

  readonly #paste = (event: ClipboardEvent): void => {
    const transfer = event.clipboardData;
    if (transfer === null) return;
    if (transfer.files.length > 0) {
      event.preventDefault();
      void this.#give(transfer, 'replace');
      return;
    }
    // text for a field belongs to the field
    const text = isField(event.composedPath()[0]) ? '' : transfer.getData('text/plain');
    if (text.trim() === '') return;
    event.preventDefault();
    this.#tell([new File([text], words().start.pastedName)], 'replace', undefined);
  };

  async #give(transfer: DataTransfer, how: 'replace' | 'add'): Promise<void> {
    const { files, folder } = await droppedFiles(transfer);
    if (files.length > 0 || folder !== undefined) this.#tell(files, how, folder);
  }

  #tell(files: readonly File[], how: 'replace' | 'add', folder: string | undefined): void {
    this.dispatchEvent(new CustomEvent<FilesDetail>('sg-files', { detail: { files, how, folder }, bubbles: true, composed: true }));
  }
}

/** Something that takes typed text. */
function isField(target: EventTarget | undefined): boolean {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLElement && target.isContentEditable;
}
