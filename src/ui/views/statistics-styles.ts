/** The look of tables of figures on the page of statistics. */
import { css } from 'lit';

export const statisticsStyles = css`
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; background: var(--sg-surface); }
  th, td { padding: 5px 10px; text-align: end; border-bottom: 1px solid var(--sg-line); white-space: nowrap; vertical-align: top; }
  thead th { color: var(--sg-text-2); font-weight: 400; font-size: var(--sg-size-s); border-bottom-color: var(--sg-line-strong); }
  th[scope='row'] { font-weight: 600; }
  th:first-child, th.text, td.text { text-align: start; }
  td.text { white-space: normal; }
  tbody tr:hover { background: var(--sg-surface-2); }
  .link { font-variant-numeric: inherit; text-align: inherit; }
  .status { display: inline-flex; gap: 5px; margin: 0 4px 3px 0; padding: 0 7px; height: 21px; align-items: center; border: 1px solid var(--sg-line); border-radius: 11px; background: var(--sg-bg); color: var(--sg-text-2); font: inherit; font-size: var(--sg-size-s); cursor: pointer; }
  .status:hover { border-color: var(--sg-line-strong); color: var(--sg-text); }
  .status b { font-weight: 600; color: var(--sg-text); }
  .status[data-class='2'] b { color: var(--sg-ok); }
  .status[data-class='4'] b { color: var(--sg-warning); }
  .status[data-class='5'] b, .status[data-class='6'] b { color: var(--sg-error); }
  .zero { color: var(--sg-text-3); }
`;
