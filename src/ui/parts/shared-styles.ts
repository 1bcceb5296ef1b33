/**
 * Styles every element of ours starts from: `static styles = [base, controls, css`…`]`. Only tokens of theme.ts.
 * `base`: box, focus ring, hidden text, scroll bars. `controls`: .button (.primary, .quiet, .icon), .input, .link, kbd.
 * `figures`: definition rows of label and value. `choices`: a form of radio buttons. `partHead`: the title line of a part of a call.
 */
import { css } from 'lit';

export const base = css`
  :host { box-sizing: border-box; font: var(--sg-size) / 1.45 var(--sg-font); color: var(--sg-text); }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: inherit; }
  :focus-visible { outline: 2px solid var(--sg-accent); outline-offset: 1px; border-radius: 4px; }
  .spoken { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
  .mono { font-family: var(--sg-mono); font-size: var(--sg-size-s); }
  .number { font-variant-numeric: tabular-nums; }
  .muted { color: var(--sg-text-2); }
  .faint { color: var(--sg-text-3); }
  .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .error { color: var(--sg-error); }
  .warning { color: var(--sg-warning); }
  .ok { color: var(--sg-ok); }
  h1, h2, h3, p { margin: 0; }
  h1 { font-size: 18px; font-weight: 600; letter-spacing: -0.01em; }
  h2 { font-size: var(--sg-size-l); font-weight: 600; }
  h3 { font-size: var(--sg-size); font-weight: 600; }
  * { scrollbar-width: thin; scrollbar-color: var(--sg-line-strong) transparent; }
  svg.icon { width: 16px; height: 16px; flex: none; display: block; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
  .lock { display: inline-block; vertical-align: -2px; margin-inline-end: 4px; color: var(--sg-text-2); }
  .lock svg.icon { width: 13px; height: 13px; }
  @media (prefers-reduced-motion: reduce) { * { transition: none !important; animation-duration: 0s !important; } }
`;

export const controls = css`
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 28px; padding: 0 10px; border: 1px solid var(--sg-line-strong); border-radius: var(--sg-radius);
    background: var(--sg-surface); color: var(--sg-text); font: inherit; line-height: 1; white-space: nowrap; cursor: pointer; user-select: none; text-decoration: none;
  }
  .button:hover { background: var(--sg-surface-2); }
  .button:active { background: var(--sg-line); }
  .button.primary { background: var(--sg-accent); border-color: var(--sg-accent); color: var(--sg-on-accent); font-weight: 600; }
  .button.primary:hover { filter: brightness(1.08); }
  .button.quiet { background: transparent; border-color: transparent; color: var(--sg-text-2); }
  .button.quiet:hover { background: var(--sg-surface-2); color: var(--sg-text); }
  .button.icon { width: 28px; padding: 0; }
  .button.small { min-height: 24px; padding: 0 8px; font-size: var(--sg-size-s); color: var(--sg-text-2); border-color: var(--sg-line); }
  .button[aria-pressed='true'], .button[aria-expanded='true'] { background: var(--sg-accent-soft); border-color: var(--sg-accent); color: var(--sg-accent); }
  .button:disabled, .button[aria-disabled='true'] { color: var(--sg-text-3); cursor: default; opacity: 0.65; }
  .button.primary:disabled, .button.primary[aria-disabled='true'] { background: var(--sg-surface-2); border-color: var(--sg-line); filter: none; }
  .input {
    min-height: 28px; padding: 0 8px; border: 1px solid var(--sg-line-strong); border-radius: var(--sg-radius); background: var(--sg-surface); color: var(--sg-text); font: inherit; min-width: 0;
  }
  .input::placeholder { color: var(--sg-text-3); opacity: 1; }
  .input:focus-visible { outline: 2px solid var(--sg-accent); outline-offset: -1px; border-color: transparent; }
  select.input { padding-right: 4px; }
  .link { color: var(--sg-accent); background: none; border: 0; padding: 0; font: inherit; cursor: pointer; text-decoration: underline; text-underline-offset: 2px; }
  kbd { font: 600 11px / 1 var(--sg-font); padding: 2px 5px; border: 1px solid var(--sg-line-strong); border-bottom-width: 2px; border-radius: 4px; background: var(--sg-surface); color: var(--sg-text-2); white-space: nowrap; }
`;

export const figures = css`
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 12px; margin: 0; }
  dt { color: var(--sg-text-2); }
  dd { margin: 0; min-width: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
`;

export const choices = css`
  form { display: grid; gap: 16px; }
  fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
  legend { padding: 0 0 6px; font-weight: 600; }
  .choices { display: grid; gap: 4px; }
  label.choice { display: flex; gap: 8px; align-items: baseline; overflow-wrap: anywhere; }
  .help { color: var(--sg-text-2); font-size: var(--sg-size-s); }
  .actions { display: flex; justify-content: flex-end; gap: 8px; }
`;

export const partHead = css`
  :host { display: block; min-width: 0; }
  .head { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; margin-bottom: 6px; }
  .head h2 { font-size: var(--sg-size); }
  .hint { font-size: var(--sg-size-s); color: var(--sg-text-2); }
`;
