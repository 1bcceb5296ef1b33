/**
 * The packets of many streams at once, for work that wants every stream: one scan of the owner column for a whole batch
 * writes each packet's index to its stream's stretch of one list (four octets a packet while the batch lasts). gatherStream()
 * for each would scan the column once a stream.
 */
import type { StreamIndex } from '../base/units.ts';
import { packetFlags, SLAB_BITS, SLAB_ROWS, type PacketTable } from '../capture/packet-table.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { StreamTable } from '../rtp/stream-table.ts';
import { Kind } from './kinds.ts';

export class StreamGatherer {
  readonly #packets: PacketTable;
  readonly #streams: StreamTable;
  /** by stream: where its stretch begins, -1 for a stream outside the batch; and how much of it is filled */
  readonly #begin: Int32Array;
  readonly #filled: Uint32Array;
  readonly #list: Uint32Array;
  readonly #lastSlab: number;
  #slab: number;

  /** @param batch streams to gather */
  constructor(packets: PacketTable, streams: StreamTable, batch: readonly StreamIndex[]) {
    this.#packets = packets;
    this.#streams = streams;
    this.#begin = new Int32Array(streams.count).fill(-1);
    this.#filled = new Uint32Array(streams.count);
    let total = 0;
    let first = Number.POSITIVE_INFINITY;
    let last = -1;
    for (const stream of batch) {
      this.#begin[stream] = total;
      total += streams.packets(stream);
      first = Math.min(first, streams.firstPacket(stream));
      last = Math.max(last, Math.min(streams.lastPacket(stream), packets.length - 1));
    }
    this.#list = new Uint32Array(total);
    this.#slab = last < 0 ? 0 : first >>> SLAB_BITS;
    this.#lastSlab = last < 0 ? -1 : last >>> SLAB_BITS;
  }

  /** Scans one slab (about a tenth of a millisecond); false when all have been. */
  scan(): boolean {
    if (this.#slab > this.#lastSlab) return false;
    const slab = this.#packets.slab(this.#slab);
    const base = this.#slab * SLAB_ROWS;
    const end = Math.min(SLAB_ROWS, this.#packets.length - base);
    const { owner, kind } = slab;
    for (let i = 0; i < end; i++) {
      const stream = owner[i]!;
      if (kind[i] !== Kind.rtp || stream < 0) continue;
      const begin = this.#begin[stream]!;
      if (begin < 0 || this.#filled[stream]! >= this.#streams.packets(stream)) continue;
      this.#list[begin + this.#filled[stream]!++] = base + i;
    }
    this.#slab++;
    return true;
  }

  /** One stream of the batch, after all was scanned: as gatherStream() gives it, fresh arrays. */
  gather(stream: StreamIndex): StreamPackets {
    const count = this.#filled[stream]!;
    const begin = this.#begin[stream]!;
    const packet = this.#list.slice(begin, begin + count);
    const found = {
      time: new Float64Array(count),
      sequence: new Uint16Array(count),
      timestamp: new Uint32Array(count),
      markerAndType: new Uint8Array(count),
      length: new Uint16Array(count),
      isIpv6: new Uint8Array(count),
    };
    for (let row = 0; row < count; row++) {
      const slab = this.#packets.slab(packet[row]! >>> SLAB_BITS);
      const i = packet[row]! & (SLAB_ROWS - 1);
      found.time[row] = slab.time[i]!;
      found.sequence[row] = slab.sequence[i]!;
      found.timestamp[row] = slab.rtpTimestamp[i]!;
      found.markerAndType[row] = slab.markerAndType[i]!;
      found.length[row] = slab.rtpLength[i]!;
      found.isIpv6[row] = (slab.flags[i]! & packetFlags.isIpv6) === 0 ? 0 : 1;
    }
    return { count, packet, ...found };
  }
}
