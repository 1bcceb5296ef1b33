/**
 * Reads the IPv4 identifications around gaps of RTP again from the file (findings/gap-identities.ts), when streams are rated: so that the
 * pass over the octets pays nothing. A bounded number of gaps, and of packets around each.
 */
import type { AddressId, PacketIndex, StreamIndex } from '../base/units.ts';
import { readRecords } from '../capture/record.ts';
import { tallyIdentities, type GapWindow, type IdentityTally } from '../findings/gap-identities.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import type { LostRun } from '../quality/packet-facts.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { Tables } from './tables.ts';

/** gaps looked at of one stream, and of all */
const MOST_OF_STREAM = 16;
const MOST_GAPS = 1024;
/** packets of the stream before a gap and from it on */
const BEFORE = 5;
const AFTER = 4;
/** rows from the first to the last of those, up to which everything between is read as well: other packets of the host */
const MOST_BETWEEN = 96;
const BATCH = 64;

/** Where to read around one gap. */
export interface GapPlace {
  readonly stream: StreamIndex;
  readonly packets: readonly PacketIndex[];
  readonly sequence: readonly number[];
  readonly behind: number;
  readonly length: number;
}

/** Notes where gaps are, while a stream's packets are at hand. */
export class GapPlaces {
  readonly all: GapPlace[] = [];

  /** @param runs in order of time */
  note(stream: StreamIndex, packets: StreamPackets, runs: readonly LostRun[]): void {
    const step = Math.max(1, Math.floor(runs.length / MOST_OF_STREAM));
    for (let n = 0, kept = 0; n < runs.length && kept < MOST_OF_STREAM && this.all.length < MOST_GAPS; n += step, kept++) {
      const { packet, length } = runs[n]!;
      const row = rowOf(packets, packet);
      // not where something else came between: the gap stands before this packet, seen from the one before it
      if (row < 1 || packets.isIpv6[row] === 1 || ((packets.sequence[row]! - packets.sequence[row - 1]! - 1) & 0xffff) !== length) continue;
      const from = Math.max(0, row - BEFORE);
      const to = Math.min(packets.count, row + AFTER);
      const rows = Array.from({ length: to - from }, (_, i) => from + i);
      this.all.push({
        stream,
        packets: rows.map((i) => packets.packet[i]!),
        sequence: rows.map((i) => packets.sequence[i]!),
        behind: row - from,
        length,
      });
    }
  }
}

function rowOf({ packet, count }: StreamPackets, wanted: PacketIndex): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (packet[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return packet[low] === wanted ? low : -1;
}

interface Identified {
  readonly source: AddressId;
  readonly identification: number;
}

const layers: Layers = createLayers();

/** By stream: what the sender's numbers say of its gaps. A file that cannot be read any more says nothing. */
export async function identifyGaps(tables: Tables, places: readonly GapPlace[], pause: () => Promise<void>): Promise<ReadonlyMap<StreamIndex, IdentityTally>> {
  const windows = new Map<StreamIndex, GapWindow[]>();
  for (let from = 0; from < places.length; from += BATCH) {
    const batch = places.slice(from, from + BATCH);
    const read = await readIdentifications(tables, batch).catch(() => new Map<PacketIndex, Identified>());
    for (const place of batch) {
      const list = windows.get(place.stream);
      const window = windowOf(place, read);
      if (list === undefined) windows.set(place.stream, [window]);
      else list.push(window);
    }
    await pause();
  }
  return new Map([...windows].map(([stream, list]) => [stream, tallyIdentities(list)]));
}

/** Every packet of the windows, and between them where those are few. */
async function readIdentifications(tables: Tables, places: readonly GapPlace[]): Promise<Map<PacketIndex, Identified>> {
  const wanted = new Set<PacketIndex>();
  for (const { packets } of places) {
    if (!isNarrow(packets)) for (const packet of packets) wanted.add(packet);
    else for (let packet = packets[0]!; packet <= packets.at(-1)!; packet++) wanted.add(packet);
  }
  const found = new Map<PacketIndex, Identified>();
  const { packets, interfaces, captures, addresses } = tables;
  for (const capture of captures.keys()) {
    const own = [...wanted].filter((packet) => interfaces.at(packets.interfaceIndex(packet)).capture === capture);
    own.sort((a, b) => packets.recordAt(a) - packets.recordAt(b));
    const rowOfPacket = (i: number): ReturnType<typeof interfaces.at> => interfaces.at(packets.interfaceIndex(own[i]!));
    const at = own.map((packet) => packets.recordAt(packet));
    await readRecords(captures[capture]!.source, at, rowOfPacket, (i, { octets }) => {
      walk(new DataView(octets.buffer, octets.byteOffset, octets.length), 0, octets.length, rowOfPacket(i).linkType, addresses, layers);
      const { networkAt, isIpv6, source, identification, outcome } = layers;
      if (networkAt < 0 || isIpv6 || outcome === outcomes.NOT_DECODED) return;
      found.set(own[i]!, { source, identification });
    });
  }
  return found;
}

function isNarrow(packets: readonly PacketIndex[]): boolean {
  return packets.at(-1)! - packets[0]! <= MOST_BETWEEN;
}

function windowOf({ packets, sequence, behind, length }: GapPlace, read: ReadonlyMap<PacketIndex, Identified>): GapWindow {
  const isKnown = isNarrow(packets);
  return {
    sequence,
    identification: packets.map((packet) => read.get(packet)?.identification ?? -1),
    others: packets.map((packet, i) => (i === 0 || !isKnown ? -1 : othersBetween(read, packets[i - 1]!, packet))),
    behind,
    length,
  };
}

/** Packets of the same host between two of its own, a mirrored copy once. */
function othersBetween(read: ReadonlyMap<PacketIndex, Identified>, before: PacketIndex, packet: PacketIndex): number {
  const [first, last] = [read.get(before), read.get(packet)];
  const seen = new Set<number>();
  for (let other = before + 1; other < packet; other++) {
    const one = read.get(other);
    if (one !== undefined && one.source === last?.source && one.identification !== first?.identification && one.identification !== last.identification)
      seen.add(one.identification);
  }
  return seen.size;
}
