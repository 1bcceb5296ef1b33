/**
 * snoop (RFC 1761): a 16-octet header, then records with a length of their own, which counts padding. Drops are cumulative: the
 * last count is the interface's. A record that cannot be is reported, the next one that can is looked for, and nothing read
 * before is lost. No length is trusted before it was checked.
 */
import { limits } from '../base/limits.ts';
import type { ReaderOptions } from './capture-facts.ts';
import type { CaptureInterface } from './interface-table.ts';
import type { PacketSink } from './packet-sink.ts';
import { CHAIN, DAY, RecordFile } from './record-file.ts';
import type { SniffedSnoop } from './sniff.ts';

export const SNOOP_RECORD = 24;
const HEADER = 16;
/** octets of padding a record may have: RFC 1761 asks for up to 3, some writers align to more */
const PADDING = 64;
/** datalink types of RFC 1761 section 4 (and SunATM's) that have a LINKTYPE of the same form */
const linkTypes: Readonly<Record<number, number>> = { 0: 1, 2: 6, 4: 1, 8: 10, 18: 123 };
/** what has none is counted under a number of its own */
const UNKNOWN = 65_536;

export function snoopLinkType(datalink: number): number {
  return linkTypes[datalink] ?? UNKNOWN + Math.min(datalink, 65_535);
}

export class SnoopReader extends RecordFile {
  protected readonly header: number = HEADER;
  readonly #interface: CaptureInterface;
  readonly #interfaceIndex: number;

  constructor(sniffed: SniffedSnoop, options: ReaderOptions) {
    super(options);
    this.#interface = this.newInterface(sniffed.linkType, 0, '1000', sniffed.form);
    this.#interfaceIndex = Math.max(0, options.interfaces.add(this.#interface));
  }

  protected override records(view: DataView, octets: Uint8Array, at: number, end: number, base: number, sink: PacketSink, until: number): number {
    const { facts } = this;
    let p = at;
    while (p + SNOOP_RECORD <= end) {
      const original = view.getUint32(p);
      const captured = view.getUint32(p + 4);
      const length = view.getUint32(p + 8);
      if (!isRecord(original, captured, length)) {
        this.lost = true;
        facts.broken('snoop.record-length', base + p, SNOOP_RECORD);
        return p + 1;
      }
      if (p + length > end) {
        this.wanted = length;
        return p;
      }
      const time = this.options.timeBase.at(view.getUint32(p + 16), view.getUint32(p + 20) * 1000);
      if (time > until) {
        this.stopped = true;
        this.nextTime = time;
        return p;
      }
      if (time < this.lastTime) facts.note('time.backwards', base + p);
      this.lastTime = time;
      this.lastSeconds = view.getUint32(p + 16);
      if (time < facts.earliest) facts.earliest = time;
      if (time > facts.latest) facts.latest = time;
      facts.frames++;
      this.#interface.packets++;
      this.#interface.dropped = view.getUint32(p + 12);
      sink.packet(view, octets, p + SNOOP_RECORD, p + SNOOP_RECORD + captured, Math.max(original, captured), this.#interfaceIndex, time, base + p);
      p += length;
    }
    return p;
  }

  protected override judgeTail(_view: DataView, at: number, end: number, base: number): void {
    this.facts.truncated = true;
    this.facts.broken('snoop.truncated', base + at, end - at);
  }

  protected override resynchronise(view: DataView, at: number, end: number, base: number, final: boolean): number {
    let p = at;
    for (; p + SNOOP_RECORD <= end; p++) {
      const found = this.#isChain(view, p, end, final);
      if (found < 0) return p;
      if (found === 0) continue;
      this.lost = false;
      this.facts.note('snoop.resynchronised', base + p);
      return p;
    }
    return p;
  }

  /** 1 when records follow each other from `at`, 0 when they do not, -1 when more octets must come to tell. */
  #isChain(view: DataView, at: number, end: number, final: boolean): number {
    let p = at;
    for (let count = 0; count < CHAIN; count++) {
      if (final && count > 0 && p === end) return 1;
      if (p + SNOOP_RECORD > end) {
        this.wanted = final ? 0 : p + SNOOP_RECORD - at;
        return final ? 0 : -1;
      }
      const length = view.getUint32(p + 8);
      const isNear = this.lastSeconds < 0 || Math.abs(view.getUint32(p + 16) - this.lastSeconds) < DAY;
      if (!isNear || view.getUint32(p + 20) >= 1e6 || view.getUint32(p) === 0 || !isRecord(view.getUint32(p), view.getUint32(p + 4), length)) return 0;
      p += length;
    }
    return 1;
  }
}

function isRecord(original: number, captured: number, length: number): boolean {
  const least = SNOOP_RECORD + captured;
  return captured <= limits.packetLength && original <= limits.packetLength && length >= least && length <= least + PADDING;
}
