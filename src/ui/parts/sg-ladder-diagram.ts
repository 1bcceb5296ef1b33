/**
 * A ladder: lanes as columns, arrows and lasting bands as rows on one time line. Only rows near the viewport are in the
 * DOM, as SVG, so text can be selected and twenty thousand rows scroll like twenty. It knows no protocol.
 *
 * @fires sg-select - detail { key }: the row that has the cursor changed
 * @fires sg-open - detail { key }: Enter or double click on a row
 * @fires sg-mark - detail { key }: Space on a row
 */
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, SVGTemplateResult, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { arrowTemplate, bandTemplate, extentTemplate, groundTemplate, laneLineTemplate } from './ladder-draw.ts';
import { layoutLadder, heightOf, rowAt, yOfMoment, yOfTime } from './ladder-layout.ts';
import type { LadderLayout } from './ladder-layout.ts';
import type { LadderBand, LadderItem, LadderLane, LadderTip } from './ladder-model.ts';
import { laneGeometry, laneX, shapeOf } from './ladder-shape.ts';
import type { LaneGeometry } from './ladder-shape.ts';
import { ladderStyles } from './ladder-styles.ts';
import './sg-ladder-lanes.ts';
import type { SgLadderLanes } from './sg-ladder-lanes.ts';
import { estimate, measureFor } from './measure-text.ts';
import type { Measure } from './measure-text.ts';
import { MomentController, type MomentSource } from './moment.ts';

const GUTTER = 152;
const OVERSCAN = 400;
/** milliseconds the pointer rests before a row explains itself */
const TIP_DELAY = 450;
/** milliseconds after somebody scrolled or chose a row in which the ladder does not move by itself */
const TOUCHED = 4000;
/** pixels the heads of the lanes may cover */
const HEADER = 72;

@customElement('sg-ladder-diagram')
export class SgLadderDiagram extends LitElement {
  static override styles = ladderStyles;

  @property({ attribute: false }) lanes: readonly LadderLane[] = [];
  @property({ attribute: false }) rows: readonly LadderItem[] = [];
  /** the row with the cursor */
  @property() selected = '';
  @property({ attribute: false }) marked: ReadonlySet<string> = new Set();
  /** distances between rows follow the time between them */
  @property({ type: Boolean }) scaled = false;
  @property({ type: Boolean, reflect: true }) compact = false;
  /** accessible name of the list */
  @property() label = '';
  /** the left margin's time; `previous` is the row above */
  @property({ attribute: false }) timeText: (row: LadderItem, previous: LadderItem | undefined) => string = () => '';
  /** the time of a cut gap */
  @property({ attribute: false }) gapText: (nanoseconds: number) => string = () => '';
  /** the accessible name of a row */
  @property({ attribute: false }) describe: (row: LadderItem) => string = (row) => row.label;
  @property({ attribute: false }) tip: (row: LadderItem) => LadderTip | undefined = () => undefined;
  /** the shared cursor, on the clock of the rows */
  @property({ attribute: false }) moment: MomentSource | undefined;
  /** the shared cursor is kept in sight while it moves by itself */
  @property({ type: Boolean }) following = false;
  /** shown when there is no row */
  @property() emptyText = '';

  @state() private available = 600;
  @state() private firstVisible = 0;
  @state() private lastVisible = 0;
  @state() private hovered = -1;
  @state() private tipOf = -1;
  @state() private scrolled = 0;
  @query('.scroller') private scroller!: HTMLElement;
  @query('.canvas') private canvas!: HTMLElement;
  @query('sg-ladder-lanes') private heads!: SgLadderLanes;
  @query('.tip') private tipBox!: HTMLElement | null;

  private layout: LadderLayout = layoutLadder([], false);
  private geometry: LaneGeometry = laneGeometry(1, 600, 150);
  private indexOf: ReadonlyMap<string, number> = new Map();
  private bands: readonly number[] = [];
  private measure: Measure = estimate;
  private observer: ResizeObserver | undefined;
  private tipTimer: ReturnType<typeof setTimeout> | undefined;
  private touched = -Infinity;
  private down = { x: 0, y: 0 };
  private pointer = { x: 0, y: 0 };

  constructor() {
    super();
    new MomentController(
      this,
      () => this.moment,
      (moment) => this.follow(moment),
    );
  }

  /** The line of the shared cursor. */
  private follow(moment: number | undefined): void {
    const line = this.renderRoot.querySelector<HTMLElement>('.moment');
    if (!line) return;
    const y = moment === undefined ? undefined : yOfMoment(this.rows, this.layout, moment);
    line.hidden = y === undefined;
    if (y === undefined) return;
    line.style.transform = `translateY(${y.toFixed(1)}px)`;
    if (this.following) this.keepInSight(line);
  }

  /** Most of a page at a time, and not while somebody scrolls. */
  private keepInSight(line: HTMLElement): void {
    const [{ top }, view] = [line.getBoundingClientRect(), this.scroller.getBoundingClientRect()];
    if ((top > view.top + HEADER && top < view.bottom - HEADER / 3) || performance.now() - this.touched < TOUCHED) return;
    this.scroller.scrollTop += top - view.top - HEADER * 1.5;
    this.window();
  }

  private readonly onTouch = (): void => {
    this.touched = performance.now();
  };

  override firstUpdated(): void {
    this.measure = measureFor(getComputedStyle(this.renderRoot.querySelector('.scroller')!).fontFamily);
    this.requestUpdate();
    this.observer = new ResizeObserver(() => {
      this.available = Math.max(200, this.scroller.clientWidth - GUTTER);
      this.window();
    });
    this.observer.observe(this.scroller);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    clearTimeout(this.tipTimer);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.observer?.observe(this.scroller);
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('rows') || changed.has('scaled')) {
      this.layout = layoutLadder(this.rows, this.scaled);
      this.indexOf = new Map(this.rows.map((row, i) => [row.key, i]));
      this.bands = this.rows.flatMap((row, i) => (row.kind === 'band' ? [i] : []));
      this.hovered = this.tipOf = -1;
      this.window();
    }
    this.geometry = laneGeometry(this.lanes.length, this.available, this.compact ? 64 : 112);
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('tipOf')) this.placeTip();
  }

  /** Brings a row into view and, with `focus`, the keyboard to the ladder. */
  reveal(key: string, focus = false): void {
    const index = this.indexOf.get(key);
    if (index === undefined || !this.scroller) return;
    const header = this.heads.offsetHeight;
    const top = this.layout.tops[index]!;
    const bottom = top + heightOf(this.rows[index]!);
    const height = this.scroller.clientHeight - header;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = Math.max(0, top - 12);
    else if (bottom > this.scroller.scrollTop + height) this.scroller.scrollTop = bottom - height + 12;
    this.revealAcross(this.rows[index]!);
    this.window();
    if (focus) this.canvas.focus({ preventScroll: true });
  }

  /** Brings a lane into view, the keyboard to its head with `focus`; `rename` begins to rename it. */
  revealLane(lane: number, then?: 'focus' | 'rename'): void {
    const x = laneX(this.geometry, lane);
    const { scrollLeft, clientWidth } = this.scroller;
    const inner = clientWidth - GUTTER;
    if (x - this.geometry.step / 2 < scrollLeft || x + this.geometry.step / 2 > scrollLeft + inner) this.scroller.scrollLeft = Math.max(0, x - inner / 2);
    if (then === 'focus') this.heads.focusLane(lane);
    else if (then === 'rename') this.heads.rename(lane);
  }

  /** Scrolls sideways only when the arrow's middle is out of sight. */
  private revealAcross(row: LadderItem): void {
    const middle = GUTTER + (laneX(this.geometry, row.from) + laneX(this.geometry, row.to)) / 2;
    const { scrollLeft, clientWidth } = this.scroller;
    if (middle < scrollLeft + GUTTER + 60 || middle > scrollLeft + clientWidth - 60)
      this.scroller.scrollLeft = Math.max(0, middle - (clientWidth + GUTTER) / 2);
  }

  private window(): void {
    const top = this.scroller?.scrollTop ?? 0;
    const height = this.scroller?.clientHeight ?? 800;
    this.scrolled = this.scroller?.scrollLeft ?? 0;
    this.firstVisible = rowAt(this.layout, top - OVERSCAN);
    this.lastVisible = Math.min(this.rows.length - 1, rowAt(this.layout, top + height + OVERSCAN));
  }

  private emit(name: string, key: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail: { key }, bubbles: true, composed: true }));
  }

  private choose(index: number): void {
    const row = this.rows[Math.max(0, Math.min(index, this.rows.length - 1))];
    if (row === undefined) return;
    this.selected = row.key;
    this.reveal(row.key);
    this.emit('sg-select', row.key);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    this.onTouch();
    const at = this.indexOf.get(this.selected) ?? -1;
    const page = Math.max(1, Math.floor((this.scroller.clientHeight - 80) / 40));
    const moves: ReadonlyMap<string, number> = new Map([
      ['ArrowDown', at + 1],
      ['j', at + 1],
      ['ArrowUp', Math.max(0, at - 1)],
      ['k', Math.max(0, at - 1)],
      ['Home', 0],
      ['End', this.rows.length - 1],
      ['PageDown', at + page],
      ['PageUp', Math.max(0, at - page)],
    ]);
    const to = moves.get(event.key);
    if (to !== undefined) this.choose(to);
    else if (event.key === 'Enter' && at >= 0) this.emit('sg-open', this.selected);
    else if (event.key === ' ' && at >= 0) this.emit('sg-mark', this.selected);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private indexOfEvent(event: Event): number {
    for (const node of event.composedPath()) {
      if (node === this.scroller) break;
      const index = (node as Element).getAttribute?.('data-index');
      if (index) return Number(index);
    }
    return -1;
  }

  private onClick(event: MouseEvent): void {
    if (Math.abs(event.clientX - this.down.x) + Math.abs(event.clientY - this.down.y) > 4) return;
    for (const node of event.composedPath()) {
      const target = (node as Element).getAttribute?.('data-target');
      if (target) return this.choose(this.indexOf.get(target) ?? -1);
    }
    const index = this.indexOfEvent(event);
    if (index >= 0) this.choose(index);
  }

  private onMove(event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    const over = this.indexOfEvent(event);
    if (over !== this.hovered) {
      this.hovered = over;
      this.tipOf = -1;
      clearTimeout(this.tipTimer);
      if (over >= 0) this.tipTimer = setTimeout(() => (this.tipOf = over), TIP_DELAY);
    }
    this.pointer = { x: event.clientX, y: event.clientY };
    this.placeTip();
  }

  private onDown(event: PointerEvent): void {
    this.onTouch();
    this.down = { x: event.clientX, y: event.clientY };
    clearTimeout(this.tipTimer);
    this.tipOf = -1;
  }

  private onLeave(): void {
    clearTimeout(this.tipTimer);
    this.hovered = this.tipOf = -1;
  }

  private placeTip(): void {
    const box = this.tipBox;
    if (!box || this.tipOf < 0) return;
    const bounds = this.getBoundingClientRect();
    const right = this.pointer.x - bounds.left + 18;
    const below = this.pointer.y - bounds.top + 18;
    const left = right + box.offsetWidth > bounds.width ? Math.max(4, right - box.offsetWidth - 32) : right;
    const top = below + box.offsetHeight > bounds.height ? Math.max(4, below - box.offsetHeight - 34) : below;
    box.style.transform = `translate(${Math.round(left)}px,${Math.round(top)}px)`;
  }

  override render(): TemplateResult {
    const active = this.indexOf.get(this.selected);
    const shown = active !== undefined && active >= this.firstVisible && active <= this.lastVisible;
    return html`<div class="scroller"
        @scroll=${this.window} @wheel=${this.onTouch} @pointermove=${this.onMove} @pointerleave=${this.onLeave}
        @pointerdown=${this.onDown} @click=${this.onClick}
        @dblclick=${(event: MouseEvent) => this.emitOpen(event)}>
        <sg-ladder-lanes .lanes=${this.lanes} .geometry=${this.geometry} .gutter=${GUTTER} ?compact=${this.compact} .style=${`width:${GUTTER + this.geometry.width}px`}></sg-ladder-lanes>
        <div class="canvas" tabindex="0" role="listbox" aria-label=${this.label} aria-activedescendant=${shown ? `row-${active}` : nothing} @keydown=${this.onKey} .style=${`width:${GUTTER + this.geometry.width}px;height:${this.layout.height}px`}>
          ${this.rows.length === 0 ? html`<p class="empty" role="presentation">${this.emptyText}</p>` : this.renderWindow()}
          <div class="moment" role="presentation" hidden></div></div>
      </div>
      <div class="ring"></div>${this.renderTip()}`;
  }

  private emitOpen(event: MouseEvent): void {
    const index = this.indexOfEvent(event);
    if (index >= 0) this.emit('sg-open', this.rows[index]!.key);
  }

  private renderWindow(): TemplateResult {
    const { firstVisible: first, lastVisible: last, layout, geometry } = this;
    const top = layout.tops[first] ?? 0;
    const height = (layout.tops[last + 1] ?? layout.height) - top + 12;
    const indices: number[] = [];
    for (let i = first; i <= last; i++) indices.push(i);
    const extents = this.bands.filter((i) => layout.tops[i]! <= top + height && yOfTime(this.rows, layout, (this.rows[i] as LadderBand).end) >= top);
    return html`<svg role="presentation" .style=${`top:${top}px;left:0`} width=${GUTTER + geometry.width} height=${height}>
      ${[this.hovered, this.indexOf.get(this.selected) ?? -1].map((i, n) => (i < first || i > last ? nothing : groundTemplate(n === 1, layout.tops[i]! - top, heightOf(this.rows[i]!), GUTTER + geometry.width)))}
      ${this.lanes.map((_, i) => laneLineTemplate(GUTTER + laneX(geometry, i), height))}
      ${extents.map((i) => {
        const row = this.rows[i] as LadderBand;
        return extentTemplate(row, shapeOf(row, geometry, this.measure), GUTTER, layout.tops[i]! + 23 - top, yOfTime(this.rows, layout, row.end) - top);
      })}
      ${repeat(
        indices,
        (i) => this.rows[i]!.key,
        (i) => this.renderRow(i, top),
      )}
    </svg>`;
  }

  private renderRow(index: number, windowTop: number): SVGTemplateResult {
    const row = this.rows[index]!;
    const context = {
      index,
      row,
      shape: shapeOf(row, this.geometry, this.measure),
      gutter: GUTTER,
      width: GUTTER + this.geometry.width,
      y: this.layout.tops[index]! - windowTop,
      height: heightOf(row),
      time: this.timeText(row, this.rows[index - 1]),
      name: this.describe(row),
      count: this.rows.length,
      selected: row.key === this.selected,
      hovered: index === this.hovered,
      marked: this.marked.has(row.key),
      scrolled: this.scrolled,
      gap: this.layout.breaks.has(index) ? this.gapText(this.layout.breaks.get(index)!) : '',
    };
    return row.kind === 'arrow' ? arrowTemplate(context, row) : bandTemplate(context, row);
  }

  private renderTip(): TemplateResult | typeof nothing {
    const row = this.rows[this.tipOf];
    const tip = row === undefined ? undefined : this.tip(row);
    return html`<div class="tip" aria-hidden="true" ?hidden=${tip === undefined}>${
      tip === undefined ? nothing : html`<strong>${tip.title}</strong><dl>${tip.facts.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`
    }</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-ladder-diagram': SgLadderDiagram;
  }
}
