/**
 * Classic pcap (draft-ietf-opsawg-pcap): a 24-octet header, then records. Also the modified record headers that
 * pcap-variant.ts tells apart, files glued together, and files with damage: a record that cannot be is reported, the
 * reader looks for the next one that can, and nothing read before is lost. No length is trusted before it was checked.
 */
import { limits } from '../base/limits.ts';
import type { ReaderOptions } from './capture-facts.ts';
import type { CaptureInterface, RecordForm } from './interface-table.ts';
import type { PacketSink } from './packet-sink.ts';
import { CHAIN, DAY, RecordFile } from './record-file.ts';
import type { SniffedPcap } from './sniff.ts';

const HEADER = 24;
/** octets of a record above which we look twice: tcpdump's largest snap length */
const USUAL = 262_144;

export class PcapReader extends RecordFile {
  protected readonly header: number = HEADER;
  readonly #sniffed: SniffedPcap;
  readonly #littleEndian: boolean;
  readonly #headerLength: number;
  readonly #swapped: RecordForm['swapped'];
  readonly #unit: number;
  readonly #magic: number;
  readonly #usual: number;
  #interface: CaptureInterface;
  #interfaceIndex: number;

  constructor(sniffed: SniffedPcap, options: ReaderOptions) {
    super(options);
    this.#sniffed = sniffed;
    this.#littleEndian = sniffed.form.littleEndian;
    this.#headerLength = sniffed.form.headerLength;
    this.#swapped = sniffed.form.swapped;
    this.#unit = sniffed.nanoseconds ? 1 : 1000;
    this.#magic = sniffed.nanoseconds ? 0xa1b23c4d : sniffed.fileType === 'pcap-modified' && sniffed.form.headerLength !== 20 ? 0xa1b2cd34 : 0xa1b2c3d4;
    this.#usual = Math.min(Math.max(USUAL, sniffed.snapLength), limits.packetLength);
    this.#interface = this.#interfaceOf(sniffed.linkType, sniffed.snapLength);
    this.#interfaceIndex = Math.max(0, options.interfaces.add(this.#interface));
  }

  protected override records(view: DataView, octets: Uint8Array, at: number, end: number, base: number, sink: PacketSink, until: number): number {
    const le = this.#littleEndian;
    const headerLength = this.#headerLength;
    const swapped = this.#swapped;
    const unit = this.#unit;
    const usual = this.#usual;
    const magic = this.#magic;
    const timeBase = this.options.timeBase;
    const facts = this.facts;
    let p = at;
    while (p + headerLength <= end) {
      const seconds = view.getUint32(p, le);
      const fraction = view.getUint32(p + 4, le);
      let captured = view.getUint32(p + 8, le);
      let original = view.getUint32(p + 12, le);
      if (swapped !== 'never' && (swapped === 'always' || captured > original)) {
        const other = captured;
        captured = original;
        original = other;
      }
      if (captured > usual || seconds === magic || (captured | original | seconds | fraction) === 0) {
        const after = this.#unusual(view, p, end, base, captured, seconds);
        if (after !== p) {
          p = after;
          if (this.lost) return p;
          continue;
        }
        if (this.wanted > 0) return p;
      }
      const next = p + headerLength + captured;
      if (next > end) {
        this.wanted = headerLength + captured;
        return p;
      }
      const time = timeBase.at(seconds, fraction * unit);
      if (time > until) {
        this.stopped = true;
        this.nextTime = time;
        return p;
      }
      if (time < this.lastTime || original < captured || fraction * unit >= 1e9) original = this.#oddities(base + p, time, captured, original, fraction * unit);
      this.lastTime = time;
      this.lastSeconds = seconds;
      if (time < facts.earliest) facts.earliest = time;
      if (time > facts.latest) facts.latest = time;
      facts.frames++;
      this.#interface.packets++;
      sink.packet(view, octets, p + headerLength, next, original, this.#interfaceIndex, time, base + p);
      p = next;
    }
    return p;
  }

  /** A record that is whole but strange: said, and read all the same. Returns the original length to go by. */
  #oddities(recordAt: number, time: number, captured: number, original: number, nanoseconds: number): number {
    if (time < this.lastTime) this.facts.note('time.backwards', recordAt);
    if (nanoseconds >= 1e9) this.facts.note('pcap.fraction-above-second', recordAt + 4, 4);
    if (original >= captured) return original;
    this.facts.note('pcap.captured-above-original', recordAt + 8, 8);
    return captured;
  }

  /**
   * A record too large to be usual, a second file header, or sixteen zeros. Returns `p` when the record may be read as it
   * stands (or, with `wanted` set, once more octets are here), else the position to go on from.
   */
  #unusual(view: DataView, p: number, end: number, base: number, captured: number, seconds: number): number {
    const headerLength = this.#headerLength;
    if (seconds === this.#magic) {
      if (p + HEADER > end && base + p + HEADER <= this.options.size) {
        this.wanted = HEADER;
        return p;
      }
      if (isFileHeader(view, p, end, this.#littleEndian, this.#magic)) return this.#secondFile(view, p, base);
      if (captured <= this.#usual) return p;
    }
    if (captured === 0) return this.#lose('pcap.zero-record', p, base);
    if (captured > limits.packetLength || base + p + headerLength + captured > this.options.size) return this.#lose('pcap.record-length', p, base);
    const next = p + headerLength + captured;
    if (base + next === this.options.size) return p;
    if (next + headerLength > end) {
      this.wanted = next + headerLength - p;
      return p;
    }
    return this.#isHeader(view, next, this.lastSeconds) ? p : this.#lose('pcap.record-length', p, base);
  }

  #secondFile(view: DataView, p: number, base: number): number {
    this.facts.note('pcap.concatenated', base + p, HEADER);
    const linkType = view.getUint32(p + 20, this.#littleEndian) & 0x03ffffff;
    const snapLength = view.getUint32(p + 16, this.#littleEndian);
    if (linkType !== this.#interface.linkType || snapLength !== this.#interface.snapLength) {
      const row = this.#interfaceOf(linkType, snapLength);
      const index = this.options.interfaces.add(row);
      if (index >= 0) {
        this.#interface = row;
        this.#interfaceIndex = index;
      }
    }
    this.lastSeconds = -1;
    return p + HEADER;
  }

  #interfaceOf(linkType: number, snapLength: number): CaptureInterface {
    return this.newInterface(linkType, snapLength, this.#unit === 1 ? '1' : '1000', this.#sniffed.form);
  }

  #lose(code: string, p: number, base: number): number {
    this.lost = true;
    this.facts.broken(code, base + p, this.#headerLength);
    return p + 1;
  }

  /** A cut record, or rubbish in which records may yet be found. */
  protected override judgeTail(view: DataView, p: number, end: number, base: number): void {
    if (end - p >= this.#headerLength && view.getUint32(p + 8, this.#littleEndian) > this.#usual) {
      this.#lose('pcap.record-length', p, base);
      return;
    }
    this.facts.truncated = true;
    this.facts.broken('pcap.truncated', base + p, end - p);
  }

  protected override resynchronise(view: DataView, at: number, end: number, base: number, final: boolean): number {
    let p = at;
    for (; p + this.#headerLength <= end; p++) {
      if (p + 28 <= end && isZero(view, p + 8)) {
        p += 12;
        continue;
      }
      const found = this.#isChain(view, p, end, base, final);
      if (found < 0) return p;
      if (found === 0) continue;
      this.lost = false;
      this.facts.note('pcap.resynchronised', base + p);
      return p;
    }
    return p;
  }

  /** 1 when records follow each other from `at`, 0 when they do not, -1 when more octets must come to tell. */
  #isChain(view: DataView, at: number, end: number, base: number, final: boolean): number {
    let p = at;
    for (let count = 0; count < CHAIN; count++) {
      if (count > 0 && base + p === this.options.size) return 1;
      if (p + this.#headerLength > end) return this.#undecided(count, p + this.#headerLength - at, final);
      if (isFileHeader(view, p, end, this.#littleEndian, this.#magic)) return 1;
      if (!this.#isHeader(view, p, this.lastSeconds)) return 0;
      p += this.#headerLength + this.#capturedAt(view, p);
      if (base + p > this.options.size) return 0;
      if (p > end) return this.#undecided(count, p - at, final);
    }
    return 1;
  }

  #undecided(whole: number, wanted: number, final: boolean): number {
    if (final) return whole > 0 ? 1 : 0;
    this.wanted = wanted;
    return -1;
  }

  #capturedAt(view: DataView, p: number): number {
    const a = view.getUint32(p + 8, this.#littleEndian);
    const b = view.getUint32(p + 12, this.#littleEndian);
    return this.#swapped === 'always' || (this.#swapped === 'maybe' && a > b) ? b : a;
  }

  /** A stricter look than reading needs: used to find records, and to confirm a very long one. */
  #isHeader(view: DataView, p: number, near: number): boolean {
    const seconds = view.getUint32(p, this.#littleEndian);
    if (near >= 0 && Math.abs(seconds - near) > DAY) return false;
    const captured = this.#capturedAt(view, p);
    const original = Math.max(view.getUint32(p + 8, this.#littleEndian), view.getUint32(p + 12, this.#littleEndian));
    return captured <= this.#usual && original > 0 && original <= limits.packetLength && view.getUint32(p + 4, this.#littleEndian) * this.#unit < 1e9;
  }
}

/** True when the 20 octets at `at` are zero: no header that begins in the 13 octets from `at` - 8 on can say a length then. */
function isZero(view: DataView, at: number): boolean {
  return (view.getInt32(at) | view.getInt32(at + 4) | view.getInt32(at + 8) | view.getInt32(at + 12) | view.getInt32(at + 16)) === 0;
}

function isFileHeader(view: DataView, p: number, end: number, littleEndian: boolean, magic: number): boolean {
  return (
    p + HEADER <= end && view.getUint32(p, littleEndian) === magic && view.getUint16(p + 4, littleEndian) === 2 && view.getUint16(p + 6, littleEndian) === 4
  );
}
