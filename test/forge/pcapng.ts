/**
 * pcapng (draft-ietf-opsawg-pcapng): sections, interfaces with their own clock, packets in three kinds of block,
 * comments, statistics, secrets, and blocks nobody knows.
 */
import type { ForgedPacket } from './capture.ts';
import { join, joinAll, octetsOf, padded } from './octets.ts';

export interface ForgedInterface {
  readonly linkType?: number;
  /** 0 is no limit */
  readonly snapLength?: number;
  readonly name?: string;
  readonly description?: string;
  /** if_tsresol: 6 is microseconds, 9 nanoseconds, 0x80 | n is 2^-n seconds. Not written when absent (then 6). */
  readonly resolution?: number;
  /** if_tsoffset, whole seconds added by the reader */
  readonly offset?: bigint;
  /** an interface statistics block is written at the end of the section */
  readonly statistics?: { readonly received?: bigint; readonly dropped?: bigint };
}

export interface SectionOptions {
  readonly byteOrder?: 'little' | 'big';
  /** one Ethernet interface in microseconds when absent */
  readonly interfaces?: readonly ForgedInterface[];
  readonly comment?: string;
  /** shb_userappl */
  readonly application?: string;
  /** block that carries packets: 6 enhanced (usual), 3 simple (no time, interface 0), 2 the obsolete packet block */
  readonly packetBlock?: 'enhanced' | 'simple' | 'obsolete';
  /** whole blocks, made with `block`, put between the interfaces and the packets */
  readonly extra?: readonly Uint8Array[];
  /** true writes the real section length instead of -1 */
  readonly sectionLength?: boolean;
}

export interface PcapngOptions extends SectionOptions {
  /** further sections, each with its own packets, after the first */
  readonly more?: readonly (SectionOptions & { readonly packets: readonly ForgedPacket[] })[];
}

export function writePcapng(packets: readonly ForgedPacket[], options: PcapngOptions = {}): Uint8Array {
  const rest = (options.more ?? []).map((section) => writeSection(section.packets, section));
  return join(writeSection(packets, options), ...rest);
}

function writeSection(packets: readonly ForgedPacket[], options: SectionOptions): Uint8Array {
  const order = options.byteOrder ?? 'little';
  const interfaces = options.interfaces ?? [{}];
  const content = joinAll([
    ...interfaces.map((each) => block(1, interfaceBody(each, order), order)),
    ...(options.extra ?? []),
    ...packets.map((packet) => packetBlock(packet, interfaces[packet.interface ?? 0] ?? {}, options)),
    ...interfaces.flatMap((each, index) => (each.statistics ? [block(5, statisticsBody(each.statistics, index, order), order)] : [])),
  ]);
  const length = options.sectionLength ? BigInt(content.length) : -1n;
  const fields: [number, Uint8Array][] = [];
  if (options.comment !== undefined) fields.push([1, octetsOf(options.comment)]);
  if (options.application !== undefined) fields.push([4, octetsOf(options.application)]);
  const head = ordered(order, [4, 0x1a2b3c4d], [2, 1], [2, 0], [8, length]);
  return join(block(0x0a0d0d0a, join(head, writeOptions(fields, order)), order), content);
}

/** Any block: type, length, body padded to 32 bits, length again. */
export function block(type: number, body: Uint8Array, order: 'little' | 'big' = 'little'): Uint8Array {
  const content = padded(body, 4);
  const length = content.length + 12;
  return join(ordered(order, [4, type], [4, length]), content, ordered(order, [4, length]));
}

/** A decryption secrets block; type 0x544c534b is a TLS key log. */
export function secretsBlock(secrets: string, type = 0x544c534b, order: 'little' | 'big' = 'little'): Uint8Array {
  const octets = octetsOf(secrets);
  return block(10, join(ordered(order, [4, type], [4, octets.length]), octets), order);
}

/** Options of any block: code, length, value padded to 32 bits; closed by code 0. Nothing when there are none. */
export function writeOptions(fields: readonly (readonly [code: number, value: Uint8Array])[], order: 'little' | 'big' = 'little'): Uint8Array {
  if (fields.length === 0) return new Uint8Array(0);
  return join(...fields.flatMap(([code, value]) => [ordered(order, [2, code], [2, value.length]), padded(value, 4)]), new Uint8Array(4));
}

function interfaceBody(each: ForgedInterface, order: 'little' | 'big'): Uint8Array {
  const fields: [number, Uint8Array][] = [];
  if (each.name !== undefined) fields.push([2, octetsOf(each.name)]);
  if (each.description !== undefined) fields.push([3, octetsOf(each.description)]);
  if (each.resolution !== undefined) fields.push([9, Uint8Array.of(each.resolution)]);
  if (each.offset !== undefined) fields.push([14, ordered(order, [8, each.offset])]);
  return join(ordered(order, [2, each.linkType ?? 1], [2, 0], [4, each.snapLength ?? 0]), writeOptions(fields, order));
}

function statisticsBody(statistics: { readonly received?: bigint; readonly dropped?: bigint }, index: number, order: 'little' | 'big'): Uint8Array {
  const fields: [number, Uint8Array][] = [];
  if (statistics.received !== undefined) fields.push([4, ordered(order, [8, statistics.received])]);
  if (statistics.dropped !== undefined) fields.push([5, ordered(order, [8, statistics.dropped])]);
  return join(ordered(order, [4, index], [4, 0], [4, 0]), writeOptions(fields, order));
}

function packetBlock(packet: ForgedPacket, on: ForgedInterface, options: SectionOptions): Uint8Array {
  const order = options.byteOrder ?? 'little';
  const kept = packet.octets.subarray(0, on.snapLength ? on.snapLength : packet.octets.length);
  const original = packet.originalLength ?? packet.octets.length;
  if (options.packetBlock === 'simple') return block(3, join(ordered(order, [4, original]), kept), order);
  const ticks = toTicks(packet.time, on);
  const stamps = ordered(order, [4, ticks >> 32n], [4, ticks & 0xffffffffn], [4, kept.length], [4, original]);
  const comments = (packet.comments ?? []).map((comment): [number, Uint8Array] => [1, octetsOf(comment)]);
  const tail = join(padded(kept, 4), writeOptions(comments, order));
  if (options.packetBlock === 'obsolete') return block(2, join(ordered(order, [2, packet.interface ?? 0], [2, 0xffff]), stamps, tail), order);
  return block(6, join(ordered(order, [4, packet.interface ?? 0]), stamps, tail), order);
}

/** Ticks of the interface's clock; rounded down as a capturing machine does. */
function toTicks(time: bigint, on: ForgedInterface): bigint {
  const since = time - (on.offset ?? 0n) * 1_000_000_000n;
  const resolution = on.resolution ?? 6;
  const perSecond = resolution & 0x80 ? 1n << BigInt(resolution & 0x7f) : 10n ** BigInt(resolution);
  return (since * perSecond) / 1_000_000_000n;
}

function ordered(order: 'little' | 'big', ...fields: readonly (readonly [size: 2 | 4 | 8, value: number | bigint])[]): Uint8Array {
  const whole = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(whole.buffer);
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 8) view.setBigInt64(at, BigInt(value), order === 'little');
    else if (size === 4) view.setUint32(at, Number(value), order === 'little');
    else view.setUint16(at, Number(value), order === 'little');
    at += size;
  }
  return whole;
}
