/**
 * The bar over every page: what is open, the finder, time, theme, language, help.
 * @fires sg-command { key } a command of the shell: 'open', 'add', 'close', 'find', 'keys', 'start', 'analysis'
 * @fires sg-setting { name, value } 'clock' | 'zone' | 'theme' | 'language'
 */
import { Clock, Languages, Search, SunMoon } from 'lucide';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CaptureFacts } from '../../contract/overview.ts';
import { formatNumber, formatOctets, timeModes, timeZones } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import type { MenuEntry } from '../parts/sg-menu.ts';
import '../parts/sg-menu.ts';
import { base, controls } from '../parts/shared-styles.ts';
import { themes } from '../parts/theme.ts';
import { WordsController, languages } from '../words/language.ts';
import { words } from '../words/words.ts';
import { brokenText, isPackedBroken } from './broken-text.ts';

@customElement('sg-top-bar')
export class SgTopBar extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: grid; grid-template-columns: auto minmax(0, 1fr) minmax(160px, 340px) minmax(0, 1fr) auto; align-items: center; gap: 10px; height: 44px; padding: 0 10px 0 14px; border-bottom: 1px solid var(--sg-line); background: var(--sg-surface); }
    .product { display: flex; align-items: center; gap: 7px; padding: 4px 6px; border: 0; background: none; color: var(--sg-text); font: inherit; font-size: 15px; font-weight: 650; letter-spacing: -0.02em; cursor: pointer; border-radius: 5px; }
    .product svg { width: 18px; height: 18px; color: var(--sg-accent); }
    .find { justify-content: flex-start; width: 100%; color: var(--sg-text-3); background: var(--sg-bg); border-color: var(--sg-line); }
    .find .cut { flex: 1; text-align: start; }
    sg-menu { justify-self: start; max-width: 100%; }
    .right { display: flex; gap: 2px; justify-self: end; grid-column: 5; }
    .file { max-width: 40ch; line-height: 1.4; }
    /* zoomed in: what is open says its name before the search box grows */
    @media (max-width: 900px) { :host { grid-template-columns: auto minmax(96px, 1fr) minmax(110px, 210px) 0 auto; gap: 8px; } }
  `,
  ];

  @property({ attribute: false }) captures: readonly CaptureFacts[] = [];
  @property({ attribute: false }) chosen: Readonly<Record<'clock' | 'zone' | 'theme' | 'language', string>> = {
    clock: 'clock',
    zone: 'local',
    theme: 'system',
    language: 'auto',
  };

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = words().shell;
    const first = this.captures[0];
    return html`<button class="product" @click=${() => this.#command('start')}><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M16 3l4 4-4 4M20 17H4M8 13l-4 4 4 4"></path></svg>${w.product}</button>
      ${first === undefined ? html`<span></span>` : html`<sg-menu look="quiet" .label=${w.captureMenu} .items=${this.#captureItems()} @sg-choose=${(event: CustomEvent<{ key: string }>) => this.#command(event.detail.key)}><span slot="label" class="cut file">${w.captures(this.captures.length, first.name)}</span></sg-menu>`}
      ${first === undefined ? html`<span></span>` : html`<button class="button find" @click=${() => this.#command('find')}>${icon(Search)}<span class="cut">${w.gotoPlaceholder}</span><kbd>Ctrl+K</kbd></button>`}
      <div class="right">
        ${first === undefined ? nothing : this.#menu(w.clock, Clock, [{ heading: w.clock }, ...this.#choices('clock', timeModes, w.clocks), '-', { heading: w.zone }, ...this.#choices('zone', timeZones, w.zones)])}
        ${this.#menu(w.language, Languages, this.#choices('language', ['auto', ...languages], w.languages))}
        ${this.#menu(w.theme, SunMoon, this.#choices('theme', themes, w.themes))}
        <button class="button quiet icon" aria-label=${w.keys} title="${w.keys} (?)" @click=${() => this.#command('keys')}>?</button>
      </div>`;
  }

  #menu(label: string, picture: Parameters<typeof icon>[0], items: readonly MenuEntry[]): TemplateResult {
    return html`<sg-menu look="quiet icon" .label=${label} title=${label} .items=${items} @sg-choose=${this.#set}><span slot="label">${icon(picture)}</span></sg-menu>`;
  }

  #choices(name: 'clock' | 'zone' | 'theme' | 'language', values: readonly string[], titles: Readonly<Record<string, string>>): readonly MenuEntry[] {
    return values.map((value) => ({ key: `${name}:${value}`, label: titles[value] ?? value, checked: this.chosen[name] === value }));
  }

  #captureItems(): readonly MenuEntry[] {
    const w = words().shell;
    const facts = this.captures.flatMap((capture): MenuEntry[] => {
      const broken = isPackedBroken(capture)
        ? brokenText(capture)
        : capture.brokenAt === undefined
          ? capture.truncated
            ? w.captureTruncated
            : ''
          : w.captureBroken(formatNumber(capture.brokenAt));
      return [
        { heading: capture.name },
        { heading: w.capturePackets(formatNumber(capture.packets), formatOctets(capture.size)) },
        ...(broken === '' ? [] : [{ heading: `⚠ ${broken}` }]),
      ];
    });
    return [
      ...facts.slice(0, 60),
      '-',
      { key: 'open', label: w.openFile, hint: 'Ctrl+O' },
      { key: 'add', label: w.addFile },
      { key: 'secrets', label: w.secrets },
      { key: 'analysis', label: w.exportAnalysis },
      '-',
      { key: 'close', label: w.closeCapture },
    ];
  }

  readonly #set = (event: CustomEvent<{ key: string }>): void => {
    const [name, value] = event.detail.key.split(':');
    this.dispatchEvent(new CustomEvent('sg-setting', { detail: { name, value }, bubbles: true, composed: true }));
  };

  #command(key: string): void {
    this.dispatchEvent(new CustomEvent('sg-command', { detail: { key }, bubbles: true, composed: true }));
  }
}
