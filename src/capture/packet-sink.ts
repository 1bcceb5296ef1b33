/** Who takes packets from a reader: called in file order, synchronously, and must not keep the view. */

export interface PacketSink {
  /**
   * One packet. [at, end) are its captured octets in the shared window. `time` is whole nanoseconds on the time line,
   * `recordAt` the file offset of its record or block header.
   */
  packet(view: DataView, octets: Uint8Array, at: number, end: number, originalLength: number, interfaceIndex: number, time: number, recordAt: number): void;
  /** A frame that Wireshark numbers too but whose octets are no packet we can open: it has a number, a place and a reason. */
  skipped(reason: SkippedReason, interfaceIndex: number, time: number, recordAt: number): void;
  /** The packet just given carries a comment; called right after packet() or skipped(). @param texts its comments, to be asked for during the call */
  commented(recordAt: number, texts: () => readonly string[]): void;
}

/** Why a frame was numbered but not given as a packet. The first three are blocks of other kinds and no fault. */
export type SkippedReason = 'pcapng.custom-block' | 'pcapng.journal-block' | 'pcapng.sysdig-block' | 'pcapng.bad-interface' | 'pcapng.packet-overruns-block';
