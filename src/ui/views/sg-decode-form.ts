/**
 * How a person says what datagrams are: what to read them as, which of them, and names of payload types.
 * @fires sg-decode-rule - detail: the DecodeRule that was chosen
 * @fires sg-cancel - nothing was chosen
 */
import { X } from 'lucide';
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Endpoint } from '../../contract/common.ts';
import { decodeAsKinds, tunnelKinds, type DatagramRule, type DecodeAs, type DecodeRule, type NamedPayloadType } from '../../contract/decode-as.ts';
import { formatEndpoint } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { base, choices, controls } from '../parts/shared-styles.ts';
import { decodeWords } from '../words/decode-words.ts';
import { WordsController } from '../words/language.ts';

/** What the form is opened for: the ends of a datagram, and the dynamic payload types seen between them. */
export interface DecodeOffer {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** 'udp' when absent; of a TCP stream only SIP can be said */
  readonly transport?: 'udp' | 'tcp';
  readonly as?: DecodeAs;
  readonly payloadTypes: readonly NamedPayloadType[];
}

const payloadKinds = decodeAsKinds.filter((kind) => !tunnelKinds.some((tunnel) => tunnel === kind));

type Scope = 'between' | 'source' | 'destination' | 'sourcePort' | 'destinationPort';

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

const nameShape = /^[A-Za-z0-9+-]{1,32}$/;
const streamKinds: readonly DecodeAs[] = ['sip'];

/** A payload type as it stands in the form. */
interface TypeRow {
  readonly payloadType: string;
  readonly name: string;
  readonly clockRate: string;
  readonly parameters: string;
}

@customElement('sg-decode-form')
export class SgDecodeForm extends LitElement {
  static override styles = [
    base,
    controls,
    choices,
    css`
    .read { display: flex; gap: 10px; align-items: baseline; flex-wrap: wrap; }
    .group { color: var(--sg-text-2); padding: 6px 0 2px; }
    .help { padding-top: 4px; }
    .type { display: grid; grid-template-columns: 64px minmax(0, 1fr) 96px minmax(0, 1fr) 28px; gap: 8px; align-items: center; margin-bottom: 6px; }
    .type.head { color: var(--sg-text-2); font-size: var(--sg-size-s); margin-bottom: 2px; }
    .type input { width: 100%; }
  `,
  ];

  @property({ attribute: false }) offer: DecodeOffer | undefined;
  @state() private _as: DecodeAs = 'rtp';
  @state() private _scope: Scope = 'between';
  @state() private _types: readonly TypeRow[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('offer') || this.offer === undefined) return;
    this._as = this.offer.transport === 'tcp' ? 'sip' : (this.offer.as ?? 'rtp');
    this._scope = 'between';
    this._types = this.offer.payloadTypes.map(({ payloadType, name, clockRate, parameters }) => ({
      payloadType: String(payloadType),
      name,
      clockRate: clockRate === 0 ? '' : String(clockRate),
      parameters: parameters ?? '',
    }));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { offer } = this;
    if (offer === undefined) return nothing;
    const w = decodeWords();
    const [one, other] = [formatEndpoint(offer.source), formatEndpoint(offer.destination)];
    const scopes: readonly (readonly [Scope, string])[] = [
      ['between', w.between(one, other)],
      ['source', w.at(one)],
      ['destination', w.at(other)],
      ['sourcePort', w.port(offer.source.port)],
      ['destinationPort', w.port(offer.destination.port)],
    ];
    return html`<form @submit=${this.#submit}>
      <fieldset><legend>${w.read}</legend>${offer.transport === 'tcp' ? this.#renderKinds(streamKinds) : html`${this.#renderKinds(payloadKinds)}<div class="group">${w.tunnels}</div>${this.#renderKinds(tunnelKinds)}`}<p class="help">${w.kindHelp[this._as]}</p></fieldset>
      <fieldset><legend>${w.which}</legend><div class="choices">${scopes.map(([scope, label]) => this.#radio('which', scope, scope === this._scope, label, () => (this._scope = scope)))}</div></fieldset>
      ${this._as === 'rtp' ? this.#renderTypes() : nothing}
      <div class="actions"><button type="button" class="button" @click=${() => this.dispatchEvent(new CustomEvent('sg-cancel', { bubbles: true, composed: true }))}>${w.cancel}</button><button type="submit" class="button primary">${w.apply}</button></div>
    </form>`;
  }

  #renderKinds(kinds: readonly DecodeAs[]): TemplateResult {
    return html`<div class="read">${kinds.map((kind) => this.#radio('as', kind, kind === this._as, decodeWords().kinds[kind], () => (this._as = kind)))}</div>`;
  }

  #radio(name: string, value: string, checked: boolean, label: string, choose: () => void): TemplateResult {
    return html`<label class="choice"><input type="radio" name=${name} value=${value} .checked=${checked} @change=${choose}><span>${label}</span></label>`;
  }

  #renderTypes(): TemplateResult {
    const w = decodeWords();
    return html`<fieldset><legend>${w.types}</legend>
      ${this._types.length === 0 ? nothing : html`<div class="type head" aria-hidden="true"><span>${w.number}</span><span>${w.name}</span><span>${w.rate}</span><span>${w.parameters}</span></div>`}
      ${this._types.map(
        (type, i) => html`<div class="type">
        <input class="input number" required inputmode="numeric" pattern="9[6-9]|1[01][0-9]|12[0-7]" aria-label=${w.number} .value=${type.payloadType} @input=${(event: InputEvent) => this.#change(i, { payloadType: valueOf(event) })}>
        <input class="input" required pattern="[A-Za-z0-9+\\-]+" maxlength="32" list="names" autocomplete="off" aria-label=${w.name} .value=${type.name} @input=${(event: InputEvent) => this.#name(i, valueOf(event))}>
        <input class="input number" inputmode="numeric" pattern="[0-9]{0,7}" aria-label=${w.rate} .value=${type.clockRate} @input=${(event: InputEvent) => this.#change(i, { clockRate: valueOf(event) })}>
        <input class="input" maxlength="120" pattern="[ -~]*" autocomplete="off" spellcheck="false" placeholder="mode-set=7; octet-align=1" aria-label=${w.parameters} .value=${type.parameters} @input=${(event: InputEvent) => this.#change(i, { parameters: valueOf(event) })}>
        <button type="button" class="button quiet icon" aria-label=${w.removeType(type.payloadType)} @click=${() => (this._types = this._types.filter((_, at) => at !== i))}>${icon(X)}</button></div>`,
      )}
      <button type="button" class="button small" @click=${() => (this._types = [...this._types, { payloadType: String(this.#free()), name: '', clockRate: '', parameters: '' }])}>${w.addType}</button>
      <datalist id="names">${known.map(([name]) => html`<option value=${name}></option>`)}</datalist>
      <p class="help">${w.typesHelp}</p></fieldset>`;
  }

  /** The first dynamic type without a row. */
  #free(): number {
    const used = new Set(this._types.map((type) => Number(type.payloadType)));
    for (let type = 96; type < 128; type++) if (!used.has(type)) return type;
    return 127;
  }

  #change(i: number, change: Partial<TypeRow>): void {
    this._types = this._types.map((type, at) => (at === i ? { ...type, ...change } : type));
  }

  /** A name whose clock is fixed brings it along. */
  #name(i: number, name: string): void {
    const rate = known.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
    this.#change(i, rate === undefined ? { name } : { name, clockRate: String(rate) });
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { offer } = this;
    if (offer === undefined) return;
    const payloadTypes = this._types
      .map(({ payloadType, name, clockRate, parameters }) => ({
        payloadType: Number(payloadType),
        name: name.trim(),
        clockRate: Number(clockRate) || 0,
        ...(parameters === '' ? {} : { parameters }),
      }))
      .filter(({ payloadType, name }) => payloadType >= 96 && payloadType <= 127 && nameShape.test(name));
    this.dispatchEvent(
      new CustomEvent<DecodeRule>('sg-decode-rule', {
        detail: { as: this._as, ...endsOf(offer, this._scope), payloadTypes: this._as === 'rtp' ? payloadTypes : [] },
        bubbles: true,
        composed: true,
      }),
    );
  };
}

function valueOf(event: InputEvent): string {
  return (event.target as HTMLInputElement).value.trim();
}

function endsOf({ source, destination }: DecodeOffer, scope: Scope): Pick<DatagramRule, 'address' | 'port' | 'peer'> {
  if (scope === 'between') return { ...source, peer: destination };
  if (scope === 'source') return source;
  if (scope === 'destination') return destination;
  return { port: scope === 'sourcePort' ? source.port : destination.port };
}

/** The link types that are left to their users have names that people know. */
function linkName(linkType: number): string {
  return linkType >= 147 && linkType <= 162 ? `USER${linkType - 147}` : String(linkType);
}

/** A rule in one line, for where rules are listed. */
export function decodeRuleText(rule: DecodeRule): string {
  const w = decodeWords();
  if ('linkType' in rule) return w.linkRule(linkName(rule.linkType), w.links[rule.as]);
  const { as, address, port, peer, payloadTypes } = rule;
  const own = address === undefined ? w.all(port) : formatEndpoint({ address, port });
  const ends = peer === undefined ? own : `${own} ↔ ${formatEndpoint(peer)}`;
  return w.rule(w.kinds[as], ends, payloadTypes.map((type) => `${type.payloadType} ${type.name}`).join(', '));
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-decode-form': SgDecodeForm;
  }
}
