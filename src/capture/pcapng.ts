/**
 * pcapng (draft-ietf-opsawg-pcapng): sections, interfaces, packets in enhanced, simple and old blocks, comments, statistics
 * and secrets. Frames are numbered as Wireshark 4.0 numbers them: custom, journal and sysdig blocks count, other unknown
 * blocks do not. A packet with a wrong interface number is one frame that is not opened; the rest is read. A block that
 * cannot be is reported and the next one that can is looked for. No length is trusted before it was checked.
 */
import { limits } from '../base/limits.ts';
import { CaptureFactsSoFar } from './capture-facts.ts';
import type { ReaderOptions } from './capture-facts.ts';
import type { PacketSink, SkippedReason } from './packet-sink.ts';
import { BYTE_ORDER, USUAL_BLOCK, blockTypes, isBlockHeader, smallestBlock } from './pcapng-block.ts';
import { lookForComment, readComments } from './pcapng-options.ts';
import { readSecrets, readSectionFacts, walkNameRecords } from './pcapng-rare.ts';
import { Section } from './pcapng-section.ts';
import type { RecordReader } from './record-reader.ts';
import type { SniffedPcapng } from './sniff.ts';
import { clampSeconds, isPlausibleTime } from './time-base.ts';

export class PcapngReader implements RecordReader {
  readonly facts: CaptureFactsSoFar;
  wanted = 0;
  stopped = false;
  nextTime = 0;
  readonly #options: ReaderOptions;
  #section: Section;
  #lost = false;
  #lastTime = 0;
  #hasTime = false;

  constructor(sniffed: SniffedPcapng, options: ReaderOptions) {
    this.#options = options;
    this.facts = new CaptureFactsSoFar(options.diagnostics);
    this.#section = new Section(sniffed.littleEndian, options);
  }

  run(view: DataView, octets: Uint8Array, at: number, end: number, base: number, sink: PacketSink, until: number, final: boolean): number {
    this.wanted = 0;
    this.stopped = false;
    let p = at;
    for (;;) {
      if (this.#lost) p = this.#resynchronise(view, p, end, base, final);
      if (this.#lost) return final ? end : p;
      p = this.#blocks(view, octets, p, end, base, sink, until, final);
      if (this.#lost) continue;
      if (this.stopped || !final || p === end) return p;
      this.#judgeTail(view, p, end, base);
      if (!this.#lost) return end;
      p++;
    }
  }

  #blocks(view: DataView, octets: Uint8Array, at: number, end: number, base: number, sink: PacketSink, until: number, final: boolean): number {
    let p = at;
    while (p + 12 <= end) {
      const isSection = view.getUint32(p) === blockTypes.sectionHeader;
      const le = isSection ? isLittleEndian(view, p, this.#section.littleEndian) : this.#section.littleEndian;
      const length = view.getUint32(p + 4, le);
      const framed = length >= 12 && (length & 3) === 0 && length <= USUAL_BLOCK ? length : this.#unusual(view, p, base, length, le);
      if (framed === 0) return p + 1;
      const next = p + framed;
      if (next > end) {
        this.wanted = framed;
        return p;
      }
      if (view.getUint32(next - 4, le) !== length) {
        const verdict = this.#wrongTrailer(view, p, next, end, base, le, final);
        if (verdict <= 0) return verdict < 0 ? p : p + 1;
      }
      if (isSection) {
        if (!this.#beginSection(view, octets, p, next, base, le)) return p + 1;
      } else this.#block(view, octets, p, next, base, le, sink, until);
      if (this.stopped) return p;
      p = next;
    }
    return p;
  }

  #block(view: DataView, octets: Uint8Array, p: number, next: number, base: number, le: boolean, sink: PacketSink, until: number): void {
    const type = view.getUint32(p, le);
    if (type === blockTypes.enhancedPacket && next - p >= 32) {
      this.#timedPacket(view, octets, p, next, base, view.getUint32(p + 8, le), sink, until);
      return;
    }
    if (next - p < smallestBlock(type)) {
      this.facts.note('pcapng.block-length', base + p, next - p);
      return;
    }
    switch (type) {
      case blockTypes.packet:
        return this.#timedPacket(view, octets, p, next, base, view.getUint16(p + 8, le), sink, until);
      case blockTypes.simplePacket:
        return this.#simplePacket(view, octets, p, next, base, le, sink, until);
      case blockTypes.interfaceDescription:
        return this.#section.addInterface(view, octets, p, next, base + p, this.facts);
      case blockTypes.interfaceStatistics:
        if (!this.#section.addStatistics(view, p, next)) this.facts.note('pcapng.statistics', base + p, next - p);
        return;
      case blockTypes.secrets:
        return readSecrets(view, octets, p, next, base + p, le, this.facts);
      case blockTypes.nameResolution:
        return walkNameRecords(view, p, next, base + p, le, this.facts);
      case blockTypes.custom:
      case blockTypes.customNoCopy:
        return this.#skip('pcapng.custom-block', p, next, base, sink, until);
      case blockTypes.journal:
        return this.#skip('pcapng.journal-block', p, next, base, sink, until);
      case blockTypes.sysdigEvent:
      case blockTypes.sysdigEvent2:
      case blockTypes.sysdigEvent2Large:
        return this.#skip('pcapng.sysdig-block', p, next, base, sink, until);
      default:
        this.facts.note('pcapng.unknown-block', base + p, next - p);
    }
  }

  /** Enhanced packet block (section 4.3) and the old packet block (appendix A), which differ in their first eight octets only. */
  #timedPacket(view: DataView, octets: Uint8Array, p: number, next: number, base: number, id: number, sink: PacketSink, until: number): void {
    const section = this.#section;
    const le = section.littleEndian;
    const facts = this.facts;
    if (id >= section.rows.length) return this.#skip('pcapng.bad-interface', p, next, base, sink, until);
    const tick = section.ticks[id]!;
    tick.split(view.getUint32(p + 12, le), view.getUint32(p + 16, le));
    let seconds = tick.seconds + section.offsets[id]!;
    const isAbsurd = !isPlausibleTime(seconds);
    if (isAbsurd) seconds = clampSeconds(seconds);
    const time = this.#options.timeBase.at(seconds, tick.nanoseconds);
    if (time > until) return this.#stop(time);
    if (isAbsurd) facts.note('time.absurd', base + p + 12, 8);
    const captured = view.getUint32(p + 20, le);
    if (captured > next - p - 32) return this.#skip('pcapng.packet-overruns-block', p, next, base, sink, Infinity);
    let original = view.getUint32(p + 24, le);
    if (original < captured) {
      facts.note('pcapng.captured-above-original', base + p + 20, 8);
      original = captured;
    }
    if (this.#hasTime && time < this.#lastTime) facts.note('time.backwards', base + p + 12, 8);
    this.#hasTime = true;
    this.#lastTime = time;
    if (time < facts.earliest) facts.earliest = time;
    if (time > facts.latest) facts.latest = time;
    facts.frames++;
    section.rows[id]!.packets++;
    const at = p + 28;
    sink.packet(view, octets, at, at + captured, original, section.indices[id]!, time, base + p);
    const optionsAt = at + ((captured + 3) & ~3);
    if (optionsAt < next - 4) this.#comment(view, octets, optionsAt, next, base + p, le, sink);
  }

  #comment(view: DataView, octets: Uint8Array, at: number, next: number, recordAt: number, le: boolean, sink: PacketSink): void {
    const found = lookForComment(view, at, next - 4, le);
    if ((found & 2) !== 0) this.facts.note('pcapng.option-overruns-block', recordAt);
    if ((found & 1) !== 0) sink.commented(recordAt, () => readComments(view, octets, at, next - 4, le));
  }

  /** Simple packet block (section 4.4): no time and no interface number. It takes the time of the packet before. */
  #simplePacket(view: DataView, octets: Uint8Array, p: number, next: number, base: number, le: boolean, sink: PacketSink, until: number): void {
    const row = this.#section.rows[0];
    if (row === undefined) return this.#skip('pcapng.bad-interface', p, next, base, sink, until);
    if (this.#lastTime > until) return this.#stop(this.#lastTime);
    const original = view.getUint32(p + 8, le);
    const there = next - p - 16;
    const cut = row.snapLength > 0 && row.snapLength < original ? row.snapLength : original;
    if (cut > there) this.facts.note('pcapng.packet-overruns-block', base + p, next - p);
    this.facts.note('pcapng.no-time', base + p, next - p);
    this.facts.frames++;
    row.packets++;
    const captured = Math.min(cut, there);
    sink.packet(view, octets, p + 12, p + 12 + captured, original, this.#section.indices[0]!, this.#lastTime, base + p);
  }

  #skip(reason: SkippedReason, p: number, next: number, base: number, sink: PacketSink, until: number): void {
    if (this.#lastTime > until) return this.#stop(this.#lastTime);
    this.facts.note(reason, base + p, next - p);
    this.facts.frames++;
    if (reason !== 'pcapng.bad-interface' && reason !== 'pcapng.packet-overruns-block') this.facts.numberedBlocks++;
    sink.skipped(reason, this.#section.homeless, this.#lastTime, base + p);
  }

  #stop(time: number): void {
    this.stopped = true;
    this.nextTime = time;
  }

  #beginSection(view: DataView, octets: Uint8Array, p: number, next: number, base: number, le: boolean): boolean {
    if (next - p < 28 || view.getUint32(p + 8, le) !== BYTE_ORDER) return this.#lose('pcapng.section-header', p, base) !== 0;
    if (view.getUint16(p + 12, le) !== 1) this.facts.broken('pcapng.section-version', base + p + 12, 4);
    this.#section = new Section(le, this.#options);
    readSectionFacts(view, octets, p, next, base + p, le, this.facts);
    return true;
  }

  /** A block length no usual block has. Returns the octets the block takes, or 0 when it cannot be and we are lost. */
  #unusual(view: DataView, p: number, base: number, length: number, le: boolean): number {
    const rounded = (length + 3) & ~3;
    if (length < 12 || length > limits.blockLength || base + p + rounded > this.#options.size) return this.#lose('pcapng.block-length', p, base);
    if ((length & 3) === 0) return length;
    if (!isBlockHeader(view, p, le) && smallestBlock(view.getUint32(p, le)) === 12) return this.#lose('pcapng.block-length', p, base);
    this.facts.note('pcapng.block-length', base + p, length);
    return rounded;
  }

  /** The length behind a block differs from the one before it: 1 read the block, 0 lost, -1 more octets must come to tell. */
  #wrongTrailer(view: DataView, p: number, next: number, end: number, base: number, le: boolean, final: boolean): number {
    const isLast = base + next === this.#options.size || (final && next === end);
    const verdict = isLast ? 1 : this.#verify(view, next, end, base, le, final);
    if (verdict < 0) this.wanted += next - p;
    if (verdict > 0) this.facts.note('pcapng.trailing-length', base + next - 4, 4);
    return verdict === 0 ? this.#lose('pcapng.trailing-length', p, base) : verdict;
  }

  /** 1 when a block of a known type stands at `p` with equal lengths before and behind it, 0 when not, -1: `wanted` tells how many octets it takes to tell. */
  #verify(view: DataView, p: number, end: number, base: number, le: boolean, final: boolean): number {
    if (p + 12 > end) return this.#undecided(p, 12, base, final);
    if (!isBlockHeader(view, p, le)) return 0;
    const isSection = view.getUint32(p) === blockTypes.sectionHeader;
    const order = isSection ? isLittleEndian(view, p, le) : le;
    const length = view.getUint32(p + 4, order);
    if (isSection && (view.getUint32(p + 8, order) !== BYTE_ORDER || length < 28 || length > USUAL_BLOCK)) return 0;
    if (p + length > end) return this.#undecided(p, length, base, final);
    return view.getUint32(p + length - 4, order) === length ? 1 : 0;
  }

  #undecided(p: number, length: number, base: number, final: boolean): number {
    if (final || base + p + length > this.#options.size) return 0;
    this.wanted = length;
    return -1;
  }

  #lose(code: string, p: number, base: number): 0 {
    this.#lost = true;
    this.facts.broken(code, base + p, 12);
    return 0;
  }

  #judgeTail(view: DataView, p: number, end: number, base: number): void {
    if (end - p >= 12 && view.getUint32(p + 4, this.#section.littleEndian) > USUAL_BLOCK) {
      this.#lose('pcapng.block-length', p, base);
      return;
    }
    this.facts.truncated = true;
    this.facts.broken('pcapng.truncated', base + p, end - p);
  }

  /** The next position at which a block of a known type stands with equal lengths before and behind it. */
  #resynchronise(view: DataView, at: number, end: number, base: number, final: boolean): number {
    let p = at;
    for (; p + 12 <= end; p++) {
      const verdict = this.#verify(view, p, end, base, this.#section.littleEndian, final);
      if (verdict < 0) return p;
      if (verdict === 0) continue;
      this.#lost = false;
      this.facts.note('pcapng.resynchronised', base + p);
      return p;
    }
    return p;
  }
}

/** A section header names its own byte order; the current one when it names none. */
function isLittleEndian(view: DataView, at: number, current: boolean): boolean {
  if (view.getUint32(at + 8, true) === BYTE_ORDER) return true;
  return view.getUint32(at + 8) === BYTE_ORDER ? false : current;
}
