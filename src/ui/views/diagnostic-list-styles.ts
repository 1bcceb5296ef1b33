/** The look of the list of diagnostics. */
import { css } from 'lit';

export const diagnosticListStyles = css`
  :host { display: block; min-width: 0; }
  table { border-collapse: collapse; width: 100%; background: var(--sg-surface); border: 1px solid var(--sg-line); border-radius: 8px; }
  th, td { text-align: start; padding: 7px 12px; border-bottom: 1px solid var(--sg-line); vertical-align: baseline; font-weight: 400; }
  thead th { color: var(--sg-text-2); font-size: var(--sg-size-s); font-weight: 500; padding-block: 6px; white-space: nowrap; }
  tr.open > * { border-bottom-color: transparent; }
  .end { text-align: end; font-variant-numeric: tabular-nums; }
  .reference { white-space: nowrap; color: var(--sg-text-2); font-size: var(--sg-size-s); }
  .twist { display: inline-flex; align-items: baseline; gap: 8px; font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: start; }
  .twist::before { content: ''; width: 6px; height: 6px; border: solid var(--sg-text-3); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg) translate(-1px, -1px); flex: none; }
  .twist[aria-expanded='true']::before { transform: rotate(45deg) translate(-2px, -2px); }
  .twist:hover .mono { text-decoration: underline; text-underline-offset: 2px; }
  .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--sg-note); flex: none; }
  .dot.warning { background: var(--sg-warning); }
  .dot.error { background: var(--sg-error); border-radius: 1px; transform: rotate(45deg); }
  .places td { padding: 0 12px 10px 34px; }
  .list { display: flex; flex-wrap: wrap; gap: 3px 14px; font-variant-numeric: tabular-nums; }
  .under { display: flex; align-items: center; gap: 12px; margin-top: 8px; }
  @media (max-width: 1100px) { .reference { white-space: normal; } }
`;
