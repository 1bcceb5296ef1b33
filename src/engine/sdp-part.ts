/**
 * Where the session description is in a message's body: the whole of it, or one part of a multipart body (RFC 2046 section
 * 5.1). Only spans; the first application/sdp part counts. Bounded by limits.bodyParts.
 */
import { startsWith, startsWithIgnoringCase, trimEnd } from '../base/bytes.ts';
import { limits } from '../base/limits.ts';
import type { SipScan } from '../sip/scan.ts';

export interface Span {
  readonly at: number;
  readonly end: number;
}

export function findSdpPart(octets: Uint8Array, scan: SipScan): Span | undefined {
  if (scan.bodyEnd <= scan.bodyAt || scan.hasContentEncoding) return undefined;
  if (scan.isSdp) return { at: scan.bodyAt, end: scan.bodyEnd };
  const boundary = boundaryOf(octets, scan.contentTypeAt, scan.contentTypeEnd);
  return boundary === undefined ? undefined : findPart(octets, scan.bodyAt, scan.bodyEnd, boundary);
}

/** The boundary parameter, quotes taken off. */
function boundaryOf(octets: Uint8Array, at: number, end: number): Uint8Array | undefined {
  for (let i = at; i + 9 <= end; i++) {
    if (!startsWithIgnoringCase(octets, i, end, 'boundary')) continue;
    let from = i + 8;
    while (from < end && (octets[from] === 0x20 || octets[from] === 0x09)) from++;
    if (octets[from] !== 0x3d) continue;
    from++;
    while (from < end && (octets[from] === 0x20 || octets[from] === 0x09)) from++;
    const isQuoted = octets[from] === 0x22;
    if (isQuoted) from++;
    let to = from;
    while (to < end && (isQuoted ? octets[to] !== 0x22 : octets[to] !== 0x3b && octets[to] !== 0x20 && octets[to] !== 0x0d)) to++;
    return to > from && to - from <= 200 ? octets.subarray(from, to) : undefined;
  }
  return undefined;
}

function findPart(octets: Uint8Array, at: number, end: number, boundary: Uint8Array): Span | undefined {
  let part = nextDelimiter(octets, at, end, boundary);
  for (let count = 0; part >= 0 && count < limits.bodyParts; count++) {
    const from = lineAfter(octets, part, end);
    const next = nextDelimiter(octets, from, end, boundary);
    const to = next < 0 ? end : next;
    const body = sdpBody(octets, from, to);
    if (body >= 0) return { at: body, end: next < 0 ? to : trimEnd(octets, body, to) };
    part = next;
  }
  return undefined;
}

/** Where the body of a part begins when its Content-Type is application/sdp; else -1. */
function sdpBody(octets: Uint8Array, at: number, end: number): number {
  let isSdp = false;
  let p = at;
  while (p < end) {
    if (octets[p] === 0x0d || octets[p] === 0x0a) return isSdp ? lineAfter(octets, p, end) : -1;
    if (startsWithIgnoringCase(octets, p, end, 'content-type') || startsWithIgnoringCase(octets, p, end, 'c:')) {
      const stop = lineAfter(octets, p, end);
      for (let i = p; i + 15 <= stop; i++) if (startsWithIgnoringCase(octets, i, stop, 'application/sdp')) isSdp = true;
    }
    p = lineAfter(octets, p, end);
  }
  return -1;
}

/** Position of the next line that begins with "--" and the boundary, or -1. */
function nextDelimiter(octets: Uint8Array, at: number, end: number, boundary: Uint8Array): number {
  for (let p = at; p < end; p = lineAfter(octets, p, end)) {
    if (!startsWith(octets, p, end, '--') || p + 2 + boundary.length > end) continue;
    let same = true;
    for (let i = 0; i < boundary.length && same; i++) same = octets[p + 2 + i] === boundary[i];
    if (same) return p;
  }
  return -1;
}

function lineAfter(octets: Uint8Array, at: number, end: number): number {
  const found = octets.indexOf(0x0a, at);
  return found < 0 || found >= end ? end : found + 1;
}
