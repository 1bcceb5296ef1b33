/**
 * How a person says what a link type stands for, where it names no link layer or one we cannot read.
 * @fires sg-decode-rule - detail: the LinkRule that was chosen
 * @fires sg-cancel - nothing was chosen
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { linkKinds, type LinkKind, type LinkRule } from '../../contract/decode-as.ts';
import type { PacketDetail } from '../../contract/detail.ts';
import { base, choices, controls } from '../parts/shared-styles.ts';
import { decodeWords } from '../words/decode-words.ts';
import { WordsController } from '../words/language.ts';

/** What the form is opened for: a link type by number and name. */
export type LinkOffer = NonNullable<PacketDetail['link']>;

@customElement('sg-link-form')
export class SgLinkForm extends LitElement {
  static override styles = [base, controls, choices];

  @property({ attribute: false }) offer: LinkOffer | undefined;
  @state() private _as: LinkKind = 'ethernet';

  constructor() {
    super();
    new WordsController(this);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('offer')) this._as = 'ethernet';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { offer } = this;
    if (offer === undefined) return nothing;
    const w = decodeWords();
    return html`<form @submit=${this.#submit}>
      <fieldset><legend>${w.linkRead(offer.name)}</legend><div class="choices">${linkKinds.map(
        (kind) =>
          html`<label class="choice"><input type="radio" name="as" value=${kind} .checked=${kind === this._as} @change=${() => (this._as = kind)}><span>${w.links[kind]}</span></label>`,
      )}</div></fieldset>
      <p class="help">${w.linkHelp}</p>
      <div class="actions"><button type="button" class="button" @click=${() => this.dispatchEvent(new CustomEvent('sg-cancel', { bubbles: true, composed: true }))}>${w.cancel}</button><button type="submit" class="button primary">${w.apply}</button></div>
    </form>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.offer === undefined) return;
    const detail: LinkRule = { as: this._as, linkType: this.offer.linkType };
    this.dispatchEvent(new CustomEvent<LinkRule>('sg-decode-rule', { detail, bubbles: true, composed: true }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-link-form': SgLinkForm;
  }
}
