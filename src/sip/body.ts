/**
 * The bodies of a message: one, or the parts of multipart/* (RFC 2046 section 5.1, RFC 5621), nested ones included, in place and
 * within limits. findSdp() is what calls ask for; walkBodies() is for the inspector.
 */
import { searchOctet } from '../base/octet-search.ts';
import { limits } from '../base/limits.ts';
import { readText } from '../base/text.ts';
import { findHeaderField, HeaderField } from './header.ts';
import { isBlank, isNamed, Param, readParam } from './param.ts';
import type { SipScan } from './scan.ts';
import { isWord, word } from './word.ts';

const BOUNDARY = word('boundary');
const CONTENT_TYPE = word('content-type');
const SDP = word('application/sdp');
const C = word('c');

export interface Body {
  /** media type in lower case, without parameters; '' when not said */
  readonly type: string;
  /** the Content-Type value as it stands, -1 when absent */
  readonly typeAt: number;
  readonly typeEnd: number;
  readonly at: number;
  readonly end: number;
  /** the headers of the part; both -1 for the message's own body */
  readonly headersAt: number;
  readonly headersEnd: number;
  readonly depth: number;
}

export interface Span {
  at: number;
  end: number;
}

/** The first session description of a scanned message, into `out`. False when it has none. */
export function findSdp(octets: Uint8Array, scan: SipScan, out: Span): boolean {
  if (scan.bodyEnd <= scan.bodyAt || scan.hasContentEncoding) return false;
  if (scan.isSdp) {
    out.at = scan.bodyAt;
    out.end = scan.bodyEnd;
    return true;
  }
  if (!scan.isMultipart) return false;
  let found = false;
  walkBodies(octets, scan.contentTypeAt, scan.contentTypeEnd, scan.bodyAt, scan.bodyEnd, (body) => {
    if (found || body.type !== 'application/sdp' || body.end <= body.at) return;
    found = true;
    out.at = body.at;
    out.end = body.end;
  });
  return found;
}

/**
 * Visits every body of octets[at, end) whose Content-Type is octets[typeAt, typeEnd): leaves, and containers before their parts.
 * Returns the limit that cut it short, if any.
 */
export function walkBodies(
  octets: Uint8Array,
  typeAt: number,
  typeEnd: number,
  at: number,
  end: number,
  visit: (body: Body) => void,
): 'bodyParts' | 'bodyDepth' | undefined {
  const walk = { parts: 0, limit: undefined as 'bodyParts' | 'bodyDepth' | undefined, visit };
  walkBody(octets, { type: mediaType(octets, typeAt, typeEnd), typeAt, typeEnd, at, end, headersAt: -1, headersEnd: -1, depth: 0 }, walk);
  return walk.limit;
}

interface Walk {
  parts: number;
  limit: 'bodyParts' | 'bodyDepth' | undefined;
  readonly visit: (body: Body) => void;
}

function walkBody(octets: Uint8Array, body: Body, walk: Walk): void {
  if (walk.parts++ >= limits.bodyParts) {
    walk.limit ??= 'bodyParts';
    return;
  }
  walk.visit(body);
  if (!body.type.startsWith('multipart/')) return;
  if (body.depth >= limits.bodyDepth) {
    walk.limit ??= 'bodyDepth';
    return;
  }
  const boundary = findBoundary(octets, body.typeAt, body.typeEnd);
  if (boundary === undefined) return;
  let line = nextBoundary(octets, body.at, body.end, boundary);
  while (line >= 0) {
    const marker = line + 2 + boundary.length;
    if (octets[marker] === 0x2d && octets[marker + 1] === 0x2d && marker + 1 < body.end) return;
    const partAt = lineAfter(octets, marker, body.end);
    const next = nextBoundary(octets, partAt, body.end, boundary);
    const partEnd = next < 0 ? body.end : beforeLineEnd(octets, partAt, next);
    walkBody(octets, partOf(octets, partAt, partEnd, body.depth + 1), walk);
    if (walk.limit === 'bodyParts') return;
    line = next;
  }
}

function partOf(octets: Uint8Array, at: number, end: number, depth: number): Body {
  const field = new HeaderField();
  let typeAt = -1;
  let typeEnd = -1;
  let p = at;
  while (p < end && octets[p] !== 0x0d && octets[p] !== 0x0a) {
    p = findHeaderField(octets, p, end, field);
    if (typeAt < 0 && field.valueAt >= 0 && (isWord(octets, field.nameAt, field.nameEnd, CONTENT_TYPE) || isWord(octets, field.nameAt, field.nameEnd, C))) {
      typeAt = field.valueAt;
      typeEnd = field.valueEnd;
    }
  }
  const bodyAt = p < end && octets[p] === 0x0d && octets[p + 1] === 0x0a && p + 1 < end ? p + 2 : Math.min(end, p + 1);
  const type = typeAt < 0 ? 'text/plain' : mediaType(octets, typeAt, typeEnd);
  return { type, typeAt, typeEnd, at: bodyAt, end, headersAt: at, headersEnd: p, depth };
}

/** type/subtype in lower case, blanks taken out */
export function mediaType(octets: Uint8Array, at: number, end: number): string {
  if (at < 0) return '';
  let last = at;
  while (last < end && octets[last] !== 0x3b && octets[last] !== 0x2c) last++;
  if (isWord(octets, at, last, SDP)) return 'application/sdp';
  return readText(octets, at, Math.min(last, at + 256))
    .replace(/[\s\0]+/g, '')
    .toLowerCase();
}

/** The boundary a multipart Content-Type value names; undefined when there is none of 1 to 256 octets. */
export function findBoundary(octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
  const param = new Param();
  let i = at;
  while (i < end && octets[i] !== 0x3b) i++;
  while (i < end && octets[i] === 0x3b) {
    i = readParam(octets, i + 1, end, param);
    if (param.valueAt >= 0 && isNamed(octets, param, BOUNDARY)) {
      const length = param.valueEnd - param.valueAt;
      return length > 0 && length <= 256 ? octets.slice(param.valueAt, param.valueEnd) : undefined;
    }
    // a comma inside an unquoted boundary: go on behind it
    while (i < end && octets[i] !== 0x3b) i++;
  }
  return undefined;
}

/** Where the next line that begins with "--" and the boundary begins, from the line start `at` on; -1 when there is none. */
function nextBoundary(octets: Uint8Array, at: number, end: number, boundary: Uint8Array): number {
  let p = at;
  while (p < end) {
    if (octets[p] === 0x2d && octets[p + 1] === 0x2d && isBoundary(octets, p + 2, end, boundary)) return p;
    const lineFeed = searchOctet(octets, 0x0a, p, end);
    if (lineFeed === end) return -1;
    p = lineFeed + 1;
  }
  return -1;
}

function isBoundary(octets: Uint8Array, at: number, end: number, boundary: Uint8Array): boolean {
  if (at + boundary.length > end) return false;
  for (let i = 0; i < boundary.length; i++) if (octets[at + i] !== boundary[i]) return false;
  const behind = at + boundary.length;
  return behind === end || isBlank(octets[behind]!) || octets[behind] === 0x2d;
}

function lineAfter(octets: Uint8Array, at: number, end: number): number {
  return Math.min(end, searchOctet(octets, 0x0a, at, end) + 1);
}

/** The line end before a boundary belongs to the boundary. */
function beforeLineEnd(octets: Uint8Array, at: number, boundary: number): number {
  let end = boundary;
  if (end > at && octets[end - 1] === 0x0a) end--;
  if (end > at && octets[end - 1] === 0x0d) end--;
  return end;
}
