/**
 * The list of calls where there are none: why that may be, the key that would help when signalling is locked, and what else the
 * capture has.
 * @fires sg-command - detail { key: 'secrets' }: to give keys
 * @fires sg-view - detail { view }: to look elsewhere
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Overview } from '../../contract/overview.ts';
import { formatNumber } from '../parts/format.ts';
import '../parts/sg-empty.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';

type Way = 'registrations' | 'dialogs' | 'streams' | 'packets';

@customElement('sg-no-calls')
export class SgNoCalls extends LitElement {
  static override styles = [base, controls, css`.ways { display: flex; flex-wrap: wrap; gap: 8px; justify-content: center; }`];

  @property({ attribute: false }) overview: Overview | undefined;

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { overview } = this;
    if (overview === undefined) return nothing;
    const { calls: w, shell } = words();
    const { counts, accounting, lockedSignalling, packets } = overview;
    const tls = accounting.kinds.tls ?? 0;
    const ways: readonly (readonly [Way, number])[] = [
      ['registrations', counts.registrations],
      ['dialogs', counts.dialogs],
      ['streams', counts.streams],
      ['packets', packets],
    ];
    const isLocked = lockedSignalling > 0;
    const help = isLocked ? w.emptyLockedHelp : tls > 0 ? `${w.emptyHelp} ${w.emptyEncrypted(formatNumber(tls))}` : w.emptyHelp;
    return html`<sg-empty .title=${isLocked ? w.emptyLocked : w.empty} .help=${help}><div class="ways">
      ${isLocked ? html`<button class="button primary" @click=${() => this.#fire('sg-command', { key: 'secrets' })}>${shell.secrets}</button>` : nothing}
      ${ways.filter(([, count]) => count > 0).map(([view, count]) => html`<button class="button" @click=${() => this.#fire('sg-view', { view })}>${shell.nav[view]} ${formatNumber(count)}</button>`)}
    </div></sg-empty>`;
  }

  #fire(name: string, detail: { readonly key: string } | { readonly view: Way }): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
