/** The page of a call fills the window: facts, tabs, and one panel that takes the rest and scrolls within. */
import { css } from 'lit';

export const callPageStyles = css`
  :host { display: block; height: 100%; min-height: 0; min-width: 0; overflow: hidden; background: var(--sg-bg); }
  .page { display: flex; flex-direction: column; height: 100%; min-height: 0; }
  .loading { padding: 24px; color: var(--sg-text-2); }
  sg-call-facts { background: var(--sg-surface); max-height: 38%; overflow: auto; flex: none; }
  .tabs, .calls { display: flex; align-items: center; gap: 2px; background: var(--sg-surface); border-bottom: 1px solid var(--sg-line); padding: 0 12px; flex: none; min-width: 0; }
  .tabs { padding: 0 10px; }
  .calls { overflow-x: auto; background: var(--sg-bg); padding: 4px 12px; border: 0; }
  button { font: inherit; color: var(--sg-text-2); background: none; border: 0; border-bottom: 2px solid transparent; padding: 5px 8px 4px; cursor: pointer; white-space: nowrap; }
  button:hover { color: var(--sg-text); }
  button[aria-selected='true'] { color: var(--sg-text); border-bottom-color: var(--sg-accent); font-weight: 600; }
  .head { display: flex; align-items: center; gap: 8px; flex: none; padding-right: 12px; background: var(--sg-surface); border-bottom: 1px solid var(--sg-line); min-width: 0; }
  .head .tabs { flex: 1; border-bottom: 0; }
  .head .listen { display: inline-flex; align-items: center; gap: 5px; border: 1px solid var(--sg-line); border-radius: var(--sg-radius); padding: 2px 10px 2px 7px; font-size: var(--sg-size-s); line-height: 18px; }
  .head .listen svg { width: 14px; height: 14px; }
  .head .listen[aria-pressed='true'] { color: var(--sg-accent); border-color: var(--sg-accent); }
  .n { margin-left: 5px; font-weight: 400; font-size: var(--sg-size-s); color: var(--sg-text-2); }
  .calls button { border: 1px solid var(--sg-line); border-radius: var(--sg-radius); padding: 2px 10px; font-size: var(--sg-size-s); }
  .calls button[aria-selected='true'] { border-color: var(--sg-accent); background: var(--sg-surface); font-weight: 400; }
  .dot { display: inline-block; width: 9px; height: 9px; border-radius: 5px; background: var(--sg-series-1); }
  .dot[data-series='2'] { background: var(--sg-series-2); }
  .dot[data-series='3'] { background: var(--sg-series-3); }
  .dot[data-series='4'] { background: var(--sg-series-4); }
  .dot[data-series='5'] { background: var(--sg-series-5); }
  .dot[data-series='6'] { background: var(--sg-series-6); }
  .details { overflow: auto; background: var(--sg-surface); }
  .details sg-legs { padding: 0 16px; }
  .panel { flex: 1; min-height: 0; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); }
  .split { height: 100%; }
  .findings { overflow: auto; padding: 6px 18px 24px; background: var(--sg-surface); }
  .n[data-tone='error'] { color: var(--sg-error); font-weight: 600; }
  /* so low a window, or so much zoom, has no room for facts and panel at once: the page scrolls, and the panel fills the window */
  @media (max-height: 560px) {
    :host { overflow: auto; }
    .page { height: auto; }
    sg-call-facts { max-height: none; }
    .panel { flex: none; height: calc(100dvh - 90px); }
  }
  .n[data-tone='warning'] { color: var(--sg-warning); font-weight: 600; }
`;
