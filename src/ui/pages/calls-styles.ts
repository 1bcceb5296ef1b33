/** The look of the list of calls. */
import { css } from 'lit';

export const callsStyles = css`
  :host { display: grid; grid-template: auto auto auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; height: 100%; }
  .summary { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 10px 32px; padding: 12px 16px 10px; background: var(--sg-surface); border-bottom: 1px solid var(--sg-line); }
  .legend { display: flex; gap: 14px; margin-bottom: 4px; color: var(--sg-text-2); font-size: var(--sg-size-s); white-space: nowrap; overflow: hidden; }
  .legend > span { display: inline-flex; align-items: center; gap: 5px; }
  .legend span::before { content: ''; width: 9px; height: 9px; border-radius: 2px; }
  .legend .begun::before { background: var(--sg-series-1); }
  .legend .failed::before { background: var(--sg-error); }
  .legend .once::before { height: 0; width: 12px; border-top: 2px solid var(--sg-text-3); border-radius: 0; }
  .legend .hint { margin-inline-start: auto; color: var(--sg-text-3); }
  .legend .hint::before { display: none; }
  sg-outcomes { grid-column: 1 / -1; }
  .tools { display: flex; align-items: center; gap: 8px; padding: 8px 16px; border-bottom: 1px solid var(--sg-line); background: var(--sg-bg); min-width: 0; }
  sg-filter-box { flex: 0 1 560px; min-width: 160px; }
  .tools > :not(sg-filter-box) { flex: none; }
  .presets { display: flex; flex-wrap: wrap; gap: 4px; }
  .preset { display: inline-flex; align-items: center; gap: 5px; height: 22px; padding: 0 8px; border: 1px solid var(--sg-line-strong); border-radius: 11px; background: var(--sg-surface); color: var(--sg-text-2); font: inherit; font-size: var(--sg-size-s); cursor: pointer; white-space: nowrap; font-variant-numeric: tabular-nums; }
  .preset:hover { background: var(--sg-surface-2); color: var(--sg-text); }
  .preset b { font-weight: 600; }
  .preset[data-tone='error'] b { color: var(--sg-error); }
  .preset[data-tone='warning'] b { color: var(--sg-warning); }
  .preset[aria-pressed='true'] { border-color: var(--sg-accent); background: var(--sg-accent-soft); color: var(--sg-accent); }
  .count { margin-inline-start: auto; color: var(--sg-text-2); white-space: nowrap; }
  sg-empty { align-self: center; }
  @media (max-width: 1100px) {
    .legend .hint { display: none; }
  }
`;
