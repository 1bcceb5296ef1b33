/** The look of the facts of a stream. */
import { css } from 'lit';

export const streamFactsStyles = css`
  :host { display: block; min-width: 0; }
  .head { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; }
  .path { font-size: var(--sg-size-l); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
  .what { color: var(--sg-text-2); }
  slot[name='actions'] { display: contents; }
  ::slotted(*) { margin-inline-start: auto; }
  dl { display: flex; flex-wrap: wrap; gap: 2px 20px; margin: 6px 0 0; font-size: var(--sg-size-s); }
  dl > div { display: flex; gap: 6px; min-width: 0; }
  dt { color: var(--sg-text-3); white-space: nowrap; }
  dd { margin: 0; min-width: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
`;
