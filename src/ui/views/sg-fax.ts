/**
 * A fax over T.38: what came of it, then its steps in order with their times. The ladder shows the same steps between its lanes.
 *
 * @fires sg-moment - detail { time }: a step was chosen
 * @fires sg-navigate - detail: the route of a packet
 */
import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Nanoseconds } from '../../base/units.ts';
import type { FaxFlow, FaxSession, FaxStep } from '../../contract/fax.ts';
import { ClockController, formatDuration, formatEndpoint, formatNumber, formatRelative } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { tonesWords } from '../words/tones-words.ts';
import { stepDetail } from './ladder-tone-rows.ts';

@customElement('sg-fax')
export class SgFax extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; min-width: 0; border: 1px solid var(--sg-line); border-radius: var(--sg-radius); padding: 10px 12px; background: var(--sg-surface); }
    .outcome { font-weight: 600; }
    dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 6px 16px; margin: 8px 0; font-size: var(--sg-size-s); }
    dt { color: var(--sg-text-2); }
    dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; min-width: 62%; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
    th, td { padding: 3px 10px 3px 0; text-align: start; white-space: nowrap; border-bottom: 1px solid var(--sg-line); }
    th { font-weight: 500; color: var(--sg-text-2); }
    td.end, th.end { text-align: end; }
    tr:last-child td { border-bottom: 0; }
    tbody tr:hover td { background: var(--sg-surface-2); }
    td b { font: 600 12px var(--sg-mono); }
    .page td { background: var(--sg-accent-soft); }
  `,
  ];

  @property({ attribute: false }) fax: FaxSession | undefined;
  @property({ type: Number }) origin: Nanoseconds = 0;
  readonly words = new WordsController(this);
  readonly clock = new ClockController(this);

  override render(): TemplateResult | typeof nothing {
    const { fax } = this;
    if (!fax) return nothing;
    const word = tonesWords().fax;
    const good = fax.outcome === 'complete' || fax.outcome === 'confirmed';
    const tone = good ? 'ok' : fax.outcome === 'incomplete' || fax.outcome === 'noNegotiation' ? 'muted' : 'error';
    const facts: readonly (readonly [string, unknown])[] = [
      [word.pages, word.pagesText(formatNumber(fax.pages), fax.badPages)],
      [word.speed, fax.command?.speed === undefined ? '–' : `${formatNumber(fax.command.speed)} bit/s · ${fax.command.modulation ?? ''}`],
      [word.ecm, fax.command === undefined ? '–' : fax.command.ecm ? word.ecmOn : word.ecmOff],
      [word.resolution, fax.command === undefined ? '–' : fax.command.isFine ? word.fine : word.standard],
      [word.identifications, [fax.calling, fax.called].map((name) => (name === '' ? '–' : name)).join(' → ')],
      ...fax.flows.map((flow) => [word.flow(formatEndpoint(flow.source), formatEndpoint(flow.destination)), this.flowTemplate(flow)] as const),
    ];
    return html`<h2 title=${word.help}>${word.title}</h2><p class="outcome ${tone}">${word.outcomes[fax.outcome]}</p>
      <dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${fax.steps.length === 0 ? nothing : this.renderSteps(fax)}`;
  }

  private flowTemplate(flow: FaxFlow): TemplateResult {
    const word = tonesWords().fax;
    return html`<span class=${flow.lost > 0 ? 'warning' : ''}>${word.flowText(formatNumber(flow.packets), flow.lost, flow.recovered)}</span> · ${word.redundancy(flow.depthOffered, flow.depthUsed, flow.isFec)}`;
  }

  private renderSteps(fax: FaxSession): TemplateResult {
    const { columns } = tonesWords().fax;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${tonesWords().fax.steps}><table>
      <thead><tr><th scope="col">${columns.time}</th><th scope="col">${columns.phase}</th><th scope="col">${columns.step}</th><th scope="col">${columns.from}</th><th scope="col" class="end">${columns.length}</th><th scope="col">${columns.detail}</th><th scope="col"></th></tr></thead>
      <tbody>${fax.steps.map((step) => this.renderStep(step, fax))}</tbody></table></div>`;
  }

  private renderStep(step: FaxStep, fax: FaxSession): TemplateResult {
    const word = tonesWords();
    const seek = (): void => void this.dispatchEvent(new CustomEvent('sg-moment', { detail: { time: step.time }, bubbles: true, composed: true }));
    const open = (): void =>
      void this.dispatchEvent(
        new CustomEvent('sg-navigate', { detail: { view: 'packets', frame: step.place.frame, capture: step.place.capture }, bubbles: true, composed: true }),
      );
    const name = step.kind === 'page' ? word.ladder.page : step.name;
    return html`<tr class=${step.kind} @click=${seek}><td>+${formatRelative(step.time - this.origin, 2)} s</td><td>${word.fax.phases[step.phase]}</td><td title=${word.fax.stepHelp[step.name] ?? ''}><b class=${step.isBad ? 'error' : ''}>${name}</b></td>
      <td>${fax.flows[step.flow]?.source.address ?? ''}</td><td class="end">${step.end > step.time ? formatDuration((step.end - step.time) / 1e6) : ''}</td><td>${stepDetail({ step })}</td>
      <td><button type="button" class="link" @click=${open}>${word.frame(step.place.frame)}</button></td></tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-fax': SgFax;
  }
}
