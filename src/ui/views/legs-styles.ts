/** The look of the legs of a call: a tree by indentation, the colour of each leg as in the merged ladder, reasons as quiet chips. */
import { css } from 'lit';

export const legsStyles = css`
  :host { display: block; }
  h2 { font-size: var(--sg-size); margin: 14px 0 6px; }
  h3 { margin: 16px 0 6px; }
  h3[title] { text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; cursor: help; width: fit-content; }
  ol, ul { list-style: none; margin: 0; padding: 0; }
  ol > li { padding: 6px 0 8px; border-top: 1px solid var(--sg-line); }
  ol > li:first-child { border-top: 0; padding-top: 2px; }
  li[data-depth='1'] { padding-inline-start: 20px; }
  li[data-depth='2'] { padding-inline-start: 40px; }
  li[data-depth='3'] { padding-inline-start: 60px; }
  li[data-depth='4'], li[data-depth='5'], li[data-depth='6'] { padding-inline-start: 80px; }
  .leg { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 8px; }
  .id { color: var(--sg-text-2); overflow-wrap: anywhere; min-width: 0; }
  .dot { width: 10px; height: 10px; border-radius: 5px; align-self: center; flex: none; background: var(--sg-line-strong); }
  .dot[data-series='1'] { background: var(--sg-series-1); }
  .dot[data-series='2'] { background: var(--sg-series-2); }
  .dot[data-series='3'] { background: var(--sg-series-3); }
  .dot[data-series='4'] { background: var(--sg-series-4); }
  .dot[data-series='5'] { background: var(--sg-series-5); }
  .dot[data-series='6'] { background: var(--sg-series-6); }
  .here { font-size: var(--sg-size-s); color: var(--sg-text-2); border: 1px solid var(--sg-line-strong); border-radius: 4px; padding: 0 5px; }
  .evidence { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; margin: 4px 0 0 18px; font-size: var(--sg-size-s); }
  .evidence ul { display: flex; flex-wrap: wrap; gap: 4px 6px; flex: 1 1 280px; min-width: 0; }
  .evidence li { border: 1px solid var(--sg-line); border-radius: 4px; padding: 1px 6px; background: var(--sg-bg); }
  .evidence li.gap { border-color: transparent; background: none; color: var(--sg-text-2); padding-inline: 0; }
  .evidence li.spare { color: var(--sg-text-2); }
  .points { color: var(--sg-text-2); font-variant-numeric: tabular-nums; }
  .score { font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; cursor: help; }
  .acts { display: inline-flex; gap: 6px; }
  .plain li { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; padding: 3px 0; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; font-size: var(--sg-size-s); }
  th, td { text-align: start; padding: 4px 18px 4px 0; border-bottom: 1px solid var(--sg-line); white-space: nowrap; font-variant-numeric: tabular-nums; }
  th.number, td.number { text-align: end; }
  th { color: var(--sg-text-2); font-weight: 500; }
  .mark { color: var(--sg-note); border: 1px solid currentColor; border-radius: 4px; padding: 0 4px; font-size: 11px; }
  .hand { display: flex; flex-wrap: wrap; gap: 8px 28px; margin: 16px 0 6px; }
  form { display: flex; align-items: center; gap: 8px; }
  form label { color: var(--sg-text-2); }
  form .input { width: 72px; min-height: 26px; }
  form .input.wide { width: 190px; }
  .kept { font-size: var(--sg-size-s); max-width: 90ch; }
`;
