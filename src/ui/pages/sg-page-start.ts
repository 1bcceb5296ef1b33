/** The first screen: drop, choose or paste a capture, or look at a sample; and the promise, with its proof. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Waypoints } from 'lucide';
import { requests } from '../../app/requests.ts';
import type { Route } from '../../app/route.ts';
import { openSample, sampleStories } from '../../app/samples.ts';
import type { Session } from '../../app/session.ts';
import { icon } from '../parts/icon.ts';
import { ObserveController } from '../parts/observe.ts';
import { base, controls } from '../parts/shared-styles.ts';
import '../views/sg-failure.ts';
import '../views/sg-proof.ts';
import '../views/sg-samples.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';

@customElement('sg-page-start')
export class SgPageStart extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: block; height: 100%; overflow: auto; }
    .column { display: grid; gap: 18px; max-width: 960px; min-height: 100%; margin: 0 auto; padding: 28px 24px; align-content: center; }
    .zone { display: grid; justify-items: center; gap: 6px; padding: 30px 24px 24px; border: 1.5px dashed var(--sg-line-strong); border-radius: 14px; background: var(--sg-surface); text-align: center; }
    .zone > svg.icon { width: 34px; height: 34px; margin-bottom: 6px; color: var(--sg-accent); stroke-width: 1.5; }
    h1 { font-size: 24px; letter-spacing: -0.02em; }
    .lead { font-size: var(--sg-size-l); color: var(--sg-text-2); }
    .ways { display: flex; align-items: center; gap: 8px; margin-top: 14px; color: var(--sg-text-2); }
    .ways .button { min-height: 34px; padding: 0 16px; font-size: 14px; }
    .formats { margin-top: 4px; color: var(--sg-text-3); font-size: var(--sg-size-s); }
    .notice { padding: 9px 14px; border-radius: 8px; background: var(--sg-accent-soft); }
  `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  @property({ attribute: false }) route: Route = { view: 'start' };
  @state() private _fetching = false;
  @state() private _pasting = false;

  constructor() {
    super();
    new WordsController(this);
    new ObserveController(this, () => [this.session?.state, this.session?.linkFit, requests]);
  }

  protected override render(): TemplateResult {
    const w = words().start;
    const state = this.session?.state.value;
    const policy = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]')?.content ?? '';
    return html`<div class="column">
      ${state?.status === 'failed' ? html`<sg-failure .failure=${state.failure}></sg-failure>` : nothing}
      ${this.session?.linkFit.value === 'waiting' ? html`<p class="notice">${w.linkWaiting}</p>` : nothing}
      <div class="zone">
        ${icon(Waypoints)}
        <h1>${w.title}</h1>
        <p class="lead">${w.lead}</p>
        <p class="ways"><button class="button primary" @click=${this.#choose}>${w.choose}</button><button class="button" aria-expanded=${this._pasting ? 'true' : 'false'} @click=${this.#paste}>${w.pasteText}</button><span>${w.orPaste}</span><kbd>Ctrl+O</kbd></p>
        ${this._pasting ? html`<sg-paste-text></sg-paste-text>` : nothing}
        <p class="formats">${w.formats}</p>
      </div>
      <sg-proof .policy=${policy} .requests=${requests.value}></sg-proof>
      <sg-samples .samples=${sampleStories} ?disabled=${this._fetching} @sg-sample=${this.#sample}></sg-samples>
    </div>`;
  }

  /** The field is fetched when it is asked for: first paint does not pay for it. */
  readonly #paste = async (): Promise<void> => {
    await import('../views/sg-paste-text.ts');
    this._pasting = !this._pasting;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('sg-paste-text')?.focus();
  };

  readonly #choose = (): void => {
    this.dispatchEvent(new CustomEvent('sg-choose-files', { bubbles: true, composed: true }));
  };

  readonly #sample = (event: CustomEvent<{ name: string }>): void => {
    this._fetching = true;
    openSample(event.detail.name)
      .then(
        (file) => void this.session?.open([file]),
        () => this.dispatchEvent(new CustomEvent('sg-toast', { detail: { text: words().start.sampleFailed, tone: 'error' }, bubbles: true, composed: true })),
      )
      .finally(() => {
        this._fetching = false;
      });
  };
}
