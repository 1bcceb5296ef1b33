/**
 * A waveform on a clock: peaks and loudness per pixel, marks for what is not heard, the shared cursor and a selection. It
 * draws what it is given; times are numbers of one unit, whatever it is.
 *
 * @fires sg-seek - detail { time }: the cursor is wanted there
 * @fires sg-select - detail { from, to }: a stretch was selected; both undefined when it was given up
 * @fires sg-range - detail { from, to }: the window wanted; both undefined for everything
 * @fires sg-toggle - Space: play or pause
 */
import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { MomentController, type MomentSource } from './moment.ts';
import { base } from './shared-styles.ts';
import { onTheme } from './theme.ts';
import { paintWave, type WaveBuckets, type WaveSpan } from './wave-paint.ts';

/** pixels the pointer moves before a click is a selection */
const DRAG = 4;

@customElement('sg-waveform')
export class SgWaveform extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; position: relative; min-width: 0; height: 52px; overflow: hidden; border-radius: 3px; background: var(--sg-sunken); cursor: text; touch-action: pan-y; }
    :host(:focus-within) { box-shadow: var(--sg-focus); }
    .surface { position: absolute; inset: 0; outline: none; }
    canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
    .selection { position: absolute; inset: 0 auto 0 0; background: var(--sg-accent); opacity: 0.18; border-inline: 1px solid var(--sg-accent); pointer-events: none; transform-origin: 0 0; }
    .cursor { position: absolute; inset: 0 auto 0 0; width: 1px; margin-left: -0.5px; background: var(--sg-accent); pointer-events: none; box-shadow: 0 0 0 0.5px var(--sg-surface); }
    .cursor::before { content: ''; position: absolute; top: 0; left: -3px; border: 3.5px solid transparent; border-top: 5px solid var(--sg-accent); border-bottom: 0; }
    .label { position: absolute; inset: 0 auto auto 0; max-width: 100%; pointer-events: none; transition: opacity 120ms; }
    :host(:hover) .label { opacity: 0.3; }
  `,
  ];

  @property({ attribute: false }) wave: WaveBuckets | undefined;
  @property({ attribute: false }) spans: readonly WaveSpan[] = [];
  /** the window shown, and how far it may go */
  @property({ attribute: false }) from = 0;
  @property({ attribute: false }) to = 1;
  @property({ attribute: false }) earliest = 0;
  @property({ attribute: false }) latest = 1;
  /** how far an arrow moves */
  @property({ attribute: false }) step = 1e9;
  @property({ attribute: false }) moment: MomentSource | undefined;
  @property({ attribute: false }) selection: { readonly from: number; readonly to: number } | undefined;
  /** plot colour 1 to 6 */
  @property({ type: Number }) colour = 1;
  @property({ type: Boolean }) muted = false;
  /** accessible name, help, and the cursor in words */
  @property() label = '';
  @property() help = '';
  @property({ attribute: false }) text: (time: number) => string = String;
  @query('canvas') private canvas!: HTMLCanvasElement | null;
  @query('.cursor') private line!: HTMLElement | null;
  @query('.surface') private surface!: HTMLElement | null;
  private observer: ResizeObserver | undefined;
  private endTheme: (() => void) | undefined;
  private dragged: { readonly from: number; readonly to: number } | undefined;
  private spokenAt = 0;

  constructor() {
    super();
    new MomentController(
      this,
      () => this.moment,
      (moment) => this.follow(moment),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new ResizeObserver(() => this.paint());
    this.observer.observe(this);
    this.endTheme = onTheme(() => this.paint());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    this.endTheme?.();
  }

  override updated(changed: PropertyValues): void {
    const looks: readonly (keyof SgWaveform)[] = ['wave', 'spans', 'from', 'to', 'colour', 'muted'];
    if (looks.some((name) => changed.has(name))) this.paint();
  }

  private paint(): void {
    const { canvas } = this;
    const [width, height] = [this.clientWidth, this.clientHeight];
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx || width === 0) return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    ctx.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
    paintWave(ctx, width, height, this);
    this.follow(this.moment?.value);
  }

  private xOf(time: number): number {
    return ((time - this.from) / (this.to - this.from)) * this.clientWidth;
  }

  private timeAt(event: PointerEvent | WheelEvent): number {
    const box = this.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
    return this.from + (this.to - this.from) * share;
  }

  /** Moves the line; what a screen reader is told moves once a second. */
  private follow(moment: number | undefined): void {
    const { line, surface } = this;
    if (!line || !surface) return;
    const x = moment === undefined ? -1 : this.xOf(moment);
    line.hidden = x < 0 || x > this.clientWidth;
    if (!line.hidden) line.style.transform = `translateX(${x.toFixed(2)}px)`;
    const now = Date.now();
    if (now - this.spokenAt < 1000 && surface.matches(':not(:focus)')) return;
    this.spokenAt = now;
    const told = moment ?? this.earliest;
    surface.setAttribute('aria-valuenow', ((told - this.earliest) / this.step).toFixed(1));
    surface.setAttribute('aria-valuetext', this.text(told));
  }

  private tell(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    const start = this.timeAt(event);
    const startX = event.clientX;
    const surface = event.currentTarget as HTMLElement;
    surface.setPointerCapture(event.pointerId);
    const move = (next: PointerEvent): void => {
      if (this.dragged === undefined && Math.abs(next.clientX - startX) < DRAG) return;
      const end = this.timeAt(next);
      this.dragged = { from: Math.min(start, end), to: Math.max(start, end) };
      this.requestUpdate();
    };
    const done = (): void => {
      surface.removeEventListener('pointermove', move);
      surface.removeEventListener('pointerup', done);
      surface.removeEventListener('pointercancel', done);
      const { dragged } = this;
      this.dragged = undefined;
      if (dragged !== undefined) this.tell('sg-select', dragged);
      else this.tell('sg-seek', { time: start });
      this.requestUpdate();
    };
    surface.addEventListener('pointermove', move);
    surface.addEventListener('pointerup', done);
    surface.addEventListener('pointercancel', done);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.moment?.value ?? this.from;
    const step = this.step * (event.shiftKey ? 0.1 : 1);
    const seek = (time: number): void => this.tell('sg-seek', { time: Math.min(this.latest, Math.max(this.earliest, time)) });
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowDown':
        seek(at - step);
        break;
      case 'ArrowRight':
      case 'ArrowUp':
        seek(at + step);
        break;
      case 'PageUp':
        seek(at + 10 * this.step);
        break;
      case 'PageDown':
        seek(at - 10 * this.step);
        break;
      case 'Home':
        seek(this.earliest);
        break;
      case 'End':
        seek(this.latest);
        break;
      case ' ':
        this.tell('sg-toggle');
        break;
      case '[':
        this.tell('sg-select', { from: at, to: this.selection !== undefined && this.selection.to > at ? this.selection.to : this.latest });
        break;
      case ']':
        this.tell('sg-select', { from: this.selection !== undefined && this.selection.from < at ? this.selection.from : this.earliest, to: at });
        break;
      case 'Escape':
        if (this.selection === undefined) return;
        this.tell('sg-select', { from: undefined, to: undefined });
        break;
      case '+':
      case '=':
        this.zoom(0.5, at);
        break;
      case '-':
        this.zoom(2, at);
        break;
      case '0':
        this.tell('sg-range', { from: undefined, to: undefined });
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private zoom(factor: number, around: number): void {
    const width = Math.min(this.latest - this.earliest, Math.max(this.step / 20, (this.to - this.from) * factor));
    const inside = around < this.from || around > this.to ? (this.from + this.to) / 2 : around;
    const from = Math.max(this.earliest, Math.min(this.latest - width, inside - ((inside - this.from) / (this.to - this.from)) * width));
    const isAll = width >= (this.latest - this.earliest) * 0.999;
    this.tell('sg-range', isAll ? { from: undefined, to: undefined } : { from, to: from + width });
  }

  private onWheel(event: WheelEvent): void {
    if (!(event.ctrlKey || event.metaKey || this.surface?.matches(':focus'))) return;
    event.preventDefault();
    this.zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))), this.timeAt(event));
  }

  override render(): TemplateResult {
    const selection = this.dragged ?? this.selection;
    const width = (this.to - this.from) / this.step;
    return html`<div class="surface" tabindex="0" role="slider" aria-label=${this.label} aria-description=${this.help} title=""
        aria-valuemin="0" aria-valuemax=${((this.latest - this.earliest) / this.step).toFixed(1)} aria-valuenow="0"
        @pointerdown=${this.onDown} @keydown=${this.onKey} @wheel=${this.onWheel}>
        <canvas aria-hidden="true"></canvas>${
          selection === undefined || width <= 0
            ? nothing
            : html`<div class="selection" .style=${`left:${this.share(selection.from)}%;width:${this.share(selection.to) - this.share(selection.from)}%`}></div>`
        }
        <div class="cursor" hidden></div></div><div class="label"><slot></slot></div>`;
  }

  private share(time: number): number {
    return ((time - this.from) / (this.to - this.from)) * 100;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sg-waveform': SgWaveform;
  }
}
