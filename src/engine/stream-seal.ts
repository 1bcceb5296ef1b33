/**
 * Opens the packets of one SRTP stream, in any order: a packet is opened by the key and rollover counter that its tag fits, so a
 * key that changes midway (re-INVITE) and a capture that begins after a rollover need no signalling to be followed.
 */
import type { PacketIndex } from '../base/units.ts';
import { rollovers } from '../crypto/rollover.ts';
import { SrtpOpener } from '../crypto/srtp-opener.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { MediaKey } from './media-key.ts';

export interface Candidate {
  readonly key: MediaKey;
  readonly seal: SrtpOpener;
  /** what the true rollover counter has more than the one counted from the first packet; undefined until a tag fitted */
  offset: number | undefined;
}

/** What opens packets of a stream. */
export interface PacketOpener {
  /** the key of the packet opened last */
  readonly current: Candidate | undefined;
  /** nothing is opened: packets are in the clear, or closed for good */
  readonly isPlain: boolean;
  /** The payload of the RTP packet octets[at, end) without its padding, borrowed; undefined when it stays closed. */
  open(packet: PacketIndex, octets: Uint8Array, at: number, payloadAt: number, end: number): Uint8Array | undefined;
}

/** A stream in the clear up to a packet, which ZRTP closed from there on. */
export class ClearUntil implements PacketOpener {
  readonly current: undefined = undefined;
  readonly isPlain: boolean = true;
  readonly #until: PacketIndex;

  constructor(until: PacketIndex) {
    this.#until = until;
  }

  open(packet: PacketIndex, octets: Uint8Array, at: number, payloadAt: number, end: number): Uint8Array | undefined {
    return packet < this.#until ? withoutPadding(octets[at]!, octets.subarray(payloadAt, end)) : undefined;
  }
}

function withoutPadding(first: number, payload: Uint8Array): Uint8Array {
  return (first & 0x20) === 0 ? payload : payload.subarray(0, Math.max(0, payload.length - (payload[payload.length - 1] ?? 0)));
}

/** rollover counters tried for a stream whose beginning may be missing: a day of 20 ms packets has 66 */
const MOST_ROLLOVERS = 128;
/** packets in a row that no key opens before only every sixteenth is tried with all */
const HOPELESS = 32;

export class StreamSeal implements PacketOpener {
  readonly isPlain: boolean = false;
  readonly candidates: readonly Candidate[];
  readonly #packet: Uint32Array;
  readonly #rollover: Int32Array;
  #current: Candidate | undefined;
  #failed = 0;

  /** @param keys in the order in which they are tried */
  constructor(packets: StreamPackets, keys: readonly MediaKey[]) {
    this.#packet = Uint32Array.from(packets.packet.subarray(0, packets.count));
    this.#rollover = rollovers(packets.sequence, packets.count);
    this.candidates = keys.map((key) => ({
      key,
      seal: new SrtpOpener(key, 'rtp'),
      offset: key.unauthenticated ? 0 : undefined,
    }));
  }

  /** The key of the packet opened last. */
  get current(): Candidate | undefined {
    return this.#current;
  }

  /** The payload of the RTP packet octets[at, end) without its padding, borrowed; undefined when no key fits its tag. */
  open(packet: PacketIndex, octets: Uint8Array, at: number, payloadAt: number, end: number): Uint8Array | undefined {
    const row = this.#rowOf(packet);
    if (row < 0) return undefined;
    const counted = this.#rollover[row]!;
    const plain = this.#open(counted, octets, at, payloadAt, end);
    if (plain === undefined) {
      this.#failed++;
      return undefined;
    }
    this.#failed = 0;
    return withoutPadding(octets[at]!, plain);
  }

  #open(counted: number, octets: Uint8Array, at: number, payloadAt: number, end: number): Uint8Array | undefined {
    const current = this.#current;
    if (current?.offset !== undefined) {
      const plain = current.seal.open(octets, at, payloadAt, end, counted + current.offset);
      if (plain !== undefined) return plain;
    }
    if (this.#failed > HOPELESS && this.#failed % 16 !== 0) return undefined;
    for (const candidate of this.candidates) {
      const plain = this.#try(candidate, counted, octets, at, payloadAt, end);
      if (plain === undefined) continue;
      this.#current = candidate;
      return plain;
    }
    return undefined;
  }

  #try(candidate: Candidate, counted: number, octets: Uint8Array, at: number, payloadAt: number, end: number): Uint8Array | undefined {
    const { seal, offset } = candidate;
    if (offset !== undefined) return candidate === this.#current ? undefined : seal.open(octets, at, payloadAt, end, counted + offset);
    // beyond the first packets a key that never fitted is tried where it would begin
    const most = this.#failed === 0 && this.#current === undefined ? MOST_ROLLOVERS : 2;
    const before = this.#current?.offset;
    const tried = before === undefined ? [] : [counted + before];
    for (let rollover = 0; rollover < most; rollover++) tried.push(rollover);
    for (const rollover of tried) {
      const plain = seal.open(octets, at, payloadAt, end, rollover);
      if (plain === undefined) continue;
      candidate.offset = rollover - counted;
      return plain;
    }
    return undefined;
  }

  #rowOf(packet: PacketIndex): number {
    let low = 0;
    let high = this.#packet.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#packet[middle]!;
      if (found === packet) return middle;
      if (found < packet) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
