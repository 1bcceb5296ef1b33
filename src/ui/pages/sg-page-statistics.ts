/** Statistics: outcomes, load over time, methods and responses, parties; every number leads to what it counts. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { steady } from '../../app/latest.ts';
import type { Route } from '../../app/route.ts';
import type { Session } from '../../app/session.ts';
import type { Statistics } from '../../contract/statistics.ts';
import type { ChartSeries } from '../parts/chart-data.ts';
import { ClockController, formatDuration, formatMoment, formatMs, formatNumber, formatPercent } from '../parts/format.ts';
import { ObserveController } from '../parts/observe.ts';
import { base, controls } from '../parts/shared-styles.ts';
import '../parts/sg-empty.ts';
import '../parts/sg-time-chart.ts';
import '../parts/sg-tooltip.ts';
import type { Counted } from '../views/sg-method-table.ts';
import '../views/sg-method-table.ts';
import '../views/sg-party-table.ts';
import { WordsController } from '../words/language.ts';
import { statisticsWords } from '../words/statistics-words.ts';

const partyKinds = ['endpoints', 'userAgents'] as const;

@customElement('sg-page-statistics')
export class SgPageStatistics extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; height: 100%; min-height: 0; }
    .page { height: 100%; overflow: auto; padding: 14px 16px 32px; }
    .page:focus-visible { outline: 1px solid var(--sg-line-strong); outline-offset: -1px; border-radius: 0; }
    section { margin-bottom: 22px; }
    h2 { margin-bottom: 8px; }
    dl { display: flex; flex-wrap: wrap; gap: 10px 36px; margin: 0; padding: 12px 16px; background: var(--sg-surface); border: 1px solid var(--sg-line); border-radius: var(--sg-radius); }
    dl > div { display: flex; flex-direction: column; }
    dt { order: 2; color: var(--sg-text-2); font-size: var(--sg-size-s); }
    dd { margin: 0; font-size: 19px; font-weight: 600; line-height: 1.2; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
    .explained { text-decoration: underline dotted var(--sg-text-3); text-underline-offset: 3px; }
    .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 14px 20px; }
    .charts > * { min-width: 0; }
    .head { display: flex; gap: 12px; align-items: baseline; margin-bottom: 8px; }
    .head h2 { margin: 0; }
    .group { display: inline-flex; border: 1px solid var(--sg-line-strong); border-radius: var(--sg-radius); overflow: hidden; }
    .group button { border: 0; background: var(--sg-surface); color: var(--sg-text-2); font: inherit; font-size: var(--sg-size-s); padding: 4px 10px; cursor: pointer; }
    .group button[aria-checked='true'] { background: var(--sg-accent-soft); color: var(--sg-accent); font-weight: 600; }
    sg-method-table, sg-party-table { border: 1px solid var(--sg-line); border-radius: var(--sg-radius); }
    .making { padding: 24px 16px; color: var(--sg-text-2); }
  `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'statistics' };
  @state() private _statistics: Statistics | undefined;
  #asked = '';

  constructor() {
    super();
    new WordsController(this);
    new ClockController(this);
    new ObserveController(this, () => [this.session?.revision, this.session?.overview, this.session?.state]);
  }

  arrive(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.page')?.focus());
  }

  protected override willUpdate(): void {
    const { session } = this;
    if (session === undefined || session.state.value.status === 'opening') return;
    const asks = `${session.generation}/${session.revision.value}`;
    if (asks === this.#asked) return;
    this.#asked = asks;
    this.#load(session);
  }

  readonly #load = steady(
    (session: Session) => session.queries.statistics(),
    (statistics: Statistics) => {
      this._statistics = statistics;
    },
  );

  protected override render(): TemplateResult | typeof nothing {
    const { session, _statistics: found } = this;
    if (session === undefined) return nothing;
    const w = statisticsWords();
    if (found === undefined) return html`<p class="making" role="status">${w.making}</p>`;
    if (found.messages === 0) return html`<sg-empty .title=${w.empty} .help=${w.emptyHelp}></sg-empty>`;
    const kind = partyKinds.find((one) => one === this.route.tab) ?? 'endpoints';
    return html`<div class="page" tabindex="0" role="region" aria-label=${w.title}>
      <section><h2>${w.outcomes}</h2>${this.#figures(found)}</section>
      <section><h2>${w.load}</h2>${this.#load_(found)}</section>
      <section><h2>${w.methods}</h2><sg-method-table .methods=${found.methods} @sg-count=${(event: CustomEvent<{ method: string; what: Counted; status?: number }>) => this.#counted(session, event.detail)}></sg-method-table></section>
      <section><div class="head"><h2>${w.parties[kind]}</h2><span class="group" role="radiogroup" aria-label=${w.title}>${partyKinds.map((one) => html`<button role="radio" aria-checked=${one === kind} @click=${() => session.navigate({ ...this.route, tab: one === 'endpoints' ? undefined : one }, 'replace')}>${w.parties[one]}</button>`)}</span></div>
        <sg-party-table .parties=${found[kind]} .kind=${kind} @sg-party=${(event: CustomEvent<{ key: string; problem: string | undefined }>) => session.navigate({ view: 'calls', text: event.detail.key, problems: event.detail.problem === undefined ? undefined : [event.detail.problem] })}></sg-party-table></section></div>`;
  }

  #figures({ total, messages, retransmissions }: Statistics): TemplateResult {
    const { figures } = statisticsWords();
    const w = statisticsWords();
    const values: readonly (readonly [keyof typeof figures, string])[] = [
      ['calls', formatNumber(total.calls)],
      ['answered', formatNumber(total.answered)],
      ['asr', formatPercent(total.asr)],
      ['ner', formatPercent(total.ner)],
      ['ser', formatPercent(total.ser)],
      ['seer', formatPercent(total.seer)],
      ['acd', formatDuration(total.acd)],
      ['pdd', total.pdd === undefined ? '–' : w.spread(formatMs(total.pdd.median), formatMs(total.pdd.p95))],
      ['messages', formatNumber(messages)],
      ['retransmissions', formatNumber(retransmissions)],
    ];
    return html`<dl>${values.map(([name, value]) => {
      const help = w.figureHelp[name];
      return html`<div><dt>${help === undefined ? figures[name] : html`<sg-tooltip .text=${help}><span class="explained" tabindex="0">${figures[name]}</span></sg-tooltip>`}</dt><dd>${value}</dd></div>`;
    })}</dl>`;
  }

  #load_({ load }: Statistics): TemplateResult {
    const w = statisticsWords();
    const x = Float64Array.from(load.messages, (_, i) => (load.from + (i + 0.5) * load.width) / 1e9);
    const line = (name: string, colour: 1 | 2 | 3, mean: Float64Array): ChartSeries => ({ name, colour, kind: 'area', x, mean });
    return html`<div class="charts">${this.#chart(w.messagesPerSecond, w.loadHelp.messages, [line(w.figures.messages, 1, load.messages)])}
      ${this.#chart(w.inProgress, w.loadHelp.progress, [line(w.calls, 1, load.calls), line(w.streams, 2, load.streams)])}
      ${load.bitRate.some((rate) => rate > 0) ? this.#chart(w.bitRate, w.loadHelp.bitRate, [line(w.bitRate, 3, load.bitRate)]) : nothing}</div>`;
  }

  #chart(label: string, explanation: string, series: readonly ChartSeries[]): TemplateResult {
    const w = statisticsWords();
    const text = (value: number): string => formatNumber(value, value >= 100 || Number.isInteger(value) ? 0 : 1);
    const summary = series.map(({ name, mean }) => {
      const values = Array.from(mean);
      return w.summary(name, text(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)), text(Math.max(0, ...values)));
    });
    return html`<sg-time-chart .series=${series} .label=${label} .explanation=${explanation} .summary=${summary.join('. ')} .height=${150} .sync=${'statistics'} .xText=${(seconds: number) => formatMoment(seconds * 1e9, 0)} .valueText=${text}
      @sg-range=${(event: CustomEvent<{ from: number | undefined; to: number | undefined }>) => this.#window(event.detail)}></sg-time-chart>`;
  }

  /** A stretch of time chosen in a plot: the calls of it. */
  #window({ from, to }: { readonly from: number | undefined; readonly to: number | undefined }): void {
    if (from !== undefined && to !== undefined) this.session?.navigate({ view: 'calls', from: from * 1e9, to: to * 1e9 });
  }

  #counted(session: Session, { method, what, status }: { method: string; what: Counted; status?: number }): void {
    const isOfCalls = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'PRACK', 'UPDATE', 'INFO', 'REFER'].includes(method);
    if (isOfCalls) {
      const problem = what === 'retransmissions' ? ['retransmissions'] : what === 'unanswered' ? ['noResponse'] : undefined;
      session.navigate({ view: 'calls', problems: problem, status: method === 'INVITE' ? status : undefined });
    } else
      session.navigate({
        view: 'dialogs',
        kinds: [method],
        text: status === undefined ? undefined : String(status),
        states: what === 'unanswered' ? ['NO_RESPONSE'] : undefined,
      });
  }
}
