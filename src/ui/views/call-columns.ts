/** The columns of the list of calls: one per CallColumn of the contract, titled and explained in the language in use. */
import { html, nothing } from 'lit';
import type { CallColumn, CallRow } from '../../contract/calls.ts';
import { formatDuration, formatEndpoint, formatMs, formatNumber, formatPercent } from '../parts/format.ts';
import type { TableColumn } from '../parts/table-columns.ts';
import { words } from '../words/words.ts';
import { findingMark, problemMarks, stateWord } from './call-look.ts';
import { endCell, isStandIn, momentCell, spanCell, spanReason, spanText } from './limited-time.ts';
import { labelMarks } from './label-marks.ts';
import { mosCell } from './mos-look.ts';
import { sealSign } from './seal-mark.ts';
import { siteText } from './stream-look.ts';

interface Form {
  readonly width: number;
  readonly number?: boolean;
  readonly optional?: boolean;
  cell(row: CallRow): unknown;
}

function party(user: string, display: string, uri: string): unknown {
  return html`<span title=${uri}>${user}${display === '' || display === user ? nothing : html` <span class="faint">${display}</span>`}</span>`;
}

/** How many other legs the call has; the legs made of another call are indented. */
function legMark(row: CallRow): unknown {
  if (row.legs === 0) return html`<span class="faint">0</span>`;
  return html`${row.legDepth > 0 ? html`<span class="faint">${'↳'.padStart(row.legDepth, '\u2007')}</span> ` : nothing}${formatNumber(row.legs)}`;
}

const forms: Readonly<Record<CallColumn, Form>> = {
  index: { width: 58, number: true, cell: (row) => html`<span class="faint">${formatNumber(row.number)}</span>` },
  start: { width: 106, cell: (row) => momentCell(row.start, row.limits?.timeStep !== Infinity, (row.limits?.timeStep ?? 0) > 0 ? 0 : 3) },
  from: {
    width: 134,
    cell: (row) =>
      html`${row.legDepth > 0 ? html`<span class="faint" title=${words().calls.legMade}>↳ </span>` : nothing}${party(row.from, row.fromDisplay, row.fromUri)}`,
  },
  to: { width: 134, cell: (row) => party(row.to, row.toDisplay, row.toUri) },
  state: { width: 138, cell: (row) => stateWord(row.state) },
  status: { width: 62, cell: (row) => (row.finalStatus === undefined ? '' : html`<span title=${row.finalReason ?? nothing}>${row.finalStatus}</span>`) },
  duration: { width: 88, number: true, cell: (row) => spanCell((row.end - row.start) / 1e6, row.limits, formatDuration) },
  pdd: { width: 80, number: true, cell: (row) => spanCell(row.pdd, row.limits) },
  ringTime: { width: 78, number: true, optional: true, cell: (row) => spanCell(row.ringTime, row.limits) },
  setupTime: { width: 78, number: true, optional: true, cell: (row) => spanCell(row.setupTime, row.limits) },
  talkTime: {
    width: 72,
    number: true,
    cell: (row) =>
      row.talkTime === undefined
        ? spanCell(undefined, row.limits)
        : html`<span title=${row.talkEstimated ? words().calls.estimated : (spanReason(row.limits) ?? nothing)}>${row.talkEstimated ? '~' : ''}${spanText(row.talkTime, row.limits, formatDuration)}</span>`,
  },
  endedBy: { width: 92, optional: true, cell: (row) => (row.endedBy === undefined ? '' : (words().common.endedBy[row.endedBy] ?? row.endedBy)) },
  codec: { width: 66, cell: (row) => row.codecs.join(', ') },
  loss: {
    width: 66,
    number: true,
    cell: (row) =>
      html`<span class=${(row.loss ?? 0) >= 5 ? 'error' : (row.loss ?? 0) >= 1 ? 'warning' : ''} title=${row.lossSite === undefined ? nothing : siteText(row.lossSite, row.lostBetween)}>${formatPercent(row.loss)}</span>`,
  },
  jitter: { width: 76, number: true, cell: (row) => formatMs(row.jitter) },
  mos: { width: 66, number: true, cell: (row) => mosCell(row.mos, row.seal?.seal.state === 'sealed') },
  messages: { width: 80, number: true, cell: (row) => formatNumber(row.messages) },
  retransmissions: {
    width: 78,
    number: true,
    optional: true,
    cell: (row) => (row.retransmissions === 0 ? html`<span class="faint">0</span>` : formatNumber(row.retransmissions)),
  },
  source: { width: 150, cell: (row) => endCell(formatEndpoint(row.source), isStandIn(row.limits, row.source?.address)) },
  destination: { width: 150, cell: (row) => endCell(formatEndpoint(row.destination), isStandIn(row.limits, row.destination?.address)) },
  transport: { width: 72, optional: true, cell: (row) => row.transports.map((name) => name.toUpperCase()).join(', ') },
  userAgent: { width: 160, optional: true, cell: (row) => row.userAgents.join(', ') },
  problems: { width: 152, cell: (row) => problemMarks(row.problems, true) },
  labels: { width: 170, cell: (row) => html`${sealSign(row.seal)}${labelMarks(row.labels)}` },
  findings: { width: 84, number: true, cell: (row) => findingMark(row) },
  callId: { width: 240, optional: true, cell: (row) => html`<span class="mono">${row.callId}</span>` },
  legs: { width: 70, number: true, optional: true, cell: (row) => legMark(row) },
  streams: { width: 66, number: true, optional: true, cell: (row) => formatNumber(row.streams) },
};

/** Column order as it comes: what an engineer asks first stands first. */
const order: readonly CallColumn[] = [
  'index',
  'start',
  'from',
  'to',
  'state',
  'status',
  'problems',
  'labels',
  'findings',
  'duration',
  'pdd',
  'ringTime',
  'setupTime',
  'talkTime',
  'endedBy',
  'codec',
  'mos',
  'loss',
  'jitter',
  'messages',
  'retransmissions',
  'streams',
  'legs',
  'source',
  'destination',
  'transport',
  'userAgent',
  'callId',
];

/** `count`: calls there are, so that the widest number fits. */
export function callTableColumns(count: number): readonly TableColumn<CallRow>[] {
  const w = words().calls;
  return order.map((key): TableColumn<CallRow> => {
    const { number, optional, cell } = forms[key];
    const width = key === 'index' ? 34 + formatNumber(count).length * 7.5 : forms[key].width;
    const help = w.columnHelp[key];
    return {
      key,
      title: w.columns[key] ?? key,
      width,
      cell,
      align: number === true ? 'end' : 'start',
      // the lowest score is what one looks for
      largestFirst: number === true && key !== 'index' && key !== 'mos',
      optional: optional === true,
      ...(help === undefined ? {} : { help }),
    };
  });
}
