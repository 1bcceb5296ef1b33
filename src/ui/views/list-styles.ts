/** What the lists share: a row of tools over a table, and presets as pills. */
import { css } from 'lit';

export const listStyles = css`
  :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; height: 100%; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; padding: 8px 16px; border-bottom: 1px solid var(--sg-line); background: var(--sg-bg); min-width: 0; }
  sg-filter-box { flex: 1 1 220px; max-width: 560px; }
  .end { display: flex; align-items: center; gap: 8px; margin-inline-start: auto; }
  .count { color: var(--sg-text-2); white-space: nowrap; }
  .presets { display: flex; flex-wrap: wrap; gap: 4px; }
  .preset { display: inline-flex; align-items: center; gap: 5px; height: 24px; padding: 0 9px; border: 1px solid var(--sg-line-strong); border-radius: 12px; background: var(--sg-surface); color: var(--sg-text-2); font: inherit; font-size: var(--sg-size-s); cursor: pointer; white-space: nowrap; font-variant-numeric: tabular-nums; }
  .preset:hover { background: var(--sg-surface-2); color: var(--sg-text); }
  .preset b { font-weight: 600; color: var(--sg-text); }
  .preset[data-tone='error'] b { color: var(--sg-error); }
  .preset[data-tone='warning'] b { color: var(--sg-warning); }
  .preset[aria-pressed='true'] { border-color: var(--sg-accent); background: var(--sg-accent-soft); color: var(--sg-accent); }
  .preset[aria-pressed='true'] b { color: inherit; }
  sg-empty { align-self: center; }
`;
