/**
 * The head of an HTTP/1.1 message (RFC 9112 sections 2 to 5), as far as an upgrade needs it (RFC 6455 section 4): first line and
 * header fields, until the empty line. Never reads outside [at, end); longer heads than anybody's upgrade are not read.
 */
import type { Field } from '../base/field.ts';
import { searchOctet } from '../base/octet-search.ts';
import { readText } from '../base/text.ts';

/** octets of a head that is waited for: an upgrade with cookies and credentials has a tenth of it */
export const LONGEST_HEAD = 16_384;
const MOST_LINES = 256;
const LINE_FEED = 0x0a;

export interface HttpHead {
  /** of a request; undefined for a response */
  readonly method: string | undefined;
  /** of a response; undefined for a request */
  readonly status: number | undefined;
  readonly target: string;
  /** by lower-case name; several of one name are joined with ", " (RFC 9110 section 5.3) */
  readonly headers: ReadonlyMap<string, string>;
}

const requestLine = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/;
const statusLine = /^HTTP\/1\.[01] (\d{3})(?: .*)?$/;

/** The position behind the empty line of a head that begins at `at`, looked for from `from`; -1 when it is not there yet. */
export function findHeadEnd(octets: Uint8Array, from: number, end: number): number {
  let p = from;
  for (;;) {
    const lineFeed = searchOctet(octets, LINE_FEED, p, end);
    if (lineFeed + 1 >= end) return -1;
    if (octets[lineFeed + 1] === 0x0a) return lineFeed + 2;
    if (octets[lineFeed + 1] === 0x0d && lineFeed + 2 < end && octets[lineFeed + 2] === 0x0a) return lineFeed + 3;
    p = lineFeed + 1;
  }
}

/** Do octets[at, end) begin with `text` (ASCII)? undefined when they end before that is clear. */
export function beginsWith(octets: Uint8Array, at: number, end: number, text: string): boolean | undefined {
  for (let i = 0; i < text.length; i++) {
    if (at + i >= end) return undefined;
    if (octets[at + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** The head octets[at, end), its empty line included or not; undefined when its first line is none of HTTP/1. */
export function readHead(octets: Uint8Array, at: number, end: number): HttpHead | undefined {
  const lines = readText(octets, at, Math.min(end, at + LONGEST_HEAD)).split(/\r?\n/);
  const request = requestLine.exec(lines[0]!);
  const status = statusLine.exec(lines[0]!);
  if (request === null && status === null) return undefined;
  const headers = new Map<string, string>();
  for (const line of lines.slice(1, MOST_LINES)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return { method: request?.[1], status: status === null ? undefined : Number(status[1]), target: request?.[2] ?? '', headers };
}

/** Does a header that is a list of tokens (RFC 9110 section 5.6.1) hold `token`? Case does not matter. */
export function hasToken(head: HttpHead, name: string, token: string): boolean {
  return (head.headers.get(name) ?? '').split(',').some((one) => one.trim().toLowerCase() === token);
}

/** The head as fields: what of it stands in octets[at, end). */
export function inspect(octets: Uint8Array, at: number, end: number): Field {
  const stop = findHeadEnd(octets, at, end);
  const last = stop < 0 ? end : stop;
  const children: Field[] = [];
  for (let p = at; p < last && children.length <= MOST_LINES; ) {
    const next = Math.min(last, searchOctet(octets, LINE_FEED, p, last) + 1);
    const text = readText(octets, p, next).replace(/\r?\n$/, '');
    const colon = text.indexOf(':');
    const isFirst = p === at;
    if (text !== '') {
      children.push({
        key: isFirst ? 'http.first' : `http.${colon > 0 ? text.slice(0, colon) : 'line'}`,
        name: isFirst ? (text.startsWith('HTTP/') ? 'Status-Line' : 'Request-Line') : colon > 0 ? text.slice(0, colon) : 'Line',
        value: isFirst || colon <= 0 ? text : text.slice(colon + 1).trim(),
        at: p,
        length: next - p,
      });
    }
    p = next;
  }
  return {
    key: 'http',
    name: 'Hypertext Transfer Protocol',
    value: children[0]?.value ?? '',
    at,
    length: last - at,
    reference: 'RFC 9112 section 2',
    children,
  };
}
