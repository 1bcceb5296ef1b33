/** The columns of the other dialogs: one per DialogColumn of the contract, and the response time. */
import { html, nothing } from 'lit';
import type { DialogRow } from '../../contract/dialogs.ts';
import { formatDuration, formatEndpoint, formatNumber } from '../parts/format.ts';
import type { TableColumn } from '../parts/table-columns.ts';
import { endCell, isStandIn, momentCell, spanCell } from './limited-time.ts';
import { labelMarks } from './label-marks.ts';
import { dialogsWords } from '../words/dialogs-words.ts';
import { methodSentence, statusSentence } from '../words/explain-words.ts';

type Form = readonly [key: string, width: number, cell: (row: DialogRow) => unknown, ...more: readonly ('number' | 'optional' | 'unsorted')[]];

const tones: Readonly<Record<string, string>> = { OK: 'ok', CHALLENGED: 'note', FAILED: 'error', NO_RESPONSE: 'error', PARTIAL: '' };

function stateCell(state: string): unknown {
  const w = dialogsWords();
  return html`<span class="state ${tones[state] ?? ''}" title=${w.stateHelp[state] ?? nothing}>${w.states[state] ?? state}</span>`;
}

const forms: readonly Form[] = [
  ['index', 52, (row) => html`<span class="faint">${formatNumber(row.number)}</span>`, 'number'],
  ['start', 106, (row) => momentCell(row.start, row.limits?.timeStep !== Infinity, (row.limits?.timeStep ?? 0) > 0 ? 0 : 3)],
  ['method', 98, (row) => html`<span title=${methodSentence(row.method)}>${row.method}</span>`],
  ['from', 138, (row) => html`<span title=${row.fromUri}>${row.from}</span>`],
  ['to', 138, (row) => html`<span title=${row.toUri}>${row.to}</span>`],
  ['state', 126, (row) => stateCell(row.state)],
  [
    'status',
    150,
    (row) =>
      row.finalStatus === undefined
        ? ''
        : html`<span title=${statusSentence(row.finalStatus)}>${row.finalStatus} <span class="faint">${row.finalReason ?? ''}</span></span>`,
  ],
  ['labels', 180, (row) => labelMarks(row.labels)],
  ['response', 94, (row) => spanCell(row.responseTime, row.limits), 'number', 'unsorted'],
  ['duration', 78, (row) => spanCell((row.end - row.start) / 1e6, row.limits, formatDuration), 'number'],
  ['messages', 80, (row) => formatNumber(row.messages), 'number'],
  ['retransmissions', 80, (row) => (row.retransmissions === 0 ? html`<span class="faint">0</span>` : formatNumber(row.retransmissions)), 'number'],
  ['source', 150, (row) => endCell(formatEndpoint(row.source), isStandIn(row.limits, row.source?.address))],
  ['destination', 150, (row) => endCell(formatEndpoint(row.destination), isStandIn(row.limits, row.destination?.address))],
  ['userAgent', 170, (row) => row.userAgents.join(', ')],
  ['callId', 240, (row) => html`<span class="mono">${row.callId}</span>`, 'optional'],
];

export function dialogTableColumns(): readonly TableColumn<DialogRow>[] {
  const w = dialogsWords();
  return forms.map(([key, width, cell, ...more]): TableColumn<DialogRow> => {
    const help = w.columnHelp[key];
    return {
      key,
      title: w.columns[key] ?? key,
      width,
      cell,
      align: more.includes('number') ? 'end' : 'start',
      largestFirst: more.includes('number') && key !== 'index',
      optional: more.includes('optional'),
      unsorted: more.includes('unsorted'),
      ...(help === undefined ? {} : { help }),
    };
  });
}
