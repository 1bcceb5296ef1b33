/**
 * Find a call by number, name or Call-ID, a frame, a view or a command, from anywhere.
 * @fires sg-close when done @fires sg-command { key } a command of the shell
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { latest } from '../../app/latest.ts';
import type { Route, View } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import type { CallRow } from '../../contract/calls.ts';
import { formatMoment, formatNumber } from '../parts/format.ts';
import '../parts/sg-dialog.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { words } from '../words/words.ts';
import { placeOfFrame } from './place-of-frame.ts';

interface Found {
  readonly title: string;
  readonly hint: string;
  go(): void;
}

const places: readonly View[] = ['calls', 'registrations', 'dialogs', 'streams', 'packets', 'diagnostics'];

@customElement('sg-palette')
export class SgPalette extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    input { display: block; width: 100%; height: 46px; padding: 0 16px; border: 0; border-bottom: 1px solid var(--sg-line); outline: 0 !important; background: none; color: var(--sg-text); font: inherit; font-size: 15px; }
    ul { margin: 0; padding: 6px; list-style: none; max-height: 46vh; overflow: auto; min-height: 60px; }
    li { display: flex; align-items: center; gap: 12px; min-height: 32px; padding: 0 10px; border-radius: 6px; cursor: pointer; }
    li[aria-selected='true'] { background: var(--sg-accent-soft); }
    .title { flex: 1; min-width: 0; }
    .hint { color: var(--sg-text-3); font-size: var(--sg-size-s); white-space: nowrap; }
    .none { padding: 14px; color: var(--sg-text-2); }
  `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  @property({ type: Boolean }) open = false;
  @state() private _text = '';
  @state() private _calls: readonly CallRow[] = [];
  @state() private _at = 0;
  @query('input') private readonly _input!: HTMLInputElement | null;

  readonly #search = latest(
    async (text: string): Promise<readonly CallRow[]> => {
      const queries = (this.session as Session).queries;
      const number = /^#?(\d{1,9})$/.exec(text)?.[1];
      const query = { text: '', states: [], problems: [], sort: { column: 'index', descending: false } } as const;
      const byNumber = number === undefined || number === '0' ? [] : (await queries.calls(query, { offset: Number(number) - 1, limit: 1 })).rows;
      const byText = text === '' ? [] : (await queries.calls({ ...query, text }, { offset: 0, limit: 8 })).rows;
      return [...byNumber, ...byText.filter((row) => !byNumber.some((other) => other.call === row.call))];
    },
    (calls) => {
      this._calls = calls;
      this._at = 0;
    },
  );

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('open') && this.open) {
      this._text = '';
      this._calls = [];
      this._at = 0;
      void this.updateComplete.then(() => this._input?.focus());
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.open) return nothing;
    const w = words().shell;
    const found = this.#found();
    return html`<sg-dialog open bare .label=${w.palette}>
      <input role="combobox" aria-expanded="true" aria-controls="found" aria-activedescendant=${found.length > 0 ? `found-${this._at}` : nothing} aria-label=${w.palettePlaceholder} placeholder=${w.palettePlaceholder} maxlength="300" autocomplete="off" spellcheck="false" @input=${this.#typed} @keydown=${this.#key}>
      <ul id="found" role="listbox" aria-label=${w.palette}>${found.map(
        (one, at) =>
          html`<li id=${`found-${at}`} role="option" aria-selected=${at === this._at} @click=${() => this.#choose(one)} @pointermove=${() => {
            this._at = at;
          }}><span class="title cut">${one.title}</span><span class="hint">${one.hint}</span></li>`,
      )}</ul>
      ${found.length === 0 ? html`<p class="none">${w.paletteEmpty}</p>` : nothing}
    </sg-dialog>`;
  }

  #found(): readonly Found[] {
    const w = words();
    const text = this._text.trim().toLowerCase();
    const matches = (title: string): boolean => text === '' || title.toLowerCase().includes(text);
    const frame = /^\d{1,10}$/.test(text) ? Number(text) : 0;
    const calls = this._calls.map(
      (row): Found => ({
        title: w.shell.paletteCall(formatNumber(row.number), row.from, row.to),
        hint: `${w.common.states[row.state] ?? row.state}  ${formatMoment(row.start)}`,
        go: () => this.#navigate({ view: 'call', callIds: [row.callId] }),
      }),
    );
    const frames: Found[] = frame === 0 ? [] : [{ title: w.shell.paletteFrame(formatNumber(frame)), hint: '', go: () => void this.#goToFrame(frame) }];
    const views = places
      .map(
        (view): Found => ({ title: w.shell.paletteGo(w.shell.nav[view] ?? view), hint: String(places.indexOf(view) + 1), go: () => this.#navigate({ view }) }),
      )
      .filter((one) => matches(one.title));
    const commands = (
      [
        ['open', w.shell.openFile],
        ['add', w.shell.addFile],
        ['secrets', w.shell.secrets],
        ['analysis', w.shell.exportAnalysis],
        ['keys', w.shell.keys],
        ['close', w.shell.closeCapture],
      ] as const
    )
      .map(([key, title]): Found => ({ title, hint: '', go: () => this.#command(key) }))
      .filter((one) => matches(one.title));
    return [...calls, ...frames, ...views, ...commands];
  }

  async #goToFrame(frame: number): Promise<void> {
    const session = this.session;
    if (session === undefined) return;
    const place = await placeOfFrame(session.queries, 0, frame).catch(() => undefined);
    if (place !== undefined) session.navigate(place);
  }

  #navigate(route: Route): void {
    this.session?.navigate(route);
  }

  #command(key: string): void {
    this.dispatchEvent(new CustomEvent('sg-command', { detail: { key }, bubbles: true, composed: true }));
  }

  #choose(one: Found): void {
    this.open = false;
    this.dispatchEvent(new CustomEvent('sg-close', { bubbles: true, composed: true }));
    one.go();
  }

  readonly #typed = (): void => {
    this._text = this._input?.value ?? '';
    this.#search(this._text.trim());
  };

  readonly #key = (event: KeyboardEvent): void => {
    const found = this.#found();
    if (event.key === 'ArrowDown') this._at = Math.min(found.length - 1, this._at + 1);
    else if (event.key === 'ArrowUp') this._at = Math.max(0, this._at - 1);
    else if (event.key === 'Enter' && found[this._at] !== undefined) this.#choose(found[this._at] as Found);
    else return;
    event.preventDefault();
  };
}
