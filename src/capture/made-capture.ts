/**
 * Packets for messages that came without any: pcapng (draft-ietf-opsawg-pcapng) octets with IP and UDP around a payload, with tags that name another
 * transport, or with frames as they were. Each packet's interface says what of it is made up (made-origin.ts), its comment where it came from.
 */
import { toOctets } from '../base/text.ts';
import { originText, placeText, type MadeOrigin, type MadePlace } from './made-origin.ts';
import type { TextTransport } from './text-transport.ts';

/** An address as its octets (4 or 16) and a port. */
export interface MadeEndpoint {
  readonly address: Uint8Array;
  readonly port: number;
}

/** octets of the longest UDP payload */
export const LONGEST_PAYLOAD = 65_507;

const UDP = 17;
const linkTypes = { ip: 101, ethernet: 1, exported: 252 } as const;
export type MadeLink = keyof typeof linkTypes;

/** The section header; interfaces follow as they are needed. */
export function captureHeader(): Uint8Array {
  const out = new Uint8Array(28);
  const view = new DataView(out.buffer);
  view.setUint32(0, 0x0a0d0d0a, true);
  view.setUint32(4, 28, true);
  view.setUint32(8, 0x1a2b3c4d, true);
  view.setUint16(12, 1, true);
  view.setInt32(16, -1, true);
  view.setInt32(20, -1, true);
  view.setUint32(24, 28, true);
  return out;
}

/** Packets as blocks, each under the interface of its link layer and origin; a new interface stands in front of its first packet. */
export class MadePackets {
  readonly #interfaces = new Map<string, number>();

  /** @param time nanoseconds since 1970; `original` octets there were, if more */
  blocks(link: MadeLink, origin: MadeOrigin, place: MadePlace, time: bigint, octets: Uint8Array, original: number = octets.length): readonly Uint8Array[] {
    const description = originText(origin);
    const key = `${link} ${description}`;
    const known = this.#interfaces.get(key);
    const number = known ?? this.#interfaces.size;
    this.#interfaces.set(key, number);
    const ticks = origin.clock === 'seconds' ? time / 1_000_000_000n : time;
    const block = packetBlock(number, ticks, octets, placeText(place, origin), original);
    return known === undefined ? [interfaceBlock(linkTypes[link], origin.clock === 'seconds' ? 0 : 9, description), block] : [block];
  }
}

/** @param resolution if_tsresol: a tick is 10 to the minus that, in seconds */
function interfaceBlock(linkType: number, resolution: number, description: string): Uint8Array {
  const text = toOctets(description);
  const padded = (text.length + 3) & ~3;
  const length = 16 + 8 + 4 + padded + 4 + 4;
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(4, length, true);
  view.setUint16(8, linkType, true);
  view.setUint16(16, 3, true);
  view.setUint16(18, text.length, true);
  out.set(text, 20);
  view.setUint16(20 + padded, 9, true);
  view.setUint16(22 + padded, 1, true);
  out[24 + padded] = resolution;
  view.setUint32(length - 4, length, true);
  return out;
}

function packetBlock(interfaceNumber: number, ticks: bigint, octets: Uint8Array, comment: string, original: number): Uint8Array {
  const text = toOctets(comment);
  const padded = (octets.length + 3) & ~3;
  const options = 4 + ((text.length + 3) & ~3) + 4;
  const length = 32 + padded + options;
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  view.setUint32(0, 6, true);
  view.setUint32(4, length, true);
  view.setUint32(8, interfaceNumber, true);
  const since = ticks < 0n ? 0n : ticks;
  view.setUint32(12, Number(since >> 32n), true);
  view.setUint32(16, Number(since & 0xffffffffn), true);
  view.setUint32(20, octets.length, true);
  view.setUint32(24, Math.max(original, octets.length), true);
  out.set(octets, 28);
  view.setUint16(28 + padded, 1, true);
  view.setUint16(30 + padded, text.length, true);
  out.set(text, 32 + padded);
  view.setUint32(length - 4, length, true);
  return out;
}

/**
 * A message between two ends over a transport that has no packets of its own here (LINKTYPE_WIRESHARK_UPPER_PDU): a stream's
 * sequence numbers, and the records of TLS, would be invented; its name is not. Wireshark reads it, and shows the name.
 */
export function exportedMessage(from: MadeEndpoint, to: MadeEndpoint, transport: TextTransport, payload: Uint8Array): Uint8Array {
  const isIpv6 = from.address.length === 16 || to.address.length === 16;
  const address = (octets: Uint8Array): Uint8Array => (isIpv6 ? asIpv6(octets) : octets);
  const tags = [
    tag(12, padded('sip')),
    tag(isIpv6 ? 22 : 20, address(from.address)),
    tag(isIpv6 ? 23 : 21, address(to.address)),
    tag(24, word(transport === 'udp' ? 3 : transport === 'sctp' ? 1 : 2)),
    tag(25, word(from.port)),
    tag(26, word(to.port)),
    tag(33, padded(`SIP/${transport.toUpperCase()}`)),
    tag(0, new Uint8Array(0)),
    payload,
  ];
  const out = new Uint8Array(tags.reduce((length, one) => length + one.length, 0));
  let at = 0;
  for (const one of tags) {
    out.set(one, at);
    at += one.length;
  }
  return out;
}

function tag(number: number, value: Uint8Array): Uint8Array {
  const out = new Uint8Array(4 + value.length);
  const view = new DataView(out.buffer);
  view.setUint16(0, number);
  view.setUint16(2, value.length);
  out.set(value, 4);
  return out;
}

function word(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

/** Ended by one to four octets of 0, up to a multiple of four. */
function padded(text: string): Uint8Array {
  const out = new Uint8Array((text.length + 4) & ~3);
  out.set(toOctets(text));
  return out;
}

/** IP and UDP around a payload; IPv6 when either address is. @param length octets the payload had, if more than are here. */
export function datagram(from: MadeEndpoint, to: MadeEndpoint, payload: Uint8Array, length: number = payload.length): Uint8Array {
  const isIpv6 = from.address.length === 16 || to.address.length === 16;
  const header = isIpv6 ? 40 : 20;
  const udpLength = Math.min(65_535, 8 + length);
  const out = new Uint8Array(header + 8 + payload.length);
  const view = new DataView(out.buffer);
  if (isIpv6) {
    out[0] = 0x60;
    view.setUint16(4, udpLength);
    out[6] = UDP;
    out[7] = 64;
    out.set(asIpv6(from.address), 8);
    out.set(asIpv6(to.address), 24);
  } else {
    out[0] = 0x45;
    view.setUint16(2, Math.min(65_535, header + udpLength));
    out[8] = 64;
    out[9] = UDP;
    out.set(from.address, 12);
    out.set(to.address, 16);
    view.setUint16(10, checksum(out.subarray(0, 20)));
  }
  view.setUint16(header, from.port);
  view.setUint16(header + 2, to.port);
  view.setUint16(header + 4, udpLength);
  out.set(payload, header + 8);
  return out;
}

function asIpv6(address: Uint8Array): Uint8Array {
  if (address.length === 16) return address;
  const out = new Uint8Array(16);
  out.set([0xff, 0xff], 10);
  out.set(address, 12);
  return out;
}

/** RFC 1071. */
function checksum(octets: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < octets.length; i += 2) sum += (octets[i]! << 8) | octets[i + 1]!;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
