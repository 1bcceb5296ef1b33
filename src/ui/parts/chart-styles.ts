/** The time chart's look; the picture itself takes its colours from the theme's tokens. */
import { css } from 'lit';

export const chartStyles = css`
  :host { display: block; position: relative; min-width: 0; }
  .head { display: flex; position: relative; align-items: baseline; gap: 12px; padding: 0 4px 2px; font-size: var(--sg-size-s); min-height: 20px; }
  .label { font-weight: 600; white-space: nowrap; }
  .label[title]:not([title='']) { cursor: help; text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; }
  .legend { display: flex; flex: 1; gap: 4px 14px; min-width: 0; flex-wrap: wrap; max-height: 62px; overflow: hidden; white-space: nowrap; color: var(--sg-text-2); font-variant-numeric: tabular-nums; }
  /* the place of a value is kept, so that nothing moves under the pointer */
  .key b { display: inline-block; min-width: 6ch; color: var(--sg-text); font-weight: 600; }
  .now { position: absolute; z-index: 3; top: 100%; left: 66px; padding: 0 5px; border-radius: 3px; background: color-mix(in srgb, var(--sg-surface) 86%, transparent); color: var(--sg-text-2); font-variant-numeric: tabular-nums; white-space: nowrap; pointer-events: none; }
  .now.right { left: auto; right: 14px; }
  .swatch { display: inline-block; width: 10px; height: 3px; border-radius: 1px; margin-right: 5px; vertical-align: middle; background: currentcolor; }
  .swatch.dashed { background: repeating-linear-gradient(90deg, currentcolor 0 4px, transparent 4px 6px); }
  .c-1 { color: var(--sg-series-1); } .c-2 { color: var(--sg-series-2); } .c-3 { color: var(--sg-series-3); }
  .c-4 { color: var(--sg-series-4); } .c-5 { color: var(--sg-series-5); } .c-6 { color: var(--sg-series-6); }
  .c-error { color: var(--sg-error); } .c-warning { color: var(--sg-warning); } .c-ok { color: var(--sg-ok); }
  .tone-error { color: var(--sg-error); } .tone-warning { color: var(--sg-warning); } .tone-note { color: var(--sg-note); }
  .flip { font: inherit; font-size: 11px; color: var(--sg-text-2); background: none; border: 0; padding: 0 2px; border-radius: 3px; cursor: pointer; white-space: nowrap; }
  .flip:hover { color: var(--sg-accent); text-decoration: underline; }
  .flip:focus-visible, .plot:focus-visible, .table:focus-visible { outline: none; box-shadow: var(--sg-focus); }
  .plot { position: relative; border-radius: var(--sg-radius); outline: none; }
  .moment { position: absolute; inset: 0 auto 0 0; width: 1px; margin-left: -0.5px; background: var(--sg-accent); pointer-events: none; z-index: 2; }
  .u-select { background: var(--sg-accent-soft); opacity: 0.6; }
  .u-cursor-x { border-right-color: var(--sg-text-3) !important; }
  .none { position: absolute; inset: 50% 0 auto; text-align: center; margin: 0; color: var(--sg-text-2); font-size: var(--sg-size-s); pointer-events: none; }
  .table { max-height: 320px; overflow: auto; font-size: var(--sg-size-s); }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  th, td { text-align: right; padding: 2px 10px; border-bottom: 1px solid var(--sg-line); white-space: nowrap; }
  th { position: sticky; top: 0; background: var(--sg-surface); font-weight: 600; }
  .table p { color: var(--sg-text-2); margin: 6px 10px; }
`;
