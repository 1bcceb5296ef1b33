/** Reads a capture the way the engine does and keeps every packet as a row of text: for tests that say "the same rows". */
import { DiagnosticLog } from '../src/base/diagnostic.ts';
import { OctetsSource } from '../src/capture/byte-source.ts';
import type { CaptureFactsSoFar } from '../src/capture/capture-facts.ts';
import { CaptureReader } from '../src/capture/capture-reader.ts';
import { InterfaceTable } from '../src/capture/interface-table.ts';
import { pump } from '../src/capture/pump.ts';
import { sniff, SNIFF_LENGTH } from '../src/capture/sniff.ts';
import { TimeBase } from '../src/capture/time-base.ts';
import { toHex } from './forge/octets.ts';

export interface ReadRows {
  /** "time interface original hex", or the reason of a skipped frame; with " commented" */
  readonly rows: readonly string[];
  readonly times: readonly number[];
  /** file offset of each row's record */
  readonly recordAt: readonly number[];
  readonly interfaceOf: readonly number[];
  readonly diagnostics: Readonly<Record<string, number>>;
  readonly facts: CaptureFactsSoFar;
  readonly interfaces: InterfaceTable;
  readonly timeBase: TimeBase;
}

export interface ReadOptions {
  readonly window?: number;
  readonly headroom?: number;
  /** what the reader is told of the file's size; Infinity as for a compressed file */
  readonly size?: number;
}

/** Throws when sniff() refuses the octets. */
export async function readRows(octets: Uint8Array, options: ReadOptions = {}): Promise<ReadRows> {
  const format = sniff(octets.subarray(0, SNIFF_LENGTH), octets.length);
  if (format.format === 'refused' || format.format === 'packed' || format.format === 'archive') throw new Error(JSON.stringify(format));
  const [interfaces, timeBase, diagnostics] = [new InterfaceTable(), new TimeBase(), new DiagnosticLog()];
  const reader = new CaptureReader(format, { capture: 0, interfaces, timeBase, diagnostics, size: options.size ?? octets.length });
  const rows: string[] = [];
  const times: number[] = [];
  const offsets: number[] = [];
  const interfaceOf: number[] = [];
  const note = (row: string, time: number, recordAt: number, index: number): void => {
    rows.push(row);
    times.push(time);
    offsets.push(recordAt);
    interfaceOf.push(index);
  };
  await pump(
    new OctetsSource('test', octets, options.window ?? 1 << 20, options.headroom ?? 0),
    reader,
    {
      packet: (_view, all, at, end, original, index, time, recordAt) =>
        note(`${time} ${index} ${original} ${toHex(all.subarray(at, end))}`, time, recordAt, index),
      skipped: (reason, index, time, recordAt) => note(reason, time, recordAt, index),
      commented: () => (rows[rows.length - 1] += ' commented'),
    },
    { aborted: false },
    () => undefined,
  );
  const counts = Object.fromEntries(diagnostics.counts().map(({ code, count }) => [code, count]));
  return { rows, times, recordAt: offsets, interfaceOf, diagnostics: counts, facts: reader.facts, interfaces, timeBase };
}
