/**
 * Fields of an opened packet or message as a tree, tied to octets by ranges. Keyboard as in every tree: arrows walk,
 * open and close. What was opened stays open for the next packet with fields of the same keys.
 *
 * @fires sg-field-select - detail { path, range }: a field was chosen; range is undefined when it has no octets
 * @fires sg-field-hover - detail { range }: the pointer rests on a field, or left
 */
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Field, Verdict } from '../../base/field.ts';
import { fieldAtPath, findField, rangeOf, visibleRows } from './field-tree-model.ts';
import type { FieldRow } from './field-tree-model.ts';
import { covers } from './octet-range.ts';
import type { OctetRange } from './octet-range.ts';

/** what was opened or closed by hand, for all trees of the page */
const remembered = new Map<string, boolean>();

@customElement('sg-field-tree')
export class SgFieldTree extends LitElement {
  static override styles = css`
    :host { display: block; overflow: auto; font-size: var(--sg-size-s); line-height: 20px; padding: 4px 0; color: var(--sg-text); }
    .tree { outline: none; min-width: max-content; }
    .node { display: flex; align-items: baseline; white-space: pre; padding: 0 10px 0 0; cursor: default; }
    .node:hover, .node.near { background: var(--sg-surface-2); }
    .node.selected { background: var(--sg-accent-soft); }
    .tree:focus-visible .node.selected { outline: 2px solid var(--sg-accent); outline-offset: -2px; }
    .twist { width: 16px; text-align: center; color: var(--sg-text-2); flex: none; font-size: 9px; user-select: none; }
    .name { color: var(--sg-text-2); }
    .level-1 > .name { color: var(--sg-text); font-weight: 600; }
    .value { font-family: var(--sg-mono); font-size: 12px; margin-left: 6px; max-width: 90ch; overflow: hidden; text-overflow: ellipsis; user-select: text; }
    .level-1 > .value { color: var(--sg-text-2); font-family: var(--sg-font); }
    .verdict { margin-left: 8px; color: var(--sg-text-2); }
    .problem { margin-left: 8px; color: var(--sg-warning); }
    .problem::before { content: '▲ '; font-size: 9px; }
    .buffer { padding: 6px 10px 2px; color: var(--sg-text-2); font-weight: 600; }
  `;

  /** one tree per buffer */
  @property({ attribute: false }) trees: readonly (readonly Field[])[] = [];
  /** titles above the trees, when there are several */
  @property({ attribute: false }) titles: readonly string[] = [];
  @property() selected = '';
  /** octets pointed at elsewhere: their field is marked */
  @property({ attribute: false }) near: OctetRange | undefined;
  @property() label = '';
  /** a word for a diagnostic code */
  @property({ attribute: false }) problemText: (code: string) => string = (code) => code;
  /** what a check of the octets said, in words */
  @property({ attribute: false }) verdictText: (verdict: Verdict) => string = ({ is }) => is;
  /** what a field means, by its key; undefined where there is nothing to say */
  @property({ attribute: false }) fieldText: (key: string) => string | undefined = () => undefined;
  @state() private touched = 0;
  private rows: readonly FieldRow[] = [];

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('trees') || changed.has('touched') || changed.has('selected'))
      this.rows = visibleRows(this.trees, (memory, level, field) => this.isOpen(memory, level, field));
  }

  /** Opens what hides the innermost field of an octet and selects it; tells nobody. */
  selectOctet(buffer: number, at: number): void {
    const found = findField(this.trees, buffer, at);
    if (!found) return;
    for (const memory of found.ancestors) remembered.set(memory, true);
    this.selected = found.path;
    this.touched++;
    void this.updateComplete.then(() => this.renderRoot.querySelector('.selected')?.scrollIntoView({ block: 'nearest' }));
  }

  /** The octets of the selected field. */
  get selectedRange(): OctetRange | undefined {
    const found = fieldAtPath(this.trees, this.selected);
    return found && rangeOf(found);
  }

  private isOpen(memory: string, level: number, field: Field): boolean {
    const known = remembered.get(memory);
    if (known !== undefined) return known;
    if (field.problem !== undefined || field.children?.some((child) => child.problem !== undefined)) return true;
    return level === 1 && this.trees.some((tree) => tree[tree.length - 1] === field);
  }

  private toggle(row: FieldRow, open: boolean): void {
    if (!row.hasChildren) return;
    remembered.set(row.memory, open);
    this.touched++;
  }

  private choose(row: FieldRow): void {
    this.selected = row.path;
    this.dispatchEvent(new CustomEvent('sg-field-select', { detail: { path: row.path, range: rangeOf(row) }, bubbles: true, composed: true }));
    void this.updateComplete.then(() => this.renderRoot.querySelector('.selected')?.scrollIntoView({ block: 'nearest' }));
  }

  private hover(row: FieldRow | undefined): void {
    this.dispatchEvent(new CustomEvent('sg-field-hover', { detail: { range: row && rangeOf(row) }, bubbles: true, composed: true }));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.rows.findIndex((row) => row.path === this.selected);
    const row = this.rows[at];
    const go = (index: number): void => {
      const next = this.rows[Math.max(0, Math.min(this.rows.length - 1, index))];
      if (next) this.choose(next);
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(this.rows.length - 1);
    else if (event.key === 'ArrowRight' && row) row.open || !row.hasChildren ? go(at + 1) : this.toggle(row, true);
    else if (event.key === 'ArrowLeft' && row)
      row.open ? this.toggle(row, false) : go(this.rows.findIndex((other) => other.path === row.path.slice(0, row.path.lastIndexOf('.'))));
    else if ((event.key === 'Enter' || event.key === ' ') && row) this.toggle(row, !row.open);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  override render(): TemplateResult {
    const active = this.rows.findIndex((row) => row.path === this.selected);
    return html`<div class="tree" role="tree" tabindex="0" aria-label=${this.label} aria-activedescendant=${active >= 0 ? `field-${active}` : nothing} @keydown=${this.onKey} @pointerleave=${() => this.hover(undefined)}>
      ${this.rows.map((row, i) => this.renderRow(row, i))}
    </div>`;
  }

  private renderRow(row: FieldRow, index: number): TemplateResult {
    const { field } = row;
    const range = rangeOf(row);
    const isNear = this.near !== undefined && range !== undefined && !row.hasChildren && covers(range, this.near.buffer, this.near.at);
    const first = index === 0 || this.rows[index - 1]!.buffer !== row.buffer;
    return html`${first && this.trees.length > 1 ? html`<div class="buffer" role="presentation">${this.titles[row.buffer] ?? ''}</div>` : nothing}
      <div id="field-${index}" class="node level-${row.level} ${row.path === this.selected ? 'selected' : ''} ${isNear ? 'near' : ''}" role="treeitem" aria-level=${row.level} aria-setsize=${row.siblings}
        aria-posinset=${row.position} aria-selected=${row.path === this.selected ? 'true' : 'false'} aria-expanded=${row.hasChildren ? String(row.open) : nothing} title=${[this.fieldText(field.key), field.reference].filter((part) => part !== undefined).join(' · ')}
        .style=${`padding-left:${6 + (row.level - 1) * 16}px`} @click=${() => this.choose(row)} @dblclick=${() => this.toggle(row, !row.open)} @pointerenter=${() => this.hover(row)}>
        <span class="twist" @click=${() => this.toggle(row, !row.open)}>${row.hasChildren ? (row.open ? '▼' : '▶') : ''}</span><span class="name">${field.name}${field.value === undefined || row.level === 1 ? '' : ':'}</span>${
          field.value === undefined ? nothing : html`<span class="value">${field.value}</span>`
        }${field.verdict === undefined ? nothing : html`<span class="verdict">${this.verdictText(field.verdict)}</span>`}${field.problem === undefined ? nothing : html`<span class="problem">${this.problemText(field.problem)}</span>`}
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-field-tree': SgFieldTree;
  }
}
