/**
 * Payload types named by hand: those that were seen with what they are taken for, and others. Only what a person changed, or had named before, is told.
 */
import { X } from 'lucide';
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isNameable, type NamedPayloadType, type SeenPayloadType } from '../../contract/decode-as.ts';
import { formatNumber } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { base, choices, controls } from '../parts/shared-styles.ts';
import { decodeWords } from '../words/decode-words.ts';
import { WordsController } from '../words/language.ts';

/** Encoding names with the clock rate that their payload formats fix. */
const known: readonly (readonly [string, number])[] = [
  ['PCMU', 8000],
  ['PCMA', 8000],
  ['G722', 8000],
  ['G729', 8000],
  ['GSM', 8000],
  ['iLBC', 8000],
  ['opus', 48_000],
  ['AMR', 8000],
  ['AMR-WB', 16_000],
  ['G726-40', 8000],
  ['G726-32', 8000],
  ['G726-24', 8000],
  ['G726-16', 8000],
  ['AAL2-G726-32', 8000],
  ['L16', 16_000],
  ['speex', 8000],
  ['telephone-event', 8000],
  ['CN', 8000],
  ['H264', 90_000],
  ['H265', 90_000],
  ['VP8', 90_000],
  ['VP9', 90_000],
];

const FIRST_DYNAMIC = 96;

/** A payload type as it stands in the form. */
interface TypeRow {
  readonly payloadType: string;
  readonly name: string;
  readonly clockRate: string;
  readonly parameters: string;
  readonly seen: SeenPayloadType | undefined;
}

@customElement('sg-payload-types')
export class SgPayloadTypes extends LitElement {
  static override styles = [
    base,
    controls,
    choices,
    css`
    :host { display: block; min-width: 0; }
    .type { display: grid; grid-template-columns: 64px minmax(0, 1fr) 96px minmax(0, 1fr) 28px; gap: 0 8px; align-items: center; margin-bottom: 6px; }
    .type.head, .now { color: var(--sg-text-2); font-size: var(--sg-size-s); }
    .now { grid-column: 2 / -1; }
    .type input { width: 100%; }
    .help { padding-top: 4px; }
  `,
  ];

  @property({ attribute: false }) seen: readonly SeenPayloadType[] = [];
  @state() private _rows: readonly TypeRow[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  /** What was named; undefined when something cannot be, which is then shown. */
  read(): readonly NamedPayloadType[] | undefined {
    for (const input of this.renderRoot.querySelectorAll('input')) if (!input.reportValidity()) return undefined;
    return this._rows.filter(isSaid).map(({ payloadType, name, clockRate, parameters }) => ({
      payloadType: Number(payloadType),
      name,
      clockRate: Number(clockRate) || 0,
      ...(parameters === '' ? {} : { parameters }),
    }));
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('seen')) this._rows = this.seen.map(rowOf);
  }

  protected override render(): TemplateResult {
    const w = decodeWords();
    return html`<fieldset><legend>${w.types}</legend>
      ${this._rows.length === 0 ? nothing : html`<div class="type head" aria-hidden="true"><span>${w.number}</span><span>${w.name}</span><span>${w.rate}</span><span>${w.parameters}</span></div>`}
      ${this._rows.map((row, i) => this.#renderRow(row, i))}
      <button type="button" class="button small" @click=${this.#add}>${w.addType}</button>
      <datalist id="names">${known.map(([name]) => html`<option value=${name}></option>`)}</datalist>
      <p class="help">${w.typesHelp}</p></fieldset>`;
  }

  #renderRow(row: TypeRow, i: number): TemplateResult {
    const w = decodeWords();
    const { seen, payloadType } = row;
    const fixed = seen !== undefined && !isNameable(seen.payloadType);
    const of = (word: string): string => w.ofType(word, payloadType);
    return html`<div class="type">
      <input class="input number" required inputmode="numeric" pattern="[0-9]{1,3}" aria-label=${w.number} ?disabled=${seen !== undefined} .value=${payloadType} @input=${(event: InputEvent) => this.#number(i, event)}>
      <input class="input" ?required=${seen === undefined} pattern="[A-Za-z0-9+\\-]+" maxlength="32" list="names" autocomplete="off" spellcheck="false" aria-label=${of(w.name)} ?disabled=${fixed} .value=${row.name} @input=${(event: InputEvent) => this.#name(i, valueOf(event))}>
      <input class="input number" inputmode="numeric" pattern="[0-9]{0,7}" aria-label=${of(w.rate)} ?disabled=${fixed} .value=${row.clockRate} @input=${(event: InputEvent) => this.#change(i, { clockRate: valueOf(event) })}>
      <input class="input" maxlength="120" pattern="[ -~]*" autocomplete="off" spellcheck="false" placeholder="mode-set=7; octet-align=1" aria-label=${of(w.parameters)} ?disabled=${fixed} .value=${row.parameters} @input=${(event: InputEvent) => this.#change(i, { parameters: valueOf(event) })}>
      ${seen === undefined ? html`<button type="button" class="button quiet icon" aria-label=${w.removeType(payloadType)} @click=${() => (this._rows = this._rows.filter((_, at) => at !== i))}>${icon(X)}</button>` : html`<span></span><span class="now">${nowText(seen)}</span>`}</div>`;
  }

  readonly #add = (): void => {
    const used = new Set(this._rows.map(({ payloadType }) => Number(payloadType)));
    let free = FIRST_DYNAMIC;
    while (free < 127 && used.has(free)) free++;
    this._rows = [...this._rows, { payloadType: String(free), name: '', clockRate: '', parameters: '', seen: undefined }];
  };

  #change(i: number, change: Partial<TypeRow>): void {
    this._rows = this._rows.map((row, at) => (at === i ? { ...row, ...change } : row));
  }

  #number(i: number, event: InputEvent): void {
    const payloadType = valueOf(event);
    const other = this._rows.some((row, at) => at !== i && Number(row.payloadType) === Number(payloadType));
    const w = decodeWords();
    (event.target as HTMLInputElement).setCustomValidity(!isNameable(Number(payloadType)) ? w.notNameable : other ? w.twice : '');
    this.#change(i, { payloadType });
  }

  /** A name whose clock is fixed brings it along. */
  #name(i: number, name: string): void {
    const rate = known.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
    this.#change(i, rate === undefined ? { name } : { name, clockRate: String(rate) });
  }
}

function rowOf(seen: SeenPayloadType): TypeRow {
  const { payloadType, name, clockRate, parameters } = seen;
  return { payloadType: String(payloadType), name, clockRate: clockRate === 0 ? '' : String(clockRate), parameters, seen };
}

/** A row that says something: a name, and another one than what holds without it. */
function isSaid(row: TypeRow): boolean {
  const { seen } = row;
  if (row.name === '') return false;
  if (seen === undefined || seen.by === 'hand') return true;
  const before = rowOf(seen);
  return row.name !== before.name || row.clockRate !== before.clockRate || row.parameters !== '';
}

/** How often a type was seen, and what it is taken for by whose word. */
function nowText({ packets, payloadType, name, clockRate, by }: SeenPayloadType): string {
  const w = decodeWords();
  const taken = name === '' ? w.unnamed : clockRate === 0 ? name : w.atRate(name, formatNumber(clockRate, 0));
  return w.now(formatNumber(packets, 0), taken, isNameable(payloadType) ? w.by[by] : w.notNameable);
}

function valueOf(event: InputEvent): string {
  return (event.target as HTMLInputElement).value.trim();
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-payload-types': SgPayloadTypes;
  }
}
