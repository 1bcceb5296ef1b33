/** The look of the quality of one stream. */
import { css } from 'lit';

export const qualityCardStyles = css`
  :host { display: block; min-width: 0; }
  section { border: 1px solid var(--sg-line); border-radius: var(--sg-radius); padding: 8px 12px 10px; min-width: 0; }
  .head { display: flex; align-items: center; gap: 8px; min-width: 0; }
  h3 { overflow-wrap: anywhere; min-width: 0; }
  .swatch { flex: none; width: 12px; height: 4px; border-radius: 2px; background: currentcolor; }
  .c-1 { color: var(--sg-series-1); } .c-2 { color: var(--sg-series-2); } .c-3 { color: var(--sg-series-3); } .c-4 { color: var(--sg-series-4); } .c-5 { color: var(--sg-series-5); } .c-6 { color: var(--sg-series-6); }
  .top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: flex-start; gap: 6px 20px; margin: 6px 0 8px; }
  .score { display: flex; gap: 14px; min-width: 0; }
  .big { display: grid; }
  .mos { font-size: 30px; font-weight: 600; line-height: 1.1; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
  .said { font-size: var(--sg-size-s); display: grid; align-content: start; gap: 1px; font-variant-numeric: tabular-nums; }
  .band { font-size: var(--sg-size); font-weight: 600; }
  .band::first-letter { text-transform: uppercase; }
  .unrated { color: var(--sg-text-2); }
  .label, dt span { color: var(--sg-text-2); font-size: 11px; }
  .label[tabindex], dt span, .talk span[tabindex] { text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; cursor: help; }
  table { border-collapse: collapse; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
  th, td { padding: 1px 0 1px 14px; text-align: end; font-weight: 400; white-space: nowrap; }
  th:first-child { text-align: start; padding-inline-start: 0; color: var(--sg-text-2); }
  thead th { font-size: 11px; color: var(--sg-text-2); border-bottom: 1px solid var(--sg-line); }
  dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(78px, 1fr)); gap: 4px 10px; margin: 0; }
  dt { line-height: 1.35; white-space: nowrap; }
  dd { margin: 0; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
  .strip { display: grid; gap: 2px; margin: 0 0 8px; }
  .strip svg { display: block; width: 100%; height: 26px; background: var(--sg-sunken); border-radius: 3px; }
  .strip rect { fill: var(--sg-line-strong); }
  .strip rect.warning { fill: var(--sg-warning); }
  .strip rect.error { fill: var(--sg-error); }
  .assumed { margin: 8px 0 0; font-size: var(--sg-size-s); color: var(--sg-text-2); }
  details { margin-top: 6px; font-size: var(--sg-size-s); }
  summary { cursor: pointer; color: var(--sg-text-2); width: max-content; }
  details dl { margin-top: 6px; grid-template-columns: repeat(auto-fill, minmax(118px, 1fr)); }
  h4 { margin: 8px 0 0; font-size: var(--sg-size-s); font-weight: 600; color: var(--sg-text-2); }
  .windows { max-height: 180px; overflow: auto; margin-top: 4px; width: max-content; max-width: 100%; padding-inline-end: 12px; }
`;
