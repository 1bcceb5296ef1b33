/** The look of sg-data-table. */
import { css } from 'lit';

export const tableStyles = css`
  :host { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; position: relative; background: var(--sg-surface); }
  .grid { overflow: auto; outline: none; overflow-anchor: none; overscroll-behavior: contain; scrollbar-width: auto; scroll-padding-inline-end: var(--corner); }
  .inner { min-width: 100%; width: max-content; }
  .head { position: sticky; top: 0; z-index: 2; background: var(--sg-surface); border-bottom: 1px solid var(--sg-line-strong); }
  .row { display: grid; grid-template-columns: var(--tracks); align-items: stretch; height: var(--row-height); grid-auto-rows: 100%; }
  .groups { align-items: end; color: var(--sg-text-3); font-size: 11px; letter-spacing: 0.02em; }
  .group.named { min-width: 0; display: flex; padding: 0 8px 1px; border-inline-start: 1px solid var(--sg-line); border-bottom: 1px solid var(--sg-line); font-weight: 600; }
  .title { position: relative; display: flex; min-width: 0; color: var(--sg-text-2); font-size: var(--sg-size-s); }
  .title button { flex: 1; min-width: 0; display: flex; align-items: center; gap: 3px; padding: 0 8px; border: 0; background: none; color: inherit; font: inherit; font-weight: 500; cursor: pointer; text-align: start; }
  .title button:hover { background: var(--sg-surface-2); color: var(--sg-text); }
  .title button:focus-visible { outline-offset: -2px; }
  .title.end button { flex-direction: row-reverse; text-align: end; }
  .title button[disabled] { cursor: default; }
  .title.sorted { color: var(--sg-text); }
  .title svg.icon { width: 12px; height: 12px; stroke-width: 2.25; }
  .title.target::before { content: ''; position: absolute; inset: 2px auto 2px -1px; width: 2px; background: var(--sg-accent); }
  .grip { position: absolute; inset: 0 -4px 0 auto; width: 9px; cursor: col-resize; touch-action: none; z-index: 1; }
  .grip::after { content: ''; position: absolute; inset: 6px 4px; background: var(--sg-line); }
  .grip:hover::after { inset: 2px 3px; background: var(--sg-accent); }
  .corner { position: sticky; right: 0; z-index: 2; display: grid; place-items: center; background: var(--sg-surface); }
  .groups .corner { grid-column: -2; align-self: stretch; }
  .corner sg-menu { transform: scale(0.86); }
  .body { position: relative; }
  .window { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); position: sticky; top: calc(var(--row-height) * var(--head-rows, 1) + 1px); overflow: clip; }
  .rows { grid-area: 1 / 1; will-change: transform; }
  /* of a table wider than its place: headers and cells are cut off at one line, the chooser's, so that it covers none */
  .gutter { display: none; grid-area: 1 / 1; justify-self: end; position: sticky; right: 0; width: var(--corner); background: var(--sg-surface); }
  .wider .gutter { display: block; }
  .wider .gutter, .wider .corner { box-shadow: inset 1px 0 var(--sg-line); }
  /* rows contained, cells clipped and without a box within: a scrolled screen costs a third (docs/performance.md) */
  .line { contain: strict; border-bottom: 1px solid color-mix(in srgb, var(--sg-line) 55%, transparent); cursor: default; }
  :host([opens='click']) .line { cursor: pointer; }
  .line:hover { background: var(--sg-surface-2); }
  .line.cursor { background: var(--sg-surface-2); box-shadow: inset 3px 0 0 var(--sg-line-strong); }
  .grid:focus-visible .line.cursor { box-shadow: inset 3px 0 0 var(--sg-accent), inset 0 0 0 1px var(--sg-accent); }
  .line[aria-selected='true'] { background: var(--sg-accent-soft); }
  .line.quiet { color: var(--sg-text-3); }
  .cell { min-width: 0; padding: 0 8px; line-height: calc(var(--row-height) - 1px); white-space: nowrap; overflow: clip; text-overflow: ellipsis; font-variant-numeric: tabular-nums; }
  .cell.end { text-align: end; }
  .cell .mono, .mono { font-family: var(--sg-mono); font-size: var(--sg-size-s); }
  .tick { display: grid; place-items: center; padding: 0; border: 0; background: none; cursor: pointer; color: transparent; }
  .tick::before { content: ''; grid-area: 1 / 1; width: 13px; height: 13px; border: 1px solid var(--sg-line-strong); border-radius: 3px; background: var(--sg-surface); }
  .line:hover .tick::before { border-color: var(--sg-text-3); }
  .tick svg.icon { grid-area: 1 / 1; width: 11px; height: 11px; stroke-width: 3.5; z-index: 1; }
  .line[aria-selected='true'] .tick { color: var(--sg-on-accent); }
  .line[aria-selected='true'] .tick::before { background: var(--sg-accent); border-color: var(--sg-accent); }
  .state { color: var(--sg-text-2); }
  .state::before { content: ''; display: inline-block; width: 7px; height: 7px; margin-inline-end: 6px; vertical-align: 1px; border-radius: 50%; background: var(--sg-text-3); }
  .state.ok::before { background: var(--sg-ok); }
  .state.note::before { background: var(--sg-note); }
  .state.warning { color: var(--sg-warning); }
  .state.warning::before { background: var(--sg-warning); }
  .state.error { color: var(--sg-error); }
  .state.error::before { background: var(--sg-error); border-radius: 1px; transform: rotate(45deg); }
  .mark { margin-inline-end: 4px; vertical-align: middle; }
  .waiting .cell:nth-child(odd)::before { content: ''; display: inline-block; vertical-align: middle; width: 60%; height: 7px; border-radius: 4px; background: var(--sg-surface-2); }
  .none { position: absolute; inset: 60px 0 auto; pointer-events: none; }
  .none ::slotted(*) { pointer-events: auto; }
`;
