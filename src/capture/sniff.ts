/**
 * What a file is, told by its first octets and never by its name. pcap: draft-ietf-opsawg-pcap section 4; pcapng:
 * draft-ietf-opsawg-pcapng section 4.1. What is no capture is named, so that the start page can say what was dropped.
 * Promise: reads only `head`; says nothing that the octets do not.
 */
import { startsWith } from '../base/bytes.ts';
import { isTarHeader } from '../unpack/tar-header.ts';
import { bestRecordForm } from './pcap-variant.ts';
import type { RecordForm } from './interface-table.ts';

import { isPlainText, nameOfContent } from './content-name.ts';
import { RTPDUMP } from './rtpdump.ts';
import { holdsMessages } from './text.ts';
import { SNOOP_RECORD, snoopLinkType } from './snoop.ts';

export interface SniffedPcap {
  readonly format: 'pcap';
  readonly fileType: 'pcap' | 'pcap-nsec' | 'pcap-modified';
  readonly nanoseconds: boolean;
  readonly linkType: number;
  readonly snapLength: number;
  readonly form: RecordForm;
}
export interface SniffedPcapng {
  readonly format: 'pcapng';
  readonly fileType: 'pcapng';
  readonly littleEndian: boolean;
}
export interface SniffedSnoop {
  readonly format: 'snoop';
  readonly fileType: 'snoop';
  readonly linkType: number;
  readonly form: RecordForm;
}
/** How octets are packed, alone or within an archive ('deflate'). */
export type Compression = 'gzip' | 'deflate' | 'zstd' | 'lz4' | 'bzip2' | 'xz';
/** What is made into packets before it is read: no capture, but it holds messages. */
export type Made = 'rtpdump' | 'text';
export type Packing = Compression | Made;

export function isMade(packing: Packing): packing is Made {
  return packing === 'rtpdump' || packing === 'text';
}

export interface SniffedPacked {
  readonly format: 'packed';
  readonly packing: Packing;
}
export interface SniffedArchive {
  readonly format: 'archive';
  readonly kind: 'zip' | 'tar';
}
export interface Refused {
  readonly format: 'refused';
  /** one of contract/overview.ts OpenFailureReason */
  readonly reason: 'empty-file' | 'too-short' | 'not-a-capture' | 'unsupported-format' | 'unsupported-compression' | 'unsupported-version' | 'corrupt-header';
  /** what was seen: "PDF document", "pcap version 9.9" */
  readonly message: string;
  readonly at: number;
}
export type SniffedCapture = SniffedPcap | SniffedPcapng | SniffedSnoop;
export type Sniffed = SniffedCapture | SniffedPacked | SniffedArchive | Refused;

/** Octets of the file's beginning that let sniff() decide everything, modified pcap variants included. */
export const SNIFF_LENGTH = 65_536;

const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;
const MODIFIED = 0xa1b2cd34;
const SECTION_HEADER = 0x0a0d0d0a;
const ZSTD = 0xfd2fb528;
const LZ4 = 0x184d2204;
const LZ4_LEGACY = 0x184c2102;
const SKIPPABLE = 0x184d2a5;
const BYTE_ORDER = 0x1a2b3c4d;
const PCAP_HEADER = 24;
const SNOOP_HEADER = 16;
/** octets: libpcap's own bound */
const SECTION_HEADER_MOST = 1_048_576;

/** @param head the first octets, SNIFF_LENGTH of them unless the file is shorter; `size` the file's octets (Infinity: unknown). */
export function sniff(head: Uint8Array, size: number): Sniffed {
  if (head.length === 0) return refuse('empty-file', 'empty file', 0);
  if (head.length < 4) return isStartOfMagic(head) || head.length < 2 ? refuse('too-short', `${head.length} octets`, head.length) : named(head, size);
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const big = view.getUint32(0);
  const little = view.getUint32(0, true);
  if (big === SECTION_HEADER) return sniffPcapng(view, head, size);
  if (isPcapMagic(little)) return sniffPcap(view, little, true, size);
  if (isPcapMagic(big)) return sniffPcap(view, big, false, size);
  if (startsWith(head, 0, head.length, 'snoop\0\0\0')) return sniffSnoop(view);
  const packing = packingOf(head, little);
  if (packing !== undefined) return { format: 'packed', packing };
  const kind = archiveKind(head);
  if (kind !== undefined) return { format: 'archive', kind };
  const refused = named(head, size);
  return isPlainText(head) && !isMarkup(refused) && holdsMessages(head) ? { format: 'packed', packing: 'text' } : refused;
}

/** A page or a document may quote messages, and is none. */
function isMarkup({ message }: Refused): boolean {
  return message === 'HTML page' || message === 'XML document' || message === 'PDML that Wireshark exported' || message === 'PDF document';
}

/** ZIP by its first header (or the end record of an empty one), tar by the checksum of its first header. */
function archiveKind(head: Uint8Array): SniffedArchive['kind'] | undefined {
  if (['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08PK'].some((magic) => startsWith(head, 0, head.length, magic))) return 'zip';
  return isTarHeader(head) ? 'tar' : undefined;
}

function isPcapMagic(word: number): boolean {
  return word === MICROSECONDS || word === NANOSECONDS || word === MODIFIED;
}

/** @param word the first four octets, least significant first. */
function packingOf(head: Uint8Array, word: number): Packing | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (startsWith(head, 0, head.length, RTPDUMP)) return 'rtpdump';
  if (word === ZSTD) return 'zstd';
  if (word === LZ4 || word === LZ4_LEGACY) return 'lz4';
  // skippable frames are common to both: what follows them says which
  if (word >>> 4 === SKIPPABLE && head.length >= 8) return packingBehind(head);
  if (startsWith(head, 0, head.length, 'BZh') && head[3]! >= 0x31 && head[3]! <= 0x39) return 'bzip2';
  return startsWith(head, 0, head.length, '\xfd7zXZ\0') ? 'xz' : undefined;
}

function packingBehind(head: Uint8Array): Packing {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  let at = 0;
  while (at + 8 <= head.length && view.getUint32(at, true) >>> 4 === SKIPPABLE) at += 8 + view.getUint32(at + 4, true);
  const isLz4 = at + 4 <= head.length && (view.getUint32(at, true) === LZ4 || view.getUint32(at, true) === LZ4_LEGACY);
  return isLz4 ? 'lz4' : 'zstd';
}

function isStartOfMagic(head: Uint8Array): boolean {
  const starts = [
    [0xd4, 0xc3, 0xb2],
    [0x4d, 0x3c, 0xb2],
    [0x34, 0xcd, 0xb2],
    [0xa1, 0xb2, 0xc3],
    [0xa1, 0xb2, 0x3c],
    [0xa1, 0xb2, 0xcd],
    [0x0a, 0x0d, 0x0d],
    [0x1f, 0x8b, 0x08],
  ];
  return starts.some((start) => head.every((octet, i) => octet === start[i]));
}

function named(head: Uint8Array, size: number): Refused {
  const content = nameOfContent(head);
  if (content !== undefined) return refuse(content.reason, content.name, 0);
  return size < PCAP_HEADER ? refuse('too-short', `${size} octets`, size) : refuse('not-a-capture', 'unknown content', 0);
}

function sniffPcap(view: DataView, magic: number, littleEndian: boolean, size: number): Sniffed {
  if (view.byteLength < PCAP_HEADER) return refuse('too-short', `pcap header cut after ${view.byteLength} octets`, view.byteLength);
  const major = view.getUint16(4, littleEndian);
  const minor = view.getUint16(6, littleEndian);
  if (major !== 2 && !(major === 543 && minor === 0)) return refuse('unsupported-version', `pcap version ${major}.${minor}`, 4);
  const swapped = major === 543 || minor < 3 ? 'always' : minor === 3 ? 'maybe' : 'never';
  const nanoseconds = magic === NANOSECONDS;
  const headerLengths = magic === MODIFIED ? [24, 16, 28] : magic === MICROSECONDS && minor === 4 ? [16, 20] : [16];
  const form = bestRecordForm(view, size, littleEndian, nanoseconds, swapped, headerLengths);
  const fileType = form.headerLength !== 16 || magic === MODIFIED ? 'pcap-modified' : nanoseconds ? 'pcap-nsec' : 'pcap';
  return { format: 'pcap', fileType, nanoseconds, linkType: view.getUint32(20, littleEndian) & 0x03ffffff, snapLength: view.getUint32(16, littleEndian), form };
}

function sniffPcapng(view: DataView, head: Uint8Array, size: number): Sniffed {
  if (head.length < 28) return refuse('too-short', `pcapng section header cut after ${head.length} octets`, head.length);
  const littleEndian = view.getUint32(8, true) === BYTE_ORDER;
  if (!littleEndian && view.getUint32(8) !== BYTE_ORDER) return refuse('corrupt-header', 'pcapng byte-order magic', 8);
  const length = view.getUint32(4, littleEndian);
  if (length < 28 || length > SECTION_HEADER_MOST) return refuse('corrupt-header', `pcapng section header of ${length} octets`, 4);
  const major = view.getUint16(12, littleEndian);
  const minor = view.getUint16(14, littleEndian);
  if (major !== 1) return refuse('unsupported-version', `pcapng version ${major}.${minor}`, 12);
  if (length > size) return refuse('too-short', `pcapng section header cut after ${size} octets`, size);
  return { format: 'pcapng', fileType: 'pcapng', littleEndian };
}

function sniffSnoop(view: DataView): Sniffed {
  if (view.byteLength < SNOOP_HEADER) return refuse('too-short', `snoop header cut after ${view.byteLength} octets`, view.byteLength);
  if (view.getUint32(8) !== 2) return refuse('unsupported-version', `snoop version ${view.getUint32(8)}`, 8);
  const form: RecordForm = { format: 'snoop', littleEndian: false, headerLength: SNOOP_RECORD, swapped: 'never' };
  return { format: 'snoop', fileType: 'snoop', linkType: snoopLinkType(view.getUint32(12)), form };
}

function refuse(reason: Refused['reason'], message: string, at: number): Refused {
  return { format: 'refused', reason, message, at };
}
