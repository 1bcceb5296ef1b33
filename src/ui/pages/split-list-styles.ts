/** A list with a pane under it. */
import { css } from 'lit';

export const splitListStyles = css`
  .pane { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; background: var(--sg-surface); }
  .pane > header { display: flex; align-items: center; gap: 10px; padding: 5px 8px 5px 16px; border-bottom: 1px solid var(--sg-line); background: var(--sg-bg); min-width: 0; }
  .pane > header h2 { font-size: var(--sg-size); min-width: 0; }
  .pane > header .button { min-height: 24px; font-size: var(--sg-size-s); }
  .pane > header .end { margin-inline-start: auto; }
  .tabs { display: inline-flex; gap: 2px; }
  .tabs button { font: inherit; color: var(--sg-text-2); background: none; border: 0; border-bottom: 2px solid transparent; padding: 3px 8px; cursor: pointer; }
  .tabs button[aria-selected='true'] { color: var(--sg-text); border-bottom-color: var(--sg-accent); font-weight: 600; }
  .hint { padding: 16px; color: var(--sg-text-2); }
  .state { color: var(--sg-text-2); white-space: nowrap; }
  .state::before { content: ''; display: inline-block; width: 7px; height: 7px; margin-inline-end: 6px; vertical-align: 1px; border-radius: 50%; background: var(--sg-text-3); }
  .state.ok::before { background: var(--sg-ok); }
  .state.note::before { background: var(--sg-note); }
  .state.warning { color: var(--sg-warning); }
  .state.warning::before { background: var(--sg-warning); }
  .state.error { color: var(--sg-error); }
  .state.error::before { background: var(--sg-error); border-radius: 1px; transform: rotate(45deg); }
  .body { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
`;
