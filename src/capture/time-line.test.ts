import { expect, test } from 'vitest';
import { writeCapture, type Container } from '../../test/forge/capture.ts';
import { DiagnosticLog } from '../base/diagnostic.ts';
import { OctetsSource } from './byte-source.ts';
import { CaptureReader } from './capture-reader.ts';
import { InterfaceTable } from './interface-table.ts';
import { Pump } from './pump.ts';
import { sniff } from './sniff.ts';
import type { SniffedCapture } from './sniff.ts';
import { TimeBase } from './time-base.ts';
import { pumpAll } from './time-line.ts';

const NOON = 1_700_000_000_000_000_000n;

/** Milliseconds of each file's packets → "milliseconds since time zero : file" in the order they came. */
async function merge(files: readonly (readonly number[])[], container: Container, window = 50): Promise<{ rows: string[]; epoch: bigint }> {
  const [interfaces, timeBase] = [new InterfaceTable(), new TimeBase()];
  const rows: string[] = [];
  const pumps = files.map((times, capture) => {
    const octets = writeCapture(
      times.map((time) => ({ time: NOON + BigInt(time) * 1_000_000n, octets: Uint8Array.of(capture) })),
      container,
    );
    const reader = new CaptureReader(sniff(octets, octets.length) as SniffedCapture, {
      capture,
      interfaces,
      timeBase,
      diagnostics: new DiagnosticLog(),
      size: octets.length,
    });
    const packet = (_view: DataView, all: Uint8Array, at: number, _end: number, _length: number, _index: number, time: number): void =>
      void rows.push(`${time / 1e6}:${all[at]}`);
    return new Pump(
      new OctetsSource(`${capture}`, octets, window),
      reader,
      { packet, skipped: () => undefined, commented: () => undefined },
      { aborted: false },
    );
  });
  await pumpAll(pumps, timeBase, { aborted: false }, () => undefined);
  return { rows, epoch: timeBase.epoch };
}

test.each(['pcap', 'pcapng'] as const)('%s: packets of several files in order of time; zero is the earliest', async (format) => {
  const { rows, epoch } = await merge([[100, 200, 300], [0, 150, 150, 400], [], [50]], { format });
  expect(rows).toEqual(['0:1', '50:3', '100:0', '150:1', '150:1', '200:0', '300:0', '400:1']);
  expect(epoch).toBe(NOON);
});

test('ties go to the file given first, and a file keeps its own order', async () => {
  expect(
    (
      await merge(
        [
          [10, 5, 20],
          [10, 12],
        ],
        { format: 'pcap' },
      )
    ).rows,
  ).toEqual(['0:0', '-5:0', '0:1', '2:1', '10:0']);
});

test('one file is read as it stands', async () => {
  expect((await merge([[3, 2, 1]], { format: 'pcap' })).rows).toEqual(['0:0', '-1:0', '-2:0']);
});
