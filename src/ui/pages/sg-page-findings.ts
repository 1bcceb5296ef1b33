/**
 * Findings: what the rules say of the whole capture, by rule, by address or by user agent; beside it where each fired and
 * why. Thresholds and muted rules are this browser's.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { chooseThreshold, findingChoice, muteRule, resetThresholds } from '../../app/finding-choice.ts';
import { latest } from '../../app/latest.ts';
import type { Route } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import { changeSplit, settings } from '../../app/settings.ts';
import {
  findingGroupings,
  type FindingEvidence,
  type FindingGroup,
  type FindingGrouping,
  type FindingRow,
  type FindingThreshold,
} from '../../contract/findings.ts';
import { formatNumber } from '../parts/format.ts';
import { ObserveController } from '../parts/observe.ts';
import { base, controls } from '../parts/shared-styles.ts';
import '../parts/sg-dialog.ts';
import '../parts/sg-empty.ts';
import '../parts/sg-split-pane.ts';
import { findingText } from '../views/finding-look.ts';
import '../views/sg-finding.ts';
import '../views/sg-finding-groups.ts';
import '../views/sg-thresholds.ts';
import { findingsWords } from '../words/findings-words.ts';
import { WordsController } from '../words/language.ts';

/** Findings drawn at once; more on request */
const SHOWN = 100;

/** Nothing is not worth a word. */
function counted(count: number): string {
  return count === 0 ? '' : formatNumber(count);
}

@customElement('sg-page-findings')
export class SgPageFindings extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); height: 100%; min-height: 0; }
    .side, .main { overflow: auto; min-height: 0; height: 100%; background: var(--sg-surface); }
    .tools { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: center; padding: 10px 12px; border-bottom: 1px solid var(--sg-line); position: sticky; top: 0; background: var(--sg-surface); z-index: 1; }
    .tools .button { margin-inline-start: auto; }
    .group { display: inline-flex; border: 1px solid var(--sg-line-strong); border-radius: var(--sg-radius); overflow: hidden; }
    .group button { border: 0; background: var(--sg-surface); color: var(--sg-text-2); font: inherit; font-size: var(--sg-size-s); padding: 4px 10px; cursor: pointer; }
    .group button[aria-checked='true'] { background: var(--sg-accent-soft); color: var(--sg-accent); font-weight: 600; }
    .main { padding: 12px 18px 28px; }
    .head { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; padding-bottom: 4px; }
    .help { color: var(--sg-text-2); max-width: 90ch; padding-bottom: 8px; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { border-top: 1px solid var(--sg-line); padding-top: 6px; }
    .call { overflow-wrap: anywhere; text-align: start; }
    .id { font-family: var(--sg-mono); font-size: var(--sg-size-s); color: var(--sg-text-3); overflow-wrap: anywhere; }
    .muted { padding: 10px 12px; font-size: var(--sg-size-s); color: var(--sg-text-2); }
    .muted button { margin-inline-end: 8px; }
    sg-dialog { --dialog-width: 620px; position: absolute; }
  `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'findings' };
  @state() private _groups: readonly FindingGroup[] | undefined;
  @state() private _rows: readonly FindingRow[] = [];
  @state() private _thresholds: readonly FindingThreshold[] | undefined;
  @state() private _shown = SHOWN;
  #asked = '';
  #askedRows = '';

  constructor() {
    super();
    new WordsController(this);
    new ObserveController(this, () => [this.session?.revision, this.session?.overview, settings]);
  }

  arrive(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('sg-finding-groups')?.shadowRoot?.querySelector('button')?.focus());
  }

  get #by(): FindingGrouping {
    return findingGroupings.find((one) => one === this.route.tab) ?? 'rule';
  }

  /** the group in the route, else the first */
  get #chosen(): string {
    const wanted = this.route.text ?? '';
    return this._groups?.some((group) => group.key === wanted) === true ? wanted : (this._groups?.[0]?.key ?? '');
  }

  protected override willUpdate(): void {
    const { session } = this;
    if (session === undefined) return;
    const asks = `${this.#by}/${session.revision.value}`;
    if (asks !== this.#asked) {
      this.#asked = asks;
      this.#load(session, this.#by);
    }
    const asksRows = `${asks}/${this.#chosen}`;
    if (this._groups === undefined || asksRows === this.#askedRows) return;
    this.#askedRows = asksRows;
    this._shown = SHOWN;
    this.#loadRows(session, this.#by, this.#chosen);
  }

  readonly #load = latest(
    (session: Session, by: FindingGrouping) => session.queries.findingGroups(by),
    (groups: readonly FindingGroup[]) => {
      this._groups = groups;
    },
  );

  readonly #loadRows = latest(
    (session: Session, by: FindingGrouping, key: string) => (key === '' ? Promise.resolve([]) : session.queries.findingsOf(by, key)),
    (rows: readonly FindingRow[]) => {
      this._rows = rows;
    },
  );

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (session === undefined || this._groups === undefined) return nothing;
    const w = findingsWords();
    return html`<sg-split-pane direction="row" .percent=${settings.value.splits.get('findings') ?? 32} .label=${w.title} @sg-split=${(event: CustomEvent<{ percent: number }>) => changeSplit('findings', event.detail.percent)}>
        <div slot="first" class="side">${this.#tools(session)}
          ${this._groups.length === 0 ? html`<sg-empty .title=${w.none} .help=${w.noneHelp}></sg-empty>` : html`<sg-finding-groups .groups=${this._groups} .chosen=${this.#chosen} @sg-group=${(event: CustomEvent<{ key: string }>) => this.#go({ text: event.detail.key })}></sg-finding-groups>`}
          ${this.#muted(session)}</div>
        <div slot="second" class="main" tabindex="0" role="region" aria-label=${w.title} @sg-evidence=${this.#evidence}>${this.#main(session)}</div></sg-split-pane>
      <sg-dialog .label=${w.thresholdsTitle} .open=${this._thresholds !== undefined} @sg-close=${() => {
        this._thresholds = undefined;
      }}><sg-thresholds .thresholds=${this._thresholds ?? []} @sg-threshold=${(event: CustomEvent<{ name: string; value: number | undefined }>) => this.#choose(session, () => chooseThreshold(event.detail.name, event.detail.value))} @sg-reset=${() => this.#choose(session, resetThresholds)}></sg-thresholds></sg-dialog>`;
  }

  #tools(session: Session): TemplateResult {
    const w = findingsWords();
    return html`<div class="tools"><span class="group" role="radiogroup" aria-label=${w.by}>${findingGroupings.map((by) => html`<button role="radio" aria-checked=${by === this.#by} @click=${() => this.#go({ tab: by === 'rule' ? undefined : by, text: undefined })}>${w.groupings[by]}</button>`)}</span>
      <button class="button small" @click=${() => void this.#openThresholds(session)}>${w.thresholds}</button></div>`;
  }

  #muted(session: Session): TemplateResult | typeof nothing {
    const w = findingsWords();
    const { muted } = findingChoice();
    if (muted.length === 0) return nothing;
    return html`<p class="muted">${w.muted}: ${muted.map((rule) => html`<button class="link" @click=${() => this.#choose(session, () => muteRule(rule, false))}>${w.unmute(findingText(rule).title)}</button>`)}</p>`;
  }

  #main(session: Session): TemplateResult | typeof nothing {
    const w = findingsWords();
    const group = this._groups?.find((one) => one.key === this.#chosen);
    if (group === undefined) return nothing;
    const isRule = group.by === 'rule';
    const text = isRule ? findingText(group.key) : undefined;
    const more = this._rows.length - this._shown;
    return html`<div class="head"><h2>${text?.title ?? group.key}</h2><span class="muted number">${w.subjects(counted(group.calls), counted(group.subjects - group.calls - group.alone), counted(group.alone))}</span>
        ${isRule ? html`<button class="link" title=${w.muteHelp} @click=${() => this.#choose(session, () => muteRule(group.key, true))}>${w.mute}</button>` : nothing}</div>
      ${text === undefined ? nothing : html`<p class="help">${text.help}${group.reference === '' ? nothing : html` <span class="faint">${group.reference}</span>`}</p>`}
      <ol>${this._rows.slice(0, this._shown).map((row, i) => html`<li>${row.callId === undefined ? html`<strong class="call">${row.from}</strong>` : html`<button class="link call" @click=${() => this.#open(session, row)}>${row.from} → ${row.to}</button>`} <span class="id">${row.callId ?? ''}</span><sg-finding .row=${row} ?bare=${isRule} ?whole=${i === 0}></sg-finding></li>`)}</ol>
      ${more > 0 ? html`<button class="button" @click=${() => (this._shown += SHOWN)}>${w.moreEvidence(formatNumber(more))}</button>` : nothing}`;
  }

  async #openThresholds(session: Session): Promise<void> {
    this._thresholds = await session.queries.findingThresholds().catch(() => undefined);
  }

  /** Keeps a choice and has everything judged anew. */
  #choose(session: Session, keep: () => void): void {
    keep();
    const isOpen = this._thresholds !== undefined;
    void session.judge().then(() => (isOpen ? this.#openThresholds(session) : undefined));
  }

  #go(change: Partial<Route>): void {
    this.session?.navigate({ ...this.route, ...change }, 'replace');
  }

  #open(session: Session, { callId, isCall }: FindingRow): void {
    if (callId !== undefined) session.navigate({ view: isCall ? 'call' : 'dialogs', callIds: [callId] });
  }

  readonly #evidence = (event: CustomEvent<FindingEvidence>): void => {
    const { place, stream, message } = event.detail;
    const { session } = this;
    const row = this._rows.find((one) => one.evidence.includes(event.detail));
    if (session === undefined) return;
    const at = { frame: place.frame, capture: place.capture };
    if (message !== undefined && row?.callId !== undefined) session.navigate({ view: row.isCall ? 'call' : 'dialogs', callIds: [row.callId], ...at });
    else if (stream !== undefined) session.navigate({ view: 'stream', streams: [stream], ...at });
    else session.navigate({ view: 'packets', ...at });
  };
}
