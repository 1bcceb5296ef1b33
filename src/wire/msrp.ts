/**
 * MSRP (RFC 4975 section 9): a request or response with its headers, body and end-line. The end-line, seven hyphens, the transaction id and
 * one of $, + and #, is what ends it; nothing else does. Never reads outside [at, end).
 */
import { searchOctet } from '../base/octet-search.ts';
import { readText } from '../base/text.ts';

/** an ident is 4 to 32 octets; a little more is waited for */
const LONGEST_IDENT = 64;
/** octets of a first line that is waited for */
const LONGEST_LINE = 256;
/** octets of headers that are read: paths over relays are long, and yet a fraction of it */
const LONGEST_HEAD = 16_384;
const MOST_HEADERS = 64;
const HYPHEN = 0x2d;
const LINE_FEED = 0x0a;

export interface MsrpHead {
  readonly transaction: string;
  /** of a request; undefined for a response */
  readonly method: string | undefined;
  /** of a response, 0 of a request */
  readonly status: number;
  readonly comment: string;
  /** by lower-case name, the first of each */
  readonly headers: ReadonlyMap<string, string>;
  /** the body is [bodyAt, bodyEnd); equal when there is none */
  readonly bodyAt: number;
  readonly bodyEnd: number;
  /** "$" complete, "+" more follows, "#" abandoned; "" when the end-line is missing */
  readonly flag: string;
}

export interface ByteRange {
  /** octets counted from 1; last and total -1 for "*" */
  readonly first: number;
  readonly last: number;
  readonly total: number;
}

const firstLine = /^MSRP ([^ \r\n]{1,64}) (?:([A-Z]{1,32})|(\d{3})(?: ([^\r\n]*))?)$/;

/** Do octets[at, end) begin a message, as far as they go? undefined when they end before that is clear. */
export function beginsMsrp(octets: Uint8Array, at: number, end: number): boolean | undefined {
  for (let i = 0; i < 5; i++) {
    if (at + i >= end) return undefined;
    if (octets[at + i] !== 'MSRP '.charCodeAt(i)) return false;
  }
  let p = at + 5;
  while (p < end && octets[p]! > 0x20 && octets[p]! < 0x7f && p - at < LONGEST_IDENT + 5) p++;
  if (p === end) return p - at >= LONGEST_IDENT ? false : undefined;
  if (octets[p] !== 0x20 || p - at < 7) return false;
  if (p + 1 >= end) return undefined;
  const next = octets[p + 1]!;
  return (next >= 0x41 && next <= 0x5a) || (next >= 0x30 && next <= 0x39);
}

/** The next place from `at` on where a line begins a message, or may begin one; `end` when there is none. */
export function findMsrp(octets: Uint8Array, at: number, end: number): number {
  for (let p = at; p < end; ) {
    if (beginsMsrp(octets, p, end) !== false) return p;
    const lineFeed = searchOctet(octets, LINE_FEED, p, end);
    if (lineFeed === end) return end;
    p = lineFeed + 1;
  }
  return end;
}

/** The transaction id of the message that begins at `at`, as a place; undefined when its first line is not there. */
function findIdent(octets: Uint8Array, at: number, end: number): { readonly at: number; readonly end: number } | undefined {
  const from = at + 5;
  let p = from;
  while (p < end && octets[p] !== 0x20 && p - from <= LONGEST_IDENT) p++;
  return p < end && octets[p] === 0x20 ? { at: from, end: p } : undefined;
}

/**
 * The position behind the end-line of the message that begins at `at`, searched from `from` (no earlier than `at`); -1 when it is
 * not there. `lineAt` of the answer is where the end-line begins.
 */
export function findEnd(octets: Uint8Array, at: number, from: number, end: number): { readonly lineAt: number; readonly end: number } | undefined {
  const ident = findIdent(octets, at, Math.min(end, at + LONGEST_LINE));
  if (ident === undefined) return undefined;
  const length = 7 + ident.end - ident.at;
  for (let p = searchOctet(octets, LINE_FEED, from, end); p + 1 + length < end; p = searchOctet(octets, LINE_FEED, p + 1, end)) {
    const line = p + 1;
    if (octets[line] !== HYPHEN || !isEndLine(octets, line, ident)) continue;
    const flag = octets[line + length];
    if (flag !== 0x24 && flag !== 0x2b && flag !== 0x23) continue;
    const behind = line + length + 1;
    if (octets[behind] === 0x0a && behind < end) return { lineAt: line, end: behind + 1 };
    if (octets[behind] === 0x0d && behind + 1 < end && octets[behind + 1] === 0x0a) return { lineAt: line, end: behind + 2 };
  }
  return undefined;
}

function isEndLine(octets: Uint8Array, at: number, ident: { readonly at: number; readonly end: number }): boolean {
  for (let i = 0; i < 7; i++) if (octets[at + i] !== HYPHEN) return false;
  for (let i = ident.at; i < ident.end; i++) if (octets[at + 7 + i - ident.at] !== octets[i]) return false;
  return true;
}

/** The message octets[at, end), its end-line included when it is there; undefined when its first line is none of MSRP. */
export function readMsrp(octets: Uint8Array, at: number, end: number): MsrpHead | undefined {
  const tail = findEnd(octets, at, at, end);
  const limit = tail?.lineAt ?? end;
  const headers = new Map<string, string>();
  let first: RegExpExecArray | null = null;
  let p = at;
  let bodyAt = limit;
  for (let line = 0; p < limit && p - at < LONGEST_HEAD && line < MOST_HEADERS; line++) {
    const next = Math.min(limit, searchOctet(octets, LINE_FEED, p, limit) + 1);
    const text = readText(octets, p, next).replace(/\r?\n$/, '');
    p = next;
    if (line === 0) {
      first = firstLine.exec(text);
      if (first === null) return undefined;
    } else if (text === '') {
      bodyAt = p;
      break;
    } else {
      const colon = text.indexOf(':');
      const name = text.slice(0, Math.max(0, colon)).trim().toLowerCase();
      if (colon > 0 && !headers.has(name)) headers.set(name, text.slice(colon + 1).trim());
    }
  }
  if (first === null) return undefined;
  // CR LF before the end-line belong to it, not to the body
  const bodyEnd = tail === undefined ? limit : Math.max(bodyAt, limit - (octets[limit - 2] === 0x0d ? 2 : 1));
  const flag = tail === undefined ? '' : String.fromCharCode(octets[tail.lineAt + 7 + first[1]!.length] ?? 0);
  return {
    transaction: first[1]!,
    method: first[2],
    status: first[3] === undefined ? 0 : Number(first[3]),
    comment: first[4] ?? '',
    headers,
    bodyAt: Math.min(bodyAt, bodyEnd),
    bodyEnd,
    flag,
  };
}

/** Byte-Range (section 7.1.1); undefined when it is none. */
export function readByteRange(text: string | undefined): ByteRange | undefined {
  const found = /^(\d{1,15})-(\d{1,15}|\*)\/(\d{1,15}|\*)$/.exec(text ?? '');
  if (found === null) return undefined;
  const number = (part: string): number => (part === '*' ? -1 : Number(part));
  return { first: Number(found[1]), last: number(found[2]!), total: number(found[3]!) };
}

/** Status (section 7.1.2): the number within "000 200 OK"; 0 when there is none. */
export function readStatus(text: string | undefined): number {
  return Number(/^\d{3} (\d{3})(?: |$)/.exec(text ?? '')?.[1] ?? 0);
}

/** The session-id of the last URI of a path (section 6): that of the far end, whatever relays stand before it. "" without one. */
export function sessionId(path: string | undefined): string {
  const uri = (path ?? '').trim().split(/\s+/).at(-1) ?? '';
  return /^msrps?:\/\/[^/]*\/([^;]+)/i.exec(uri)?.[1] ?? '';
}
