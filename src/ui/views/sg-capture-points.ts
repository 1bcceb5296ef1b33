/**
 * The capture points of what is open: files or interfaces, what they share, how their clocks stand, what is uncertain, and what can be
 * chosen about them.
 * @fires sg-points - detail: the PointChoice wanted
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CaptureFacts } from '../../contract/overview.ts';
import { usualPoints, type CapturePoint, type PointChoice, type PointsOverview } from '../../contract/points.ts';
import { formatNumber } from '../parts/format.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { pointsWords } from '../words/points-words.ts';
import { driftText, offsetText } from './clock-text.ts';

/** points listed */
const MOST = 100;

@customElement('sg-capture-points')
export class SgCapturePoints extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; padding: 12px 16px 14px; border: 1px solid var(--sg-line); border-radius: 8px; background: var(--sg-surface); min-width: 0; }
    h3 { font-size: var(--sg-size-l); margin-bottom: 4px; }
    p { margin: 6px 0 0; max-width: 90ch; }
    table { border-collapse: collapse; width: 100%; margin-top: 8px; font-variant-numeric: tabular-nums; }
    th, td { text-align: start; padding: 3px 12px 3px 0; border-bottom: 1px solid color-mix(in srgb, var(--sg-line) 60%, transparent); vertical-align: baseline; overflow-wrap: anywhere; }
    th { color: var(--sg-text-2); font-weight: 500; font-size: var(--sg-size-s); }
    th { white-space: nowrap; }
    tbody th { color: var(--sg-text); font-weight: 600; }
    small { display: block; font-size: var(--sg-size-s); color: var(--sg-text-2); }
    .note { padding: 5px 10px; border-radius: var(--sg-radius); background: var(--sg-note-soft); }
    .choice { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 16px; margin-top: 10px; }
    label { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 2px 6px; min-width: 0; }
    select { max-width: 100%; }
  `,
  ];

  @property({ attribute: false }) points: PointsOverview | undefined;
  @property({ attribute: false }) captures: readonly CaptureFacts[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { points, captures } = this;
    const w = pointsWords();
    if (points === undefined && !mayHavePoints(captures)) return nothing;
    return html`<h3 title=${w.help}>${w.title}</h3>${points === undefined ? nothing : this.#found(points)}${this.#choice(points?.choice ?? usualPoints, points)}`;
  }

  #found(points: PointsOverview): TemplateResult {
    const w = pointsWords();
    const { choice } = points;
    if (points.points.length === 0) return html`<p>${this.captures.length < 2 ? w.oneInterface : choice.match ? w.nothingShared : w.notCompared}</p>`;
    return html`<p>${w.matched(formatNumber(points.matched), formatNumber(points.elsewhere))}</p>${this.#table(points.points)}${this.#notes(points).map((note) => html`<p class="note">${note}</p>`)}`;
  }

  #table(points: readonly CapturePoint[]): TemplateResult {
    const w = pointsWords();
    const { columns: c, columnHelp: help } = w;
    return html`<table><caption class="spoken">${w.title}</caption>
      <thead><tr><th scope="col">${c.point}</th><th scope="col">${c.file}</th><th scope="col" title=${help.offset}>${c.offset}</th></tr></thead>
      <tbody>${points.slice(0, MOST).map(
        (
          point,
        ) => html`<tr><th scope="row">${point.letter}</th><td>${this.#name(point)}<small title=${help.shared}>${w.sharedOf(formatNumber(point.packets), formatNumber(point.shared))}</small></td>
        <td title=${help.offset}>${offsetText(point)}${driftText(point) === '' ? nothing : html`<small title=${help.drift}>${w.driftIs(driftText(point))}</small>`}</td></tr>`,
      )}</tbody></table>`;
  }

  #name(point: CapturePoint): string {
    return point.name;
  }

  #notes({ points, choice }: PointsOverview): string[] {
    const w = pointsWords();
    const notes = points.flatMap(({ letter, clock, copyOf }) => {
      if (copyOf !== undefined) return [w.copy(letter, points[copyOf]!.letter)];
      if (clock.how === 'alone') return [w.shareNothing(letter)];
      if (clock.how === 'one') return [w.oneWay(letter), ...(clock.isOrderKnown ? [] : [w.orderUnknown(letter)])];
      return [];
    });
    return choice.clocks === 'own' ? [...notes, w.ownClocks] : notes;
  }

  #choice(choice: PointChoice, points: PointsOverview | undefined): TemplateResult {
    const w = pointsWords();
    const found = points?.points ?? [];
    const several = this.captures.length > 1;
    const streams = String(choice.streams);
    return html`<div class="choice">
      ${several ? this.#box(w.match, w.matchHelp, choice.match, (match) => ({ ...choice, match })) : this.#box(w.interfaces, w.interfacesHelp, choice.interfaces, (interfaces) => ({ ...choice, interfaces }))}
      ${several && found.length > 0 ? this.#box(w.correct, w.correctHelp, choice.clocks === 'corrected', (isOn) => ({ ...choice, clocks: isOn ? 'corrected' : 'own' })) : nothing}
      ${
        found.length === 0
          ? nothing
          : html`<label title=${w.streamsHelp}>${w.streams}<select class="input" @change=${(event: Event) => this.#tell({ ...choice, streams: streamsOf((event.target as HTMLSelectElement).value) })}>
        ${[['receiver', w.receiver] as const, ['sender', w.sender] as const, ...found.map(({ letter }, point) => [String(point), w.point(letter)] as const)].map(([key, text]) => html`<option value=${key} ?selected=${key === streams}>${text}</option>`)}</select></label>`
      }</div>`;
  }

  #box(label: string, help: string, isOn: boolean, change: (isOn: boolean) => PointChoice): TemplateResult {
    return html`<label title=${help}><input type="checkbox" .checked=${isOn} @change=${(event: Event) => this.#tell(change((event.target as HTMLInputElement).checked))}>${label}</label>`;
  }

  #tell(choice: PointChoice): void {
    this.dispatchEvent(new CustomEvent('sg-points', { detail: choice, bubbles: true, composed: true }));
  }
}

/** One file whose interfaces may be points: several with packets, or a cooked capture of all interfaces of a machine. */
export function mayHavePoints(captures: readonly CaptureFacts[]): boolean {
  // of text we made them ourselves
  const interfaces = captures
    .filter(({ fileType }) => fileType !== 'text')
    .flatMap((capture) => capture.interfaces)
    .filter(({ packets }) => packets > 0);
  return captures.length === 1 && (interfaces.length > 1 || interfaces.some(({ linkType }) => linkType === 'LINUX_SLL2'));
}

function streamsOf(value: string): PointChoice['streams'] {
  return value === 'receiver' || value === 'sender' ? value : Number(value);
}
