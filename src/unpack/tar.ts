/**
 * tar (POSIX.1-2017 pax, ustar, GNU): regular files with long names of either kind. A header counts when its checksum fits.
 * Sparse files are named as not read. Promise: walks forward, always; damage ends the listing and keeps what stood before.
 */
import { startsWith } from '../base/bytes.ts';
import { readText } from '../base/text.ts';
import { cString, isTarHeader, octal } from './tar-header.ts';
import type { ArchiveListing, ArchiveMember, ReadAt } from './archive.ts';

const BLOCK = 512;
/** octets of a long name or of extended headers that are read */
const EXTRA_MOST = 65_536;

/** @param size octets of the archive; `most` members are listed at most. */
export async function listTar(read: ReadAt, size: number, most: number): Promise<ArchiveListing> {
  const members: ArchiveMember[] = [];
  let extra: { readonly name?: string; readonly size?: number } = {};
  for (let at = 0; at + BLOCK <= size; ) {
    const header = await read(at, BLOCK);
    if (header.every((octet) => octet === 0)) return { members, problem: undefined };
    if (!isTarHeader(header)) return { members, problem: 'damaged' };
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
    if (!isFile || name.endsWith('/')) continue;
    if (members.length === most) return { members, problem: 'too-many' };
    const unknown = type === 'S' ? 'sparse file' : undefined;
    members.push({ name, at: begin, length: Math.min(length, Math.max(0, size - begin)), packing: undefined, expected: undefined, locked: false, unknown });
    if (begin + length > size) return { members, problem: 'damaged' };
  }
  return { members, problem: size % BLOCK === 0 ? undefined : 'damaged' };
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
