/**
 * What of a capture could still be read, each with the next step: a button where a person can say it, a sentence where something else must be brought.
 * @fires sg-decode - detail: what the form begins with
 * @fires sg-command - detail: { key: 'secrets' }, to give keys
 * @fires sg-toast - detail: { text }, when something was copied
 * @fires sg-frame - detail: the PacketPlace of the first packet it is about
 */
import { Lock } from 'lucide';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Remedy } from '../../contract/remedies.ts';
import { formatNumber } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { decodeWords } from '../words/decode-words.ts';
import { WordsController } from '../words/language.ts';
import { remediesWords } from '../words/remedies-words.ts';
import { words } from '../words/words.ts';
import { missingText, shortRandom } from './seal-text.ts';
import { tlsReason } from './tls-mark.ts';

const SHOWN = 12;

@customElement('sg-remedies')
export class SgRemedies extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; }
    h2 { font-size: var(--sg-size); padding: 0 4px 6px; }
    ul { list-style: none; margin: 0 0 18px; padding: 0; }
    li { padding: 6px 4px 8px; border-bottom: 1px solid var(--sg-line); font-size: var(--sg-size-s); overflow-wrap: anywhere; }
    .lock { float: left; }
    .acts { display: flex; flex-wrap: wrap; gap: 6px; padding-top: 6px; }
  `,
  ];

  @property({ attribute: false }) remedies: readonly Remedy[] = [];

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.remedies.length === 0) return nothing;
    const w = remediesWords();
    return html`<h2>${w.title}</h2><ul aria-label=${w.title}>${this.remedies.slice(0, SHOWN).map((one) => this.#item(one))}</ul>`;
  }

  #item(remedy: Remedy): TemplateResult {
    const w = remediesWords();
    const { kind, datagram, link } = remedy;
    const random = randomOf(remedy);
    const offered =
      datagram !== undefined && kind === 'tunnel'
        ? w.asTunnel(decodeWords().kinds[datagram.as])
        : datagram !== undefined && kind in w.as
          ? w.as[kind as keyof typeof w.as]
          : link !== undefined
            ? w.choose
            : undefined;
    return html`<li>${kind === 'seal' ? html`<span class="lock">${icon(Lock)}</span>` : nothing}<span>${sentenceOf(remedy)}</span>
      <div class="acts">${offered === undefined ? nothing : html`<button class="button small" @click=${() => this.#tell('sg-decode', datagram ?? link)}>${offered}</button>`}${random === undefined ? nothing : html`<button class="button small" title=${random} @click=${() => void this.#copy(random)}>${w.copyRandom}</button>`}${keysHelp(remedy) ? html`<button class="button small" @click=${() => this.#tell('sg-command', { key: 'secrets' })}>${w.keys}</button>` : nothing}<button class="button small quiet" @click=${() => this.#tell('sg-frame', remedy.first)}>${w.show}</button></div></li>`;
  }

  async #copy(text: string): Promise<void> {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    this.#tell('sg-toast', { text: isCopied ? words().common.copied : text });
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** A key log would open it. */
function keysHelp({ kind, seal }: Remedy): boolean {
  return kind === 'tls' || (kind === 'seal' && (seal?.missing === 'keyLog' || seal?.missing === 'otherKeyLog'));
}

/** What the line of a key log begins with, where the sentence asks for one. */
function randomOf({ kind, seal, clientRandom }: Remedy): string | undefined {
  return kind === 'tls' ? clientRandom : seal?.missing === 'keyLog' || seal?.missing === 'otherKeyLog' ? seal.clientRandom : undefined;
}

function sentenceOf({ kind, count, isEstimate, leastPort, mostPort, datagram, link, seal, tls, clientRandom }: Remedy): string {
  const { sentences, ports, about } = remediesWords();
  const number = isEstimate ? about(formatNumber(count, 0)) : formatNumber(count, 0);
  const range = ports(String(leastPort), String(mostPort), kind === 'tls' || kind === 'sipStream' ? 'TCP' : 'UDP');
  switch (kind) {
    case 'seal':
      return `${count === 1 ? sentences.stream : sentences.streams(number)} ${seal === undefined ? '' : missingText(seal, true)}`;
    case 'tunnel':
      return sentences.tunnel(number, range, datagram === undefined ? '' : decodeWords().kinds[datagram.as]);
    case 'link':
      return sentences.link(number, link?.name ?? '');
    case 'esp':
      return sentences.esp(number);
    case 'tls':
      return [
        tls === undefined || tls.state === 'no-key' ? sentences.tls(number, range) : sentences.tlsLocked(number, range),
        ...(tls === undefined || tls.state === 'no-key' || tls.state === 'opened' ? [] : [tlsReason(tls.state, tls.secretsGiven)]),
        ...(clientRandom === undefined ? [] : [sentences.tlsRandom(shortRandom(clientRandom), number)]),
      ].join(' ');
    default:
      return sentences[kind](number, range);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-remedies': SgRemedies;
  }
}
