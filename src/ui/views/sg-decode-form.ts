/**
 * How a person says what datagrams are: what to read them as, which of them, and names of payload types.
 * @fires sg-decode-rule - detail: the DecodeRule that was chosen
 * @fires sg-cancel - nothing was chosen
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Endpoint } from '../../contract/common.ts';
import { decodeAsKinds, streamScoped, tunnelKinds, type DatagramRule, type DecodeAs, type DecodeRule, type SeenPayloadType } from '../../contract/decode-as.ts';
import { formatEndpoint } from '../parts/format.ts';
import { base, choices, controls } from '../parts/shared-styles.ts';
import { decodeWords } from '../words/decode-words.ts';
import { WordsController } from '../words/language.ts';
import './sg-payload-types.ts';
import type { SgPayloadTypes } from './sg-payload-types.ts';

/** What the form is opened for: the ends of a datagram, the RTP source it is of, and the payload types seen between them. */
export interface DecodeOffer {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** 'udp' when absent; of a TCP stream only SIP can be said */
  readonly transport?: 'udp' | 'tcp';
  readonly as?: DecodeAs | undefined;
  readonly ssrc?: number | undefined;
  readonly payloadTypes: readonly SeenPayloadType[];
}

const payloadKinds = decodeAsKinds.filter((kind) => !tunnelKinds.some((tunnel) => tunnel === kind));

type Scope = 'stream' | 'between' | 'source' | 'destination' | 'sourcePort' | 'destinationPort';

const streamKinds: readonly DecodeAs[] = ['sip'];

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
    /* in a low window the choices scroll under what they are confirmed with */
    .actions { position: sticky; bottom: -16px; margin: 0 -18px -16px; padding: 10px 18px 16px; background: var(--sg-surface); }
  `,
  ];

  @property({ attribute: false }) offer: DecodeOffer | undefined;
  @state() private _as: DecodeAs = 'rtp';
  @state() private _scope: Scope = 'between';
  @query('sg-payload-types') private readonly _types!: SgPayloadTypes | null;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('offer') || this.offer === undefined) return;
    this._as = this.offer.transport === 'tcp' ? 'sip' : (this.offer.as ?? 'rtp');
    // whoever sends into a tunnel, its port is the same at all its ends
    this._scope = tunnelKinds.some((kind) => kind === this._as) ? 'destinationPort' : 'between';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { offer } = this;
    if (offer === undefined) return nothing;
    const w = decodeWords();
    const [one, other] = [formatEndpoint(offer.source), formatEndpoint(offer.destination)];
    const scopes: readonly (readonly [Scope, string])[] = [
      ...(this.#stream === undefined ? [] : [['stream', w.stream(hexSource(this.#stream), one, other)] as const]),
      ['between', w.between(one, other)],
      ['source', w.at(one)],
      ['destination', w.at(other)],
      ['sourcePort', w.port(offer.source.port)],
      ['destinationPort', w.port(offer.destination.port)],
    ];
    return html`<form @submit=${this.#submit}>
      <fieldset><legend>${w.read}</legend>${offer.transport === 'tcp' ? this.#renderKinds(streamKinds) : html`${this.#renderKinds(payloadKinds)}<div class="group">${w.tunnels}</div>${this.#renderKinds(tunnelKinds)}`}<p class="help">${w.kindHelp[this._as]}</p></fieldset>
      <fieldset><legend>${w.which}</legend><div class="choices">${scopes.map(([scope, label]) => this.#radio('which', scope, scope === this.#chosenScope, label, () => (this._scope = scope)))}</div></fieldset>
      ${this._as === 'rtp' ? html`<sg-payload-types .seen=${offer.payloadTypes}></sg-payload-types>` : nothing}
      <div class="actions"><button type="button" class="button" @click=${() => this.dispatchEvent(new CustomEvent('sg-cancel', { bubbles: true, composed: true }))}>${w.cancel}</button><button type="submit" class="button primary">${w.apply}</button></div>
    </form>`;
  }

  #renderKinds(kinds: readonly DecodeAs[]): TemplateResult {
    return html`<div class="read">${kinds.map((kind) => this.#radio('as', kind, kind === this._as, decodeWords().kinds[kind], () => (this._as = kind)))}</div>`;
  }

  #radio(name: string, value: string, checked: boolean, label: string, choose: () => void): TemplateResult {
    return html`<label class="choice"><input type="radio" name=${name} value=${value} .checked=${checked} @change=${choose}><span>${label}</span></label>`;
  }

  /** The source that can be spoken of alone. */
  get #stream(): number | undefined {
    return streamScoped.includes(this._as) ? this.offer?.ssrc : undefined;
  }

  get #chosenScope(): Scope {
    return this._scope === 'stream' && this.#stream === undefined ? 'between' : this._scope;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { offer } = this;
    if (offer === undefined) return;
    const payloadTypes = this._as === 'rtp' ? this._types?.read() : [];
    // what is wrong is shown beside it
    if (payloadTypes === undefined) return;
    this.dispatchEvent(
      new CustomEvent<DecodeRule>('sg-decode-rule', {
        detail: { as: this._as, ...endsOf(offer, this.#chosenScope), payloadTypes },
        bubbles: true,
        composed: true,
      }),
    );
  };
}

function endsOf({ source, destination, ssrc }: DecodeOffer, scope: Scope): Pick<DatagramRule, 'address' | 'port' | 'peer' | 'ssrc'> {
  if (scope === 'stream') return { ...source, peer: destination, ssrc };
  if (scope === 'between') return { ...source, peer: destination };
  if (scope === 'source') return source;
  if (scope === 'destination') return destination;
  return { port: scope === 'sourcePort' ? source.port : destination.port };
}

function hexSource(ssrc: number): string {
  return `0x${ssrc.toString(16).padStart(8, '0')}`;
}

/** The link types that are left to their users have names that people know. */
function linkName(linkType: number): string {
  return linkType >= 147 && linkType <= 162 ? `USER${linkType - 147}` : String(linkType);
}

/** A rule in one line, for where rules are listed. */
export function decodeRuleText(rule: DecodeRule): string {
  const w = decodeWords();
  if ('linkType' in rule) return w.linkRule(linkName(rule.linkType), w.links[rule.as]);
  const { as, address, port, peer, ssrc, payloadTypes } = rule;
  const own = address === undefined ? w.all(port) : formatEndpoint({ address, port });
  const ends = peer === undefined ? own : `${own} ↔ ${formatEndpoint(peer)}`;
  const which = ssrc === undefined ? ends : `${hexSource(ssrc)}, ${ends}`;
  return w.rule(w.kinds[as], which, payloadTypes.map((type) => `${type.payloadType} ${type.name}`).join(', '));
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-decode-form': SgDecodeForm;
  }
}
