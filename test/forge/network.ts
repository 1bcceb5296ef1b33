/**
 * IPv4 (RFC 791) with options and fragments, IPv6 (RFC 8200) with extension headers and fragments, UDP (RFC 768) and ICMP.
 * Checksums are right unless asked otherwise. Everything here ends at the network layer: `link.ts` puts it in a frame.
 */
import { addressOctets, isIpv6, type Endpoint } from './address.ts';
import { join, numbers, padded } from './octets.ts';

export interface IpOptions {
  readonly ttl?: number;
  readonly identification?: number;
  /** DSCP and ECN octet */
  readonly trafficClass?: number;
  /** IPv4 options, padded to 32 bits with end-of-list */
  readonly options?: Uint8Array;
  /** IPv6 extension headers in order: 0 hop-by-hop, 43 routing, 60 destination options, 135 mobility */
  readonly extensions?: readonly ForgedExtension[];
}

/** `body` is what follows next-header and length; it is padded to a multiple of 8 octets. */
export interface ForgedExtension {
  readonly header: number;
  readonly body?: Uint8Array;
}

export interface UdpOptions extends IpOptions {
  readonly checksum?: 'right' | 'wrong' | 'none';
  /** UDP length field when it shall lie */
  readonly length?: number;
}

/** One UDP datagram in one IP packet. */
export function udpPacket(from: Endpoint, to: Endpoint, payload: Uint8Array, options: UdpOptions = {}): Uint8Array {
  return ipPacket(from.address, to.address, 17, udpDatagram(from, to, payload, options), options);
}

/** One UDP datagram in IP fragments of at most `size` octets of data each (rounded down to a multiple of 8). */
export function udpFragments(from: Endpoint, to: Endpoint, payload: Uint8Array, size: number, options: UdpOptions = {}): Uint8Array[] {
  return ipFragments(from.address, to.address, 17, udpDatagram(from, to, payload, options), size, options);
}

export function udpDatagram(from: Endpoint, to: Endpoint, payload: Uint8Array, options: UdpOptions = {}): Uint8Array {
  const datagram = join(numbers([2, from.port], [2, to.port], [2, options.length ?? payload.length + 8], [2, 0]), payload);
  if (options.checksum === 'none') return datagram;
  const right = transportChecksum(from.address, to.address, 17, datagram) || 0xffff;
  new DataView(datagram.buffer).setUint16(6, options.checksum === 'wrong' ? right ^ 0x5555 : right);
  return datagram;
}

/** An IP packet of either version, told by the addresses. */
export function ipPacket(source: string, destination: string, protocol: number, payload: Uint8Array, options: IpOptions = {}): Uint8Array {
  return isIpv6(source) ? ipv6(source, destination, protocol, payload, options, undefined) : ipv4(source, destination, protocol, payload, options, 0);
}

/** The same in fragments. In IPv6 the extension headers stand before the fragment header, in every fragment. */
export function ipFragments(source: string, destination: string, protocol: number, payload: Uint8Array, size: number, options: IpOptions = {}): Uint8Array[] {
  const step = Math.max(8, size - (size % 8));
  const packets: Uint8Array[] = [];
  for (let at = 0; at < payload.length; at += step) {
    const more = at + step < payload.length;
    const part = payload.subarray(at, at + step);
    if (isIpv6(source)) packets.push(ipv6(source, destination, protocol, part, options, numbers([2, at | (more ? 1 : 0)], [4, options.identification ?? 1])));
    else packets.push(ipv4(source, destination, protocol, part, { ...options, identification: options.identification ?? 1 }, (at >> 3) | (more ? 0x2000 : 0)));
  }
  return packets;
}

/** ICMP or ICMPv6 error (type, code) that quotes a packet, whole or cut to `quoted` octets. */
export function icmpError(source: string, destination: string, type: number, code: number, quotedPacket: Uint8Array, quoted = quotedPacket.length): Uint8Array {
  const message = join(numbers([1, type], [1, code], [2, 0], [4, 0]), quotedPacket.subarray(0, quoted));
  const sum = isIpv6(source) ? transportChecksum(source, destination, 58, message) : checksum(message);
  new DataView(message.buffer).setUint16(2, sum);
  return ipPacket(source, destination, isIpv6(source) ? 58 : 1, message);
}

/** RFC 1071 over the pseudo-header and a segment whose checksum field is zero. */
export function transportChecksum(source: string, destination: string, protocol: number, segment: Uint8Array): number {
  const addresses = join(addressOctets(source), addressOctets(destination));
  const rest = isIpv6(source) ? numbers([4, segment.length], [4, protocol]) : numbers([2, protocol], [2, segment.length]);
  return checksum(join(addresses, rest, segment));
}

/** RFC 1071: ones' complement of the ones' complement sum. */
export function checksum(octets: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < octets.length; at += 2) sum += ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

function ipv4(source: string, destination: string, protocol: number, payload: Uint8Array, options: IpOptions, fragment: number): Uint8Array {
  const extra = padded(options.options ?? new Uint8Array(0), 4);
  const length = 20 + extra.length;
  const header = join(
    numbers([1, 0x40 | (length >> 2)], [1, options.trafficClass ?? 0], [2, length + payload.length]),
    numbers([2, options.identification ?? 0], [2, fragment], [1, options.ttl ?? 64], [1, protocol], [2, 0]),
    addressOctets(source),
    addressOctets(destination),
    extra,
  );
  new DataView(header.buffer).setUint16(10, checksum(header));
  return join(header, payload);
}

function ipv6(source: string, destination: string, protocol: number, payload: Uint8Array, options: IpOptions, fragment: Uint8Array | undefined): Uint8Array {
  const chain: { readonly header: number; readonly write: (next: number) => Uint8Array }[] = (options.extensions ?? []).map((each) => ({
    header: each.header,
    write: (next) => extensionHeader(next, each.body ?? new Uint8Array(6)),
  }));
  if (fragment) chain.push({ header: 44, write: (next) => join(numbers([1, next], [1, 0]), fragment) });
  const headers = chain.map((each, index) => each.write(chain[index + 1]?.header ?? protocol));
  const body = join(...headers, payload);
  const first = (0x60000000 | ((options.trafficClass ?? 0) << 20)) >>> 0;
  return join(
    numbers([4, first], [2, body.length], [1, chain[0]?.header ?? protocol], [1, options.ttl ?? 64]),
    addressOctets(source),
    addressOctets(destination),
    body,
  );
}

function extensionHeader(next: number, body: Uint8Array): Uint8Array {
  const whole = padded(join(numbers([1, next], [1, 0]), body), 8);
  whole[1] = whole.length / 8 - 1;
  return whole;
}
