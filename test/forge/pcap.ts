/**
 * Classic pcap (draft-ietf-opsawg-pcap): 24-octet header, records of 16 octets and the packet.
 * Variant "modified" is Kuznetzov's (magic a1b2cd34): 24-octet record headers that also name an interface.
 */
import type { ForgedPacket } from './capture.ts';
import { join, joinAll } from './octets.ts';

export interface PcapOptions {
  /** LINKTYPE_ number; 1, Ethernet, when absent */
  readonly linkType?: number;
  readonly byteOrder?: 'little' | 'big';
  readonly resolution?: 'microseconds' | 'nanoseconds';
  readonly variant?: 'standard' | 'modified';
  /** packets longer than this are cut; 262144 when absent */
  readonly snapLength?: number;
}

export function writePcap(packets: readonly ForgedPacket[], options: PcapOptions = {}): Uint8Array {
  // an hour of media is more pieces than a call takes arguments
  return joinAll([pcapHeader(options), ...packets.map((packet) => pcapRecord(packet, options))]);
}

/** The file header alone: an empty capture. */
export function pcapHeader(options: PcapOptions = {}): Uint8Array {
  const little = options.byteOrder !== 'big';
  const header = new Uint8Array(24);
  const view = new DataView(header.buffer);
  view.setUint32(0, magic(options), little);
  view.setUint16(4, 2, little);
  view.setUint16(6, 4, little);
  view.setUint32(16, options.snapLength ?? 262_144, little);
  view.setUint32(20, options.linkType ?? 1, little);
  return header;
}

/** One record: header and packet. */
export function pcapRecord(packet: ForgedPacket, options: PcapOptions = {}): Uint8Array {
  const little = options.byteOrder !== 'big';
  const kept = packet.octets.subarray(0, options.snapLength ?? 262_144);
  const header = new Uint8Array(options.variant === 'modified' ? 24 : 16);
  const view = new DataView(header.buffer);
  const fraction = packet.time % 1_000_000_000n;
  view.setUint32(0, Number(packet.time / 1_000_000_000n), little);
  view.setUint32(4, Number(options.resolution === 'nanoseconds' ? fraction : fraction / 1000n), little);
  view.setUint32(8, kept.length, little);
  view.setUint32(12, packet.originalLength ?? packet.octets.length, little);
  return join(header, kept);
}

function magic(options: PcapOptions): number {
  if (options.variant === 'modified') return 0xa1b2cd34;
  return options.resolution === 'nanoseconds' ? 0xa1b23c4d : 0xa1b2c3d4;
}
