/** Paints a waveform: peaks, their loudness, what came too late behind them, and a strip of marks below. Colours of the theme. */
import { faded } from './chart-options.ts';
import { token } from './theme.ts';

/** Buckets of equal width over [from, to); −1 to 1. */
export interface WaveBuckets {
  readonly from: number;
  readonly to: number;
  readonly min: Float32Array;
  readonly max: Float32Array;
  readonly rms: Float32Array;
  readonly late: Float32Array;
  /** bits: 1 lost, 2 late, 4 duplicate, 8 silent, 16 noise, 32 event */
  readonly marks: Uint8Array;
}

export const markBits = { lost: 1, late: 2, duplicate: 4, silent: 8, noise: 16, event: 32 } as const;
export type WaveMark = keyof typeof markBits;

export interface WaveSpan {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

export interface WavePicture {
  readonly wave: WaveBuckets | undefined;
  readonly spans: readonly WaveSpan[];
  /** the window shown */
  readonly from: number;
  readonly to: number;
  readonly colour: number;
  readonly muted: boolean;
}

/** pixels of the strip of marks */
const STRIP = 5;
/** a silent bucket is drawn as this share of the height */
const LINE = 1;

/** Draws into a context scaled to CSS pixels. */
export function paintWave(ctx: CanvasRenderingContext2D, width: number, height: number, picture: WavePicture): void {
  ctx.clearRect(0, 0, width, height);
  const middle = (height - STRIP) / 2;
  paintSpans(ctx, width, height, picture);
  ctx.fillStyle = token('line-strong');
  ctx.fillRect(0, Math.round(middle), width, LINE);
  const { wave } = picture;
  if (wave === undefined) return;
  const scale = width / (picture.to - picture.from);
  const left = (index: number): number => (wave.from + ((wave.to - wave.from) * index) / wave.min.length - picture.from) * scale;
  paintGrounds(ctx, wave, left, height - STRIP);
  const colour = picture.muted ? token('text-3') : token(`series-${picture.colour}` as 'series-1');
  const half = middle - 2;
  const bar = (index: number, low: number, high: number): void => {
    const x = Math.floor(left(index));
    const top = Math.round(middle - high * half);
    ctx.fillRect(x, top, Math.max(1, Math.floor(left(index + 1)) - x), Math.max(1, Math.round(middle - low * half) - top));
  };
  ctx.fillStyle = faded(token('warning'), 0.45);
  for (let i = 0; i < wave.late.length; i++) if (wave.late[i]! > 0) bar(i, -loud(wave.late[i]!), loud(wave.late[i]!));
  ctx.fillStyle = faded(colour, picture.muted ? 0.3 : 0.42);
  for (let i = 0; i < wave.min.length; i++) if (wave.max[i]! > wave.min[i]!) bar(i, -loud(-wave.min[i]!), loud(wave.max[i]!));
  ctx.fillStyle = faded(colour, picture.muted ? 0.5 : 1);
  for (let i = 0; i < wave.rms.length; i++) if (wave.rms[i]! > 0.002) bar(i, -loud(wave.rms[i]!), loud(wave.rms[i]!));
  paintStrip(ctx, wave, left, height);
}

/** Quiet speech shall be seen too: the square root, so that −20 dB is a third of the height and not a tenth. */
function loud(value: number): number {
  return Math.sign(value) * Math.sqrt(Math.min(1, Math.abs(value)));
}

function paintSpans(ctx: CanvasRenderingContext2D, width: number, height: number, { spans, from, to }: WavePicture): void {
  const scale = width / (to - from);
  ctx.font = '10px system-ui, sans-serif';
  ctx.textBaseline = 'bottom';
  for (const span of spans) {
    const left = Math.max(0, (span.from - from) * scale);
    const right = Math.min(width, (span.to - from) * scale);
    if (right - left < 1) continue;
    ctx.fillStyle = token('surface-2');
    ctx.fillRect(left, 0, right - left, height);
    const text = ctx.measureText(span.label).width;
    if (text + 12 > right - left) continue;
    ctx.fillStyle = token('text-2');
    ctx.fillText(span.label, right - text - 6, height - STRIP - 2);
  }
}

const grounds: readonly (readonly [number, 'error' | 'warning' | 'note', number])[] = [
  [markBits.noise, 'note', 0.14],
  [markBits.event, 'note', 0.25],
  [markBits.late, 'warning', 0.2],
  [markBits.lost, 'error', 0.2],
];

function paintGrounds(ctx: CanvasRenderingContext2D, wave: WaveBuckets, left: (index: number) => number, height: number): void {
  for (const [bit, colour, opacity] of grounds) {
    ctx.fillStyle = faded(token(colour), opacity);
    forRuns(wave.marks, bit, (from, to) => ctx.fillRect(Math.floor(left(from)), 0, Math.max(1, Math.floor(left(to)) - Math.floor(left(from))), height));
  }
}

const strips: readonly (readonly [number, string, number])[] = [
  [markBits.silent, 'line-strong', 1],
  [markBits.noise, 'note', 2],
  [markBits.event, 'series-4', STRIP],
  [markBits.duplicate, 'series-5', STRIP],
  [markBits.late, 'warning', STRIP],
  [markBits.lost, 'error', STRIP],
];

function paintStrip(ctx: CanvasRenderingContext2D, wave: WaveBuckets, left: (index: number) => number, height: number): void {
  for (const [bit, colour, tall] of strips) {
    ctx.fillStyle = token(colour as Parameters<typeof token>[0]);
    forRuns(wave.marks, bit, (from, to) =>
      ctx.fillRect(Math.floor(left(from)), height - tall, Math.max(bit === markBits.silent ? 1 : 2, Math.floor(left(to)) - Math.floor(left(from))), tall),
    );
  }
}

function forRuns(marks: Uint8Array, bit: number, each: (from: number, to: number) => void): void {
  for (let from = 0; from < marks.length; from++) {
    if ((marks[from]! & bit) === 0) continue;
    let to = from + 1;
    while (to < marks.length && (marks[to]! & bit) !== 0) to++;
    each(from, to);
    from = to;
  }
}
