/**
 * One element of a Via header, found in place (RFC 3261 section 20.42, rport RFC 3581). White space around the slashes of the
 * sent-protocol and folds are allowed. Faults are marked, never thrown. Never reads outside [at, end).
 */
import { searchEnd } from '../base/octet-search.ts';
import { isBlank, isNamed, Param, plainLineEnd, readNumber, readParam, skipBlanks, stops } from './param.ts';
import { word } from './word.ts';

const BRANCH = word('branch');
const RPORT = word('rport');
const RECEIVED = word('received');

export class Via {
  transportAt = -1;
  transportEnd = -1;
  /** host and port as sent, brackets included */
  sentByAt = -1;
  sentByEnd = -1;
  branchAt = -1;
  branchEnd = -1;
  receivedAt = -1;
  receivedEnd = -1;
  /** -1 absent, 0 asked for (no value), else the port */
  rport = -1;
  paramsAt = -1;
  end = -1;
  malformed = false;
}

const param = new Param();

/** Finds the element that begins at `at`. Returns the position behind the comma that ends it, or `end`. */
export function findVia(octets: Uint8Array, at: number, end: number, out: Via): number {
  out.transportAt = out.transportEnd = out.sentByAt = out.sentByEnd = out.branchAt = out.branchEnd = -1;
  out.receivedAt = out.receivedEnd = out.rport = out.paramsAt = -1;
  out.malformed = false;
  let i = findTransport(octets, at, end, out);
  i = findSentBy(octets, i, end, out);
  if (out.sentByAt < 0 || out.transportAt < 0) out.malformed = true;
  while (i < end && octets[i] !== 0x3b && octets[i] !== 0x2c) {
    if (!isBlank(octets[i]!)) out.malformed = true;
    i++;
  }
  if (i < end && octets[i] === 0x3b) out.paramsAt = i;
  while (i < end && octets[i] === 0x3b) {
    i = readParam(octets, i + 1, end, param);
    takeParam(octets, out);
  }
  out.end = i;
  return i < end ? i + 1 : end;
}

/**
 * As findVia() for a header that holds one element written plainly: one space where spaces belong, no quotes, CR LF. Takes
 * the end of the message, and returns where the next line begins; -1 when the header is not so plain, and then findVia() is
 * to find it.
 */
export function findPlainVia(octets: Uint8Array, at: number, end: number, out: Via): number {
  let i = at < end && octets[at] === 0x20 ? at + 1 : at;
  if (i + 12 > end || !isSip20Slash(octets, i)) return -1;
  const transportAt = i + 8;
  i = transportAt;
  while (i < end && (stops[octets[i]!]! & 3) === 0) i++;
  const transportEnd = i;
  const sentByAt = i + 1;
  if (i === transportAt || i >= end || octets[i] !== 0x20) return -1;
  i = searchEnd(octets, 0x3b, 0x2c, sentByAt, end);
  if (i === sentByAt) return -1;
  out.branchAt = out.branchEnd = out.receivedAt = out.receivedEnd = out.rport = -1;
  out.malformed = false;
  out.transportAt = transportAt;
  out.transportEnd = transportEnd;
  out.sentByAt = sentByAt;
  out.sentByEnd = i;
  out.paramsAt = i < end && octets[i] === 0x3b ? i : -1;
  while (i < end && octets[i] === 0x3b) {
    i = readPlainParam(octets, i + 1, end);
    if (i < 0) return -1;
    takeParam(octets, out);
  }
  out.end = i;
  return plainLineEnd(octets, i, end);
}

/** "SIP/2.0/" */
function isSip20Slash(octets: Uint8Array, at: number): boolean {
  return (
    octets[at] === 0x53 &&
    octets[at + 1] === 0x49 &&
    octets[at + 2] === 0x50 &&
    octets[at + 3] === 0x2f &&
    octets[at + 4] === 0x32 &&
    octets[at + 5] === 0x2e &&
    octets[at + 6] === 0x30 &&
    octets[at + 7] === 0x2f
  );
}

/** As readParam() without white space and quotes; -1 for a quoted or empty value. */
function readPlainParam(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && stops[octets[i]!] === 0) i++;
  param.nameAt = at;
  param.nameEnd = i;
  param.valueAt = param.valueEnd = -1;
  param.malformed = false;
  if (i >= end || octets[i] !== 0x3d) return i;
  param.valueAt = ++i;
  if (i < end && octets[i] === 0x22) return -1;
  param.valueEnd = i = searchEnd(octets, 0x3b, 0x2c, i, end);
  return i === param.valueAt ? -1 : i;
}

/** Name "/" version "/" transport; returns the position behind it. */
function findTransport(octets: Uint8Array, at: number, end: number, out: Via): number {
  let slashes = 0;
  let i = at;
  for (; i < end && slashes < 2; i++) {
    const octet = octets[i]!;
    if (octet === 0x2f) slashes++;
    else if (octet === 0x3b || octet === 0x2c) return i;
  }
  i = skipBlanks(octets, i, end);
  const first = i;
  while (i < end && (stops[octets[i]!]! & 3) === 0) i++;
  if (i > first) {
    out.transportAt = first;
    out.transportEnd = i;
  }
  return i;
}

function findSentBy(octets: Uint8Array, at: number, end: number, out: Via): number {
  let i = skipBlanks(octets, at, end);
  const first = i;
  while (i < end && (stops[octets[i]!]! & 3) === 0) i++;
  if (i === first) return i;
  out.sentByAt = first;
  // "host : port" is legal: take the port along
  let j = skipBlanks(octets, i, end);
  if (j > i && j < end && octets[j] === 0x3a) {
    j = skipBlanks(octets, j + 1, end);
    while (j < end && octets[j]! >= 0x30 && octets[j]! <= 0x39) j++;
    i = j;
  }
  out.sentByEnd = i;
  return i;
}

function takeParam(octets: Uint8Array, out: Via): void {
  const length = param.nameEnd - param.nameAt;
  if (length === 6) {
    if (out.branchAt < 0 && param.valueAt >= 0 && isNamed(octets, param, BRANCH)) {
      out.branchAt = param.valueAt;
      out.branchEnd = param.valueEnd;
    }
  } else if (length === 5) {
    if (isNamed(octets, param, RPORT)) out.rport = param.valueAt < 0 ? 0 : Math.max(0, readNumber(octets, param.valueAt, param.valueEnd));
  } else if (length === 8) {
    if (param.valueAt >= 0 && isNamed(octets, param, RECEIVED)) {
      out.receivedAt = param.valueAt;
      out.receivedEnd = param.valueEnd;
    }
  } else if (length === 0) out.malformed = true;
  if (param.malformed) out.malformed = true;
}

/** How many elements a Via header's value [at, end) holds; elements of separators alone do not count. */
export function countVias(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  // nearly every Via header holds one element: no comma, no quote
  while (i < end && octets[i] !== 0x2c && octets[i] !== 0x22) i++;
  if (i >= end) return skipBlanks(octets, at, end) < end ? 1 : 0;
  return countJoined(octets, at, end);
}

function countJoined(octets: Uint8Array, at: number, end: number): number {
  let count = 0;
  let filled = false;
  let quoted = false;
  for (let i = at; i < end; i++) {
    const octet = octets[i]!;
    if (quoted) {
      if (octet === 0x5c) i++;
      else if (octet === 0x22) quoted = false;
    } else if (octet === 0x22) quoted = true;
    else if (octet === 0x2c) {
      if (filled) count++;
      filled = false;
    } else if (octet > 0x20 && octet !== 0x3b) filled = true;
  }
  return filled ? count + 1 : count;
}
