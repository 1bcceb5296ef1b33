/** What every format's reader offers; CaptureReader picks one by what sniff() found. */
import type { CaptureFactsSoFar } from './capture-facts.ts';
import type { PacketSink } from './packet-sink.ts';

export interface RecordReader {
  readonly facts: CaptureFactsSoFar;
  /** octets that the unfinished record at the returned position needs in all; 0 when any more octets will do */
  wanted: number;
  /** true when run() returned because the next packet lies after `until`; its time is then `nextTime` */
  stopped: boolean;
  nextTime: number;
  /**
   * Gives every whole record of [at, end) to the sink and returns the position of the first one that is not whole (or that
   * lies after `until`). base: file offset of octets[0]. When `final`, no octets follow: what remains is judged, and the
   * returned position is `end` unless `until` stopped it.
   */
  run(view: DataView, octets: Uint8Array, at: number, end: number, base: number, sink: PacketSink, until: number, final: boolean): number;
}
