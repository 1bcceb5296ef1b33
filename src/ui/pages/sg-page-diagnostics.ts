/** Diagnostics: the open captures as files, and every rule that was broken or limit that was hit, with its places. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { latest } from '../../app/latest.ts';
import type { Route } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import type { DiagnosticRow } from '../../contract/overview.ts';
import { formatNumber } from '../parts/format.ts';
import { ObserveController } from '../parts/observe.ts';
import '../parts/sg-empty.ts';
import '../parts/sg-filter-box.ts';
import type { SgFilterBox } from '../parts/sg-filter-box.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { gravity, referenceOf } from '../views/diagnostic-kinds.ts';
import '../views/sg-capture-facts.ts';
import { mayHavePoints } from '../views/sg-capture-points.ts';
import type { PointChoice } from '../../contract/points.ts';
import '../views/sg-diagnostic-list.ts';
import '../views/sg-refused-files.ts';
import { diagnosticsWords } from '../words/diagnostics-words.ts';
import { problemAdvice, problemSentence } from '../words/explain-words.ts';
import { WordsController } from '../words/language.ts';
import { toggledIn } from './list-filters.ts';

const rank = { error: 0, warning: 1, note: 2 } as const;

/** Several captures, or one that may hold several points. */
function hasPoints(session: Session): boolean {
  const overview = session.overview.value;
  return overview !== undefined && (overview.points !== undefined || mayHavePoints(overview.captures));
}

@customElement('sg-page-diagnostics')
export class SgPageDiagnostics extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; height: 100%; min-height: 0; }
    .page { height: 100%; overflow: auto; padding: 14px 16px 28px; }
    .page:focus-visible { outline: 1px solid var(--sg-line-strong); outline-offset: -1px; border-radius: 0; }
    h2 { margin: 0 0 8px; }
    .both { display: grid; grid-template-columns: minmax(0, 1fr) minmax(340px, 30%); gap: 16px 20px; align-items: start; max-width: 1700px; }
    .captures { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; }
    @media (max-width: 1250px) { .both { grid-template-columns: minmax(0, 1fr); } .captures { grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); } }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; margin-bottom: 8px; }
    .bar { min-height: 30px; }
    .bar h2 { margin: 0; }
    .bar sg-filter-box { flex: 0 1 240px; margin-inline-start: auto; }
  `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'diagnostics' };
  @state() private _rows: readonly DiagnosticRow[] | undefined;
  @query('sg-filter-box') private readonly _filter!: SgFilterBox | null;
  @query('.page') private readonly _page!: HTMLElement | null;
  #asked = -1;

  constructor() {
    super();
    new WordsController(this);
    new ObserveController(this, () => [this.session?.revision, this.session?.overview, this.session?.refused]);
  }

  arrive(): void {
    void this.updateComplete.then(() => this._page?.focus());
  }

  focusFilter(): void {
    this._filter?.focus();
  }

  protected override willUpdate(): void {
    const revision = this.session?.revision.value ?? -1;
    if (this.session === undefined || revision === this.#asked) return;
    this.#asked = revision;
    this.#load(this.session);
  }

  readonly #load = latest(
    (session: Session) => session.queries.diagnostics(),
    (rows: readonly DiagnosticRow[]) => {
      this._rows = rows;
    },
  );

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (session === undefined) return nothing;
    const w = diagnosticsWords();
    const captures = session.overview.value?.captures ?? [];
    const rows = this.#shown;
    return html`<div class="page" tabindex="0" role="region" aria-label=${w.title}><div class="both"><section>${this._rows === undefined ? nothing : this._rows.length === 0 ? html`<sg-empty .title=${w.none} .help=${w.noneHelp}></sg-empty>` : this.#list(session, rows, captures.length)}</section>
      <section aria-label=${w.captures}><div class="bar"><h2>${w.captures}</h2></div><div class="captures" @sg-points=${(event: CustomEvent<PointChoice>) => session.setPoints(event.detail)} @sg-show-commented=${() => session.navigate({ view: 'packets', show: ['commented'] })}>${hasPoints(session) ? html`<sg-capture-points .points=${session.overview.value?.points} .captures=${captures}></sg-capture-points>` : nothing}${captures.map((capture) => html`<sg-capture-facts .capture=${capture}></sg-capture-facts>`)}${session.refused.value.length === 0 ? nothing : html`<sg-refused-files .files=${session.refused.value}></sg-refused-files>`}</div></section></div></div>`;
  }

  /** What loses something first, then by count; of those the words of the filter occur in. */
  get #shown(): readonly DiagnosticRow[] {
    const asked = (this.route.text ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const matches = ({ code }: DiagnosticRow): boolean => {
      const text = [code, problemSentence(code), problemAdvice(code) ?? '', referenceOf(code) ?? ''].join(' ').toLowerCase();
      return asked.every((word) => text.includes(word));
    };
    return (this._rows ?? []).filter(matches).toSorted((a, b) => rank[gravity(a.code)] - rank[gravity(b.code)] || b.count - a.count);
  }

  #list(session: Session, rows: readonly DiagnosticRow[], captures: number): TemplateResult {
    const w = diagnosticsWords();
    const places = rows.reduce((sum, row) => sum + row.count, 0);
    return html`<div class="bar"><h2 title=${w.listHelp}>${w.list}</h2><span class="muted number">${w.count(formatNumber(rows.length), formatNumber(places))}</span>
        <sg-filter-box .text=${this.route.text ?? ''} .placeholder=${w.filterPlaceholder} @sg-filter=${(event: CustomEvent<{ text: string }>) => this.#go({ text: event.detail.text || undefined })}></sg-filter-box></div>
      ${
        rows.length === 0
          ? html`<sg-empty .title=${w.emptyFilter}></sg-empty>`
          : html`<sg-diagnostic-list .rows=${rows} .open=${this.route.show ?? []} .captures=${captures}
        @sg-toggle-code=${(event: CustomEvent<{ code: string }>) => this.#go({ show: toggledIn(this.route.show, event.detail.code) })}
        @sg-place=${(event: CustomEvent<{ frame: number; capture: number }>) => session.navigate({ view: 'packets', frame: event.detail.frame, capture: event.detail.capture })}
        @sg-code=${(event: CustomEvent<{ code: string }>) => session.navigate({ view: 'packets', diagnostic: event.detail.code })}></sg-diagnostic-list>`
      }`;
  }

  #go(change: Partial<Route>): void {
    this.session?.navigate({ ...this.route, ...change }, 'replace');
  }
}
