/** The columns of the registrations: one per BindingColumn of the contract, flaps, interval and the history strip. */
import { html, nothing } from 'lit';
import type { BindingRow } from '../../contract/bindings.ts';
import { formatEndpoint, formatMoment, formatMomentFully, formatNumber } from '../parts/format.ts';
import type { TableColumn } from '../parts/table-columns.ts';
import { registrationsWords } from '../words/registrations-words.ts';
import { flaps, historyTone } from './binding-history.ts';
import { labelMarks } from './label-marks.ts';

type Form = readonly [key: string, width: number, cell: (row: BindingRow) => unknown, ...more: readonly ('number' | 'optional' | 'unsorted')[]];

const tones: Readonly<Record<string, string>> = {
  REGISTERED: 'ok',
  EXPIRED: 'warning',
  DEREGISTERED: 'note',
  CHALLENGED: 'note',
  FAILED: 'error',
  NO_RESPONSE: 'error',
  QUERY: '',
};

export function bindingState(state: string): unknown {
  const w = registrationsWords();
  return html`<span class="state ${tones[state] ?? ''}" title=${w.stateHelp[state] ?? nothing}>${w.states[state] ?? state}</span>`;
}

export function historyLabel(row: BindingRow): string {
  const good = row.history.filter(({ status }) => historyTone(status) === 'ok').length;
  const challenged = row.history.filter(({ status }) => historyTone(status) === 'challenged').length;
  return registrationsWords().historySpoken(formatNumber(row.history.length), formatNumber(good), formatNumber(row.history.length - good - challenged));
}

/** "sip:" goes without saying, and parameters are for those who look closer */
function uri(text: string): unknown {
  const [, shown = text, rest = ''] = /^(?:sip:)?([^;]*)(.*)$/su.exec(text) ?? [];
  return html`<span title=${text}>${shown}<span class="faint">${rest}</span></span>`;
}

function count(value: number, tone = ''): unknown {
  return value === 0 ? html`<span class="faint">0</span>` : html`<span class=${tone}>${formatNumber(value)}</span>`;
}

/** "3600 s", and until when on hover */
function lifetime(row: BindingRow): unknown {
  const w = registrationsWords();
  if (row.expires === undefined) return html`<span class="faint">–</span>`;
  const end =
    row.expiresAt === undefined ? undefined : row.state === 'EXPIRED' ? w.ranOut(formatMoment(row.expiresAt, 0)) : w.until(formatMoment(row.expiresAt, 0));
  return html`<span title=${end ?? nothing}>${w.seconds(formatNumber(row.expires))}</span>`;
}

/** `end`: of the time line, nanoseconds */
function forms(end: number): readonly Form[] {
  return [
    ['start', 106, (row) => html`<span title=${formatMomentFully(row.start)}>${formatMoment(row.start)}</span>`],
    ['aor', 170, (row) => uri(row.aor)],
    ['contact', 180, (row) => uri(row.contact)],
    ['state', 116, (row) => bindingState(row.state)],
    ['labels', 210, (row) => labelMarks(row.labels)],
    ['expires', 78, lifetime, 'number'],
    [
      'history',
      168,
      (row) => html`<sg-history-strip .history=${row.history} .from=${0} .to=${end} .label=${historyLabel(row)}></sg-history-strip>`,
      'unsorted',
    ],
    ['refreshes', 78, (row) => count(row.refreshes), 'number'],
    ['flaps', 56, (row) => count(flaps(row.history), 'warning'), 'number', 'unsorted'],
    ['challenges', 90, (row) => count(row.challenges), 'number'],
    ['failures', 70, (row) => count(row.failures, 'error'), 'number'],
    [
      'interval',
      84,
      (row) => (row.refreshInterval === undefined ? html`<span class="faint">–</span>` : registrationsWords().seconds(formatNumber(row.refreshInterval, 1))),
      'number',
      'unsorted',
      'optional',
    ],
    ['source', 150, (row) => formatEndpoint(row.source)],
    ['destination', 150, (row) => formatEndpoint(row.destination)],
    ['userAgent', 170, (row) => row.userAgent ?? ''],
  ];
}

export function bindingTableColumns(end: number): readonly TableColumn<BindingRow>[] {
  const w = registrationsWords();
  return forms(end).map(([key, width, cell, ...more]): TableColumn<BindingRow> => {
    const help = key === 'flaps' ? w.flapsHelp : w.columnHelp[key];
    return {
      key,
      title: key === 'flaps' ? w.flaps : (w.columns[key] ?? key),
      width,
      cell,
      align: more.includes('number') ? 'end' : 'start',
      largestFirst: more.includes('number'),
      optional: more.includes('optional'),
      unsorted: more.includes('unsorted'),
      ...(help === undefined ? {} : { help }),
    };
  });
}
