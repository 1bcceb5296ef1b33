/**
 * The columns of the list of streams: Wireshark's seventeen in its order and profile, then RFC 3550, then how each was
 * found. The two profiles stand under headings of their own and never share a column.
 */
import { html, nothing } from 'lit';
import type { StreamIndex } from '../../base/units.ts';
import type { StreamRow } from '../../contract/streams.ts';
import { formatDuration, formatMoment, formatMomentFully, formatNumber } from '../parts/format.ts';
import type { TableColumn } from '../parts/table-columns.ts';
import { mediaWords } from '../words/media-words.ts';
import { streamsWords } from '../words/streams-words.ts';
import { mosCell } from './mos-look.ts';
import {
  hasProblem,
  jitterTone,
  lossSiteText,
  lostCell,
  problemTone,
  lossTone,
  milliseconds,
  streamLock,
  streamMarks,
  toned,
  type Tone,
} from './stream-look.ts';

interface Form {
  readonly width: number;
  readonly group?: 'wireshark' | 'rfc3550' | 'ours';
  readonly text?: boolean;
  readonly optional?: boolean;
  readonly unsorted?: boolean;
  cell(row: StreamRow): unknown;
}

/** What cells can do besides showing; the page knows how. */
export interface StreamActions {
  openCall(callId: string): void;
  openStream(stream: StreamIndex): void;
}

function percent(value: number): string {
  return formatNumber(value, 1);
}

function number(value: number, tone: Tone = ''): unknown {
  return value === 0 ? html`<span class="faint">0</span>` : toned(formatNumber(value), tone);
}

function forms(actions: StreamActions): Readonly<Record<string, Form>> {
  const w = streamsWords();
  const link = (text: string, title: string, run: () => void): unknown =>
    html`<button class="link" tabindex="-1" title=${title} @click=${run}>${text}</button>`;
  return {
    index: {
      width: 54,
      cell: (row) =>
        html`${hasProblem(row) ? html`<span class=${problemTone(row)} role="img" aria-label=${w.presets['problem'] ?? nothing} title=${w.presetHelp['problem'] ?? nothing}>● </span>` : nothing}<span class="faint">${formatNumber(row.number)}</span>`,
    },
    start: { width: 106, text: true, cell: (row) => html`<span title=${formatMomentFully(row.start)}>${formatMoment(row.start)}</span>` },
    duration: { width: 76, cell: (row) => formatDuration((row.end - row.start) / 1e6) },
    source: { width: 128, text: true, cell: (row) => row.source.address },
    sourcePort: { width: 64, cell: (row) => row.source.port },
    destination: { width: 128, text: true, cell: (row) => row.destination.address },
    destinationPort: { width: 64, cell: (row) => row.destination.port },
    ssrc: { width: 94, text: true, cell: (row) => html`<span class="mono">${row.ssrc}</span>` },
    codec: { width: 96, text: true, cell: (row) => html`${streamLock(row)}${row.payloadNames || row.codec || html`<span class="faint">${w.none}</span>`}` },
    mos: { width: 66, cell: (row) => mosCell(row.mos, row.seal?.state === 'sealed') },
    packets: { width: 70, group: 'wireshark', cell: (row) => formatNumber(row.wireshark.packets) },
    lost: { width: 54, group: 'wireshark', cell: (row) => lostCell(row, number(row.wireshark.lost, lossTone(row.wireshark.lostPercent))) },
    lostPercent: {
      width: 62,
      group: 'wireshark',
      cell: (row) => lostCell(row, toned(percent(row.wireshark.lostPercent), lossTone(row.wireshark.lostPercent))),
    },
    minDelta: { width: 70, group: 'wireshark', cell: (row) => milliseconds(row.wireshark.minDelta) },
    meanDelta: { width: 74, group: 'wireshark', cell: (row) => milliseconds(row.wireshark.meanDelta) },
    maxDelta: { width: 82, group: 'wireshark', cell: (row) => milliseconds(row.wireshark.maxDelta) },
    minJitter: { width: 70, group: 'wireshark', cell: (row) => milliseconds(row.wireshark.minJitter) },
    meanJitter: { width: 78, group: 'wireshark', cell: ({ wireshark }) => toned(milliseconds(wireshark.meanJitter), jitterTone(wireshark.meanJitter)) },
    maxJitter: { width: 74, group: 'wireshark', cell: ({ wireshark }) => toned(milliseconds(wireshark.maxJitter), jitterTone(wireshark.maxJitter)) },
    problem: { width: 74, group: 'wireshark', text: true, cell: (row) => (row.wireshark.problem ? html`<span class="error">X</span>` : nothing) },
    expertPackets: { width: 68, group: 'rfc3550', optional: true, unsorted: true, cell: (row) => formatNumber(row.rfc3550.packets) },
    expertLost: { width: 54, group: 'rfc3550', cell: (row) => lostCell(row, number(row.rfc3550.lost, lossTone(row.rfc3550.lostPercent))) },
    expertLostPercent: {
      width: 62,
      group: 'rfc3550',
      unsorted: true,
      cell: (row) => lostCell(row, toned(percent(row.rfc3550.lostPercent), lossTone(row.rfc3550.lostPercent))),
    },
    lossSite: {
      width: 170,
      group: 'rfc3550',
      text: true,
      optional: true,
      unsorted: true,
      cell: (row) => lossSiteText(row) || html`<span class="faint">${w.none}</span>`,
    },
    expertJitter: { width: 76, group: 'rfc3550', cell: ({ rfc3550 }) => toned(milliseconds(rfc3550.maxJitter), jitterTone(rfc3550.maxJitter)) },
    duplicates: { width: 56, group: 'rfc3550', cell: (row) => number(row.rfc3550.duplicates) },
    reordered: { width: 66, group: 'rfc3550', cell: (row) => number(row.rfc3550.reordered) },
    segments: {
      width: 66,
      group: 'rfc3550',
      optional: true,
      unsorted: true,
      cell: (row) => number(Math.max(0, row.rfc3550.segments - 1), row.rfc3550.segments > 1 ? 'warning' : ''),
    },
    ptime: {
      width: 86,
      group: 'rfc3550',
      optional: true,
      unsorted: true,
      cell: (row) => (row.rfc3550.ptime === undefined ? w.none : formatNumber(row.rfc3550.ptime, 1)),
    },
    drift: {
      width: 84,
      group: 'rfc3550',
      optional: true,
      unsorted: true,
      cell: (row) => (row.rfc3550.clockDriftPpm === undefined ? w.none : `${formatNumber(row.rfc3550.clockDriftPpm, 1)} ppm`),
    },
    detectedBy: {
      width: 66,
      group: 'ours',
      text: true,
      cell: (row) => html`<span title=${w.detectedByHelp[row.detectedBy] ?? nothing}>${w.detectedBy[row.detectedBy] ?? row.detectedBy}</span>`,
    },
    direction: {
      width: 106,
      group: 'ours',
      text: true,
      optional: true,
      unsorted: true,
      cell: (row) => (row.direction === undefined ? nothing : mediaWords().direction[row.direction]),
    },
    call: {
      width: 150,
      group: 'ours',
      text: true,
      cell: ({ callId }) =>
        callId === undefined ? html`<span class="faint">${w.none}</span>` : link(callId, w.callLink(callId), () => actions.openCall(callId)),
    },
    setupFrame: { width: 88, group: 'ours', optional: true, cell: (row) => (row.setupFrame === undefined ? w.none : formatNumber(row.setupFrame.frame)) },
    reverse: {
      width: 72,
      group: 'ours',
      text: true,
      unsorted: true,
      cell: ({ reverse }) =>
        reverse === undefined ? html`<span class="faint">${w.none}</span>` : link(w.reverseLink, w.openReverse, () => actions.openStream(reverse)),
    },
    marks: { width: 150, group: 'ours', text: true, unsorted: true, cell: streamMarks },
  };
}

export function streamTableColumns(actions: StreamActions): readonly TableColumn<StreamRow>[] {
  const w = streamsWords();
  return Object.entries(forms(actions)).map(([key, { width, group, text, optional, unsorted, cell }]): TableColumn<StreamRow> => {
    const help = w.columnHelp[key];
    return {
      key,
      title: w.columns[key] ?? key,
      width,
      cell,
      align: text === true ? 'start' : 'end',
      largestFirst: text !== true && key !== 'index' && key !== 'mos',
      optional: optional === true,
      unsorted: unsorted === true,
      ...(help === undefined ? {} : { help }),
      ...(group === undefined ? {} : { group: w.groups[group] }),
    };
  });
}
