/** What the list of calls lets a person take away, and how it is named. */
import type { Session } from '../../app/session.ts';
import type { CallIndex } from '../../base/units.ts';
import type { CallQuery, CallRow } from '../../contract/calls.ts';
import { formatNumber, formatOctets } from '../parts/format.ts';
import { nameBeside, saveFile } from '../parts/save-file.ts';
import type { MenuEntry } from '../parts/sg-menu.ts';
import { words } from '../words/words.ts';

export const EXPORT_CALLS = 1000;

/** What the menu offers for the selection, or for the whole list when nothing is selected. */
export function exportItems(selected: number, total: number): readonly MenuEntry[] {
  const w = words();
  const scope =
    selected > 0 ? w.common.table.selected(formatNumber(selected)) : total > EXPORT_CALLS ? w.calls.exportTooMany : w.calls.exportAll(formatNumber(total));
  const disabled = total === 0;
  return [
    { heading: scope },
    { key: 'pcapng', label: w.calls.exportPcapng, disabled },
    { key: 'pcap', label: w.calls.exportPcap, disabled },
    { key: 'signalling', label: w.calls.exportSignalling, disabled },
    '-',
    { key: 'csv', label: w.calls.exportCsv, disabled },
    { key: 'json', label: w.calls.exportJson },
  ];
}

async function callsToExport(session: Session, query: CallQuery, selected: readonly CallRow[]): Promise<readonly CallIndex[]> {
  if (selected.length > 0) return selected.map((row) => row.call);
  const page = await session.queries.calls(query, { offset: 0, limit: EXPORT_CALLS });
  return page.rows.map((row) => row.call);
}

/** What is said of a file that was saved; `hasKeys` when whoever has it can open the media. */
export function savedText(name: string, octets: number, hasKeys: boolean): string {
  const { exported, exportedKeys } = words().calls;
  return hasKeys ? `${exported(name, formatOctets(octets))}. ${exportedKeys}` : exported(name, formatOctets(octets));
}

/** Builds and saves; answers the sentence for the toast. Rejects when the worker ended. */
export async function exportCalls(session: Session, kind: string, query: CallQuery, selected: readonly CallRow[]): Promise<string> {
  const capture = session.overview.value?.captures[0]?.name;
  let blob: Blob;
  let name: string;
  let hasKeys = false;
  if (kind === 'csv') [blob, name] = [await session.exports.exportTable({ table: 'calls', query }), nameBeside(capture, 'calls.csv')];
  else if (kind === 'json') [blob, name] = [await session.exports.analysis(), nameBeside(capture, 'analysis.json')];
  else {
    const calls = await callsToExport(session, query, selected);
    const format = kind === 'pcap' ? 'pcap' : 'pcapng';
    blob = await session.exports.exportPackets({ format, calls, streams: [], media: kind !== 'signalling' });
    name = nameBeside(capture, `calls.${format}`);
    hasKeys = await session.queries.carriesKeys(calls);
  }
  saveFile(blob, name);
  return savedText(name, blob.size, hasKeys);
}
