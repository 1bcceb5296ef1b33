/**
 * What an ICMP error quotes (RFC 792, RFC 4443): as much of the packet it is about as the router kept, walked like any other and
 * never counted as traffic. Tunnels inside are bounded by the walk.
 */
import { readText } from '../base/text.ts';
import type { AddressTable } from '../net/address.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import { looksLikeSip } from '../sip/looks-like-sip.ts';
import { quotesPacket } from '../wire/icmp.ts';

const RAW_IP = 101;
export const ICMP_HEADER = 8;
const LONGEST_METHOD = 32;
const SPACE = 0x20;

/** Walks quotes; one is borrowed until the next. */
export class IcmpQuote {
  /** of the quoted packet; meaningful after find() gave true */
  readonly layers: Layers = createLayers();

  /** True when the ICMP message view[at, end) is an error that quotes a UDP, TCP or SCTP packet with both its ports. */
  find(view: DataView, at: number, end: number, isIpv6: boolean, addresses: AddressTable): boolean {
    if (at + ICMP_HEADER >= end || !quotesPacket(view.getUint8(at), isIpv6)) return false;
    walk(view, at + ICMP_HEADER, end, RAW_IP, addresses, this.layers);
    const { outcome, payloadAt, payloadEnd } = this.layers;
    return (outcome === outcomes.UDP || outcome === outcomes.TCP || outcome === outcomes.SCTP) && payloadAt <= payloadEnd;
  }

  /** What the quoted payload is, in a word: "INVITE", "486", "RTP", "RTCP"; '' when it is none of them, or too little was kept. */
  name(octets: Uint8Array): string {
    const { outcome, payloadAt: at, payloadEnd: end } = this.layers;
    if (looksLikeSip(octets, at, end)) return sipName(octets, at, end);
    if (outcome !== outcomes.UDP || end - at < 2 || octets[at]! >>> 6 !== 2) return '';
    const type = octets[at + 1]!;
    return type >= 192 && type <= 223 ? 'RTCP' : 'RTP';
  }
}

/** The method of a request, the status of a response. */
function sipName(octets: Uint8Array, at: number, end: number): string {
  let from = at;
  while (from < end && octets[from]! <= SPACE) from++;
  const first = word(octets, from, end);
  return first.toUpperCase() === 'SIP/2.0' ? word(octets, from + first.length + 1, end) : first;
}

function word(octets: Uint8Array, at: number, end: number): string {
  let to = at;
  while (to < end && to - at < LONGEST_METHOD && octets[to]! > SPACE) to++;
  return readText(octets, at, to);
}
