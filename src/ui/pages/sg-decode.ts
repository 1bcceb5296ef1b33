/**
 * "Decode as" in the shell: the band that lists what was said about datagrams and link types, each to be taken back, and the dialog in
 * which more is said. Loaded when first needed.
 */
import { X } from 'lucide';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatDecodeRule } from '../../app/decode-route.ts';
import type { Session } from '../../app/session.ts';
import type { DecodeRule, SeenPayloadType } from '../../contract/decode-as.ts';
import { icon } from '../parts/icon.ts';
import { ObserveController } from '../parts/observe.ts';
import '../parts/sg-dialog.ts';
import { base, controls } from '../parts/shared-styles.ts';
import '../views/sg-decode-form.ts';
import { decodeRuleText, type DecodeOffer } from '../views/sg-decode-form.ts';
import '../views/sg-link-form.ts';
import type { LinkOffer } from '../views/sg-link-form.ts';
import { decodeWords } from '../words/decode-words.ts';
import { WordsController } from '../words/language.ts';

@customElement('sg-decode')
export class SgDecode extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; }
    .band { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; padding: 6px 16px; border-bottom: 1px solid var(--sg-line); background: var(--sg-note-soft); font-size: var(--sg-size-s); }
    .rule { display: inline-flex; align-items: center; gap: 2px; max-width: 100%; padding-left: 8px; border: 1px solid var(--sg-line-strong); border-radius: 12px; background: var(--sg-surface); }
    .rule button { border: 0; background: none; color: var(--sg-text-2); padding: 4px; cursor: pointer; border-radius: 50%; }
    .rule button:hover { color: var(--sg-text); }
    .rule svg { width: 12px; height: 12px; }
    sg-dialog { --dialog-width: 660px; }
  `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) offer: DecodeOffer | LinkOffer | undefined;

  constructor() {
    super();
    new WordsController(this);
    new ObserveController(this, () => [this.session?.decode]);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (session === undefined) return nothing;
    const w = decodeWords();
    const rules = session.decode.value;
    const { offer } = this;
    return html`${
      rules.length === 0
        ? nothing
        : html`<div class="band" role="region" aria-label=${w.applied}><span>${w.applied}</span>${rules.map((rule) => html`<span class="rule"><span class="cut">${decodeRuleText(rule)}</span><button aria-label=${w.undo(decodeRuleText(rule))} title=${w.undo(decodeRuleText(rule))} @click=${() => session.setDecode(rules.filter((other) => other !== rule))}>${icon(X)}</button></span>`)}
          ${rules.length < 2 ? nothing : html`<button class="link" @click=${() => session.setDecode([])}>${w.undoAll}</button>`}</div>`
    }<sg-dialog .label=${w.title} .open=${this.offer !== undefined} @sg-close=${this.#close} @sg-cancel=${this.#close} @sg-decode-rule=${(event: CustomEvent<DecodeRule>) => this.#choose(session, event.detail)}>
      ${offer !== undefined && 'linkType' in offer ? html`<sg-link-form .offer=${offer}></sg-link-form>` : html`<sg-decode-form .offer=${offer}></sg-decode-form>`}</sg-dialog>`;
  }

  /** Opens the dialog, with the payload types that the capture has between the ends. */
  async begin(offer: DecodeOffer | LinkOffer | undefined): Promise<void> {
    const seen = offer === undefined || 'linkType' in offer || offer.transport === 'tcp' ? undefined : await this.#seen(offer);
    this.offer = seen === undefined || seen.length === 0 ? offer : { ...(offer as DecodeOffer), payloadTypes: seen };
  }

  /** Undefined when the capture cannot be asked. */
  #seen({ source, destination }: DecodeOffer): Promise<readonly SeenPayloadType[] | undefined> {
    return Promise.resolve(this.session?.queries?.seenTypes(source, destination)).catch(() => undefined);
  }

  readonly #close = (): void => {
    this.offer = undefined;
  };

  #choose(session: Session, rule: DecodeRule): void {
    this.#close();
    // the newest comes first, since the first rule that fits decides
    session.setDecode([rule, ...session.decode.value.filter((other) => scopeOf(other) !== scopeOf(rule))]);
  }
}

/** What a rule is about, whatever it says of it. */
function scopeOf(rule: DecodeRule): string {
  return formatDecodeRule('linkType' in rule ? { ...rule, as: 'ip' } : { ...rule, as: 'none', payloadTypes: [] });
}
