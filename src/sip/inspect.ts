/**
 * A SIP message opened: start line, every header with its octets, canonical name, RFC and parts, bodies, and what is wrong where.
 * Built when somebody looks, never kept. Takes anything: what is no SIP message has an empty start line and no method.
 */
import type { Field } from '../base/field.ts';
import { limits } from '../base/limits.ts';
import { isLossy, readText } from '../base/text.ts';
import { findHeaderField, HeaderField } from './header.ts';
import { headerNamed } from './header-names.ts';
import { inspectBodies } from './inspect-body.ts';
import type { InspectedBody } from './inspect-body.ts';
import { unfold } from './inspect-field.ts';
import { uriFields } from './inspect-address.ts';
import { inspectValue } from './inspect-value.ts';
import { Problem, problemKinds } from './problem.ts';
import { isTokenOctet } from './start-line.ts';
import { createScan, scanMessage } from './scan.ts';
import type { SipScan } from './scan.ts';

export interface InspectedHeader {
  /** as it came */
  readonly name: string;
  /** in the RFC's spelling; the same as `name` when unknown */
  readonly canonical: string;
  /** folds read as one space */
  readonly value: string;
  /** the whole line or lines, then the value alone; octets of the message */
  readonly at: number;
  readonly length: number;
  readonly valueAt: number;
  readonly valueLength: number;
  readonly reference: string | undefined;
  readonly parts: readonly Field[];
  readonly problems: readonly string[];
}

export interface InspectedProblem {
  readonly code: string;
  readonly at: number;
  readonly length: number;
}

export interface InspectedMessage {
  readonly text: string;
  /** octets were not UTF-8, so `text` lost something */
  readonly lossy: boolean;
  readonly startLine: {
    readonly at: number;
    readonly length: number;
    readonly method: string | undefined;
    readonly requestUri: string | undefined;
    readonly status: number | undefined;
    readonly reason: string | undefined;
    readonly version: string;
    /** the Request-URI taken apart */
    readonly parts: readonly Field[];
  };
  readonly headers: readonly InspectedHeader[];
  readonly bodyAt: number;
  readonly bodyLength: number;
  readonly bodies: readonly InspectedBody[];
  readonly problems: readonly InspectedProblem[];
}

/** Opens the message `octets`, one datagram or one framed message; `problems` are bits that framing found. */
export function inspectMessage(octets: Uint8Array, problems = 0): InspectedMessage {
  const scan = createScan();
  const listed = scanMessage(octets, 0, octets.length, scan);
  scan.problems |= problems;
  const found: InspectedProblem[] = [];
  const headers = inspectHeaders(octets, scan, found);
  const bodyAt = scan.bodyAt < 0 ? octets.length : scan.bodyAt;
  const bodyEnd = scan.bodyEnd < 0 ? octets.length : scan.bodyEnd;
  const bodies = inspectBodies(octets, scan.contentTypeAt, scan.contentTypeEnd, bodyAt, bodyEnd, 0);
  if (bodies.limit !== undefined) found.push({ code: `limit.${bodies.limit}`, at: bodyAt, length: bodyEnd - bodyAt });
  placeProblems(octets, scan, headers, found);
  if (!listed) found.push({ code: 'sip.not-sip', at: 0, length: Math.max(0, scan.startLineEnd) });
  return {
    text: readText(octets),
    lossy: isLossy(octets),
    startLine: startLine(octets, scan),
    headers,
    bodyAt,
    bodyLength: bodyEnd - bodyAt,
    bodies: bodies.bodies,
    problems: found.sort((a, b) => a.at - b.at),
  };
}

function startLine(octets: Uint8Array, scan: SipScan): InspectedMessage['startLine'] {
  const text = (at: number, end: number): string | undefined => (at < 0 ? undefined : readText(octets, at, end));
  return {
    at: Math.max(0, scan.startLineAt),
    length: Math.max(0, scan.startLineEnd - scan.startLineAt),
    method: text(scan.methodAt, scan.methodEnd),
    requestUri: text(scan.requestUriAt, scan.requestUriEnd),
    status: scan.isRequest || scan.statusAt < 0 ? undefined : scan.status,
    reason: text(scan.reasonAt, scan.reasonEnd),
    version: text(scan.versionAt, scan.versionEnd) ?? '',
    parts: scan.requestUriAt < 0 ? [] : uriFields(octets, scan.requestUriAt, scan.requestUriEnd, 'sip.r-uri'),
  };
}

function inspectHeaders(octets: Uint8Array, scan: SipScan, found: InspectedProblem[]): InspectedHeader[] {
  const headers: InspectedHeader[] = [];
  if (scan.headersAt < 0) return headers;
  const field = new HeaderField();
  const seen = new Set<string>();
  let p = scan.headersAt;
  while (p < scan.headerEnd) {
    if (headers.length >= limits.sipHeaders) {
      found.push({ code: 'limit.sipHeaders', at: p, length: scan.headerEnd - p });
      break;
    }
    p = findHeaderField(octets, p, scan.headerEnd, field);
    const header = inspectHeader(octets, field, seen);
    headers.push(header);
    for (const code of header.problems) found.push({ code, at: header.at, length: header.length });
  }
  return headers;
}

/** Headers that may stand once; a second one is a fault (RFC 3261 section 7.3.1). */
const single: ReadonlySet<string> = new Set([
  'Call-ID',
  'CSeq',
  'From',
  'To',
  'Max-Forwards',
  'Content-Length',
  'Content-Type',
  'Expires',
  'Date',
  'Session-Expires',
  'Min-SE',
  'Event',
  'RSeq',
  'RAck',
  'Subscription-State',
  'Refer-To',
  'Replaces',
]);

function inspectHeader(octets: Uint8Array, field: HeaderField, seen: Set<string>): InspectedHeader {
  const name = readText(octets, field.nameAt, field.nameEnd);
  const known = field.isStrayFold || field.valueAt < 0 ? undefined : headerNamed(name);
  const problems: string[] = [];
  if (field.isStrayFold) problems.push('sip.fold-without-header');
  else if (field.valueAt < 0) problems.push('sip.header-without-colon');
  else if (!isHeaderName(octets, field.nameAt, field.nameEnd)) problems.push('sip.header-name');
  if (known !== undefined && single.has(known.name)) {
    if (seen.has(known.name)) problems.push('sip.duplicate-header');
    seen.add(known.name);
  }
  const valueAt = field.valueAt < 0 ? field.end : field.valueAt;
  const valueEnd = field.valueAt < 0 ? field.end : field.valueEnd;
  const inspected = known === undefined ? undefined : inspectValue(octets, valueAt, valueEnd, known);
  if (inspected !== undefined) problems.push(...inspected.problems);
  for (let i = field.at; i < field.end; i++) {
    if (octets[i] === 0) {
      problems.push('sip.nul-octet');
      break;
    }
  }
  if (isLossy(octets, field.at, field.end)) problems.push('sip.charset');
  return {
    name,
    canonical: known?.name ?? name,
    value: unfold(readText(octets, valueAt, valueEnd)),
    at: field.at,
    length: field.end - field.at,
    valueAt,
    valueLength: valueEnd - valueAt,
    reference: known?.reference,
    parts: inspected?.parts ?? [],
    problems: [...new Set(problems)],
  };
}

function isHeaderName(octets: Uint8Array, at: number, end: number): boolean {
  for (let i = at; i < end; i++) if (!isTokenOctet(octets[i]!)) return false;
  return end > at;
}

const startLineBits =
  Problem.startLineWhitespace |
  Problem.version |
  Problem.statusCode |
  Problem.requestUri |
  Problem.method |
  Problem.startLineOctet |
  Problem.lineEnding |
  Problem.missingCallId |
  Problem.missingFrom |
  Problem.missingTo |
  Problem.missingCseq |
  Problem.missingVia;
const contentLengthBits = Problem.contentLengthMalformed | Problem.contentLengthTooLarge | Problem.contentLengthTooSmall;

/** Gives every problem of the scanner that no header told already a place. */
function placeProblems(octets: Uint8Array, scan: SipScan, headers: readonly InspectedHeader[], found: InspectedProblem[]): void {
  const start = { at: Math.max(0, scan.startLineAt), length: Math.max(0, scan.startLineEnd - scan.startLineAt) };
  const told = new Set(found.map((problem) => problem.code));
  for (const { bit, code } of problemKinds) {
    if ((scan.problems & bit) === 0 || told.has(code)) continue;
    let place = start;
    if ((bit & contentLengthBits) !== 0) place = headers.find((header) => header.canonical === 'Content-Length') ?? start;
    else if (bit === Problem.cseqMethod) place = headers.find((header) => header.canonical === 'CSeq') ?? start;
    else if (bit === Problem.headerEndMissing) place = { at: octets.length, length: 0 };
    else if (bit === Problem.leadingLines) place = { at: 0, length: start.at };
    else if ((bit & startLineBits) === 0 && bit === Problem.contentLengthMissing) place = { at: Math.max(0, scan.headerEnd), length: 0 };
    found.push({ code, at: place.at, length: place.length });
  }
}
