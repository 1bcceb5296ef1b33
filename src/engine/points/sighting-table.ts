/**
 * Where each SIP packet was seen: groups of (capture, frame, point), sixteen octets a sighting, found by binary search. Packet numbers
 * come in while the captures are read.
 */
import { float64Column, int32Column, type Column } from '../../base/column.ts';
import type { FrameNumber, PacketIndex } from '../../base/units.ts';

const CAPTURE = 4_294_967_296;

export class SightingTable {
  readonly #key: Column<Float64Array> = float64Column();
  readonly #group: Column<Int32Array> = int32Column();
  readonly #point: Column<Int32Array> = int32Column();
  /** first sighting of each group, and one more */
  readonly #start: Column<Int32Array> = int32Column();
  #order: Uint32Array = new Uint32Array(0);
  #packet: Int32Array = new Int32Array(0);

  /** Opens a group; see() adds to it. */
  open(): void {
    this.#start.push(this.#key.length);
  }

  see(capture: number, frame: FrameNumber, point: number): void {
    this.#key.push(capture * CAPTURE + frame);
    this.#group.push(this.#start.length - 1);
    this.#point.push(point);
  }

  /** All sightings are in: they can be looked up. */
  finish(): void {
    const key = this.#key.values;
    this.#start.push(this.#key.length);
    this.#order = Uint32Array.from({ length: this.#key.length }, (_, i) => i).sort((a, b) => key[a]! - key[b]!);
    this.#packet = new Int32Array(this.#key.length).fill(-1);
  }

  /** The packet's row is known now. */
  note(capture: number, frame: FrameNumber, packet: PacketIndex): void {
    const at = this.#find(capture, frame);
    if (at >= 0) this.#packet[at] = packet;
  }

  /** All places a packet was seen at, in the order of time; `packet` is -1 for one that was not noted. Empty when at one alone. */
  of(capture: number, frame: FrameNumber): { readonly point: number; readonly packet: PacketIndex }[] {
    const at = this.#find(capture, frame);
    if (at < 0) return [];
    const group = this.#group.values[at]!;
    const seen: { point: number; packet: PacketIndex }[] = [];
    for (let i = this.#start.values[group]!; i < this.#start.values[group + 1]!; i++) seen.push({ point: this.#point.values[i]!, packet: this.#packet[i]! });
    return seen;
  }

  #find(capture: number, frame: FrameNumber): number {
    const key = capture * CAPTURE + frame;
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#key.values[this.#order[middle]!]! < key) low = middle + 1;
      else high = middle;
    }
    const at = this.#order[low];
    return at !== undefined && this.#key.values[at] === key ? at : -1;
  }
}
