/**
 * One row a packet, in time-line order, in slabs of 65,536 rows: growing never copies, and 30 octets hold a row (34 when
 * more than one capture is open, for the frame number). A fresh row has owner -1 and zeros.
 */
import type { FrameNumber, Nanoseconds, PacketIndex } from '../base/units.ts';

export const SLAB_BITS = 16;
export const SLAB_ROWS = 65_536;
const SLAB_MASK = SLAB_ROWS - 1;

export const packetFlags = { beforeSdp: 1, captureDuplicate: 2, commented: 4, isIpv6: 8, numberedBlock: 16, counted: 32 } as const;

/** The raw columns of 65,536 rows, for hot loops. */
export class PacketSlab {
  /** nanoseconds on the time line */
  readonly time: Float64Array;
  /** file offset of the record header, low 32 and high 8 bits */
  readonly atLow: Uint32Array;
  /** stream for rtp and rtcp, first message for sip, else -1 */
  readonly owner: Int32Array;
  readonly rtpTimestamp: Uint32Array;
  /** RTP sequence number */
  readonly sequence: Uint16Array;
  /** RTP octets as UDP announces them; 0 when the capture cut the packet (semantics 1.2) */
  readonly rtpLength: Uint16Array;
  readonly interfaceIndex: Uint16Array;
  readonly atHigh: Uint8Array;
  /** index into contract packetKinds */
  readonly kind: Uint8Array;
  /** RTP's second octet */
  readonly markerAndType: Uint8Array;
  /** packetFlags */
  readonly flags: Uint8Array;
  /** frame numbers within the capture; only when several captures are open */
  readonly frame: Uint32Array | undefined;
  /** capture times of rows whose time is another one, NaN for all others; only where there are such */
  capturedAt: Float64Array | undefined = undefined;

  constructor(withFrames: boolean) {
    const n = SLAB_ROWS;
    const buffer = new ArrayBuffer(n * (withFrames ? 34 : 30));
    this.time = new Float64Array(buffer, 0, n);
    this.atLow = new Uint32Array(buffer, n * 8, n);
    this.owner = new Int32Array(buffer, n * 12, n);
    this.rtpTimestamp = new Uint32Array(buffer, n * 16, n);
    this.sequence = new Uint16Array(buffer, n * 20, n);
    this.rtpLength = new Uint16Array(buffer, n * 22, n);
    this.interfaceIndex = new Uint16Array(buffer, n * 24, n);
    this.atHigh = new Uint8Array(buffer, n * 26, n);
    this.kind = new Uint8Array(buffer, n * 27, n);
    this.markerAndType = new Uint8Array(buffer, n * 28, n);
    this.flags = new Uint8Array(buffer, n * 29, n);
    this.frame = withFrames ? new Uint32Array(buffer, n * 30, n) : undefined;
  }
}

export class PacketTable {
  length = 0;
  readonly slabs: PacketSlab[] = [];
  /** true when rows carry their own frame number because several captures share the table */
  readonly withFrames: boolean;
  #last: PacketSlab | undefined;

  constructor(withFrames = false) {
    this.withFrames = withFrames;
  }

  /** Appends a row and returns it. `frame` is used only by a table with frames; otherwise a row's frame is row + 1. */
  push(recordAt: number, time: Nanoseconds, interfaceIndex: number, kind: number, owner: number, flags: number, frame: FrameNumber): PacketIndex {
    const row = this.length;
    const i = row & SLAB_MASK;
    let slab = this.#last;
    if (i === 0 || slab === undefined) slab = this.#grow();
    slab.time[i] = time;
    slab.atLow[i] = recordAt;
    slab.atHigh[i] = recordAt / 4_294_967_296;
    slab.interfaceIndex[i] = interfaceIndex;
    slab.kind[i] = kind;
    slab.owner[i] = owner;
    slab.flags[i] = flags;
    if (slab.frame !== undefined) slab.frame[i] = frame;
    this.length = row + 1;
    return row;
  }

  /** Fills the RTP columns of a row. `rtpLength` above 65,535 cannot be (UDP). */
  setRtp(row: PacketIndex, timestamp: number, sequence: number, markerAndType: number, rtpLength: number): void {
    const slab = this.slabs[row >>> SLAB_BITS]!;
    const i = row & SLAB_MASK;
    slab.rtpTimestamp[i] = timestamp;
    slab.sequence[i] = sequence;
    slab.markerAndType[i] = markerAndType;
    slab.rtpLength[i] = rtpLength;
  }

  /** Fills the RTP columns of a row and gives it to a stream. */
  setStream(row: PacketIndex, kind: number, stream: number, timestamp: number, sequence: number, markerAndType: number, rtpLength: number): void {
    const slab = this.slabs[row >>> SLAB_BITS]!;
    const i = row & SLAB_MASK;
    slab.kind[i] = kind;
    slab.owner[i] = stream;
    slab.rtpTimestamp[i] = timestamp;
    slab.sequence[i] = sequence;
    slab.markerAndType[i] = markerAndType;
    slab.rtpLength[i] = rtpLength;
  }

  setKind(row: PacketIndex, kind: number, owner: number): void {
    const slab = this.slabs[row >>> SLAB_BITS]!;
    slab.kind[row & SLAB_MASK] = kind;
    slab.owner[row & SLAB_MASK] = owner;
  }

  /** Gives a row the time of whoever captured it first (a capture agent); the capture's own stays in capturedAt(). */
  setOwnTime(row: PacketIndex, time: Nanoseconds): void {
    const slab = this.slabs[row >>> SLAB_BITS]!;
    const i = row & SLAB_MASK;
    slab.capturedAt ??= new Float64Array(SLAB_ROWS).fill(NaN);
    slab.capturedAt[i] = slab.time[i]!;
    slab.time[i] = time;
  }

  /** When the packet stands in the capture: time(), unless it has a time of its own. */
  capturedAt(row: PacketIndex): Nanoseconds {
    const slab = this.slabs[row >>> SLAB_BITS]!;
    const captured = slab.capturedAt === undefined ? NaN : slab.capturedAt[row & SLAB_MASK]!;
    return captured === captured ? captured : slab.time[row & SLAB_MASK]!;
  }

  addFlags(row: PacketIndex, flags: number): void {
    this.slabs[row >>> SLAB_BITS]!.flags[row & SLAB_MASK]! |= flags;
  }

  /** The raw columns of rows [index * SLAB_ROWS, …); rows past `length` hold nothing. */
  slab(index: number): PacketSlab {
    return this.slabs[index]!;
  }

  recordAt(row: PacketIndex): number {
    const slab = this.slabs[row >>> SLAB_BITS]!;
    return slab.atHigh[row & SLAB_MASK]! * 4_294_967_296 + slab.atLow[row & SLAB_MASK]!;
  }

  time(row: PacketIndex): Nanoseconds {
    return this.slabs[row >>> SLAB_BITS]!.time[row & SLAB_MASK]!;
  }

  owner(row: PacketIndex): number {
    return this.slabs[row >>> SLAB_BITS]!.owner[row & SLAB_MASK]!;
  }

  kind(row: PacketIndex): number {
    return this.slabs[row >>> SLAB_BITS]!.kind[row & SLAB_MASK]!;
  }

  flags(row: PacketIndex): number {
    return this.slabs[row >>> SLAB_BITS]!.flags[row & SLAB_MASK]!;
  }

  interfaceIndex(row: PacketIndex): number {
    return this.slabs[row >>> SLAB_BITS]!.interfaceIndex[row & SLAB_MASK]!;
  }

  rtpTimestamp(row: PacketIndex): number {
    return this.slabs[row >>> SLAB_BITS]!.rtpTimestamp[row & SLAB_MASK]!;
  }

  sequence(row: PacketIndex): number {
    return this.slabs[row >>> SLAB_BITS]!.sequence[row & SLAB_MASK]!;
  }

  markerAndType(row: PacketIndex): number {
    return this.slabs[row >>> SLAB_BITS]!.markerAndType[row & SLAB_MASK]!;
  }

  rtpLength(row: PacketIndex): number {
    return this.slabs[row >>> SLAB_BITS]!.rtpLength[row & SLAB_MASK]!;
  }

  /** The packet's number within its own capture, from 1. */
  frame(row: PacketIndex): FrameNumber {
    return this.slabs[row >>> SLAB_BITS]!.frame?.[row & SLAB_MASK] ?? row + 1;
  }

  #grow(): PacketSlab {
    const slab = new PacketSlab(this.withFrames);
    this.slabs.push(slab);
    this.#last = slab;
    return slab;
  }
}
