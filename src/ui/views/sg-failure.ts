/**
 * Why a file could not be opened: what it is, where it broke, what would help.
 * @fires sg-choose-files the person wants to choose another
 */
import { FileX } from 'lucide';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { OpenFailure } from '../../contract/overview.ts';
import { formatNumber } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';

/** The sentences about one failure; also for toasts and the list of refused files. */
export function failureSentences(failure: OpenFailure): readonly string[] {
  const w = words().start;
  // an archive that is not read is no capture in another format: what helps is to unpack it
  const isArchive = failure.reason.startsWith('unsupported') && /archive/i.test(failure.message);
  const reason = isArchive ? 'archive' : failure.reason;
  return [
    w.failures[reason] ?? reason,
    failure.message === '' || failure.message === failure.name || reason === 'archive-members' ? '' : w.failureSeen(contentText(failure.message)),
    failure.at > 0 ? w.failureAt(formatNumber(failure.at)) : '',
    w.remedies[reason] ?? '',
  ].filter((sentence) => sentence !== '');
}

/** What was seen, in the page's language: the name of a content, "notes.txt (PNG image)" of a file within an archive, "folder × 3". */
function contentText(seen: string): string {
  const { contents } = words().start;
  const named = (name: string): string => contents[name] ?? name;
  const inner = /^(.*) \(([^()]+(?:\([^()]*\))?[^()]*)\)$/.exec(seen);
  if (contents[seen] === undefined && inner !== null) return `${inner[1]} (${named(inner[2]!)})`;
  return (
    contents[seen] ??
    seen
      .split(', ')
      .map((part) => part.replace(/^(.*)( × \d+)$/, (_, name: string, times: string) => named(name) + times))
      .join(', ')
  );
}

/** The file's name, and the archive's that it lies in. */
export function failureName({ name, archive }: OpenFailure): string {
  return archive === undefined ? name : `${archive} › ${name}`;
}

@customElement('sg-failure')
export class SgFailure extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; padding: 14px 16px; border: 1px solid var(--sg-line-strong); border-inline-start: 4px solid var(--sg-error); border-radius: 8px; background: var(--sg-surface); }
    header { display: flex; gap: 8px; align-items: center; color: var(--sg-error); }
    header h2 { overflow-wrap: anywhere; color: inherit; }
    p { margin-top: 4px; }
    .what { margin-inline-start: 24px; }
    .row { display: flex; gap: 8px; margin: 12px 0 0 24px; }
  `,
  ];

  @property({ attribute: false }) failure: OpenFailure | undefined;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const failure = this.failure;
    if (failure === undefined) return nothing;
    const w = words().start;
    return html`<div role="alert"><header>${icon(FileX)}<h2>${w.failureTitle(failureName(failure))}</h2></header>
      <div class="what">${failureSentences(failure).map((sentence) => html`<p>${sentence}</p>`)}</div></div>
      <div class="row"><button class="button" @click=${this.#choose}>${w.tryAnother}</button><slot></slot></div>`;
  }

  readonly #choose = (): void => {
    this.dispatchEvent(new CustomEvent('sg-choose-files', { bubbles: true, composed: true }));
  };
}
