/** The dialog of keys in the shell: what was given, what it opened, what stays closed and why; more can be added, and what was given forgotten. Loaded when first needed. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { latest } from '../../app/latest.ts';
import type { Session } from '../../app/session.ts';
import type { Paged } from '../../contract/common.ts';
import type { TlsConnectionRow } from '../../contract/tls.ts';
import { ObserveController } from '../parts/observe.ts';
import '../parts/sg-dialog.ts';
import '../views/sg-secret-list.ts';
import { WordsController } from '../words/language.ts';
import { tlsWords } from '../words/tls-words.ts';

/** connections listed */
const SHOWN = 200;

@customElement('sg-secrets')
export class SgSecrets extends LitElement {
  static override styles = css`
    :host { display: contents; }
    sg-dialog { --dialog-width: 900px; }
  `;

  @property({ attribute: false }) session: Session | undefined;
  @property({ type: Boolean }) open = false;
  @state() private _connections: Paged<TlsConnectionRow> | undefined;
  @state() private _closed = 0;
  #asked = '';

  constructor() {
    super();
    new WordsController(this);
    new ObserveController(this, () => [this.session?.overview, this.session?.revision]);
  }

  protected override willUpdate(): void {
    const { session } = this;
    if (session === undefined || !this.open) return;
    const asked = `${session.generation} ${session.revision.value}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#load(session);
  }

  readonly #load = latest(
    async (session: Session) => ({
      all: await session.queries.tlsConnections(false, { offset: 0, limit: SHOWN }),
      opened: await session.queries.tlsConnections(true, { offset: 0, limit: 0 }),
    }),
    ({ all, opened }: { readonly all: Paged<TlsConnectionRow>; readonly opened: Paged<TlsConnectionRow> }) => {
      this._connections = all;
      this._closed = opened.total;
    },
  );

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (session === undefined) return nothing;
    const connections = this._connections;
    const opened = Math.max(0, (connections?.total ?? 0) - this._closed);
    return html`<sg-dialog .label=${tlsWords().panel} .open=${this.open} @sg-close=${this.#close}>${
      this.open
        ? html`<sg-secret-list .sources=${session.overview.value?.secrets ?? []} .connections=${connections} .opened=${opened} .typed=${session.typedKeyCount}
            @sg-forget-typed=${() => void session.forgetTypedKeys()}
            @sg-forget=${(event: CustomEvent<{ file: number }>) => void session.forget(event.detail.file)}
            @sg-paste-keys=${(event: CustomEvent<{ text: string }>) => void session.open([new File([event.detail.text], tlsWords().pasted)], 'add')}
            @sg-add-keys=${() => this.dispatchEvent(new CustomEvent('sg-command', { detail: { key: 'add' }, bubbles: true, composed: true }))}
            @sg-place=${(event: CustomEvent<{ frame: number; capture: number }>) => this.#show(session, event.detail)}></sg-secret-list>`
        : nothing
    }</sg-dialog>`;
  }

  readonly #close = (): void => {
    this.open = false;
  };

  #show(session: Session, { frame, capture }: { readonly frame: number; readonly capture: number }): void {
    this.#close();
    session.navigate({ view: 'packets', frame, capture });
  }
}
