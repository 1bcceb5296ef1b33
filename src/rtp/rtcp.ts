/**
 * RTCP (RFC 3550 section 6; feedback RFC 4585, extended reports RFC 3611): validation of a compound packet and a walk over
 * what it reports. Promise: both read only inside [at, end); the walk visits only what lies whole inside its packet.
 */

/** Packet types (RFC 3550 section 12.1, RFC 4585, RFC 3611, RFC 2032). */
export const rtcpType = {
  fir: 192,
  nack: 193,
  senderReport: 200,
  receiverReport: 201,
  sourceDescription: 202,
  bye: 203,
  application: 204,
  transportFeedback: 205,
  payloadFeedback: 206,
  extendedReport: 207,
} as const;

/** What keeps octets from being RTCP; 0 is nothing. `chain` also is what encrypted RTCP (SRTCP) looks like. */
export const rtcpProblem = { whole: 0, short: 1, version: 2, type: 3, length: 4, chain: 5, padding: 6 } as const;
export type RtcpProblem = (typeof rtcpProblem)[keyof typeof rtcpProblem];

/** Diagnostic codes by RtcpProblem. */
export const rtcpProblemCodes: readonly string[] = ['', 'rtcp.short', 'rtcp.version', 'rtcp.type', 'rtcp.length', 'rtcp.chain-broken', 'rtcp.padding'];

/** Checks a whole UDP payload view[at, end): packets chain exactly to its end, padding on the last alone (RFC 3550 A.2). */
export function checkRtcp(view: DataView, at: number, end: number): RtcpProblem {
  if (end - at < 8) return rtcpProblem.short;
  if (view.getUint8(at) >>> 6 !== 2) return rtcpProblem.version;
  const first = view.getUint8(at + 1);
  if (first < 192 || first > 223) return rtcpProblem.type;
  if (((end - at) & 3) !== 0) return rtcpProblem.length;
  let next = at;
  while (next < end) {
    if (view.getUint8(next) >>> 6 !== 2) return rtcpProblem.chain;
    const type = view.getUint8(next + 1);
    if (type < 192 || type > 223) return rtcpProblem.chain;
    const after = next + 4 + view.getUint16(next + 2) * 4;
    if (after > end) return rtcpProblem.chain;
    if ((view.getUint8(next) & 0x20) !== 0) {
      const padding = after < end ? 0 : view.getUint8(end - 1);
      if (padding === 0 || (padding & 3) !== 0 || padding > after - next - 4) return rtcpProblem.padding;
    }
    next = after;
  }
  return rtcpProblem.whole;
}

/** True when the first packet's type is one with which undeclared RTCP may begin: Wireshark's heuristic (semantics 2.2). */
export function isPlausibleStart(view: DataView, at: number): boolean {
  const type = view.getUint8(at + 1);
  return type === 200 || type === 201 || type === 203 || type === 204 || type === 206;
}

/** End of the packet at `at` (its padding included), no later than `end`. */
export function packetEnd(view: DataView, at: number, end: number): number {
  return at + 4 <= end ? Math.min(end, at + 4 + view.getUint16(at + 2) * 4) : end;
}

/** One report block (RFC 3550 section 6.4.1); borrowed. */
export interface ReportBlock {
  reporter: number;
  source: number;
  /** of 256 */
  fractionLost: number;
  /** signed: negative when copies came */
  cumulativeLost: number;
  /** 65536 · cycles + sequence number */
  extendedHighest: number;
  /** clock units of the source */
  jitter: number;
  /** middle 32 bits of the NTP time of the last sender report, 0 when none */
  lastSenderReport: number;
  /** 1/65536 s */
  delay: number;
}

/** What a walk tells. Every method may be left out. SSRCs and counts are unsigned 32-bit numbers. */
export interface RtcpVisitor {
  packet?(type: number, at: number, end: number): void;
  senderReport?(ssrc: number, ntpSeconds: number, ntpFraction: number, rtpTimestamp: number, packets: number, octets: number): void;
  receiverReport?(ssrc: number): void;
  /** `block` is borrowed */
  reportBlock?(block: ReportBlock): void;
  /** item 1 is the CNAME; octets [at, end) of the view */
  description?(ssrc: number, item: number, at: number, end: number): void;
  bye?(ssrc: number): void;
  /** why a BYE was sent; octets [at, end) of the view */
  byeReason?(at: number, end: number): void;
  /** the octets [at, end) begin with the four of the name */
  application?(ssrc: number, subtype: number, at: number, end: number): void;
  /** @param format the FMT or subtype field @param media SSRC of the media source */
  feedback?(type: number, format: number, sender: number, media: number, at: number, end: number): void;
  /** an extended report block (RFC 3611): its body [at, end) after the 4-octet head */
  extended?(sender: number, blockType: number, typeSpecific: number, at: number, end: number): void;
}

const block: ReportBlock = { reporter: 0, source: 0, fractionLost: 0, cumulativeLost: 0, extendedHighest: 0, jitter: 0, lastSenderReport: 0, delay: 0 };

/** Walks the compound packet view[at, end), which checkRtcp() need not have passed: it stops where the chain breaks. */
export function walkRtcp(view: DataView, at: number, end: number, visitor: RtcpVisitor): void {
  while (at + 4 <= end && view.getUint8(at) >>> 6 === 2) {
    const stop = packetEnd(view, at, end);
    const type = view.getUint8(at + 1);
    visitor.packet?.(type, at, stop);
    walkPacket(view, at, withoutPadding(view, at, stop), type, visitor);
    at = stop;
  }
}

function withoutPadding(view: DataView, at: number, end: number): number {
  if ((view.getUint8(at) & 0x20) === 0 || end - at < 8) return end;
  const padding = view.getUint8(end - 1);
  return padding <= end - at - 4 ? end - padding : end;
}

function walkPacket(view: DataView, at: number, end: number, type: number, visitor: RtcpVisitor): void {
  const count = view.getUint8(at) & 31;
  switch (type) {
    case rtcpType.senderReport:
      if (end - at < 28) return;
      visitor.senderReport?.(
        view.getUint32(at + 4),
        view.getUint32(at + 8),
        view.getUint32(at + 12),
        view.getUint32(at + 16),
        view.getUint32(at + 20),
        view.getUint32(at + 24),
      );
      walkBlocks(view, at + 28, end, count, view.getUint32(at + 4), visitor);
      return;
    case rtcpType.receiverReport:
      if (end - at < 8) return;
      visitor.receiverReport?.(view.getUint32(at + 4));
      walkBlocks(view, at + 8, end, count, view.getUint32(at + 4), visitor);
      return;
    case rtcpType.sourceDescription:
      walkDescription(view, at + 4, end, count, visitor);
      return;
    case rtcpType.bye:
      walkBye(view, at, end, count, visitor);
      return;
    case rtcpType.application:
      if (end - at >= 12) visitor.application?.(view.getUint32(at + 4), count, at + 8, end);
      return;
    case rtcpType.transportFeedback:
    case rtcpType.payloadFeedback:
      if (end - at >= 12) visitor.feedback?.(type, count, view.getUint32(at + 4), view.getUint32(at + 8), at + 12, end);
      return;
    case rtcpType.extendedReport:
      if (end - at >= 8) walkExtended(view, at + 8, end, view.getUint32(at + 4), visitor);
      return;
    default:
  }
}

function walkBlocks(view: DataView, at: number, end: number, count: number, reporter: number, visitor: RtcpVisitor): void {
  if (visitor.reportBlock === undefined) return;
  for (let i = 0; i < count && at + 24 <= end; i++, at += 24) {
    block.reporter = reporter;
    block.source = view.getUint32(at);
    block.fractionLost = view.getUint8(at + 4);
    block.cumulativeLost = (view.getInt32(at + 4) << 8) >> 8;
    block.extendedHighest = view.getUint32(at + 8);
    block.jitter = view.getUint32(at + 12);
    block.lastSenderReport = view.getUint32(at + 16);
    block.delay = view.getUint32(at + 20);
    visitor.reportBlock(block);
  }
}

function walkBye(view: DataView, at: number, end: number, count: number, visitor: RtcpVisitor): void {
  for (let i = 0, next = at + 4; i < count && next + 4 <= end; i++, next += 4) visitor.bye?.(view.getUint32(next));
  const reason = at + 4 + count * 4;
  if (reason < end && view.getUint8(reason) > 0 && reason + 1 + view.getUint8(reason) <= end)
    visitor.byeReason?.(reason + 1, reason + 1 + view.getUint8(reason));
}

/** Chunks of SSRC and items; a zero octet ends a chunk, which is filled up to 32 bits (RFC 3550 section 6.5). */
function walkDescription(view: DataView, at: number, end: number, count: number, visitor: RtcpVisitor): void {
  for (let i = 0; i < count && at + 4 <= end; i++) {
    const chunk = at;
    const ssrc = view.getUint32(at);
    at += 4;
    while (at + 2 <= end && view.getUint8(at) !== 0) {
      const stop = at + 2 + view.getUint8(at + 1);
      if (stop > end) return;
      visitor.description?.(ssrc, view.getUint8(at), at + 2, stop);
      at = stop;
    }
    at = chunk + ((at + 1 - chunk + 3) & ~3);
  }
}

function walkExtended(view: DataView, at: number, end: number, sender: number, visitor: RtcpVisitor): void {
  while (at + 4 <= end) {
    const stop = at + 4 + view.getUint16(at + 2) * 4;
    if (stop > end) return;
    visitor.extended?.(sender, view.getUint8(at), view.getUint8(at + 1), at + 4, stop);
    at = stop;
  }
}
