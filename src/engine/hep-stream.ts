/**
 * Capture agents' packets (HEP version 3, wire/hep.ts) on a stream: each says its own length. SIP inside goes into the tables with
 * the agent's addresses and time; what else they carry is counted. After lost octets, or a length that cannot be, reading goes
 * on at the next "HEP3".
 */
import { limits } from '../base/limits.ts';
import type { PacketIndex } from '../base/units.ts';
import { looksLikeSip } from '../sip/looks-like-sip.ts';
import { carriesPacket, eachHepKey, HepHeader, isHep3, readHep } from '../wire/hep.ts';
import { HepIndex } from './hep-index.ts';
import type { HepStreamKeys } from './hep-stream-keys.ts';
import { Kind } from './kinds.ts';
import type { StreamHost } from './stream-host.ts';
import type { StreamPath } from './stream-path.ts';
import type { StreamReader, StreamReaderKind } from './stream-reader.ts';

const MAGIC = [0x48, 0x45, 0x50, 0x33];
/** magic and length, and the shortest packet: one chunk without data */
const HEADER = 6;
const SHORTEST = 12;

export const hepStreams: StreamReaderKind = {
  fits: (_path, octets, at, end) => {
    for (let i = 0; i < MAGIC.length && at + i < end; i++) if (octets[at + i] !== MAGIC[i]) return false;
    if (end - at < SHORTEST) return undefined;
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    return isHep3(view, at, end, at + lengthAt(octets, at));
  },
  open: (path, host) => new HepStream(path, host),
};

class HepStream implements StreamReader {
  readonly #path: StreamPath;
  readonly #host: StreamHost;
  readonly #index: HepIndex;
  readonly #header = new HepHeader();
  /** a packet that came in part: room for all that is known of its length, and how much came */
  #held: Uint8Array | undefined;
  #came = 0;
  #packets: PacketIndex[] = [];
  #lost = false;
  /** where passwords lie in this connection; undefined within TLS, where none can be read */
  #keys: HepStreamKeys | undefined;

  constructor(path: StreamPath, host: StreamHost) {
    this.#path = path;
    this.#host = host;
    this.#index = new HepIndex(host.tables);
  }

  take(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    this.#host.mark(packet, Kind.hep);
    if (!this.#path.isSecure) this.#keys ??= this.#host.tables.hepKeys.stream(this.#path.flow, packet);
    this.#keys?.read(this.#path.sequence, end - at, packet);
    let p = this.#held === undefined ? at : this.#fill(octets, at, end, packet);
    while (p < end) {
      if (this.#lost) p = this.#findNext(octets, p, end, packet);
      if (p >= end) return;
      const length = end - p < HEADER ? 0 : lengthAt(octets, p);
      if (end - p >= HEADER && (length < SHORTEST || !isMagic(octets, p))) {
        this.#host.tables.diagnostics.report('hep.length', packet);
        this.#lost = true;
        this.#noteKey(end - p, 1, packet, false);
        p++;
        continue;
      }
      this.#host.tables.marks.note(packet, 'hep', offset + p - at);
      if (length === 0 || p + length > end) return this.#hold(octets, p, end, Math.max(HEADER, length), packet, 0);
      this.#noteKeys(octets, p, p + length, end - p, packet);
      this.#packet(octets, p, p + length, packet, offset + p - at, [packet]);
      p += length;
    }
  }

  gap(length: number, packet: PacketIndex): void {
    this.#giveUp(packet);
    // nobody knows where in the connection the next octets stand
    if (length < 0) this.#keys = undefined;
    else if (this.#keys?.gap(length, packet) === false) this.#host.tables.diagnostics.report('limit.hepKeys', packet);
  }

  finish(): void {
    this.#giveUp(this.#packets.at(-1) ?? -1);
  }

  /** What came of a packet will never be whole. */
  #giveUp(packet: PacketIndex): void {
    if (this.#held !== undefined) this.#noteKeys(this.#held, 0, this.#came, this.#came, packet);
    this.#release();
    this.#lost = true;
  }

  /** Remembers passwords in octets[at, end), which begins `before` octets in front of where reading is. */
  #noteKeys(octets: Uint8Array, at: number, end: number, before: number, packet: PacketIndex): void {
    if (this.#keys !== undefined) eachHepKey(octets, at, end, (from, to) => this.#noteKey(before - (from - at), to - from, packet, true));
  }

  #noteKey(before: number, length: number, packet: PacketIndex, isKey: boolean): void {
    if (this.#keys?.note(before, length, packet, isKey) === false) this.#host.tables.diagnostics.report('limit.hepKeys', packet);
  }

  #findNext(octets: Uint8Array, at: number, end: number, packet: PacketIndex): number {
    let p = at;
    while (p + MAGIC.length <= end && !isMagic(octets, p)) p++;
    this.#lost = p + MAGIC.length > end;
    if (this.#lost) p = end;
    this.#noteKey(end - at, p - at, packet, false);
    return p;
  }

  /** @param behind octets between `end` and where reading is */
  #hold(octets: Uint8Array, at: number, end: number, length: number, packet: PacketIndex, behind: number): void {
    const { budget, tables } = this.#host;
    if (budget.used + length > limits.streamOctets) {
      tables.diagnostics.report('limit.streamOctets', packet);
      this.#noteKey(behind + end - at, end - at, packet, false);
      this.#lost = true;
      return;
    }
    budget.used += length;
    this.#held = new Uint8Array(length);
    this.#held.set(octets.subarray(at, end));
    this.#came = end - at;
    this.#packets = [packet];
  }

  /** Completes what is held from octets[at, end); how far it took them. */
  #fill(octets: Uint8Array, at: number, end: number, packet: PacketIndex): number {
    const held = this.#held!;
    const taken = Math.min(held.length - this.#came, end - at);
    held.set(octets.subarray(at, at + taken), this.#came);
    this.#came += taken;
    if (taken > 0 && this.#packets.at(-1) !== packet && this.#packets.length < PACKETS_KEPT) this.#packets.push(packet);
    if (this.#came < held.length) return at + taken;
    const packets = this.#packets;
    this.#release();
    const length = lengthAt(held, 0);
    const behind = end - at - taken;
    if (!isMagic(held, 0) || length < SHORTEST) {
      this.#lost = true;
      this.#noteKey(behind + held.length, held.length, packet, false);
    } else if (length > held.length) {
      this.#hold(held, 0, held.length, length, packet, behind);
      this.#packets = packets;
      return this.#held === undefined ? at + taken : this.#fill(octets, at + taken, end, packet);
    } else {
      this.#noteKeys(held, 0, length, behind + length, packet);
      this.#packet(held, 0, length, packet, -1, packets);
    }
    return at + taken;
  }

  #release(): void {
    this.#host.budget.used -= this.#held?.length ?? 0;
    this.#held = undefined;
    this.#came = 0;
  }

  /** One whole packet octets[at, end). @param offset where it stands in the file's packet, negative when nowhere in one piece */
  #packet(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number, packets: readonly PacketIndex[]): void {
    const header = this.#header;
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    readHep(view, at, end, end, header);
    this.#index.report(header, packet, offset, end - at);
    const { payloadAt, payloadEnd } = header;
    if (!carriesPacket(header) || !looksLikeSip(octets, payloadAt, payloadEnd)) return;
    const framed = {
      octets,
      at: payloadAt,
      end: payloadEnd,
      whole: packets.length === 1 && offset >= 0,
      packet,
      firstPacket: packets[0]!,
      offset: offset < 0 ? -1 : offset + payloadAt - at,
      packets,
      problems: 0,
    };
    const ends = this.#index.ends(view, header, this.#path.flow.source, packet);
    if (this.#host.sip(this.#path, framed, this.#index.transport(header), ends))
      this.#index.note(view, octets, header, ends, this.#host.tables.messages.length - 1);
  }
}

/** packets remembered of one that came in parts */
const PACKETS_KEPT = 64;

function isMagic(octets: Uint8Array, at: number): boolean {
  return octets[at] === MAGIC[0] && octets[at + 1] === MAGIC[1] && octets[at + 2] === MAGIC[2] && octets[at + 3] === MAGIC[3];
}

function lengthAt(octets: Uint8Array, at: number): number {
  return (octets[at + 4]! << 8) | octets[at + 5]!;
}
