/** The ladder's look: one tone per row, painted by its lines and text alike; severity colours for severity alone. */
import { css } from 'lit';

export const ladderStyles = css`
  :host { display: block; font-family: var(--sg-font); position: relative; min-height: 0; overflow: hidden; background: var(--sg-surface); }
  .scroller { position: absolute; inset: 0; overflow: auto; outline: none; }
  .ring { position: absolute; inset: 0; z-index: 3; pointer-events: none; }
  .scroller:has(.canvas:focus-visible) ~ .ring { box-shadow: inset 0 0 0 2px var(--sg-accent); }
  .margin { fill: var(--sg-surface); }
  .row.selected .margin { fill: var(--sg-accent-soft); }
  .moment { position: absolute; inset: 0 0 auto 0; height: 1px; margin-top: -0.5px; background: var(--sg-accent); opacity: 0.75; pointer-events: none; }
  .moment::before { content: ''; position: absolute; left: 0; top: -3px; border: 3.5px solid transparent; border-left: 6px solid var(--sg-accent); border-right: 0; }
  .moment[hidden] { display: none; }
  .canvas { position: relative; min-height: calc(100% - 56px); outline: none; }
  svg { position: absolute; overflow: visible; display: block; font-family: var(--sg-font); font-variant-numeric: tabular-nums; }
  .empty { padding: 24px; color: var(--sg-text-2); margin: 0; }
  .lane-line { stroke: var(--sg-lane); stroke-width: 1; }
  .row { cursor: default; --tone: var(--sg-text); }
  .row text { user-select: text; cursor: text; }
  .ground { fill: transparent; }
  .ground-hovered { fill: var(--sg-surface-2); opacity: 0.6; }
  .ground-selected { fill: var(--sg-accent-soft); }
  .tone-muted { --tone: var(--sg-text-2); }
  .tone-ok { --tone: var(--sg-ok); --tone-soft: var(--sg-ok-soft); }
  .tone-note { --tone: var(--sg-note); --tone-soft: var(--sg-note-soft); }
  .tone-warning { --tone: var(--sg-warning); --tone-soft: var(--sg-warning-soft); }
  .tone-error { --tone: var(--sg-error); --tone-soft: var(--sg-error-soft); }
  .tone-series-1 { --tone: var(--sg-series-1); }
  .tone-series-2 { --tone: var(--sg-series-2); }
  .tone-series-3 { --tone: var(--sg-series-3); }
  .tone-series-4 { --tone: var(--sg-series-4); }
  .tone-series-5 { --tone: var(--sg-series-5); }
  .tone-series-6 { --tone: var(--sg-series-6); }
  .number { font-size: 11px; fill: var(--sg-text-3); }
  .time { font-size: 11px; fill: var(--sg-text-2); }
  .shaft { fill: none; stroke: var(--tone); stroke-width: 1.5; }
  .head { fill: var(--tone); }
  .cross { fill: none; stroke: var(--sg-error); stroke-width: 2; }
  .station circle { fill: var(--sg-surface); stroke: var(--tone); stroke-width: 1; }
  .station text { font-size: 8px; font-weight: 600; fill: var(--tone); user-select: none; cursor: default; }
  .station.missed circle, .station.lost circle { stroke: var(--sg-text-3); stroke-dasharray: 2 2; }
  .station.missed text, .station.lost text { fill: var(--sg-text-3); }
  .label { font-size: 12px; font-weight: 600; fill: var(--sg-text); }
  .tone-ok .label, .tone-note .label, .tone-warning .label, .tone-error .label { fill: var(--tone); }
  .tone-muted .label { font-weight: 400; fill: var(--sg-text-2); }
  .label, .aside, .second { paint-order: stroke; stroke: var(--sg-surface); stroke-width: 3px; stroke-linejoin: round; }
  .row.selected .label, .row.selected .aside, .row.selected .second { stroke: var(--sg-accent-soft); }
  .aside, .second { font-size: 11px; fill: var(--sg-text-2); }
  .repeated .shaft { stroke-dasharray: 5 4; }
  .repeated .shaft, .repeated .head { opacity: 0.7; }
  .repeated .label { font-weight: 400; fill: var(--sg-text-2); }
  .badge rect { fill: var(--sg-surface); stroke: var(--tone, var(--sg-line-strong)); stroke-width: 1; }
  .badge { --tone: var(--sg-text-2); }
  .badge.tone-note { --tone: var(--sg-note); }
  .badge.tone-warning { --tone: var(--sg-warning); }
  .badge.tone-error { --tone: var(--sg-error); }
  .badge.tone-ok { --tone: var(--sg-ok); }
  .badge text { font-size: 10px; fill: var(--tone); }
  .badge.link { cursor: pointer; }
  .badge.link text { cursor: pointer; text-decoration: underline; }
  .proof { fill: var(--sg-note); stroke: var(--sg-surface); stroke-width: 1.5; }
  .proof[data-tone='warning'] { fill: var(--sg-warning); }
  .proof[data-tone='error'] { fill: var(--sg-error); }
  .problem { fill: var(--sg-warning); stroke: var(--sg-surface); stroke-width: 1.5; }
  .marked { fill: var(--sg-accent); }
  .band { stroke: var(--tone); stroke-width: 6; opacity: 0.38; fill: none; }
  .strip { fill: var(--tone); }
  .strip.tone-muted { fill: var(--sg-line-strong); }
  .band-head { fill: var(--tone); opacity: 0.7; }
  .extent { fill: var(--tone); opacity: 0.3; }
  .gap line { stroke: var(--sg-line-strong); stroke-dasharray: 2 4; }
  .gap text { font-size: 11px; fill: var(--sg-text-2); font-style: italic; }
  .tip { position: absolute; top: 0; left: 0; z-index: 3; max-width: 420px; padding: 8px 10px; pointer-events: none; background: var(--sg-surface); color: var(--sg-text);
    border: 1px solid var(--sg-line-strong); border-radius: var(--sg-radius); box-shadow: 0 4px 16px rgb(0 0 0 / 18%); font-size: var(--sg-size-s); }
  .tip[hidden] { display: none; }
  .tip dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; margin: 4px 0 0; }
  .tip dt { color: var(--sg-text-2); }
  .tip dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
`;
