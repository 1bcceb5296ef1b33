/**
 * Feedback messages (RFC 4585 sections 6.2 and 6.3, RFC 5104, REMB, transport-wide congestion control) as plain objects.
 * Promise: entries that are cut are left out; nothing is read outside [at, end).
 */
import { rtcpType } from './rtcp.ts';

export const feedbackKinds = ['nack', 'tmmbr', 'tmmbn', 'transportCc', 'pli', 'sli', 'rpsi', 'fir', 'remb', 'other'] as const;
export type FeedbackKind = (typeof feedbackKinds)[number];

export interface Feedback {
  readonly kind: FeedbackKind;
  /** FMT */
  readonly format: number;
  readonly reporter: number;
  /** SSRCs the message is about: the media source of its head, or those its entries name */
  readonly sources: readonly number[];
  /** packets asked for again (NACK), packets reported on (transport-cc); else 0 */
  readonly packets: number;
  /** bit/s (TMMBR, TMMBN, REMB); else undefined */
  readonly bitRate: number | undefined;
}

const REMB = 0x52454d42;
const MOST_SOURCES = 256;

export function feedbackKind(type: number, format: number, view: DataView, at: number, end: number): FeedbackKind {
  if (type === rtcpType.transportFeedback)
    return format === 1 ? 'nack' : format === 3 ? 'tmmbr' : format === 4 ? 'tmmbn' : format === 15 ? 'transportCc' : 'other';
  if (format === 15) return end - at >= 8 && view.getUint32(at) === REMB ? 'remb' : 'other';
  return format === 1 ? 'pli' : format === 2 ? 'sli' : format === 3 ? 'rpsi' : format === 4 ? 'fir' : 'other';
}

/** Calls `each` with every SSRC that stands in the entries [at, end) rather than in the head. Allocates nothing. */
export function eachNamedSource(kind: FeedbackKind, view: DataView, at: number, end: number, each: (ssrc: number) => void): void {
  if (kind === 'fir' || kind === 'tmmbr' || kind === 'tmmbn') for (let i = 0; at + 8 <= end && i < MOST_SOURCES; at += 8, i++) each(view.getUint32(at));
  else if (kind === 'remb') {
    const count = view.getUint8(at + 4);
    for (let i = 0; i < count && at + 12 + i * 4 <= end; i++) each(view.getUint32(at + 8 + i * 4));
  }
}

/** @param at the feedback control information, after the 12-octet head */
export function readFeedback(type: number, format: number, reporter: number, media: number, view: DataView, at: number, end: number): Feedback {
  const kind = feedbackKind(type, format, view, at, end);
  const named: number[] = [];
  eachNamedSource(kind, view, at, end, (ssrc) => named.push(ssrc));
  return {
    kind,
    format,
    reporter,
    sources: named.length > 0 ? named : [media],
    packets: kind === 'nack' ? countAsked(view, at, end) : kind === 'transportCc' && end - at >= 8 ? view.getUint16(at + 2) : 0,
    bitRate: bitRateOf(kind, view, at, end),
  };
}

/** Packet identifiers and the bit masks of the sixteen that follow (RFC 4585 section 6.2.1). */
function countAsked(view: DataView, at: number, end: number): number {
  let asked = 0;
  for (; at + 4 <= end; at += 4) {
    asked++;
    for (let mask = view.getUint16(at + 2); mask !== 0; mask &= mask - 1) asked++;
  }
  return asked;
}

/** Exponent 6 bits and mantissa: 17 bits in TMMBR (RFC 5104 section 4.2.1.1), 18 in REMB. */
function bitRateOf(kind: FeedbackKind, view: DataView, at: number, end: number): number | undefined {
  if ((kind === 'tmmbr' || kind === 'tmmbn') && end - at >= 8) {
    const word = view.getUint32(at + 4);
    return ((word >>> 9) & 0x1ffff) * 2 ** (word >>> 26);
  }
  if (kind !== 'remb') return undefined;
  const word = view.getUint32(at + 4) & 0xffffff;
  return (word & 0x3ffff) * 2 ** (word >>> 18);
}
