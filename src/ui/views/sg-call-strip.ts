/**
 * Calls per moment over the whole capture, above the list. Dragging (or, with the keyboard, arrows and Shift+arrows)
 * restricts the list to a window of time; Escape or a click lifts it.
 * @fires sg-window { from, to } nanoseconds on the time line, or both undefined
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { CallRate } from '../../contract/calls.ts';
import { ClockController, formatNumber, formatTime } from '../parts/format.ts';
import { base } from '../parts/shared-styles.ts';
import { onTheme } from '../parts/theme.ts';
import { words } from '../words/words.ts';
import { AXIS, paintStrip } from './strip-paint.ts';

export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

@customElement('sg-call-strip')
export class SgCallStrip extends LitElement {
  static override styles = [
    base,
    css`
    :host { display: block; position: relative; min-width: 0; height: 84px; }
    canvas { position: absolute; inset: 0; width: 100%; height: 100%; cursor: crosshair; touch-action: none; border-radius: 3px; }
    .tip { position: absolute; top: -4px; transform: translate(-50%, -100%); padding: 3px 8px; border: 1px solid var(--sg-line-strong); border-radius: 5px; background: var(--sg-surface); box-shadow: var(--sg-shadow); font-size: var(--sg-size-s); white-space: nowrap; pointer-events: none; z-index: 5; font-variant-numeric: tabular-nums; }
  `,
  ];

  @property({ attribute: false }) rate: CallRate | undefined;
  @property({ attribute: false }) chosen: TimeWindow | undefined;
  @state() private _dragging: TimeWindow | undefined;
  @state() private _hover: { readonly x: number; readonly bucket: number } | undefined;
  @query('canvas') private readonly _canvas!: HTMLCanvasElement;
  readonly #resize = new ResizeObserver(() => this.#paint());
  #endTheme: (() => void) | undefined;
  #frame = 0;

  constructor() {
    super();
    new ClockController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
    this.#endTheme = onTheme(() => this.#paint());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#endTheme?.();
  }

  protected override render(): TemplateResult {
    const w = words().calls;
    const window = this._dragging ?? this.chosen;
    const spoken = window === undefined ? `${w.strip}. ${w.stripHint}` : w.stripSpoken(formatTime(window.from), formatTime(window.to));
    return html`<canvas tabindex="0" role="img" aria-label=${spoken} @pointerdown=${this.#grab} @pointermove=${this.#point} @pointerleave=${() => {
      this._hover = undefined;
    }} @keydown=${this.#key}></canvas>${this.#tip()}`;
  }

  #tip(): TemplateResult | typeof nothing {
    const rate = this.rate;
    if (this._hover === undefined || rate === undefined) return nothing;
    const { bucket, x } = this._hover;
    const count = (values: Float64Array): string => formatNumber(values[bucket] ?? 0);
    const text = words().calls.stripTip(formatTime(rate.from + bucket * rate.width), count(rate.begun), count(rate.failed), count(rate.concurrent));
    return html`<div class="tip" .style=${`left: ${Math.max(110, Math.min(this.clientWidth - 110, x))}px`}>${text}</div>`;
  }

  /** With the frame: asking for the size any earlier would lay the page out once more. */
  protected override updated(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    const canvas = this._canvas as HTMLCanvasElement | null;
    const context = canvas?.getContext('2d');
    if (canvas === null || context === null || context === undefined || this.clientWidth === 0) return;
    const [width, height, ratio] = [this.clientWidth, this.clientHeight, devicePixelRatio];
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (this.rate === undefined) context.clearRect(0, 0, width, height);
    else paintStrip(context, this.rate, { width, height }, this._dragging ?? this.chosen);
  }

  #time(x: number): number {
    const rate = this.rate;
    if (rate === undefined) return 0;
    const part = Math.max(0, Math.min(1, x / Math.max(1, this.clientWidth)));
    return rate.from + part * rate.width * rate.begun.length;
  }

  #tell(window: TimeWindow | undefined): void {
    this.dispatchEvent(new CustomEvent('sg-window', { detail: { from: window?.from, to: window?.to }, bubbles: true, composed: true }));
  }

  readonly #point = (event: PointerEvent): void => {
    const rate = this.rate;
    if (rate === undefined || rate.begun.length === 0 || event.offsetY > this.clientHeight - AXIS) {
      this._hover = undefined;
      return;
    }
    const bucket = Math.min(rate.begun.length - 1, Math.floor((event.offsetX / this.clientWidth) * rate.begun.length));
    this._hover = { x: event.offsetX, bucket };
  };

  readonly #grab = (event: PointerEvent): void => {
    if (this.rate === undefined || event.button !== 0) return;
    const canvas = this._canvas;
    canvas.setPointerCapture(event.pointerId);
    const start = event.offsetX;
    const move = (at: PointerEvent): void => {
      if (Math.abs(at.offsetX - start) < 4 && this._dragging === undefined) return;
      this._dragging = { from: Math.floor(this.#time(Math.min(start, at.offsetX))), to: Math.ceil(this.#time(Math.max(start, at.offsetX))) };
    };
    canvas.addEventListener('pointermove', move);
    canvas.addEventListener(
      'lostpointercapture',
      () => {
        canvas.removeEventListener('pointermove', move);
        if (this._dragging !== undefined || this.chosen !== undefined) this.#tell(this._dragging);
        this._dragging = undefined;
      },
      { once: true },
    );
  };

  readonly #key = (event: KeyboardEvent): void => {
    const rate = this.rate;
    if (rate === undefined) return;
    const end = rate.from + rate.width * rate.begun.length;
    const step = ((end - rate.from) / 20) * (event.key === 'ArrowLeft' ? -1 : 1);
    const window = this.chosen ?? { from: rate.from, to: rate.from + (end - rate.from) / 10 };
    if (event.key === 'Escape' && this.chosen !== undefined) this.#tell(undefined);
    else if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    else if (this.chosen === undefined) this.#tell(window);
    else if (event.shiftKey) this.#tell({ from: window.from, to: Math.max(window.from + Math.abs(step) / 2, Math.min(end, window.to + step)) });
    else {
      const by = Math.max(rate.from - window.from, Math.min(end - window.to, step));
      this.#tell({ from: window.from + by, to: window.to + by });
    }
    event.preventDefault();
    event.stopPropagation();
  };
}
