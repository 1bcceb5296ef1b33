/**
 * Whether the packets of a compound RTCP datagram hold what they announce: report blocks, sources, items and lengths inside
 * (RFC 3550 sections 6.4 to 6.7, RFC 4585 section 6.1, RFC 3611 section 3). checkRtcp() sees to the chain alone.
 * Promise: reads only inside [at, end), each octet at most once.
 */
import { packetEnd, rtcpType } from './rtcp.ts';

/** view[at, end) must have passed checkRtcp(). */
export function areContentsWhole(view: DataView, at: number, end: number): boolean {
  while (at + 4 <= end) {
    const stop = packetEnd(view, at, end);
    const hasPadding = (view.getUint8(at) & 0x20) !== 0;
    if (!isWhole(view, at, hasPadding ? stop - view.getUint8(stop - 1) : stop)) return false;
    at = stop;
  }
  return true;
}

function isWhole(view: DataView, at: number, end: number): boolean {
  const count = view.getUint8(at) & 31;
  const length = end - at;
  switch (view.getUint8(at + 1)) {
    case rtcpType.senderReport:
      return length >= 28 + count * 24;
    case rtcpType.receiverReport:
      return length >= 8 + count * 24;
    case rtcpType.sourceDescription:
      return isDescriptionWhole(view, at + 4, end, count);
    case rtcpType.bye:
      return isByeWhole(view, at, end, count);
    case rtcpType.application:
      return length >= 12;
    case rtcpType.transportFeedback:
    case rtcpType.payloadFeedback:
      return length >= 12;
    case rtcpType.extendedReport:
      return length >= 8 && isExtendedWhole(view, at + 8, end);
    default:
      return true;
  }
}

function isDescriptionWhole(view: DataView, at: number, end: number, chunks: number): boolean {
  for (let i = 0; i < chunks; i++) {
    const chunk = at;
    at += 4;
    while (at < end && view.getUint8(at) !== 0) {
      if (at + 2 > end) return false;
      at += 2 + view.getUint8(at + 1);
    }
    if (at >= end) return false;
    at = chunk + ((at + 1 - chunk + 3) & ~3);
  }
  return at <= end;
}

function isByeWhole(view: DataView, at: number, end: number, sources: number): boolean {
  const reason = at + 4 + sources * 4;
  return reason <= end && (reason === end || reason + 1 + view.getUint8(reason) <= end);
}

function isExtendedWhole(view: DataView, at: number, end: number): boolean {
  while (at + 4 <= end) at += 4 + view.getUint16(at + 2) * 4;
  return at === end;
}
