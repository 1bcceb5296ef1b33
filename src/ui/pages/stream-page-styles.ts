/** The look of the page of a stream. */
import { css } from 'lit';

export const streamPageStyles = css`
  :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; height: 100%; background: var(--sg-surface); }
  header { padding: 10px 16px 8px; border-bottom: 1px solid var(--sg-line); min-width: 0; }
  .actions { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
  .tabs { display: flex; flex-wrap: wrap; gap: 4px; margin-bottom: 8px; }
  .tabs button { display: inline-flex; align-items: center; gap: 6px; font: inherit; font-size: var(--sg-size-s); padding: 3px 10px; border: 1px solid var(--sg-line); border-radius: 12px; background: none; color: var(--sg-text-2); cursor: pointer; font-variant-numeric: tabular-nums; }
  .tabs button[aria-selected='true'] { border-color: var(--sg-accent); background: var(--sg-accent-soft); color: var(--sg-accent); }
  .main { display: grid; grid-template: minmax(0, 1fr) / minmax(324px, 26%) minmax(0, 1fr); min-height: 0; }
  aside { overflow: auto; padding: 12px 14px 20px 16px; border-inline-end: 1px solid var(--sg-line); min-height: 0; }
  .plots { overflow: auto; padding: 10px 16px 12px; min-height: 0; }
  .plots sg-call-sound { margin: 0 -16px -12px; --inset: 16px; --foot: -12px; }
  .plots:focus-visible, aside:focus-visible { outline-offset: -2px; }
  .packets { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
  .bar { display: flex; align-items: center; gap: 10px; padding: 6px 12px 6px 16px; border-bottom: 1px solid var(--sg-line); color: var(--sg-text-2); font-size: var(--sg-size-s); min-width: 0; }
  .bar h2 { font-size: var(--sg-size); color: var(--sg-text); white-space: nowrap; }
  .bar .button { min-height: 24px; font-size: var(--sg-size-s); }
  .bar .hint { flex: 1; min-width: 0; }
  .group { display: inline-flex; background: var(--sg-surface-2); border-radius: 5px; padding: 1px; }
  .group button { font: inherit; font-size: var(--sg-size-s); border: 1px solid transparent; border-radius: 4px; background: none; color: var(--sg-text-2); padding: 3px 10px; cursor: pointer; }
  .group button[aria-checked='true'] { background: var(--sg-surface); color: var(--sg-text); border-color: var(--sg-line-strong); }
  sg-call-sound { --sound-rows: 16vh; }
`;
