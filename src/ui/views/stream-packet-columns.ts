/** The columns of the packets of one stream: Wireshark's figures and status text, then how RFC 3550 takes each packet. */
import { html, nothing } from 'lit';
import type { StreamPacketRow } from '../../contract/streams.ts';
import { formatMoment, formatMomentFully, formatNumber } from '../parts/format.ts';
import type { TableColumn } from '../parts/table-columns.ts';
import { streamsWords, type StreamsWords } from '../words/streams-words.ts';

type Key = keyof StreamsWords['packetColumns'];
type Form = readonly [key: Key, width: number, align: 'start' | 'end', group: 'wireshark' | 'rfc3550' | undefined, cell: (row: StreamPacketRow) => unknown];

const decimals = (value: number): string => formatNumber(value, 3);

/** `captures`: open captures; frames are named with theirs when there are several. */
function forms(w: StreamsWords, captures: number): readonly Form[] {
  return [
    ['frame', 70, 'end', undefined, ({ place }) => html`<span class="faint">${captures > 1 ? `${place.capture + 1}:` : ''}${place.frame}</span>`],
    ['time', 130, 'start', undefined, (row) => html`<span title=${formatMomentFully(row.time)}>${formatMoment(row.time, 6)}</span>`],
    ['sequence', 78, 'end', undefined, (row) => row.sequenceNumber],
    ['marker', 50, 'start', undefined, (row) => (row.marker ? html`<b>${w.marker}</b>` : nothing)],
    ['delta', 70, 'end', 'wireshark', (row) => decimals(row.delta)],
    ['jitter', 64, 'end', 'wireshark', (row) => decimals(row.jitter)],
    ['skew', 72, 'end', 'wireshark', (row) => decimals(row.skew)],
    ['bandwidth', 62, 'end', 'wireshark', (row) => formatNumber(row.bandwidth, 2)],
    ['status', 196, 'start', 'wireshark', (row) => html`<span class=${row.problem ? 'error' : 'muted'}>${row.status}</span>`],
    [
      'expert',
      96,
      'start',
      'rfc3550',
      (row) =>
        html`<span class=${row.expert === 'duplicate' || row.expert === 'reordered' ? 'warning' : 'muted'} title=${w.expertHelp[row.expert] ?? nothing}>${w.experts[row.expert] ?? row.expert}</span>`,
    ],
    ['missing', 92, 'end', 'rfc3550', (row) => (row.missingBefore === 0 ? '' : html`<span class="error">${formatNumber(row.missingBefore)}</span>`)],
    ['timestamp', 92, 'end', undefined, (row) => row.timestamp],
    ['payloadType', 44, 'end', undefined, (row) => row.payloadType],
    ['length', 66, 'end', undefined, (row) => (row.length === 0 ? '' : formatNumber(row.length))],
  ];
}

export function streamPacketColumns(captures: number): readonly TableColumn<StreamPacketRow>[] {
  const w = streamsWords();
  const help = w.packetHelp as Readonly<Record<string, string>>;
  return forms(w, captures).map(
    ([key, width, align, group, cell]): TableColumn<StreamPacketRow> => ({
      key,
      title: w.packetColumns[key],
      width,
      align,
      cell,
      unsorted: true,
      ...(help[key] === undefined ? {} : { help: help[key] }),
      ...(group === undefined ? {} : { group: w.groups[group] }),
    }),
  );
}
