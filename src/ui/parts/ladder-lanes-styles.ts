/** The look of lane heads: text as calm as a table's head, a button only when it is pointed at. */
import { css } from 'lit';

export const ladderLanesStyles = css`
  :host { display: block; position: sticky; top: 0; z-index: 2; height: 56px; background: var(--sg-surface); border-bottom: 1px solid var(--sg-line-strong); box-sizing: border-box; font-family: var(--sg-font); }
  .corner { position: sticky; left: 0; z-index: 2; width: 146px; height: 55px; background: var(--sg-surface); }
  .lane { position: absolute; top: 2px; height: 51px; margin: 0; padding: 0 3px; border: 0; border-radius: 5px; background: none; color: inherit; font: inherit; display: flex; flex-direction: column;
    justify-content: center; align-items: center; line-height: 1.25; text-align: center; box-sizing: border-box; }
  button.lane { cursor: pointer; touch-action: pan-y; }
  button.lane:hover { background: var(--sg-surface-2); }
  button.lane:focus-visible { outline: 2px solid var(--sg-accent); outline-offset: -2px; }
  .lane span { max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .role { font-size: 11px; color: var(--sg-text-2); }
  .title { font-weight: 600; font-size: 12px; font-variant-numeric: tabular-nums; color: var(--sg-text); }
  .ports { font-size: 11px; color: var(--sg-text-2); font-variant-numeric: tabular-nums; }
  :host([compact]) .title { font-size: 11px; direction: rtl; unicode-bidi: plaintext; }
  :host([compact]) .ports { display: none; }
  .dragged { opacity: 0.55; cursor: grabbing; }
  .drop { position: absolute; top: 2px; height: 51px; box-sizing: border-box; border: 2px solid var(--sg-accent); border-radius: 5px; pointer-events: none; }
  input { width: 100%; min-height: 26px; box-sizing: border-box; padding: 0 4px; font: 600 12px var(--sg-font); color: var(--sg-text); background: var(--sg-surface); border: 1px solid var(--sg-accent); border-radius: 4px; }
  input:focus-visible { outline: 2px solid var(--sg-accent); outline-offset: 0; }
`;
