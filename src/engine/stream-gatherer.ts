/**
 * The packets of many streams at once, for work that wants every stream: one scan of the packet table writes each packet of
 * the batch to its stream's stretch of common columns. gatherStream() for each would scan the owner column once a stream.
 */
import type { StreamIndex } from '../base/units.ts';
import { packetFlags, SLAB_BITS, SLAB_ROWS, type PacketTable } from '../capture/packet-table.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { StreamTable } from '../rtp/stream-table.ts';
import { Kind } from './kinds.ts';

export class StreamGatherer {
  readonly #packets: PacketTable;
  /** by stream: where the next packet goes, and where its stretch begins and ends; end 0 for a stream outside the batch */
  readonly #next: Uint32Array;
  readonly #begin: Uint32Array;
  readonly #end: Uint32Array;
  readonly #packet: Uint32Array;
  readonly #time: Float64Array;
  readonly #sequence: Uint16Array;
  readonly #timestamp: Uint32Array;
  readonly #markerAndType: Uint8Array;
  readonly #length: Uint16Array;
  readonly #isIpv6: Uint8Array;
  readonly #lastSlab: number;
  #slab: number;

  /** @param batch streams to gather; 22 octets a packet of theirs are held */
  constructor(packets: PacketTable, streams: StreamTable, batch: readonly StreamIndex[]) {
    this.#packets = packets;
    this.#next = new Uint32Array(streams.count);
    this.#begin = new Uint32Array(streams.count);
    this.#end = new Uint32Array(streams.count);
    let total = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = -1;
    for (const stream of batch) {
      this.#next[stream] = this.#begin[stream] = total;
      this.#end[stream] = total += streams.packets(stream);
      first = Math.min(first, streams.firstPacket(stream));
      last = Math.max(last, Math.min(streams.lastPacket(stream), packets.length - 1));
    }
    this.#packet = new Uint32Array(total);
    this.#time = new Float64Array(total);
    this.#sequence = new Uint16Array(total);
    this.#timestamp = new Uint32Array(total);
    this.#markerAndType = new Uint8Array(total);
    this.#length = new Uint16Array(total);
    this.#isIpv6 = new Uint8Array(total);
    this.#slab = last < 0 ? 0 : first >>> SLAB_BITS;
    this.#lastSlab = last < 0 ? -1 : last >>> SLAB_BITS;
  }

  /** Scans one slab (about a millisecond); false when all have been. */
  scan(): boolean {
    if (this.#slab > this.#lastSlab) return false;
    const slab = this.#packets.slab(this.#slab);
    const base = this.#slab * SLAB_ROWS;
    const rows = Math.min(SLAB_ROWS, this.#packets.length - base);
    const { owner, kind } = slab;
    for (let i = 0; i < rows; i++) {
      const stream = owner[i]!;
      if (stream < 0 || kind[i] !== Kind.rtp) continue;
      const at = this.#next[stream]!;
      if (at >= this.#end[stream]!) continue;
      this.#next[stream] = at + 1;
      this.#packet[at] = base + i;
      this.#time[at] = slab.time[i]!;
      this.#sequence[at] = slab.sequence[i]!;
      this.#timestamp[at] = slab.rtpTimestamp[i]!;
      this.#markerAndType[at] = slab.markerAndType[i]!;
      this.#length[at] = slab.rtpLength[i]!;
      this.#isIpv6[at] = (slab.flags[i]! & packetFlags.isIpv6) === 0 ? 0 : 1;
    }
    this.#slab++;
    return true;
  }

  /** One stream of the batch, after all was scanned: as gatherStream() gives it, but borrowed from the common columns. */
  packetsOf(stream: StreamIndex): StreamPackets {
    const [from, to] = [this.#begin[stream]!, this.#next[stream]!];
    return {
      count: to - from,
      packet: this.#packet.subarray(from, to),
      time: this.#time.subarray(from, to),
      sequence: this.#sequence.subarray(from, to),
      timestamp: this.#timestamp.subarray(from, to),
      markerAndType: this.#markerAndType.subarray(from, to),
      length: this.#length.subarray(from, to),
      isIpv6: this.#isIpv6.subarray(from, to),
    };
  }
}
