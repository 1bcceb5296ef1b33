/**
 * Packets for messages that came without any: pcapng (draft-ietf-opsawg-pcapng) octets with IP and UDP around a payload, or with frames
 * as they were. Interface 0 holds IP packets (LINKTYPE_RAW), interface 1 Ethernet frames. Each packet says in its comment where it came from.
 */
import { toOctets } from '../base/text.ts';

/** An address as its octets (4 or 16) and a port. */
export interface MadeEndpoint {
  readonly address: Uint8Array;
  readonly port: number;
}

/** octets of the longest UDP payload */
export const LONGEST_PAYLOAD = 65_507;

const UDP = 17;
const INTERFACE = 32;
const RAW = 101;
const ETHERNET = 1;

/** The section and interface 0, in nanoseconds. */
export function captureHeader(): Uint8Array {
  const out = new Uint8Array(28 + INTERFACE);
  const view = new DataView(out.buffer);
  view.setUint32(0, 0x0a0d0d0a, true);
  view.setUint32(4, 28, true);
  view.setUint32(8, 0x1a2b3c4d, true);
  view.setUint16(12, 1, true);
  view.setInt32(16, -1, true);
  view.setInt32(20, -1, true);
  view.setUint32(24, 28, true);
  out.set(interfaceBlock(RAW), 28);
  return out;
}

/** Interface 1: Ethernet. Stands before the first frame, since a capture without frames has none. */
export function ethernetInterface(): Uint8Array {
  return interfaceBlock(ETHERNET);
}

function interfaceBlock(linkType: number): Uint8Array {
  const out = new Uint8Array(INTERFACE);
  const view = new DataView(out.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(4, INTERFACE, true);
  view.setUint16(8, linkType, true);
  // if_tsresol: nanoseconds
  view.setUint16(16, 9, true);
  view.setUint16(18, 1, true);
  out[20] = 9;
  view.setUint32(28, INTERFACE, true);
  return out;
}

/** One packet block. @param time nanoseconds since 1970; `original` octets there were, if more. */
export function packetBlock(linkLayer: 'ip' | 'ethernet', time: bigint, octets: Uint8Array, comment: string, original: number = octets.length): Uint8Array {
  const text = toOctets(comment);
  const padded = (octets.length + 3) & ~3;
  const options = text.length === 0 ? 0 : 4 + ((text.length + 3) & ~3) + 4;
  const length = 32 + padded + options;
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  view.setUint32(0, 6, true);
  view.setUint32(4, length, true);
  view.setUint32(8, linkLayer === 'ip' ? 0 : 1, true);
  const since = time < 0n ? 0n : time;
  view.setUint32(12, Number(since >> 32n), true);
  view.setUint32(16, Number(since & 0xffffffffn), true);
  view.setUint32(20, octets.length, true);
  view.setUint32(24, Math.max(original, octets.length), true);
  out.set(octets, 28);
  if (options > 0) {
    view.setUint16(28 + padded, 1, true);
    view.setUint16(30 + padded, text.length, true);
    out.set(text, 32 + padded);
  }
  view.setUint32(length - 4, length, true);
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
