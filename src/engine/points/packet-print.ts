/**
 * What a packet is recognised by at another place: 64 bits of hash over what does not change on the way. RTP and RTCP by the octets
 * behind marker and payload type (sequence number, timestamp, SSRC, some payload), TCP by its numbers and payload, all else by its
 * payload; never by addresses, checksums or time to live, which routers and NAT rewrite. Nothing is allocated.
 */
import { outcomes, type Layers } from '../../net/layers.ts';

/** octets of RTP that tell packets apart: so many survive a short snap length too */
const RTP_OCTETS = 44;

export class PacketPrint {
  a = 0;
  b = 0;

  /** Fingerprints the packet that `layers` describes; false when it has nothing to be recognised by. */
  take(view: DataView, layers: Layers): boolean {
    const { outcome, payloadAt: at, payloadEnd: end } = layers;
    this.a = 0x811c9dc5 ^ (layers.announcedEnd - at);
    this.b = 0x9e3779b1 ^ outcome;
    if (outcome === outcomes.TCP) {
      this.#word(layers.tcpSequence | 0);
      this.#word(layers.tcpAcknowledgement | 0);
      this.#word(layers.tcpFlags);
    } else if (outcome === outcomes.FRAGMENT) {
      this.#word(layers.fragmentOffset);
      this.#word(layers.identification | 0);
    } else if (outcome !== outcomes.UDP && outcome !== outcomes.ICMP) return false;
    else if (end - at < 8) return false;
    if (isRtpLike(view, layers)) this.#octets(view, at + 2, Math.min(end, at + RTP_OCTETS));
    else this.#octets(view, at, end);
    return true;
  }

  #octets(view: DataView, from: number, end: number): void {
    let at = from;
    for (; at + 4 <= end; at += 4) this.#word(view.getInt32(at));
    let rest = 0;
    for (; at < end; at++) rest = (rest << 8) | view.getUint8(at);
    this.#word(rest);
  }

  #word(word: number): void {
    this.a = Math.imul(this.a ^ word, 0x01000193) ^ (this.a >>> 15);
    this.b = Math.imul(this.b ^ word, 0x85ebca6b) ^ (this.b >>> 13);
  }
}

/** A datagram with the first octet of RTP version 2 and room for its header. RTCP is one of them. */
export function isRtpLike(view: DataView, { outcome, payloadAt, payloadEnd }: Layers): boolean {
  return outcome === outcomes.UDP && payloadEnd - payloadAt >= 12 && view.getUint8(payloadAt) >>> 6 === 2;
}

/** RTP by its payload type: not RTCP (RFC 5761 section 4). */
export function isRtp(view: DataView, layers: Layers): boolean {
  if (!isRtpLike(view, layers)) return false;
  const type = view.getUint8(layers.payloadAt + 1);
  return type < 192 || type > 223;
}
