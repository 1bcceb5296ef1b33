/**
 * Finds packets again by the file offset of their record: for the inspector one by one, for a stream or an export in
 * coalesced reads (neighbours closer than 256 KiB share one, of 8 MiB at most, since a read costs the same whatever its size).
 */
import { limits } from '../base/limits.ts';
import type { ByteSource } from './byte-source.ts';
import type { CaptureInterface } from './interface-table.ts';
import { blockTypes } from './pcapng-block.ts';
import { readComments } from './pcapng-options.ts';
import { SNOOP_RECORD } from './snoop.ts';

const GAP = 262_144;
const LONGEST_RUN = 8_388_608;
/** read with a record's header: holds nearly every packet whole */
const FIRST_READ = 4096;

export interface Record {
  /** captured octets; a view into a buffer that nothing else uses when it came from readRecord() */
  readonly octets: Uint8Array;
  readonly originalLength: number;
  readonly comments: readonly string[];
}

interface Place {
  /** octets of the record in all, and where the packet's own lie in it */
  readonly length: number;
  readonly at: number;
  readonly captured: number;
  readonly original: number;
}

/** The packet whose record begins at `recordAt`; undefined when the source no longer has it (the file changed). */
export async function readRecord(source: ByteSource, recordAt: number, row: CaptureInterface): Promise<Record | undefined> {
  let octets = await source.read(recordAt, FIRST_READ);
  const length = recordLength(octets, 0, row);
  if (length > octets.length) octets = await source.read(recordAt, length);
  return parseRecord(octets, 0, row);
}

/**
 * The packets of many records, offsets rising. `rowOf(i)` is the interface of the i-th; `each` gets borrowed octets, valid
 * during the call. Records that cannot be read are left out.
 */
export async function readRecords(
  source: ByteSource,
  recordAt: ArrayLike<number>,
  rowOf: (index: number) => CaptureInterface,
  each: (index: number, record: Record) => void,
): Promise<void> {
  for (let first = 0; first < recordAt.length; ) {
    const start = recordAt[first]!;
    let last = first;
    while (last + 1 < recordAt.length && recordAt[last + 1]! - recordAt[last]! <= GAP && recordAt[last + 1]! - start < LONGEST_RUN) last++;
    const run = await source.read(start, recordAt[last]! - start + FIRST_READ);
    for (let i = first; i <= last; i++) {
      const record = parseRecord(run, recordAt[i]! - start, rowOf(i)) ?? (await readRecord(source, recordAt[i]!, rowOf(i)));
      if (record !== undefined) each(i, record);
    }
    first = last + 1;
  }
}

function parseRecord(octets: Uint8Array, at: number, row: CaptureInterface): Record | undefined {
  const place = findPlace(octets, at, row);
  if (place === undefined || at + place.length > octets.length) return undefined;
  const packetAt = at + place.at;
  const packetEnd = packetAt + place.captured;
  let comments: readonly string[] = [];
  if (row.form.format === 'pcapng') {
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    const optionsAt = place.at === 28 ? packetAt + ((place.captured + 3) & ~3) : at + place.length;
    comments = readComments(view, octets, optionsAt, at + place.length - 4, row.form.littleEndian);
  }
  return { octets: octets.subarray(packetAt, packetEnd), originalLength: place.original, comments };
}

/** Octets of the record at `at`, or 0 when not even its header is there or it says what cannot be. */
function recordLength(octets: Uint8Array, at: number, row: CaptureInterface): number {
  return findPlace(octets, at, row)?.length ?? 0;
}

function findPlace(octets: Uint8Array, at: number, row: CaptureInterface): Place | undefined {
  const { format, headerLength, littleEndian, swapped } = row.form;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  if (format === 'pcapng') return findBlockPlace(view, at, row);
  if (at + headerLength > octets.length) return undefined;
  if (format === 'snoop') return findSnoopPlace(view, at);
  const a = view.getUint32(at + 8, littleEndian);
  const b = view.getUint32(at + 12, littleEndian);
  const isSwapped = swapped === 'always' || (swapped === 'maybe' && a > b);
  const captured = isSwapped ? b : a;
  if (captured > limits.packetLength) return undefined;
  return { length: headerLength + captured, at: headerLength, captured, original: Math.max(captured, isSwapped ? a : b) };
}

function findSnoopPlace(view: DataView, at: number): Place | undefined {
  const captured = view.getUint32(at + 4);
  if (captured > limits.packetLength) return undefined;
  return { length: SNOOP_RECORD + captured, at: SNOOP_RECORD, captured, original: Math.max(captured, view.getUint32(at)) };
}

function findBlockPlace(view: DataView, at: number, row: CaptureInterface): Place | undefined {
  const le = row.form.littleEndian;
  if (at + 12 > view.byteLength) return undefined;
  const type = view.getUint32(at, le);
  const length = (view.getUint32(at + 4, le) + 3) & ~3;
  if (length < 12 || length > limits.blockLength) return undefined;
  if ((type === blockTypes.enhancedPacket || type === blockTypes.packet) && length >= 32) {
    if (at + 28 > view.byteLength) return wholeBlock(view, at, le);
    const captured = view.getUint32(at + 20, le);
    if (captured > length - 32) return wholeBlock(view, at, le);
    return { length, at: 28, captured, original: Math.max(captured, view.getUint32(at + 24, le)) };
  }
  if (type === blockTypes.simplePacket && row.linkType >= 0 && length >= 16) {
    const original = view.getUint32(at + 8, le);
    const captured = Math.min(row.snapLength > 0 ? Math.min(row.snapLength, original) : original, length - 16);
    return { length, at: 12, captured, original };
  }
  return wholeBlock(view, at, le);
}

/** A block that is no packet (custom, journal, damaged): its body is what there is to show. */
function wholeBlock(view: DataView, at: number, littleEndian: boolean): Place | undefined {
  const length = (view.getUint32(at + 4, littleEndian) + 3) & ~3;
  if (length < 12 || length > limits.blockLength) return undefined;
  return { length, at: 8, captured: length - 12, original: length - 12 };
}
