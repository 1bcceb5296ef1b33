/** The head of a call's page: names large, story calm, figures in one aligned line that wraps. */
import { css } from 'lit';

export const callFactsStyles = css`
  :host { display: block; container-type: inline-size; padding: 10px 16px 8px; min-width: 0; }
  .who { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; }
  h1 { overflow-wrap: anywhere; line-height: 1.25; }
  .arrow { color: var(--sg-text-3); font-weight: 400; }
  .when { margin-left: auto; color: var(--sg-text-2); font-variant-numeric: tabular-nums; }
  .story { margin: 3px 0 7px; max-width: 120ch; color: var(--sg-text); line-height: 1.5; }
  .clause { display: inline; border: 0; padding: 0; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; }
  .clause:hover { color: var(--sg-accent); text-decoration-color: currentColor; }
  dl { display: flex; flex-wrap: wrap; gap: 4px 22px; margin: 0; }
  dl > div { min-width: 0; max-width: 72ch; }
  dt { font-size: 11px; color: var(--sg-text-2); line-height: 15px; }
  dd { margin: 0; font-variant-numeric: tabular-nums; line-height: 19px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .explained { text-decoration: underline dotted var(--sg-line-strong); text-underline-offset: 3px; cursor: help; }
  .link { font: inherit; padding: 0; border: 0; background: none; color: var(--sg-accent); cursor: pointer; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
  .link:hover { text-decoration: underline; }
  dl > div:has(.agents) { flex: 1 1 90px; max-width: none; }
  .agents { color: var(--sg-text-2); }
  @container (max-width: 1000px) { dl > div:has(.agents) { display: none; } }
`;
