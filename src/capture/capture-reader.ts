/**
 * Turns the octets of one capture into packets, whatever its format. Fed with windows in order; keeps nothing of them.
 * Promise: never throws for what the octets say, and keeps every packet that stands before, and as far as can be after,
 * damage.
 */
import type { CaptureFactsSoFar, ReaderOptions } from './capture-facts.ts';
import type { PacketSink } from './packet-sink.ts';
import { PcapReader } from './pcap.ts';
import { PcapngReader } from './pcapng.ts';
import type { RecordReader } from './record-reader.ts';
import type { SniffedCapture } from './sniff.ts';
import { SnoopReader } from './snoop.ts';

function readerOf(format: SniffedCapture, options: ReaderOptions): RecordReader {
  if (format.format === 'pcapng') return new PcapngReader(format, options);
  return format.format === 'snoop' ? new SnoopReader(format, options) : new PcapReader(format, options);
}

export class CaptureReader {
  readonly format: SniffedCapture;
  readonly capture: number;
  readonly #reader: RecordReader;

  constructor(format: SniffedCapture, options: ReaderOptions) {
    this.format = format;
    this.capture = options.capture;
    this.#reader = readerOf(format, options);
  }

  get facts(): CaptureFactsSoFar {
    return this.#reader.facts;
  }

  /** Octets that the unfinished record needs in all, before run() can do more; 0 when any more will do. */
  get wanted(): number {
    return this.#reader.wanted;
  }

  /** True when run() returned because the next packet lies after `until`; its time is `nextTime`. */
  get stopped(): boolean {
    return this.#reader.stopped;
  }

  get nextTime(): number {
    return this.#reader.nextTime;
  }

  /**
   * Gives every whole record of [at, end) to the sink; returns the position of the first that is not whole, or that lies
   * after `until` (nanoseconds on the time line; Infinity: never stops). base: file offset of octets[0], negative when the
   * window has head-room.
   */
  run(view: DataView, octets: Uint8Array, at: number, end: number, base: number, sink: PacketSink, until: number): number {
    return this.#reader.run(view, octets, at, end, base, sink, until, false);
  }

  /** The same when no octets follow `end`: judges what is left. Returns `end`, unless `until` stopped it. */
  finish(view: DataView, octets: Uint8Array, at: number, end: number, base: number, sink: PacketSink, until: number): number {
    return this.#reader.run(view, octets, at, end, base, sink, until, true);
  }
}
