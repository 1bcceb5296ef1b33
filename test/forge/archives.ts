/** Forged archives: ZIP (APPNOTE 6.3.10) with stored and deflated members, and tar in its three dialects. */
import { crc32 as zlibCrc32, deflateRawSync } from 'node:zlib';
import { join, octetsOf } from './octets.ts';

export interface ZipMember {
  readonly name: string;
  readonly octets: Uint8Array;
  /** 8 deflate unless said; with any other, `packed` is what stands in the archive */
  readonly method?: number;
  readonly packed?: Uint8Array;
  readonly flags?: number;
  /** lengths stand behind the data, as streams are written */
  readonly streamed?: boolean;
  /** sizes and place in an extra field of 64 bits */
  readonly wide?: boolean;
  /** its entry points at the data of the first member, nothing of its own is written */
  readonly again?: boolean;
}

const u16 = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);
const u32 = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);
const u64 = (...values: readonly number[]): Uint8Array => join(...values.map((value) => u32(value, 0)));

export function crc32(octets: Uint8Array): number {
  if (typeof zlibCrc32 === 'function') return zlibCrc32(octets);
  let crc = -1;
  for (const octet of octets) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

export function writeZip(members: readonly ZipMember[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  let at = 0;
  for (const { name, octets, method = 8, packed, flags = 0, streamed = false, wide = false, again = false } of members) {
    const data = packed ?? (method === 8 ? new Uint8Array(deflateRawSync(octets)) : octets);
    const label = octetsOf(name);
    const crc = crc32(octets);
    const bits = flags | (streamed ? 8 : 0) | 0x800;
    const known = streamed ? [0, 0, 0] : [crc, data.length, octets.length];
    const local = join(u32(0x04034b50), u16(20, bits, method, 0, 0), u32(...known), u16(label.length, 0), label, data);
    const behind = streamed ? u32(0x08074b50, crc, data.length, octets.length) : new Uint8Array(0);
    const extra = wide ? join(u16(1, 24), u64(octets.length, data.length, at)) : new Uint8Array(0);
    const [size, length, place] = wide ? [0xffffffff, 0xffffffff, 0xffffffff] : [octets.length, data.length, again ? 0 : at];
    const head = join(u32(0x02014b50), u16(20, 20, bits, method, 0, 0), u32(crc, length!, size!));
    entries.push(join(head, u16(label.length, extra.length, 0, 0, 0), u32(0, place!), label, extra));
    if (again) continue;
    parts.push(local, behind);
    at += local.length + behind.length;
  }
  const directory = join(...entries);
  return join(...parts, directory, u32(0x06054b50), u16(0, 0, members.length, members.length), u32(directory.length, at), u16(0));
}

export interface TarMember {
  readonly name: string;
  readonly octets: Uint8Array;
  /** '0' a file unless said */
  readonly type?: string;
  /** how a name above 100 octets is told */
  readonly long?: 'gnu' | 'pax';
}

const padded = (octets: Uint8Array): Uint8Array => join(octets, new Uint8Array((512 - (octets.length % 512)) % 512));

function header(name: string, length: number, type: string): Uint8Array {
  const block = new Uint8Array(512);
  block.set(octetsOf(name).subarray(0, 100));
  block.set(octetsOf('0000644\x000000000\x000000000\x00'), 100);
  block.set(octetsOf(`${length.toString(8).padStart(11, '0')}\x00`), 124);
  block.set(octetsOf('00000000000\x00        '), 136);
  block.set(octetsOf(type), 156);
  block.set(octetsOf('ustar\x0000'), 257);
  block.set(
    octetsOf(
      `${block
        .reduce((sum, octet) => sum + octet, 0)
        .toString(8)
        .padStart(6, '0')}\x00 `,
    ),
    148,
  );
  return block;
}

export function writeTar(members: readonly TarMember[]): Uint8Array {
  const parts = members.flatMap(({ name, octets, type = '0', long }) => {
    const extra = long === 'gnu' ? octetsOf(`${name}\x00`) : long === 'pax' ? paxRecord('path', name) : undefined;
    const before = extra === undefined ? [] : [header('extra', extra.length, long === 'gnu' ? 'L' : 'x'), padded(extra)];
    return [...before, header(name, octets.length, type), padded(octets)];
  });
  return join(...parts, new Uint8Array(1024));
}

function paxRecord(key: string, value: string): Uint8Array {
  const rest = octetsOf(` ${key}=${value}\n`).length;
  let length = rest + String(rest).length;
  if (rest + String(length).length > length) length++;
  return octetsOf(`${length} ${key}=${value}\n`);
}
