/** The look of the frame. */
import { css } from 'lit';

export const appStyles = css`
  :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); height: 100vh; height: 100dvh; background: var(--sg-bg); }
  .skip { position: absolute; left: 8px; top: -60px; z-index: 60; padding: 8px 14px; background: var(--sg-accent); color: var(--sg-on-accent); border: 0; border-radius: 6px; font: inherit; }
  .skip:focus { top: 6px; }
  .middle { display: grid; grid-template: minmax(0, 1fr) / auto minmax(0, 1fr); min-height: 0; }
  .middle.alone { grid-template-columns: minmax(0, 1fr); }
  main { min-width: 0; min-height: 0; overflow: hidden; position: relative; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); outline: none; }
  .band { display: flex; align-items: center; gap: 10px; padding: 8px 16px; border-bottom: 1px solid var(--sg-line); }
  .band > :first-child { flex: 1; }
  .band[data-tone='warning'] { background: var(--sg-warning-soft); color: var(--sg-warning); }
  .band[data-tone='error'] { background: var(--sg-error-soft); }
  .band[data-tone='error'] strong { color: var(--sg-error); }
  sg-dialog { --dialog-width: 880px; }
  .missing { padding: 40px; text-align: center; color: var(--sg-text-2); }
`;
