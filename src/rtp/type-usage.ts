/**
 * Which payload types each stream carried and how often: four types inline per stream, the rare stream with more in a Map.
 * Beside the count stands the map under which profile wireshark met the type first, because that gives its printed name.
 */
import type { StreamIndex } from '../base/units.ts';
import type { PayloadMapId } from './payload-type.ts';

export interface PayloadTypeCount {
  readonly payloadType: number;
  readonly packets: number;
  /** the map under which Wireshark saw the type first; -1 when it came only before the announcement */
  readonly map: PayloadMapId;
}

/** Types kept inline, as (type + 1, packets, map + 1). */
const INLINE = 4;
const STRIDE = INLINE * 3;

export class TypeUsage {
  #inline = new Int32Array(64 * STRIDE);
  readonly #more = new Map<StreamIndex, Map<number, { packets: number; map: number }>>();

  reserve(streams: number): void {
    if (streams * STRIDE <= this.#inline.length) return;
    const grown = new Int32Array(streams * STRIDE);
    grown.set(this.#inline);
    this.#inline = grown;
  }

  /** @param map -1 for a packet that profile wireshark does not count */
  count(stream: StreamIndex, type: number, map: PayloadMapId, packets = 1): void {
    const inline = this.#inline;
    const at = stream * STRIDE;
    for (let i = at; i < at + STRIDE; i += 3) {
      if (inline[i] !== type + 1 && inline[i] !== 0) continue;
      inline[i] = type + 1;
      inline[i + 1]! += packets;
      if (inline[i + 2] === 0) inline[i + 2] = map + 1;
      return;
    }
    this.#countMore(stream, type, map, packets);
  }

  /** Profile wireshark starts anew: the maps are forgotten, the counts stay. */
  forgetMaps(stream: StreamIndex): void {
    for (let i = stream * STRIDE; i < (stream + 1) * STRIDE; i += 3) this.#inline[i + 2] = 0;
    for (const use of this.#more.get(stream)?.values() ?? []) use.map = 0;
  }

  /** Ascending by type. */
  list(stream: StreamIndex): PayloadTypeCount[] {
    const used: PayloadTypeCount[] = [];
    for (let i = stream * STRIDE; i < (stream + 1) * STRIDE; i += 3) {
      const type = this.#inline[i]!;
      if (type > 0) used.push({ payloadType: type - 1, packets: this.#inline[i + 1]!, map: this.#inline[i + 2]! - 1 });
    }
    for (const [payloadType, { packets, map }] of this.#more.get(stream) ?? []) used.push({ payloadType, packets, map: map - 1 });
    return used.sort((p, q) => p.payloadType - q.payloadType);
  }

  #countMore(stream: StreamIndex, type: number, map: PayloadMapId, packets: number): void {
    let more = this.#more.get(stream);
    if (more === undefined) this.#more.set(stream, (more = new Map()));
    const use = more.get(type) ?? { packets: 0, map: 0 };
    use.packets += packets;
    if (use.map === 0) use.map = map + 1;
    more.set(type, use);
  }
}
