/** Names what a file is when it is no capture we read: by magic octets, and by looking like text. */
import { startsWith, startsWithIgnoringCase, skipBlank } from '../base/bytes.ts';
import { readText } from '../base/text.ts';
import type { Refused } from './sniff.ts';

export interface ContentName {
  readonly name: string;
  readonly reason: Refused['reason'];
}

interface Signature {
  readonly name: string;
  readonly reason: Refused['reason'];
  readonly octets: string;
  readonly at?: number;
}

const format = 'unsupported-format';
const compression = 'unsupported-compression';
const other = 'not-a-capture';
const signatures: readonly Signature[] = [
  { name: 'Microsoft Network Monitor 2 capture', reason: format, octets: 'GMBU' },
  { name: 'Microsoft Network Monitor 1 capture', reason: format, octets: 'RTSS' },
  { name: 'NetXRay or Sniffer capture', reason: format, octets: 'XCP\0' },
  { name: 'NetXRay or Sniffer capture', reason: format, octets: 'TRSNIFF data' },
  { name: 'LANalyzer capture', reason: format, octets: '\x01\x10L\0' },
  { name: 'AIX iptrace capture', reason: format, octets: 'iptrace ' },
  { name: 'EyeSDN capture', reason: format, octets: 'EyeSDN' },
  { name: 'Visual Networks capture', reason: format, octets: '\x05VNF' },
  { name: '5Views capture', reason: format, octets: '\xaa\xaa\xaa\xaa' },
  { name: 'Endace capture (PCAP-over-IXIA)', reason: format, octets: '\x1c\0\x01\xac' },
  { name: 'IXIA capture', reason: format, octets: '\xac\x01\0\x1c' },
  { name: 'IXIA capture', reason: format, octets: '\xab\x01\0\x1c' },
  { name: 'Event Trace Log', reason: format, octets: 'Elf\0File' },
  { name: 'Bluetooth snoop capture', reason: format, octets: 'btsnoop\0' },
  { name: 'Windows Event Log', reason: other, octets: 'ElfFile\0' },
  { name: 'compress (.Z) file', reason: compression, octets: '\x1f\x9d' },
  { name: 'lzip compressed file', reason: compression, octets: 'LZIP' },
  { name: '7-Zip archive', reason: compression, octets: '7z\xbc\xaf\x27\x1c' },
  { name: 'RAR archive', reason: format, octets: 'Rar!\x1a\x07' },
  { name: 'tar archive, damaged', reason: format, octets: 'ustar', at: 257 },
  { name: 'metadata of macOS (AppleDouble)', reason: other, octets: '\0\x05\x16\x07' },
  { name: 'PGP encrypted message', reason: other, octets: '-----BEGIN PGP' },
  { name: 'certificate', reason: other, octets: '-----BEGIN CERTIFICATE' },
  { name: 'PDF document', reason: other, octets: '%PDF' },
  { name: 'PNG image', reason: other, octets: '\x89PNG' },
  { name: 'JPEG image', reason: other, octets: '\xff\xd8\xff' },
  { name: 'GIF image', reason: other, octets: 'GIF8' },
  { name: 'RIFF file (WAV or AVI)', reason: other, octets: 'RIFF' },
  { name: 'Ogg file', reason: other, octets: 'OggS' },
  { name: 'MP3 audio', reason: other, octets: 'ID3' },
  { name: 'ELF program', reason: other, octets: '\x7fELF' },
  { name: 'Windows program', reason: other, octets: 'MZ' },
  { name: 'WebAssembly module', reason: other, octets: '\0asm' },
  { name: 'SQLite database', reason: other, octets: 'SQLite format 3\0' },
  { name: 'Microsoft Office document', reason: other, octets: '\xd0\xcf\x11\xe0' },
  { name: 'Java class or Mach-O program', reason: other, octets: '\xca\xfe\xba\xbe' },
  { name: 'UTF-16 text', reason: other, octets: '\xff\xfe' },
  { name: 'UTF-16 text', reason: other, octets: '\xfe\xff' },
];

/** The names that magic octets give. */
export const contentNames: readonly string[] = signatures.map(({ name }) => name);

/** The content's name, or undefined when it looks like nothing known. */
export function nameOfContent(head: Uint8Array): ContentName | undefined {
  for (const { name, reason, octets, at } of signatures) if (startsWith(head, at ?? 0, head.length, octets)) return { name, reason };
  if (head.every((octet) => octet === 0)) return { name: 'only zero octets', reason: other };
  if (head.every((octet) => octet === 0xff)) return { name: 'only 0xff octets', reason: other };
  if (isErf(head)) return { name: 'Endace ERF capture', reason: format };
  return nameOfText(head);
}

/** True when the first kilobyte is text: no control characters but those of lines, tabs and colours. */
export function isPlainText(head: Uint8Array): boolean {
  const length = Math.min(head.length, 1024);
  for (let i = 0; i < length; i++) {
    const octet = head[i]!;
    if (octet < 0x20 ? octet !== 0x09 && octet !== 0x0a && octet !== 0x0d && octet !== 0x0c && octet !== 0x1b : octet === 0x7f) return false;
  }
  return head.length > 0;
}

function nameOfText(head: Uint8Array): ContentName | undefined {
  if (!isPlainText(head)) return undefined;
  const length = Math.min(head.length, 1024);
  let at = startsWith(head, 0, head.length, '\xef\xbb\xbf') ? 3 : 0;
  for (let before = -1; before !== at; ) {
    before = at;
    at = skipBlank(head, at, length);
    while (at < length && (head[at] === 0x0a || head[at] === 0x0d)) at++;
  }
  return { name: nameOfTextAt(head, at), reason: other };
}

function nameOfTextAt(head: Uint8Array, at: number): string {
  const starts = (text: string): boolean => startsWithIgnoringCase(head, at, head.length, text);
  if (starts('<!doctype html') || starts('<html')) return 'HTML page';
  if (starts('<?xml') || starts('<svg') || starts('<pdml')) return xmlName(readText(head, at, Math.min(head.length, at + 1024)));
  if (starts('{') || starts('[')) return nameOfJson(readText(head, at, Math.min(head.length, at + 4096)));
  if (looksLikeSipText(head, at)) return 'SIP text without a capture around it';
  return 'text without a whole SIP message or hex dump';
}

/** What other programs write as JSON instead of packets. */
function nameOfJson(text: string): string {
  if (/"log"\s*:/.test(text) && /"(?:creator|entries|browser)"\s*:/.test(text)) return 'HTTP archive (HAR) of a browser';
  return /"_index"\s*:\s*"packets-/.test(text) ? 'JSON that Wireshark exported' : 'JSON text';
}

function xmlName(text: string): string {
  return /<[pd]sml|<pdml/.test(text) ? 'PDML that Wireshark exported' : 'XML document';
}

function looksLikeSipText(head: Uint8Array, at: number): boolean {
  if (startsWithIgnoringCase(head, at, head.length, 'sip/2.0 ')) return true;
  let end = head.indexOf(0x0a, at);
  if (end < 0) end = head.length;
  if (head[end - 1] === 0x0d) end--;
  return end - at > 16 && startsWithIgnoringCase(head, end - 8, head.length, ' sip/2.0');
}

/** ERF has no magic: two record headers that follow each other (type, flags and lengths plausible) must do. */
function isErf(head: Uint8Array): boolean {
  let at = 0;
  for (let records = 0; records < 2; records++) {
    if (at + 16 > head.length) return records > 0 && at === head.length;
    const type = head[at + 8]! & 0x7f;
    const recordLength = (head[at + 10]! << 8) | head[at + 11]!;
    const wireLength = (head[at + 14]! << 8) | head[at + 15]!;
    const seconds = ((head[at + 7]! << 24) | (head[at + 6]! << 16) | (head[at + 5]! << 8) | head[at + 4]!) >>> 0;
    if (type === 0 || type > 48 || recordLength < 18 || wireLength === 0 || wireLength > recordLength + 65_535 || seconds < 500_000_000) return false;
    at += recordLength;
  }
  return true;
}
