/**
 * The views, with what each holds counted. Links, so that they open in another tab too.
 * @fires sg-view { view }
 */
import { ArrowLeftRight, AudioLines, Bug, ChartColumn, ClipboardList, Package, PhoneCall, Stethoscope } from 'lucide';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatCompact, formatNumber } from '../parts/format.ts';
import { icon, type IconNode } from '../parts/icon.ts';
import { base } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';

export interface NavEntry {
  readonly view: string;
  readonly href: string;
  readonly count: number | undefined;
}

const icons: Readonly<Record<string, IconNode>> = {
  calls: PhoneCall,
  findings: Stethoscope,
  registrations: ClipboardList,
  dialogs: ArrowLeftRight,
  streams: AudioLines,
  statistics: ChartColumn,
  packets: Package,
  diagnostics: Bug,
};

@customElement('sg-nav')
export class SgNav extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; width: 212px; padding: 8px; border-right: 1px solid var(--sg-line); background: var(--sg-bg); overflow: auto; }
    nav { display: grid; gap: 1px; }
    a { display: grid; grid-template-columns: 20px minmax(0, 1fr) auto; align-items: center; gap: 8px; height: 32px; padding: 0 9px; border-radius: var(--sg-radius); color: var(--sg-text-2); text-decoration: none; }
    a:hover { background: var(--sg-surface-2); color: var(--sg-text); }
    a[aria-current='page'] { background: var(--sg-accent-soft); color: var(--sg-accent); font-weight: 600; }
    .count { font-size: var(--sg-size-s); font-weight: 400; color: var(--sg-text-3); font-variant-numeric: tabular-nums; }
    a[aria-current='page'] .count { color: inherit; }
    .short { display: none; }
    .zero { color: var(--sg-text-3); }
    @media (max-width: 1100px) {
      :host { width: 60px; padding: 8px 6px; }
      a { grid-template-columns: 1fr; justify-items: center; gap: 1px; height: 44px; padding: 4px 0; }
      .name, .whole { display: none; }
      .short { display: block; }
      .count { font-size: 11px; line-height: 1; }
    }
  `,
  ];

  @property({ attribute: false }) entries: readonly NavEntry[] = [];
  /** the view shown; a call belongs to calls, a stream to streams */
  @property() current = '';

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = words().shell;
    return html`<nav aria-label=${w.navigation}>${this.entries.map(({ view, href, count }) => {
      const name = w.nav[view] ?? view;
      return html`<a class=${count === 0 ? 'zero' : ''} href=${href} title=${name} aria-label=${count === undefined ? name : `${name}: ${formatNumber(count)}`} aria-current=${this.current === view ? 'page' : nothing} @click=${(event: MouseEvent) => this.#go(event, view)}>
        ${icons[view] === undefined ? nothing : icon(icons[view])}<span class="name cut">${name}</span><span class="count whole">${count === undefined ? '' : formatNumber(count)}</span><span class="count short">${count === undefined ? '' : formatCompact(count)}</span></a>`;
    })}</nav>`;
  }

  #go(event: MouseEvent, view: string): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('sg-view', { detail: { view }, bubbles: true, composed: true }));
  }
}
