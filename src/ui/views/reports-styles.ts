/** How the reports of RTCP look: sentences first, facts in a row, the table last. */
import { css } from 'lit';

export const reportsStyles = css`
  h2 { font-size: var(--sg-size); margin: 14px 0 6px; }
  h3 { font-size: var(--sg-size-s); font-weight: 600; margin: 0 0 2px; }
  section { border: 1px solid var(--sg-line); border-radius: var(--sg-radius); padding: 8px 12px; margin-bottom: 8px; background: var(--sg-surface); }
  p { margin: 0 0 4px; overflow-wrap: anywhere; }
  .path { color: var(--sg-text-2); font-weight: 400; }
  .quiet { color: var(--sg-text-2); font-size: var(--sg-size-s); }
  .conclusion { font-variant-numeric: tabular-nums; }
  .conclusion.warning { color: var(--sg-warning); }
  .caution { color: var(--sg-warning); font-size: var(--sg-size-s); }
  .caution::before { content: '▲ '; font-size: 9px; }
  dl { display: flex; flex-wrap: wrap; gap: 2px 22px; margin: 4px 0; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
  dl div { display: flex; gap: 6px; min-width: 0; }
  dt { color: var(--sg-text-2); text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; cursor: help; white-space: nowrap; }
  dd { margin: 0; overflow-wrap: anywhere; }
  summary { font-size: var(--sg-size-s); color: var(--sg-text-2); cursor: pointer; width: max-content; border-radius: 3px; }
  summary:focus-visible { outline: none; box-shadow: var(--sg-focus); }
  .scroll { overflow-x: auto; margin-top: 4px; }
  table { border-collapse: collapse; width: 100%; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
  th, td { padding: 3px 8px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--sg-line); }
  th { font-weight: 500; color: var(--sg-text-2); }
  th span { text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; cursor: help; }
  .left { text-align: left; }
  td.warning { color: var(--sg-warning); }
  td.error { color: var(--sg-error); }
  td.muted { color: var(--sg-text-2); }
  .under { margin-top: 6px; font-size: var(--sg-size-s); color: var(--sg-text-2); }
  .under .button { min-height: 24px; font-size: var(--sg-size-s); }
  .link { font: inherit; border: 0; background: none; padding: 0 3px; color: var(--sg-accent); cursor: pointer; border-radius: 3px; }
  .link:hover { text-decoration: underline; }
  .swatch { display: inline-block; width: 12px; height: 4px; border-radius: 2px; margin: 0 7px 2px 0; background: currentcolor; }
  .c-1 { color: var(--sg-series-1); } .c-2 { color: var(--sg-series-2); } .c-3 { color: var(--sg-series-3); } .c-4 { color: var(--sg-series-4); } .c-5 { color: var(--sg-series-5); } .c-6 { color: var(--sg-series-6); }
`;
