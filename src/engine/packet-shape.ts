/** What a packet that nothing claimed looks like, by its octets alone: a guess that a person may confirm, never one that counts. */
import type { RemedyKind } from '../contract/remedies.ts';
import { outcomes, type Layers } from '../net/layers.ts';
import { isRtcpType } from '../rtp/demultiplex.ts';
import { checkHeader, headerProblem } from '../rtp/header.ts';
import { looksLikeUdptl } from '../rtp/t38.ts';

/** octets in which the word that every SIP message has on its first line is looked for */
const FIRST_LINE = 300;
/** an RTP packet with less is no voice */
const LEAST_RTP = 13;

/** Undefined for what looks like nothing. @param layers of this packet, as walk() left them */
export function shapeOf(octets: Uint8Array, layers: Layers): RemedyKind | undefined {
  const { payloadAt: at, payloadEnd: end } = layers;
  if (layers.outcome === outcomes.TCP) return hasVersion(octets, at, end) ? 'sipStream' : undefined;
  if (end - at < 8) return undefined;
  if (hasVersion(octets, at, end)) return 'sip';
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  if (octets[at]! >> 6 === 2) {
    if (isRtcpType(octets[at + 1]!)) return 'rtcp';
    return end - at >= LEAST_RTP && checkHeader(view, at, end, end) === headerProblem.whole ? 'rtp' : undefined;
  }
  // sequence numbers of a fax are small, and its packets short
  return octets[at]! < 4 && end - at < 400 && looksLikeUdptl(view, at, end) ? 't38' : undefined;
}

/** "SIP/2.0" stands within the first octets, and is no end of a longer word (the proxy OverSIP/2.0 is none of it). */
export function hasVersion(octets: Uint8Array, at: number, end: number): boolean {
  const stop = Math.min(end, at + FIRST_LINE) - 7;
  for (let i = at; i <= stop; i++)
    if (
      octets[i] === 0x53 &&
      (i === at || !isLetter(octets[i - 1]!)) &&
      octets[i + 1] === 0x49 &&
      octets[i + 2] === 0x50 &&
      octets[i + 3] === 0x2f &&
      octets[i + 4] === 0x32 &&
      octets[i + 5] === 0x2e &&
      octets[i + 6] === 0x30
    )
      return true;
  return false;
}

function isLetter(octet: number): boolean {
  const lower = octet | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
