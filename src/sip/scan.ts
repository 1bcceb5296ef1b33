/**
 * One pass over a SIP message (RFC 3261): the start line and the headers the tables need, as spans and numbers in a borrowed
 * record. No allocation, no strings. Header names in any case, compact names, folds, white space before the colon, bare
 * LF or CR, duplicates (the first counts). It promises never to read outside [at, end) and never to throw.
 */
import { searchOctet } from '../base/octet-search.ts';
import { LegHeaders } from './leg-headers.ts';
import { scanHeader } from './scan-header.ts';
import { scanPlainHeader } from './scan-plain.ts';
import { Problem } from './problem.ts';
import { readPlainStartLine, readStartLine } from './start-line.ts';

/**
 * Spans are absolute positions in the octets given, [xAt, xEnd), -1 when absent; a span may hold a fold. Numbers are -1 when
 * absent and -2 when malformed or out of range.
 */
export class SipScan {
  /** 0 not SIP, 1 SIP, 2 SIP with problems (`problems` is not 0) */
  verdict: 0 | 1 | 2 = 0;
  /** bits of problem.ts */
  problems = 0;
  /** the start line is one that Wireshark takes for SIP */
  strict = false;
  startLineAt = -1;
  startLineEnd = -1;
  versionAt = -1;
  versionEnd = -1;
  isRequest = false;
  /** the Request-URI has a colon and three octets or more */
  hasScheme = false;
  /** method.ts, `Method.other` (0) for an unknown one and for responses */
  method = 0;
  methodAt = -1;
  methodEnd = -1;
  requestUriAt = -1;
  requestUriEnd = -1;
  /** 0 to 9999; -1 for a request; 0 when the digits do not fit (see the span) */
  status = -1;
  statusAt = -1;
  statusEnd = -1;
  reasonAt = -1;
  reasonEnd = -1;
  callIdAt = -1;
  callIdEnd = -1;
  fromDisplayAt = -1;
  fromDisplayEnd = -1;
  fromUriAt = -1;
  fromUriEnd = -1;
  fromTagAt = -1;
  fromTagEnd = -1;
  toDisplayAt = -1;
  toDisplayEnd = -1;
  toUriAt = -1;
  toUriEnd = -1;
  toTagAt = -1;
  toTagEnd = -1;
  /** 0 to 4294967295 */
  cseqNumber = -1;
  cseqMethod = 0;
  cseqMethodAt = -1;
  cseqMethodEnd = -1;
  /** of the topmost Via; Vias are counted over all Via headers, elements joined by commas included */
  viaCount = 0;
  viaTransportAt = -1;
  viaTransportEnd = -1;
  sentByAt = -1;
  sentByEnd = -1;
  branchAt = -1;
  branchEnd = -1;
  receivedAt = -1;
  receivedEnd = -1;
  /** -1 absent, 0 without a value, else the port */
  rport = -1;
  /** of the first Contact element; contactCount counts all elements; contactExpires its expires parameter */
  contactCount = 0;
  contactUriAt = -1;
  contactUriEnd = -1;
  contactStar = false;
  contactExpires = -1;
  expires = -1;
  minExpires = -1;
  contentLength = -1;
  contentTypeAt = -1;
  contentTypeEnd = -1;
  isSdp = false;
  isMultipart = false;
  hasContentEncoding = false;
  /** User-Agent, else Server */
  userAgentAt = -1;
  userAgentEnd = -1;
  /** the first Reason header whole; its numbers over all Reason headers; the first text parameter */
  reasonHeaderAt = -1;
  reasonHeaderEnd = -1;
  reasonQ850 = -1;
  reasonSip = -1;
  reasonTextAt = -1;
  reasonTextEnd = -1;
  /** X-Asterisk-HangupCauseCode, X-Asterisk-HangupCause */
  hangupCause = -1;
  hangupTextAt = -1;
  hangupTextEnd = -1;
  warningAt = -1;
  warningEnd = -1;
  /** the first WWW-Authenticate or Proxy-Authenticate; the first Authorization or Proxy-Authorization */
  hasChallenge = false;
  challengeAt = -1;
  challengeEnd = -1;
  hasAuthorization = false;
  authorizationAt = -1;
  authorizationEnd = -1;
  require100rel = false;
  rseq = -1;
  rackRseq = -1;
  rackCseq = -1;
  sessionExpires = -1;
  /** 0 not said, 1 uac, 2 uas */
  refresher: 0 | 1 | 2 = 0;
  minSe = -1;
  maxForwards = -1;
  retryAfter = -1;
  eventAt = -1;
  eventEnd = -1;
  subscriptionStateAt = -1;
  subscriptionStateEnd = -1;
  dateAt = -1;
  dateEnd = -1;
  sessionIdAt = -1;
  sessionIdEnd = -1;
  replacesAt = -1;
  replacesEnd = -1;
  referToAt = -1;
  referToEnd = -1;
  joinAt = -1;
  joinEnd = -1;
  /** headers that name another call, or a user; see leg-headers.ts */
  readonly legHeaders: LegHeaders = new LegHeaders();
  /** bits of trait.ts */
  traits = 0;
  /** header fields seen, continuation lines not counted */
  headerCount = 0;
  /** where the first header begins, where the empty line (or the end) begins, where the body begins */
  headersAt = -1;
  headerEnd = -1;
  bodyAt = -1;
  /** end of the body by Content-Length, cut at `end`; `end` when there is no usable Content-Length */
  bodyEnd = -1;
  /** a field was set that few messages set (internal): see resetScan() */
  hasRare = false;
  /** headers that occurred, as bits (internal): 1 Call-ID, 2 Via, 4 CSeq, 8 From, 16 To, 32 Content-Length, 64 User-Agent */
  seen = 0;
}

/** A fresh record to hand to scanMessage() again and again. */
export function createScan(): SipScan {
  return new SipScan();
}

/**
 * Scans octets[at, end), one datagram or one framed message, into `out`. True when it is to be listed as SIP: a start line
 * that Wireshark accepts (it asks for no header), or a recognisable start line with a fault and two of Call-ID, Via, CSeq.
 */
export function scanMessage(octets: Uint8Array, at: number, end: number, out: SipScan): boolean {
  resetScan(out);
  let i = at;
  while (i < end && (octets[i] === 0x0d || octets[i] === 0x0a)) i++;
  if (i > at) out.problems |= Problem.leadingLines;
  const lineAt = i;
  const headersAt = readPlainStartLine(octets, lineAt, end, out);
  if (headersAt >= 0) {
    out.headersAt = headersAt;
    scanHeaders(octets, headersAt, end, out);
    return conclude(octets, end, out);
  }
  while (i < end && octets[i] !== 0x0d && octets[i] !== 0x0a) i++;
  if (i >= end || octets[lineAt]! <= 0x20 || octets[lineAt]! >= 0x7f) return false;
  if (!readStartLine(octets, lineAt, i, out)) return false;
  const terminator = lineTerminator(octets, i, end);
  let next = i;
  while (next < end && octets[next] === 0x0d && terminator === 0x0a) next++;
  next++;
  if (terminator === 0x0d || next !== i + 2) out.problems |= Problem.lineEnding;
  out.headersAt = Math.min(next, end);
  if (terminator === 0x0a) scanHeaders(octets, out.headersAt, end, out);
  else scanMixedHeaders(octets, out.headersAt, end, out);
  return conclude(octets, end, out);
}

/** LF, unless the start line ends with a CR that no LF follows; then lines may end in any way (`mixedLineEnd`). */
function lineTerminator(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && octets[i] === 0x0d) i++;
  return i < end && octets[i] === 0x0a ? 0x0a : 0x0d;
}

/** Lines end with an LF; a CR should be before it. */
function scanHeaders(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  let p = at;
  while (p < end) {
    const first = octets[p]!;
    if (first <= 0x0d && (first === 0x0d || first === 0x0a)) {
      const body = bodyBehind(octets, p, end, 0x0a, out);
      if (body >= 0) {
        out.headerEnd = p;
        out.bodyAt = body;
        return;
      }
    }
    const plainNext = scanPlainHeader(octets, p, end, out);
    if (plainNext >= 0) {
      out.headerCount++;
      p = plainNext;
      continue;
    }
    let lineEnd = searchOctet(octets, 0x0a, p, end);
    if (octets[lineEnd - 1] !== 0x0d) out.problems |= Problem.lineEnding;
    let next = lineEnd + 1;
    while (next < end && (octets[next] === 0x20 || octets[next] === 0x09)) {
      lineEnd = searchOctet(octets, 0x0a, next, end);
      next = lineEnd + 1;
    }
    if (first === 0x20 || first === 0x09) out.problems |= Problem.foldWithoutHeader;
    else scanHeader(octets, p, lineEnd, out);
    out.headerCount++;
    p = next;
  }
  out.headerEnd = out.bodyAt = end;
  out.problems |= Problem.headerEndMissing;
}

/** Lines end with a CR, an LF or both. */
function scanMixedHeaders(octets: Uint8Array, at: number, end: number, out: SipScan): void {
  let p = at;
  while (p < end) {
    const first = octets[p]!;
    if (first === 0x0d || first === 0x0a) {
      const body = bodyBehind(octets, p, end, 0x0d, out);
      if (body >= 0) {
        out.headerEnd = p;
        out.bodyAt = body;
        return;
      }
    }
    let lineEnd = mixedLineEnd(octets, p, end);
    let next = lineEnd + 1;
    while (next < end && (octets[next] === 0x20 || octets[next] === 0x09)) {
      lineEnd = mixedLineEnd(octets, next, end);
      next = lineEnd + 1;
    }
    if (first === 0x20 || first === 0x09) out.problems |= Problem.foldWithoutHeader;
    else scanHeader(octets, p, lineEnd, out);
    out.headerCount++;
    p = next;
  }
  out.headerEnd = out.bodyAt = end;
  out.problems |= Problem.headerEndMissing;
}

/** The last octet of the line end, where a CR alone, an LF alone or both together end a line. */
function mixedLineEnd(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && octets[i] !== 0x0d && octets[i] !== 0x0a) i++;
  return i + 1 < end && octets[i] === 0x0d && octets[i + 1] === 0x0a ? i + 1 : i;
}

/** Where the body begins when the empty line is at `at`; -1 when that is no empty line. */
function bodyBehind(octets: Uint8Array, at: number, end: number, terminator: number, out: SipScan): number {
  if (octets[at] === 0x0d && at + 1 < end && octets[at + 1] === 0x0a) return at + 2;
  if (octets[at] === 0x0a) {
    out.problems |= Problem.lineEnding;
    return at + 1;
  }
  if (terminator === 0x0d) return at + 1;
  let i = at;
  while (i < end && octets[i] === 0x0d) i++;
  if (i < end && octets[i] !== 0x0a) return -1;
  out.problems |= Problem.lineEnding;
  return Math.min(i + 1, end);
}

function conclude(octets: Uint8Array, end: number, out: SipScan): boolean {
  const seen = out.seen;
  const evidence = (seen & 1) + ((seen >> 1) & 1) + ((seen >> 2) & 1);
  if (!out.strict && evidence < (out.hasScheme ? 2 : 3)) return false;
  let problems = out.problems;
  if (out.callIdAt < 0) problems |= Problem.missingCallId;
  if (out.fromUriAt < 0) problems |= Problem.missingFrom;
  if (out.toUriAt < 0) problems |= Problem.missingTo;
  if (out.cseqMethodAt < 0 && out.cseqNumber < 0 && (problems & (Problem.cseqMalformed | Problem.cseqRange)) === 0) problems |= Problem.missingCseq;
  if (out.viaCount === 0) problems |= Problem.missingVia;
  if (out.isRequest && out.cseqMethodAt >= 0 && !sameMethod(octets, out)) problems |= Problem.cseqMethod;
  const rest = end - out.bodyAt;
  out.bodyEnd = end;
  if (out.contentLength > rest) problems |= Problem.contentLengthTooLarge;
  else if (out.contentLength >= 0) {
    out.bodyEnd = out.bodyAt + out.contentLength;
    if (!isPadding(octets, out.bodyEnd, end)) problems |= Problem.contentLengthTooSmall;
  }
  out.problems = problems;
  out.verdict = problems === 0 ? 1 : 2;
  return true;
}

function sameMethod(octets: Uint8Array, scan: SipScan): boolean {
  if (scan.method !== scan.cseqMethod) return false;
  if (scan.method !== 0) return true;
  const length = scan.methodEnd - scan.methodAt;
  if (scan.cseqMethodEnd - scan.cseqMethodAt !== length) return false;
  for (let i = 0; i < length; i++) if (octets[scan.methodAt + i] !== octets[scan.cseqMethodAt + i]) return false;
  return true;
}

/** CR, LF and NUL behind a body are padding that some stacks send; anything else is not accounted for. */
function isPadding(octets: Uint8Array, at: number, end: number): boolean {
  for (let i = at; i < end; i++) if (octets[i] !== 0x0d && octets[i] !== 0x0a && octets[i] !== 0) return false;
  return true;
}

/** What every message sets is reset every time, the rest when the message before set any of it (`hasRare`). */
function resetScan(out: SipScan): void {
  out.verdict = 0;
  out.problems = out.method = out.viaCount = out.contactCount = out.cseqMethod = out.seen = out.headerCount = 0;
  out.strict = out.isRequest = out.hasScheme = out.contactStar = out.isSdp = out.isMultipart = false;
  out.startLineAt = out.startLineEnd = out.versionAt = out.versionEnd = out.methodAt = out.methodEnd = -1;
  out.requestUriAt = out.requestUriEnd = -1;
  out.status = out.statusAt = out.statusEnd = out.reasonAt = out.reasonEnd = out.callIdAt = out.callIdEnd = -1;
  out.fromDisplayAt = out.fromDisplayEnd = out.fromUriAt = out.fromUriEnd = out.fromTagAt = out.fromTagEnd = -1;
  out.toDisplayAt = out.toDisplayEnd = out.toUriAt = out.toUriEnd = out.toTagAt = out.toTagEnd = -1;
  out.cseqNumber = out.cseqMethodAt = out.cseqMethodEnd = out.viaTransportAt = out.viaTransportEnd = -1;
  out.sentByAt = out.sentByEnd = out.branchAt = out.branchEnd = out.receivedAt = out.receivedEnd = out.rport = -1;
  out.contactUriAt = out.contactUriEnd = out.contactExpires = -1;
  out.contentLength = out.contentTypeAt = out.contentTypeEnd = out.userAgentAt = out.userAgentEnd = out.maxForwards = -1;
  out.headersAt = out.headerEnd = out.bodyAt = out.bodyEnd = -1;
  if (out.hasRare) resetRare(out);
}

function resetRare(out: SipScan): void {
  out.hasRare = out.hasChallenge = out.hasAuthorization = out.require100rel = out.hasContentEncoding = false;
  out.refresher = 0;
  out.expires = out.minExpires = -1;
  out.reasonHeaderAt = out.reasonHeaderEnd = out.reasonQ850 = out.reasonSip = out.reasonTextAt = out.reasonTextEnd = -1;
  out.hangupCause = out.hangupTextAt = out.hangupTextEnd = out.warningAt = out.warningEnd = -1;
  out.challengeAt = out.challengeEnd = out.authorizationAt = out.authorizationEnd = -1;
  out.rseq = out.rackRseq = out.rackCseq = out.sessionExpires = out.minSe = out.retryAfter = -1;
  out.eventAt = out.eventEnd = out.subscriptionStateAt = out.subscriptionStateEnd = out.sessionIdAt = out.sessionIdEnd = -1;
  out.dateAt = out.dateEnd = -1;
  out.replacesAt = out.replacesEnd = out.referToAt = out.referToEnd = out.joinAt = out.joinEnd = -1;
  out.traits = 0;
  out.legHeaders.clear();
}
