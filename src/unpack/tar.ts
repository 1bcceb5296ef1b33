/**
 * tar (POSIX.1-2017 pax, ustar, GNU): regular files with long names of either kind. A header counts when its checksum fits.
 * Sparse files are named as not read. Promise: walks forward, always; damage ends the listing and keeps what stood before.
 */
import { startsWith } from '../base/bytes.ts';
import { readText } from '../base/text.ts';
import { cString, isTarHeader, octal } from './tar-header.ts';
import { type ArchiveListing, type ArchiveMember, countOther, type ListingBounds, type ReadAt } from './archive.ts';

const BLOCK = 512;
/** what entries are that are no files, by their type flag; of long names and extended headers nothing is said */
const otherTypes: Readonly<Record<string, string>> = {
  '1': 'hard link',
  '2': 'symbolic link',
  '3': 'device',
  '4': 'device',
  '5': 'folder',
  '6': 'pipe',
  D: 'folder',
  M: 'part of a file',
  V: 'label',
};
/** octets of a long name or of extended headers that are read */
const EXTRA_MOST = 65_536;

/** @param size octets of the archive */
export async function listTar(read: ReadAt, size: number, { most, signal }: ListingBounds): Promise<ArchiveListing> {
  const members: ArchiveMember[] = [];
  const others = new Map<string, number>();
  let extra: { readonly name?: string; readonly size?: number } = {};
  for (let at = 0; at + BLOCK <= size && !signal.aborted; ) {
    const header = await read(at, BLOCK);
    if (header.every((octet) => octet === 0)) return { members, others, problem: undefined };
    if (!isTarHeader(header)) return { members, others, problem: 'damaged' };
    const type = String.fromCharCode(header[156]!);
    const length = type === 'x' || type === 'L' ? number(header, 124, 136) : (extra.size ?? number(header, 124, 136));
    const begin = at + BLOCK;
    at = begin + Math.ceil(length / BLOCK) * BLOCK;
    if (type === 'L') extra = { ...extra, name: cString(await read(begin, Math.min(length, EXTRA_MOST)), 0, EXTRA_MOST) };
    else if (type === 'x') extra = { ...extra, ...readPax(await read(begin, Math.min(length, EXTRA_MOST))) };
    if (type === 'L' || type === 'x' || type === 'K' || type === 'g') continue;
    const name = extra.name ?? nameOf(header);
    extra = {};
    const isFile = type === '0' || type === '\0' || type === '7' || type === 'S';
    if (!isFile || name.endsWith('/')) {
      countOther(others, isFile ? 'folder' : (otherTypes[type] ?? 'entry of an unknown type'));
      continue;
    }
    if (members.length === most) return { members, others, problem: 'too-many' };
    const unknown = type === 'S' ? 'sparse file' : undefined;
    members.push({ name, at: begin, length: Math.min(length, Math.max(0, size - begin)), packing: undefined, expected: undefined, locked: false, unknown });
    if (begin + length > size) return { members, others, problem: 'damaged' };
  }
  return { members, others, problem: size % BLOCK === 0 || signal.aborted ? undefined : 'damaged' };
}

/** A length: octal digits, or GNU's binary form when the first bit is set. */
function number(octets: Uint8Array, at: number, end: number): number {
  if (octets[at]! < 128) {
    const value = octal(octets, at, end);
    return value >= 0 ? value : 0;
  }
  let value = 0;
  for (let i = end - 8; i < end; i++) value = value * 256 + octets[i]!;
  return Math.min(value, Number.MAX_SAFE_INTEGER / 2);
}

function nameOf(header: Uint8Array): string {
  const prefix = startsWith(header, 257, BLOCK, 'ustar\0') ? cString(header, 345, 500) : '';
  return `${prefix === '' ? '' : `${prefix}/`}${cString(header, 0, 100)}`;
}

/** Records "length key=value\n"; what the header itself says stands back behind `path` and `size`. */
function readPax(octets: Uint8Array): { readonly name?: string; readonly size?: number } {
  let found: { readonly name?: string; readonly size?: number } = {};
  for (let at = 0; at < octets.length; ) {
    const space = octets.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(readText(octets, at, space));
    if (!(length > space - at + 2) || at + length > octets.length) break;
    const record = readText(octets, space + 1, at + length - 1);
    if (record.startsWith('path=')) found = { ...found, name: record.slice(5) };
    const size = record.startsWith('size=') ? Number(record.slice(5)) : Number.NaN;
    if (Number.isSafeInteger(size) && size >= 0) found = { ...found, size };
    at += length;
  }
  return found;
}
