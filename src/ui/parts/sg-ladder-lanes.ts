/**
 * The heads of a ladder's lanes: they stay on top while the rows scroll under them. One of them is a stop of the keyboard:
 * ←/→, Home and End go along, Alt with ←/→ moves the lane, F2 renames it, Enter, Space or a click opens its menu; the
 * pointer drags it to another place. It keeps no choice: what is wanted is told, and drawn when the lanes change.
 *
 * @fires sg-lane-menu - detail { lane, anchor }: a head was chosen; a menu belongs under the anchor
 * @fires sg-lane-move - detail { lane, to }
 * @fires sg-lane-rename - detail { lane, name }: '' for no name
 */
import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { lanesWords } from '../words/lanes-words.ts';
import { ladderLanesStyles } from './ladder-lanes-styles.ts';
import type { LadderLane } from './ladder-model.ts';
import { laneX } from './ladder-shape.ts';
import type { LaneGeometry } from './ladder-shape.ts';

/** pixels the pointer goes before a press becomes a drag */
const DRAG = 5;

@customElement('sg-ladder-lanes')
export class SgLadderLanes extends LitElement {
  static override styles = ladderLanesStyles;

  @property({ attribute: false }) lanes: readonly LadderLane[] = [];
  @property({ attribute: false }) geometry: LaneGeometry = { first: 0, step: 0, width: 0 };
  /** width of the left margin, pixels */
  @property({ type: Number }) gutter = 0;
  @property({ type: Boolean, reflect: true }) compact = false;
  /** the head the keyboard stands on */
  @state() private at = 0;
  @state() private renaming = -1;
  /** the place a dragged lane would take, -1 when none is dragged */
  @state() private drop = -1;
  private pressed: { readonly lane: number; readonly x: number } | undefined;
  private follow: string | undefined;

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('lanes')) return;
    const followed = this.follow === undefined ? -1 : this.lanes.findIndex((lane) => lane.key === this.follow);
    if (followed >= 0) this.at = followed;
    this.at = Math.max(0, Math.min(this.at, this.lanes.length - 1));
    this.renaming = -1;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('lanes') && this.follow !== undefined) {
      this.follow = undefined;
      this.focusLane(this.at);
    }
    if (changed.has('renaming') && this.renaming >= 0) this.renderRoot.querySelector('input')?.select();
  }

  /** The keyboard to a head, which comes into view. */
  focusLane(lane: number): void {
    this.at = lane;
    void this.updateComplete.then(() => this.head(lane)?.focus());
  }

  rename(lane: number): void {
    this.at = this.renaming = lane;
  }

  private head(lane: number): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-lane="${lane}"]`);
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private move(lane: number, to: number): void {
    if (to < 0 || to >= this.lanes.length || to === lane) return;
    this.follow = this.lanes[lane]!.key;
    this.tell('sg-lane-move', { lane, to });
  }

  private onKey(event: KeyboardEvent, lane: number): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.ctrlKey || event.metaKey) return;
    if (step !== 0 && event.altKey) this.move(lane, lane + step);
    else if (event.altKey) return;
    else if (step !== 0) this.focusLane(Math.max(0, Math.min(this.lanes.length - 1, lane + step)));
    else if (event.key === 'Home') this.focusLane(0);
    else if (event.key === 'End') this.focusLane(this.lanes.length - 1);
    else if (event.key === 'F2') this.rename(lane);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private onDown(event: PointerEvent, lane: number): void {
    if (event.button !== 0) return;
    this.pressed = { lane, x: event.clientX };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  private onMove(event: PointerEvent): void {
    if (this.pressed === undefined || (this.drop < 0 && Math.abs(event.clientX - this.pressed.x) <= DRAG)) return;
    const x = event.clientX - this.getBoundingClientRect().left - this.gutter - this.geometry.first + this.geometry.step / 2;
    this.drop = Math.max(0, Math.min(this.lanes.length - 1, Math.floor(x / this.geometry.step)));
  }

  private onUp(lane: number): void {
    const to = this.drop;
    this.pressed = undefined;
    if (to < 0) return;
    // the click that follows a drag opens nothing
    setTimeout(() => (this.drop = -1));
    this.move(lane, to);
  }

  private onClick(event: MouseEvent, lane: number): void {
    if (this.drop >= 0) return;
    this.at = lane;
    this.tell('sg-lane-menu', { lane, anchor: event.currentTarget });
  }

  private endRename(lane: number, name: string | undefined): void {
    if (this.renaming !== lane) return;
    this.renaming = -1;
    if (name !== undefined) this.tell('sg-lane-rename', { lane, name });
    this.focusLane(lane);
  }

  override render(): TemplateResult {
    return html`<div class="corner" role="presentation"></div>
      <div role="group" aria-label=${lanesWords().title} aria-description=${lanesWords().help}>${this.lanes.map((lane, i) => (i === this.renaming ? this.renderName(lane, i) : this.renderHead(lane, i)))}</div>
      ${this.drop < 0 ? nothing : html`<div class="drop" .style=${`left:${this.left(this.drop)}px;width:${this.geometry.step - 6}px`}></div>`}`;
  }

  private left(lane: number): number {
    return this.gutter + laneX(this.geometry, lane) - this.geometry.step / 2 + 3;
  }

  private renderHead(lane: LadderLane, i: number): TemplateResult {
    return html`<button type="button" class="lane ${this.drop >= 0 && this.pressed?.lane === i ? 'dragged' : ''}" data-lane=${i} title=${lane.tooltip} aria-haspopup="menu" tabindex=${i === this.at ? 0 : -1} .style=${`left:${this.left(i)}px;width:${this.geometry.step - 6}px`}
      @keydown=${(event: KeyboardEvent) => this.onKey(event, i)} @click=${(event: MouseEvent) => this.onClick(event, i)} @focus=${() => (this.at = i)}
      @pointerdown=${(event: PointerEvent) => this.onDown(event, i)} @pointermove=${this.onMove} @pointerup=${() => this.onUp(i)} @pointercancel=${() => {
        this.pressed = undefined;
        this.drop = -1;
      }}><span class="role">${lane.role}</span><span class="title">${lane.title}</span><span class="ports">${lane.subtitle}</span></button>`;
  }

  private renderName(lane: LadderLane, i: number): TemplateResult {
    return html`<div class="lane" .style=${`left:${this.left(i)}px;width:${this.geometry.step - 6}px`}><input aria-label=${lanesWords().nameOf(lane.title)} maxlength="60" .value=${lane.name} placeholder=${lane.title}
      @keydown=${(event: KeyboardEvent) => {
        event.stopPropagation();
        // the head takes the focus: the same key must not press it
        if (event.key === 'Enter' || event.key === 'Escape') event.preventDefault();
        if (event.key === 'Enter') this.endRename(i, (event.target as HTMLInputElement).value);
        else if (event.key === 'Escape') this.endRename(i, undefined);
      }} @blur=${(event: FocusEvent) => this.endRename(i, (event.target as HTMLInputElement).value)}></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-ladder-lanes': SgLadderLanes;
  }
}
