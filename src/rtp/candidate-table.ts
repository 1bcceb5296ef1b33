/**
 * Undeclared flows under watch: their first packets are kept in small blocks until the detector decides (semantics 2.5).
 * Bounded: at most `capacity` candidates; when full, the one not touched for longest (second chance) gives way and is
 * counted. A rejected candidate keeps its place, without packets, so that it is not judged again.
 */
import { hash4 } from './key-table.ts';
import type { CandidateRun } from './detector.ts';

const BLOCK = 4;
const FREE = 0;
const PENDING = 1;
const REJECTED = 2;

/** One candidate's packets, borrowed: valid until the next gather(). */
export interface PendingRun extends CandidateRun {
  readonly packet: Float64Array;
  readonly rtpLength: Uint16Array;
  readonly isIpv6: Uint8Array;
}

export class CandidateTable {
  /** Candidates that were pushed out while still undecided. */
  evicted = 0;
  /** Packets dropped because their candidate was rejected or pushed out. */
  dropped = 0;
  /** Candidates the detector turned down. */
  rejected = 0;
  readonly #capacity: number;
  readonly #pending: number;
  #used = 0;
  #hand = 0;
  #words: Uint32Array = new Uint32Array(0);
  #state: Uint8Array = new Uint8Array(0);
  #touched: Uint8Array = new Uint8Array(0);
  #failures: Uint8Array = new Uint8Array(0);
  #packets: Uint8Array = new Uint8Array(0);
  #next: Int32Array = new Int32Array(0);
  #firstBlock: Int32Array = new Int32Array(0);
  #lastBlock: Int32Array = new Int32Array(0);
  readonly #heads: Int32Array;
  readonly #free: number[] = [];
  #blocks = 0;
  #freeBlock = -1;
  #blockNext: Int32Array = new Int32Array(0);
  #packet: Float64Array = new Float64Array(0);
  #time: Float64Array = new Float64Array(0);
  #timestamp: Uint32Array = new Uint32Array(0);
  #sequence: Uint16Array = new Uint16Array(0);
  #rtpLength: Uint16Array = new Uint16Array(0);
  #payloadLength: Uint16Array = new Uint16Array(0);
  #markerAndType: Uint8Array = new Uint8Array(0);
  #isIpv6: Uint8Array = new Uint8Array(0);
  readonly #run: PendingRun;

  /** @param capacity candidates at once @param pending packets kept for each, at most 255 */
  constructor(capacity: number, pending: number) {
    this.#capacity = capacity;
    this.#pending = pending;
    let heads = 16;
    while (heads < capacity * 2) heads *= 2;
    this.#heads = new Int32Array(heads).fill(-1);
    this.#run = {
      count: 0,
      time: new Float64Array(pending),
      sequence: new Uint16Array(pending),
      timestamp: new Uint32Array(pending),
      markerAndType: new Uint8Array(pending),
      payloadLength: new Uint16Array(pending),
      packet: new Float64Array(pending),
      rtpLength: new Uint16Array(pending),
      isIpv6: new Uint8Array(pending),
    };
  }

  /** How many are watched, rejected ones included. */
  get count(): number {
    return this.#used - this.#free.length;
  }

  /** The candidate of a key, or -1. */
  find(a: number, b: number, c: number, d: number): number {
    const words = this.#words;
    for (let id = this.#heads[hash4(a, b, c, d) & (this.#heads.length - 1)]!; id >= 0; id = this.#next[id]!) {
      const at = id << 2;
      if (words[at + 3] === d && words[at + 2] === c && words[at] === a && words[at + 1] === b) return id;
    }
    return -1;
  }

  /** Starts watching a key that is not watched. */
  open(a: number, b: number, c: number, d: number): number {
    const id = this.#free.pop() ?? (this.#used < this.#capacity ? this.#extend() : this.#evict());
    this.#words.set([a, b, c, d], id << 2);
    const head = hash4(a, b, c, d) & (this.#heads.length - 1);
    this.#next[id] = this.#heads[head]!;
    this.#heads[head] = id;
    this.#state[id] = PENDING;
    this.#touched[id] = 0;
    this.#failures[id] = 0;
    this.#packets[id] = 0;
    this.#firstBlock[id] = this.#lastBlock[id] = -1;
    return id;
  }

  isRejected(id: number): boolean {
    return this.#state[id] === REJECTED;
  }

  packetsOf(id: number): number {
    return this.#packets[id]!;
  }

  /** Keeps one packet of a pending candidate; false when its places are all taken. */
  keep(
    id: number,
    packet: number,
    time: number,
    sequence: number,
    timestamp: number,
    markerAndType: number,
    rtpLength: number,
    payloadLength: number,
    isIpv6: boolean,
  ): boolean {
    const count = this.#packets[id]!;
    if (count >= this.#pending) return false;
    const within = count % BLOCK;
    if (within === 0) this.#appendBlock(id);
    const row = this.#lastBlock[id]! * BLOCK + within;
    this.#packet[row] = packet;
    this.#time[row] = time;
    this.#sequence[row] = sequence;
    this.#timestamp[row] = timestamp;
    this.#markerAndType[row] = markerAndType;
    this.#rtpLength[row] = rtpLength;
    this.#payloadLength[row] = payloadLength;
    this.#isIpv6[row] = isIpv6 ? 1 : 0;
    this.#packets[id] = count + 1;
    // a flow that came back is worth more than one that was seen once
    if (count > 0) this.#touched[id] = 1;
    return true;
  }

  /** Counts a packet of this key that is not sound RTP; true when that was one too many. */
  fail(id: number): boolean {
    if (this.#state[id] !== PENDING) return false;
    this.#failures[id]!++;
    return this.#failures[id]! >= 2;
  }

  /** The packets kept for a candidate, in arrival order; borrowed. */
  gather(id: number): PendingRun {
    const run = this.#run;
    run.count = this.#packets[id]!;
    let block = this.#firstBlock[id]!;
    for (let i = 0; i < run.count; i++) {
      const row = block * BLOCK + (i % BLOCK);
      run.packet[i] = this.#packet[row]!;
      run.time[i] = this.#time[row]!;
      run.sequence[i] = this.#sequence[row]!;
      run.timestamp[i] = this.#timestamp[row]!;
      run.markerAndType[i] = this.#markerAndType[row]!;
      run.rtpLength[i] = this.#rtpLength[row]!;
      run.payloadLength[i] = this.#payloadLength[row]!;
      run.isIpv6[i] = this.#isIpv6[row]!;
      if (i % BLOCK === BLOCK - 1) block = this.#blockNext[block]!;
    }
    return run;
  }

  /** Turns a candidate down: its packets are dropped, its key stays known. */
  reject(id: number): void {
    this.rejected++;
    this.dropped += this.#packets[id]!;
    this.#releaseBlocks(id);
    this.#state[id] = REJECTED;
  }

  /** Stops watching a key, because it became a stream. */
  remove(id: number): void {
    this.#releaseBlocks(id);
    this.#unlink(id);
    this.#state[id] = FREE;
    this.#free.push(id);
  }

  #evict(): number {
    for (;;) {
      const id = this.#hand;
      this.#hand = (this.#hand + 1) % this.#used;
      if (this.#touched[id] !== 0) {
        this.#touched[id] = 0;
        continue;
      }
      if (this.#state[id] === PENDING) {
        this.evicted++;
        this.dropped += this.#packets[id]!;
      }
      this.#releaseBlocks(id);
      this.#unlink(id);
      return id;
    }
  }

  #unlink(id: number): void {
    const at = id << 2;
    const words = this.#words;
    const head = hash4(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!) & (this.#heads.length - 1);
    let link = this.#heads[head]!;
    if (link === id) {
      this.#heads[head] = this.#next[id]!;
      return;
    }
    while (this.#next[link] !== id) link = this.#next[link]!;
    this.#next[link] = this.#next[id]!;
  }

  #extend(): number {
    const id = this.#used++;
    if (id < this.#state.length) return id;
    const size = Math.min(this.#capacity, Math.max(64, this.#state.length * 2));
    this.#words = grown(this.#words, new Uint32Array(size * 4));
    this.#state = grown(this.#state, new Uint8Array(size));
    this.#touched = grown(this.#touched, new Uint8Array(size));
    this.#failures = grown(this.#failures, new Uint8Array(size));
    this.#packets = grown(this.#packets, new Uint8Array(size));
    this.#next = grown(this.#next, new Int32Array(size));
    this.#firstBlock = grown(this.#firstBlock, new Int32Array(size));
    this.#lastBlock = grown(this.#lastBlock, new Int32Array(size));
    return id;
  }

  #appendBlock(id: number): void {
    let block = this.#freeBlock;
    if (block >= 0) this.#freeBlock = this.#blockNext[block]!;
    else block = this.#newBlock();
    this.#blockNext[block] = -1;
    const last = this.#lastBlock[id]!;
    if (last < 0) this.#firstBlock[id] = block;
    else this.#blockNext[last] = block;
    this.#lastBlock[id] = block;
  }

  #newBlock(): number {
    const block = this.#blocks++;
    if (block < this.#blockNext.length) return block;
    const size = Math.max(64, this.#blockNext.length * 2);
    const rows = size * BLOCK;
    this.#blockNext = grown(this.#blockNext, new Int32Array(size));
    this.#packet = grown(this.#packet, new Float64Array(rows));
    this.#time = grown(this.#time, new Float64Array(rows));
    this.#timestamp = grown(this.#timestamp, new Uint32Array(rows));
    this.#sequence = grown(this.#sequence, new Uint16Array(rows));
    this.#rtpLength = grown(this.#rtpLength, new Uint16Array(rows));
    this.#payloadLength = grown(this.#payloadLength, new Uint16Array(rows));
    this.#markerAndType = grown(this.#markerAndType, new Uint8Array(rows));
    this.#isIpv6 = grown(this.#isIpv6, new Uint8Array(rows));
    return block;
  }

  #releaseBlocks(id: number): void {
    const last = this.#lastBlock[id]!;
    if (last >= 0) {
      this.#blockNext[last] = this.#freeBlock;
      this.#freeBlock = this.#firstBlock[id]!;
    }
    this.#firstBlock[id] = this.#lastBlock[id] = -1;
    this.#packets[id] = 0;
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(old: T, fresh: T): T {
  fresh.set(old as never);
  return fresh;
}
