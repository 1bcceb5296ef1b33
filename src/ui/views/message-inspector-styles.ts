/** A message as it came, in the monospace face; names and values apart by tone and weight, not by many colours. */
import { css } from 'lit';

export const messageInspectorStyles = css`
  :host { display: block; overflow: auto; min-width: 0; }
  .nothing { color: var(--sg-text-2); padding: 16px; margin: 0; }
  .head { padding: 8px 12px; border-bottom: 1px solid var(--sg-line); font-size: var(--sg-size-s); }
  p { margin: 0 0 4px; }
  .facts { color: var(--sg-text-2); font-variant-numeric: tabular-nums; }
  .related { display: flex; flex-wrap: wrap; gap: 4px; }
  button { font: inherit; color: var(--sg-accent); background: none; border: 0; padding: 1px 4px; border-radius: 4px; cursor: pointer; }
  button:hover { text-decoration: underline; }
  button:focus-visible { outline: none; box-shadow: var(--sg-focus); }
  .jump { border: 1px solid var(--sg-line); padding: 0 7px; color: var(--sg-text); line-height: 20px; }
  .jump:hover { background: var(--sg-surface-2); text-decoration: none; }
  .jump span { color: var(--sg-text-2); }
  .warn { color: var(--sg-warning); margin: 2px 0 6px; padding: 0; list-style: none; }
  .warn li::before, .problem::before { content: '▲ '; font-size: 9px; }
  .tools { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 12px; color: var(--sg-text-2); }
  .tools label { display: flex; gap: 5px; align-items: center; }
  .tools input { margin: 0; accent-color: var(--sg-accent); }
  .text { padding: 8px 0 16px; font-family: var(--sg-mono); font-size: 12px; line-height: 19px; color: var(--sg-text); }
  .line { display: flex; padding: 0 12px 0 4px; min-height: 19px; white-space: pre-wrap; overflow-wrap: anywhere; }
  .line.stray, .line.body:not(.can) { padding-left: 22px; }
  .line.stray { color: var(--sg-text-2); }
  .line.blank { min-height: 9px; }
  .line.can:hover { background: var(--sg-surface-2); }
  .line.open { background: var(--sg-surface-2); }
  .raw { flex: 1; min-width: 0; padding-left: 0; text-indent: -2ch; margin-left: 2ch; }
  .twist { width: 16px; padding: 0; margin-right: 2px; flex: none; color: var(--sg-text-3); font-size: 9px; line-height: 19px; height: 19px; }
  .twist::before { content: '▸'; }
  .open > .twist::before { content: '▾'; }
  .start .raw { font-weight: 600; }
  .method, .status { color: var(--sg-accent); }
  .uri { color: var(--sg-series-3); }
  .name { color: var(--sg-accent); }
  .punctuation, .version { color: var(--sg-text-2); font-weight: 400; }
  .parameter { color: var(--sg-text-2); }
  .string { color: var(--sg-series-2); }
  .sdp-type { color: var(--sg-accent); font-weight: 600; }
  .sdp-name { color: var(--sg-series-4); }
  .body-title { margin-top: 8px; padding: 2px 12px 2px 22px; color: var(--sg-text-2); font-family: var(--sg-font); border-top: 1px dashed var(--sg-line); }
  .bad .raw { text-decoration: underline wavy var(--sg-warning); text-decoration-skip-ink: none; text-underline-offset: 3px; }
  .problem { margin: 0 12px 4px 22px; color: var(--sg-warning); font-family: var(--sg-font); }
  .notes { margin: 2px 0 0; padding: 0; list-style: none; color: var(--sg-text); }
  .notes li { padding-left: 12px; text-indent: -12px; }
  .notes li::before { content: '→ '; color: var(--sg-text-3); }
  .notes .wrong { color: var(--sg-warning); }
  .notes .wrong::before { content: '▲ '; font-size: 9px; color: inherit; }
  .why { margin: 1px 12px 5px 22px; padding: 2px 0 2px 10px; border-left: 2px solid var(--sg-line-strong); font-family: var(--sg-font); color: var(--sg-text-2); line-height: 1.45; max-width: 72ch; }
  .reference { color: var(--sg-note); white-space: nowrap; font-size: 11px; padding: 0 5px; background: var(--sg-note-soft); border-radius: 3px; }
  .form { display: block; }
  .parts { list-style: none; margin: 3px 0 0; padding: 0; }
  .parts .parts { padding-left: 14px; margin: 0; }
  .part { color: var(--sg-text-2); }
  code { font-family: var(--sg-mono); font-size: 12px; color: var(--sg-text); overflow-wrap: anywhere; }
  .more { padding: 0 12px 12px; color: var(--sg-text-2); }
`;
