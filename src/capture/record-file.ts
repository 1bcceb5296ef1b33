/**
 * What files of records without marks between them have in common (pcap, snoop): a header, then records end to end. When a record
 * cannot be, the next chain of records that can is looked for; what was read before stands. The formats say what a record is.
 */
import { CaptureFactsSoFar } from './capture-facts.ts';
import type { ReaderOptions } from './capture-facts.ts';
import type { CaptureInterface, RecordForm } from './interface-table.ts';
import type { PacketSink } from './packet-sink.ts';
import type { RecordReader } from './record-reader.ts';

/** records that must follow each other before lost reading goes on */
export const CHAIN = 3;
/** seconds that records which follow each other lie apart at most */
export const DAY = 86_400;

export abstract class RecordFile implements RecordReader {
  readonly facts: CaptureFactsSoFar;
  wanted: number = 0;
  stopped: boolean = false;
  nextTime: number = 0;
  protected readonly options: ReaderOptions;
  protected lost: boolean = false;
  protected lastSeconds: number = -1;
  protected lastTime: number = -Infinity;
  #started = false;

  constructor(options: ReaderOptions) {
    this.options = options;
    this.facts = new CaptureFactsSoFar(options.diagnostics);
  }

  /** octets of the header of the file */
  protected abstract readonly header: number;

  /** The hot loop: whole, plausible records. Leaves at the first that is neither. */
  protected abstract records(view: DataView, octets: Uint8Array, at: number, end: number, base: number, sink: PacketSink, until: number): number;

  /** The next position from which a chain of records makes sense; stays lost when there is none in [at, end). */
  protected abstract resynchronise(view: DataView, at: number, end: number, base: number, final: boolean): number;

  /** What is left when the file ends: says so, and stays lost when records may yet be found in it. */
  protected abstract judgeTail(view: DataView, at: number, end: number, base: number): void;

  run(view: DataView, octets: Uint8Array, at: number, end: number, base: number, sink: PacketSink, until: number, final: boolean): number {
    this.wanted = 0;
    this.stopped = false;
    let p = at;
    if (!this.#started) {
      if (end - p < this.header) return p;
      p += this.header;
      this.#started = true;
    }
    for (;;) {
      if (this.lost) p = this.resynchronise(view, p, end, base, final);
      if (this.lost) return final ? end : p;
      p = this.records(view, octets, p, end, base, sink, until);
      if (this.lost) continue;
      if (this.stopped || !final || p === end) return p;
      this.judgeTail(view, p, end, base);
      if (!this.lost) return end;
      p++;
    }
  }

  /** The row of the interface of a format that says nothing of it but a link type and a snap length. */
  protected newInterface(linkType: number, snapLength: number, resolution: '1' | '1000', form: RecordForm): CaptureInterface {
    return {
      capture: this.options.capture,
      linkType,
      snapLength,
      name: undefined,
      description: undefined,
      comments: [],
      resolution,
      form,
      packets: 0,
      received: undefined,
      dropped: undefined,
    };
  }
}
