/** The bar above the ladder: one quiet line of switches that wraps in a narrow pane. */
import { css } from 'lit';

export const callLadderStyles = css`
  :host { display: block; height: 100%; container-type: inline-size; min-height: 0; min-width: 0; }
  .all { display: flex; flex-direction: column; height: 100%; min-height: 0; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 6px; padding: 5px 8px; border-bottom: 1px solid var(--sg-line); background: var(--sg-surface); }
  button { font: inherit; font-size: var(--sg-size-s); color: var(--sg-text-2); background: none; border: 1px solid transparent; border-radius: 4px; padding: 2px 7px; cursor: pointer; white-space: nowrap; line-height: 18px; }
  button:hover { background: var(--sg-surface-2); color: var(--sg-text); }
  button:focus-visible { outline: none; box-shadow: var(--sg-focus); }
  .group { display: inline-flex; background: var(--sg-surface-2); border-radius: 5px; padding: 1px; }
  .group button { padding: 1px 7px; }
  .group button[aria-checked='true'] { background: var(--sg-surface); color: var(--sg-text); border-color: var(--sg-line-strong); }
  .switch { border-color: var(--sg-line); }
  .switch[aria-pressed='true'] { background: var(--sg-accent-soft); color: var(--sg-accent); border-color: transparent; }
  .find { font: inherit; font-size: var(--sg-size-s); width: 120px; min-height: 22px; padding: 0 6px; color: var(--sg-text); background: var(--sg-surface); border: 1px solid var(--sg-line-strong); border-radius: 4px; }
  .find:focus-visible { outline: 2px solid var(--sg-accent); outline-offset: -1px; }
  .lane-menu { position: absolute; }
  .count { margin-left: auto; font-size: var(--sg-size-s); color: var(--sg-text-2); white-space: nowrap; font-variant-numeric: tabular-nums; }
  .note { margin: 0; padding: 4px 10px; background: var(--sg-warning-soft); color: var(--sg-warning); font-size: var(--sg-size-s); }
  @container (max-width: 560px) { .count { display: none; } }
  sg-ladder-diagram { flex: 1; }
`;
