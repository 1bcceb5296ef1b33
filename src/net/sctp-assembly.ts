/**
 * User messages out of SCTP's DATA and I-DATA chunks (RFC 9260 section 6.9, RFC 8260 section 2.2): fragments joined by their
 * numbers, chunks that came before left out. Streams need no order here: a message stands for itself (RFC 4168 section 4).
 * Bounded by limits.sctpOctets over all associations; the oldest fragments are given up. Allocates nothing for whole messages.
 */
import { hashOctets } from '../base/intern.ts';
import { limits } from '../base/limits.ts';
import type { PacketIndex } from '../base/units.ts';
import { chunkLength, chunkTypes, DATA_HEADER, dataFlags, HEADER_LENGTH, IDATA_HEADER, nextChunk, verificationTag } from '../wire/sctp.ts';

/** chunks remembered to know one that comes again */
const SEEN = 65_536;

export interface SctpMessage {
  readonly octets: Uint8Array;
  readonly at: number;
  readonly end: number;
  /** packets it came in, in the order of its fragments; only the last one for a message that was not in fragments */
  readonly packets: readonly PacketIndex[];
  /** it lies in one chunk of the packet at hand */
  readonly whole: boolean;
  /** the capture cut it */
  readonly cut: boolean;
}

export interface SctpSink {
  message(message: SctpMessage): void;
  problem(code: string, at: number, length: number): void;
}

interface Fragment {
  readonly octets: Uint8Array;
  readonly flags: number;
  readonly packet: PacketIndex;
  /** numbers of the run it stands in; true of the run's ends alone */
  first: number;
  last: number;
}

export class SctpAssembly {
  readonly #sink: SctpSink;
  /** direct-mapped: hash of tag, ports and TSN, and hash of what it carried; made with the first packet */
  #seen: Int32Array | undefined;
  /** by direction, and number within it; oldest first */
  readonly #fragments = new Map<string, Fragment>();
  #held = 0;

  constructor(sink: SctpSink) {
    this.#sink = sink;
  }

  /** One packet whose common header stands at `at`. @param announced where its chunks end as sent */
  packet(view: DataView, octets: Uint8Array, at: number, end: number, announced: number, packet: PacketIndex): void {
    const association = verificationTag(view, at) ^ Math.imul(view.getUint32(at), 0x9e3779b1);
    for (let p = at + HEADER_LENGTH; p < end; ) {
      const length = chunkLength(view, p, end);
      if (length === 0) return this.#sink.problem('sctp.chunk-length', p, end - p);
      if (p + length > announced) this.#sink.problem('sctp.chunk-length', p, end - p);
      const type = view.getUint8(p);
      if (type === chunkTypes.DATA || type === chunkTypes.I_DATA)
        this.#chunk(view, octets, p, Math.min(end, p + length), p + length > end, association, packet);
      p = nextChunk(p, length);
    }
  }

  #chunk(view: DataView, octets: Uint8Array, at: number, end: number, cut: boolean, association: number, packet: PacketIndex): void {
    const isInterleaved = view.getUint8(at) === chunkTypes.I_DATA;
    const from = at + (isInterleaved ? IDATA_HEADER : DATA_HEADER);
    if (from >= end || this.#isKnown(association, view.getUint32(at + 4), hashOctets(octets, from, end))) return;
    const flags = view.getUint8(at + 1);
    if ((flags & (dataFlags.BEGIN | dataFlags.END)) === (dataFlags.BEGIN | dataFlags.END))
      return this.#sink.message({ octets, at: from, end, packets: [packet], whole: true, cut });
    const stream = view.getUint16(at + 8) | ((flags & dataFlags.UNORDERED) << 16);
    const isBegin = (flags & dataFlags.BEGIN) !== 0;
    // fragments of DATA have neighbouring TSNs, those of I-DATA numbers of their own within the message
    const series = isInterleaved ? `${association} ${stream} ${view.getUint32(at + 12)}` : `${association} ${stream}`;
    const number = isInterleaved ? (isBegin ? 0 : view.getUint32(at + 16)) : view.getUint32(at + 4);
    this.#hold(`${series} ${number}`, { octets: octets.slice(from, end), flags, packet, first: number, last: number });
    this.#join(series, number);
  }

  /** The same TSN with the same octets came before. Two associations that share tag and ports do not hide each other's. */
  #isKnown(association: number, tsn: number, hash: number): boolean {
    const seen = (this.#seen ??= new Int32Array(SEEN * 2));
    const key = Math.imul(association ^ Math.imul(tsn, 0x85ebca6b), 0xc2b2ae35) | 1;
    const slot = ((key >>> 8) & (SEEN - 1)) * 2;
    if (seen[slot] === key && seen[slot + 1] === hash) return true;
    seen[slot] = key;
    seen[slot + 1] = hash;
    return false;
  }

  #hold(key: string, fragment: Fragment): void {
    this.#drop(key);
    this.#fragments.set(key, fragment);
    this.#held += fragment.octets.length;
    while (this.#held > limits.sctpOctets || this.#fragments.size > limits.sctpFragments) {
      this.#sink.problem(this.#held > limits.sctpOctets ? 'limit.sctpOctets' : 'limit.sctpFragments', -1, -1);
      this.#drop(this.#fragments.keys().next().value!);
    }
  }

  #drop(key: string): void {
    this.#held -= this.#fragments.get(key)?.octets.length ?? 0;
    this.#fragments.delete(key);
  }

  /** Drops the fragments [first, behind). */
  #dropRun(series: string, first: number, behind: number): void {
    for (let n = first; n !== behind; n = (n + 1) >>> 0) this.#drop(`${series} ${n}`);
  }

  /** Puts the fragment `number` to its neighbours; gives the message when that completes it. Constant work but for a message's own octets. */
  #join(series: string, number: number): void {
    const at = (n: number): Fragment | undefined => this.#fragments.get(`${series} ${n >>> 0}`);
    const has = (part: Fragment | undefined, flag: number): boolean => ((part?.flags ?? 0) & flag) !== 0;
    const own = at(number);
    if (own === undefined) return;
    const [left, right] = [at(number - 1), at(number + 1)];
    const first = has(own, dataFlags.BEGIN) || left === undefined || has(left, dataFlags.END) ? number : left.first;
    const last = has(own, dataFlags.END) || right === undefined || has(right, dataFlags.BEGIN) ? number : right.last;
    const [begin, end] = [at(first) ?? own, at(last) ?? own];
    begin.last = own.last = last;
    end.first = own.first = first;
    if (!has(begin, dataFlags.BEGIN) || !has(end, dataFlags.END)) return;
    const parts: Fragment[] = [];
    for (let n = first; ; n = (n + 1) >>> 0) {
      const part = at(n);
      if (part === undefined) return this.#dropRun(series, first, n); // given up meanwhile: what stands before can never be whole
      parts.push(part);
      if (n === last) break;
    }
    this.#dropRun(series, first, (last + 1) >>> 0);
    const octets = joined(parts);
    this.#sink.message({ octets, at: 0, end: octets.length, packets: [...new Set(parts.map(({ packet }) => packet))], whole: false, cut: false });
  }
}

function joined(parts: readonly Fragment[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { octets }) => sum + octets.length, 0));
  let p = 0;
  for (const { octets } of parts) {
    whole.set(octets, p);
    p += octets.length;
  }
  return whole;
}
