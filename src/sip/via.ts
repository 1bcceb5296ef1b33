/**
 * One element of a Via header, found in place (RFC 3261 section 20.42, rport RFC 3581). White space around the slashes of the
 * sent-protocol and folds are allowed. Faults are marked, never thrown. Never reads outside [at, end).
 */
import { isBlank, isNamed, Param, readNumber, readParam, skipBlanks, stops } from './param.ts';
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
