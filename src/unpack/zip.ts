/**
 * ZIP (APPNOTE.TXT 6.3.10): the members that the directory at its end lists, ZIP64 included; of a file that was cut before its
 * directory, the members whose own headers say how long they are. Promise: no length is trusted before it was checked.
 */
import { readText } from '../base/text.ts';
import { type ArchiveListing, type ArchiveMember, countOther, type ListingBounds, markOverlaps, type ReadAt } from './archive.ts';

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** the end record with the longest comment */
const END_MOST = 65_557;
const DIRECTORY_MOST = 67_108_864;
const LOCAL_HEADER = 30;
const packings: Readonly<Record<number, ArchiveMember['packing']>> = { 0: undefined, 8: 'deflate', 12: 'bzip2', 93: 'zstd', 95: 'xz' };
const methodNames: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  14: 'LZMA',
  97: 'WavPack',
  98: 'PPMd',
  99: 'AES encryption',
};

interface Directory {
  readonly at: number;
  readonly length: number;
  readonly entries: number;
  /** octets in front of the archive that its offsets do not count */
  readonly shift: number;
}

/** @param size octets of the file */
export async function listZip(read: ReadAt, size: number, bounds: ListingBounds): Promise<ArchiveListing> {
  const directory = await findDirectory(read, size);
  if (directory === undefined || directory.length > DIRECTORY_MOST) return walkLocals(read, size, bounds);
  const octets = await read(directory.at, directory.length);
  const view = viewOf(octets);
  const members: ArchiveMember[] = [];
  const others = new Map<string, number>();
  const listed = (problem: ArchiveListing['problem']): ArchiveListing => ({ members: markOverlaps(members), others, problem });
  let at = 0;
  for (let entry = 0; entry < directory.entries && !bounds.signal.aborted; entry++) {
    if (at + 46 > octets.length || view.getUint32(at, true) !== ENTRY) return listed('damaged');
    const next = at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > octets.length) return listed('damaged');
    const found = await readEntry(read, octets, view, at, directory.shift);
    if (found !== undefined && members.length === bounds.most) return listed('too-many');
    if (found !== undefined) members.push(found);
    else countOther(others, 'folder');
    at = next;
  }
  return listed(undefined);
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}

async function findDirectory(read: ReadAt, size: number): Promise<Directory | undefined> {
  const from = Math.max(0, size - END_MOST - 20);
  const octets = await read(from, size - from);
  const view = viewOf(octets);
  for (let at = octets.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END || at + 22 + view.getUint16(at + 20, true) > octets.length) continue;
    const plain = { entries: view.getUint16(at + 10, true), length: view.getUint32(at + 12, true), offset: view.getUint32(at + 16, true), end: from + at };
    const wide = at >= 20 && view.getUint32(at - 20, true) === LOCATOR_64 ? await readWide(read, wordAt(view, at - 12)) : undefined;
    const { entries, length, offset, end } = wide ?? plain;
    const begin = end - length;
    if (begin < 0) continue;
    return { at: begin, length, entries, shift: Math.max(0, begin - offset) };
  }
  return undefined;
}

async function readWide(
  read: ReadAt,
  at: number,
): Promise<{ readonly entries: number; readonly length: number; readonly offset: number; readonly end: number } | undefined> {
  const octets = await read(at, 56);
  const view = viewOf(octets);
  if (octets.length < 56 || view.getUint32(0, true) !== END_64) return undefined;
  return { entries: wordAt(view, 32), length: wordAt(view, 40), offset: wordAt(view, 48), end: at };
}

/** A 64-bit number; above 2^53 it is only near, and no file is that long. */
function wordAt(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 4_294_967_296;
}

/** A member of the directory; undefined for a folder. */
async function readEntry(read: ReadAt, octets: Uint8Array, view: DataView, at: number, shift: number): Promise<ArchiveMember | undefined> {
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const name = readText(octets, at + 46, nameEnd);
  if (name.endsWith('/')) return undefined;
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const [size, length, offset] = wideNumbers(view, nameEnd, extraEnd, [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ]);
  const local = await read(shift + offset!, LOCAL_HEADER);
  const header = viewOf(local);
  const isThere = local.length === LOCAL_HEADER && header.getUint32(0, true) === LOCAL;
  const begin = isThere ? shift + offset! + LOCAL_HEADER + header.getUint16(26, true) + header.getUint16(28, true) : 0;
  const crc = view.getUint32(at + 16, true);
  const member = memberOf(name, begin, length!, view.getUint16(at + 8, true), view.getUint16(at + 10, true), { size: size!, crc });
  return isThere ? member : { ...member, unknown: 'damaged' };
}

/** Numbers that do not fit 32 bits stand in an extra field, in order. */
function wideNumbers(view: DataView, at: number, end: number, numbers: readonly number[]): readonly number[] {
  let p = at;
  while (p + 4 <= end && view.getUint16(p, true) !== 1) p += 4 + view.getUint16(p + 2, true);
  let q = p + 4;
  return numbers.map((value) => {
    if (value !== 0xffffffff || q + 8 > end) return value;
    q += 8;
    return wordAt(view, q - 8);
  });
}

function memberOf(name: string, at: number, length: number, flags: number, method: number, expected: NonNullable<ArchiveMember['expected']>): ArchiveMember {
  const packing = packings[method];
  const isKnown = method in packings;
  return {
    name,
    at,
    length,
    packing,
    expected: packing === undefined ? undefined : expected,
    locked: (flags & 1) !== 0,
    unknown: isKnown ? undefined : (methodNames[method] ?? `method ${method}`),
  };
}

/** Members one after the other by their own headers, as far as those say where they end. */
async function walkLocals(read: ReadAt, size: number, { most, signal }: ListingBounds): Promise<ArchiveListing> {
  const members: ArchiveMember[] = [];
  const others = new Map<string, number>();
  let at = 0;
  while (at + LOCAL_HEADER <= size && !signal.aborted) {
    const header = viewOf(await read(at, LOCAL_HEADER));
    if (header.getUint32(0, true) !== LOCAL) break;
    if (members.length === most) return { members, others, problem: 'too-many' };
    const flags = header.getUint16(6, true);
    const begin = at + LOCAL_HEADER + header.getUint16(26, true) + header.getUint16(28, true);
    if (begin > size) break;
    const name = readText(await read(at + LOCAL_HEADER, header.getUint16(26, true)));
    // its length stands behind it (bit 3): as far as the file goes
    const length = (flags & 8) !== 0 && header.getUint32(18, true) === 0 ? size - begin : Math.min(size - begin, header.getUint32(18, true));
    const member = memberOf(name, begin, length, flags, header.getUint16(8, true), { size: header.getUint32(22, true), crc: header.getUint32(14, true) });
    if (name.endsWith('/')) countOther(others, 'folder');
    else members.push({ ...member, expected: undefined });
    at = begin + length;
  }
  return { members, others, problem: 'damaged' };
}
