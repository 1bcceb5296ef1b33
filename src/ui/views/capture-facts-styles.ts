/** The look of the facts of a capture. */
import { css } from 'lit';

export const captureFactsStyles = css`
  :host { display: block; padding: 12px 16px 14px; border: 1px solid var(--sg-line); border-radius: 8px; background: var(--sg-surface); min-width: 0; }
  h3 { font-size: var(--sg-size-l); overflow-wrap: anywhere; margin-bottom: 4px; }
  .health { margin: 0 0 8px; padding: 5px 10px; border-radius: var(--sg-radius); }
  .health.ok { padding: 0; color: var(--sg-text-2); }
  .health.bad { background: var(--sg-error-soft); }
  .health.bad strong { color: var(--sg-error); }
  .comment { white-space: pre-wrap; max-height: 120px; overflow: auto; }
  .print { display: inline-block; max-width: 100%; vertical-align: bottom; }
  .scroll { overflow-x: auto; margin-top: 10px; }
  table { border-collapse: collapse; width: 100%; font-size: var(--sg-size-s); font-variant-numeric: tabular-nums; }
  th, td { text-align: start; padding: 3px 12px 3px 0; border-bottom: 1px solid color-mix(in srgb, var(--sg-line) 60%, transparent); white-space: nowrap; }
  th { color: var(--sg-text-2); font-weight: 500; }
  .end { text-align: end; }
`;
