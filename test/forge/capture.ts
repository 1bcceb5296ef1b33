/**
 * A forged capture: packets with times, written into any container Sipglass reads.
 * The same packets in another container must index the same; `containers` lists the ones to try.
 */
import { gzipSync } from 'node:zlib';
import { join } from './octets.ts';
import { writePcap, type PcapOptions } from './pcap.ts';
import { writePcapng, type PcapngOptions } from './pcapng.ts';

/** One packet as a capturing machine would have kept it. */
export interface ForgedPacket {
  /** nanoseconds since 1970 */
  readonly time: bigint;
  /** link-layer frame, whole: the container's snap length cuts it */
  readonly octets: Uint8Array;
  /** octets on the wire when more than `octets` (a frame that was cut before it came here) */
  readonly originalLength?: number;
  /** index into the section's interfaces; pcapng only */
  readonly interface?: number;
  /** pcapng only */
  readonly comments?: readonly string[];
}

export type Container = ({ readonly format: 'pcap' } & PcapOptions) | ({ readonly format: 'pcapng' } & PcapngOptions);

export function writeCapture(packets: readonly ForgedPacket[], container: Container): Uint8Array {
  return container.format === 'pcap' ? writePcap(packets, container) : writePcapng(packets, container);
}

/** Every container by name, for tests that say "must index the same". */
export function containers(linkType = 1): ReadonlyMap<string, Container> {
  return new Map<string, Container>([
    ['pcap µs little', { format: 'pcap', linkType }],
    ['pcap µs big', { format: 'pcap', linkType, byteOrder: 'big' }],
    ['pcap ns little', { format: 'pcap', linkType, resolution: 'nanoseconds' }],
    ['pcap ns big', { format: 'pcap', linkType, resolution: 'nanoseconds', byteOrder: 'big' }],
    ['pcap modified', { format: 'pcap', linkType, variant: 'modified' }],
    ['pcapng little', { format: 'pcapng', interfaces: [{ linkType }] }],
    ['pcapng big', { format: 'pcapng', byteOrder: 'big', interfaces: [{ linkType }] }],
    ['pcapng ns', { format: 'pcapng', interfaces: [{ linkType, resolution: 9 }] }],
    ['pcapng 2^-30 s', { format: 'pcapng', interfaces: [{ linkType, resolution: 0x80 | 30 }] }],
  ]);
}

/** gzip in one or several members (RFC 1952 2.2: members simply follow one another). */
export function gzip(octets: Uint8Array, members = 1): Uint8Array {
  const size = Math.max(1, Math.ceil(octets.length / members));
  const pieces = Array.from({ length: members }, (_, index) => gzipSync(octets.subarray(index * size, (index + 1) * size)));
  return join(...pieces.map((piece) => new Uint8Array(piece)));
}
