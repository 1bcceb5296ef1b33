/** The columns of the list of packets. */
import { html, nothing } from 'lit';
import type { PacketRow } from '../../contract/detail.ts';
import { formatNumber } from '../parts/format.ts';
import type { TableColumn } from '../parts/table-columns.ts';
import { endCell, momentCell } from './limited-time.ts';
import { packetsWords } from '../words/packets-words.ts';

/** `captures`: open captures; frames are named with theirs when there are several. */
export function packetTableColumns(captures: number, widest: number): readonly TableColumn<PacketRow>[] {
  const w = packetsWords();
  const column = (key: keyof typeof w.columns, width: number, cell: (row: PacketRow) => unknown, isNumber = false): TableColumn<PacketRow> => ({
    key,
    title: w.columns[key],
    width,
    cell,
    align: isNumber ? 'end' : 'start',
    unsorted: true,
    ...(key === 'length' ? { help: w.columnHelp.length } : {}),
  });
  const place = ({ place: { capture, frame } }: PacketRow): string => (captures > 1 ? `${capture + 1}:${formatNumber(frame)}` : formatNumber(frame));
  return [
    column(
      'number',
      Math.max(60, 34 + formatNumber(widest).length * 7.5 + (captures > 1 ? 16 : 0)),
      (row) => html`<span class="faint">${place(row)}</span>`,
      true,
    ),
    column('time', 138, (row) => momentCell(row.time, row.origin?.clock !== 'none', row.origin?.clock === 'seconds' ? 0 : 6)),
    column('source', 150, (row) => endCell(row.source, row.origin?.source ?? false)),
    column('destination', 150, (row) => endCell(row.destination, row.origin?.destination ?? false)),
    column('protocol', captures > 1 ? 108 : 82, (row) => (row.kind === 'elsewhere' ? w.copyOf(row.protocol) : row.protocol)),
    column('length', 66, (row) => formatNumber(row.length), true),
    column('info', 620, info),
  ];
}

function info(row: PacketRow): unknown {
  const w = packetsWords();
  const mark = (sign: string, label: string, tone: string): unknown => html`<span class=${tone} role="img" aria-label=${label} title=${label}>${sign}</span> `;
  return html`${row.hasProblem ? mark('▲', w.hasProblem, 'error') : nothing}${row.commented ? mark('✎', w.hasComment, 'muted') : nothing}${row.info}`;
}
