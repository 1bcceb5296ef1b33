/** Every key, in groups. */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { base, controls } from '../parts/shared-styles.ts';
import { WordsController } from '../words/language.ts';
import { words } from '../words/words.ts';

const groups: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  everywhere: [
    ['open', ['Ctrl+O']],
    ['palette', ['Ctrl+K']],
    ['filter', ['/']],
    ['views', ['1', '…', '8']],
    ['back', ['Esc']],
    ['keys', ['?']],
  ],
  lists: [
    ['move', ['↑', '↓', 'k', 'j']],
    ['page', ['PgUp', 'PgDn']],
    ['ends', ['Home', 'End']],
    ['enter', ['Enter']],
    ['select', ['Space']],
    ['columns', ['Alt+←', 'Alt+→']],
    ['frame', ['G']],
  ],
  call: [
    ['raw', ['r']],
    ['sdp', ['d']],
    ['media', ['m']],
    ['boxes', ['s']],
    ['lanes', ['Alt+←', 'Alt+→', 'F2']],
    ['time', ['w']],
    ['colour', ['c']],
    ['legs', ['x']],
    ['problem', ['N', 'P']],
    ['play', ['p']],
  ],
};

@customElement('sg-keys')
export class SgKeys extends LitElement {
  static override styles = [
    base,
    controls,
    css`
    :host { display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: 20px 32px; }
    h3 { margin-bottom: 8px; color: var(--sg-text-2); }
    dl { display: grid; grid-template-columns: 1fr max-content; gap: 6px 12px; margin: 0; }
    dd { margin: 0; display: flex; gap: 3px; justify-content: flex-end; align-items: start; }
  `,
  ];

  constructor() {
    super();
    new WordsController(this);
  }

  protected override render(): TemplateResult {
    const w = words().shell;
    return html`${Object.entries(groups).map(([group, keys]) => html`<section><h3>${w.keyGroups[group]}</h3><dl>${keys.map(([key, names]) => html`<dt>${w.keyList[key]}</dt><dd>${names.map((name) => html`<kbd>${name}</kbd>`)}</dd>`)}</dl></section>`)}`;
  }
}
