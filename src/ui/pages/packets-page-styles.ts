/** The look of the page of packets. */
import { css } from 'lit';

export const packetsPageStyles = css`
  :host { display: grid; grid-template: minmax(0, 1fr) / minmax(230px, 290px) minmax(0, 1fr); min-height: 0; height: 100%; }
  sg-accounting { border-inline-end: 1px solid var(--sg-line); }
  .main { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
  .chips { display: flex; flex-wrap: wrap; gap: 4px; }
  .chip { display: inline-flex; align-items: center; gap: 2px; height: 24px; padding: 0 2px 0 9px; border-radius: 12px; background: var(--sg-accent-soft); color: var(--sg-accent); font-size: var(--sg-size-s); white-space: nowrap; max-width: 340px; }
  .chip button { display: inline-grid; place-items: center; width: 20px; height: 20px; padding: 0; border: 0; border-radius: 50%; background: none; color: inherit; cursor: pointer; flex: none; }
  .chip button:hover { background: var(--sg-surface-2); }
  .chip svg.icon { width: 12px; height: 12px; }
  form { display: inline-flex; align-items: center; gap: 6px; margin: 0; color: var(--sg-text-2); white-space: nowrap; }
  form .input { width: 92px; font-variant-numeric: tabular-nums; }
  .note { padding: 5px 16px; font-size: var(--sg-size-s); color: var(--sg-text-2); border-bottom: 1px solid var(--sg-line); background: var(--sg-surface); }
  .hint { padding: 16px; color: var(--sg-text-2); background: var(--sg-surface); }
  .list { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
  .list > sg-data-table { grid-row: 2; }
  @media (max-width: 1100px) { :host { grid-template-columns: 214px minmax(0, 1fr); } }
`;
