/**
 * MSRP on one direction of a stream (RFC 4975 section 7.1): messages cut at their end-lines, over TCP, TLS or as messages of a WebSocket
 * (RFC 7977). A stream is taken when it begins like MSRP, when SDP announced one of its ends, or when the other direction is MSRP.
 */
import { limits } from '../base/limits.ts';
import type { PacketIndex } from '../base/units.ts';
import { beginsMsrp, findEnd, findMsrp } from '../wire/msrp.ts';
import { Gathered } from './gathered.ts';
import { Kind } from './kinds.ts';
import type { StreamHost } from './stream-host.ts';
import type { StreamPath } from './stream-path.ts';
import { NOWHERE, type StreamReader, type StreamReaderKind } from './stream-reader.ts';

/** octets a stream may bring that are no MSRP before it is let go */
const PATIENCE = 65_536;
/** hyphens, transaction id, flag and line ends: what may be cut off the end of a look for an end-line */
const LONGEST_END = 80;

export const msrpStreams: StreamReaderKind = {
  fits: (path, octets, at, end) => {
    const begins = beginsMsrp(octets, at, end);
    if (begins !== false) return begins;
    const { flow } = path;
    const { msrp } = path.host.tables;
    return (
      path.opposite?.reader instanceof MsrpStream || msrp.isAnnounced(flow.source, flow.sourcePort) || msrp.isAnnounced(flow.destination, flow.destinationPort)
    );
  },
  open: (path, host) => new MsrpStream(path, host),
};

export class MsrpStream implements StreamReader {
  readonly #path: StreamPath;
  readonly #host: StreamHost;
  readonly #held: Gathered;
  /** where in what is held the search for the end-line goes on */
  #searched = 0;
  #isMsrp = false;
  #passed = 0;

  constructor(path: StreamPath, host: StreamHost) {
    this.#path = path;
    this.#host = host;
    this.#held = new Gathered(host.budget);
  }

  take(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    let p = at;
    if (this.#held.length > 0) {
      p = this.#takeMore(octets, at, end, packet);
      if (p < 0) return;
    }
    while (p < end) {
      const start = findMsrp(octets, p, end);
      this.#pass(start - p);
      if (start >= end || this.#path.released) break;
      const place = offset < 0 ? NOWHERE : offset + start - at;
      this.#host.tables.marks.note(packet, 'msrp', place);
      const tail = findEnd(octets, start, start, end);
      if (tail === undefined) {
        this.#hold(octets, start, end, packet);
        break;
      }
      this.#deliver(octets, start, tail.end, [packet], place);
      p = tail.end;
    }
    if (this.#isMsrp) this.#host.mark(packet, Kind.msrp);
  }

  gap(): void {
    this.#giveUp();
  }

  finish(): void {
    this.#giveUp();
  }

  #hold(octets: Uint8Array, at: number, end: number, packet: PacketIndex): boolean {
    const to = this.#held.reserve(end - at, packet);
    if (to < 0) {
      this.#host.tables.diagnostics.report('limit.streamOctets', packet);
      this.#giveUp();
      return false;
    }
    this.#held.octets.set(octets.subarray(at, end), to);
    return true;
  }

  /** Adds to a message that is not complete; where what is behind it begins, or -1 when it still is not. */
  #takeMore(octets: Uint8Array, at: number, end: number, packet: PacketIndex): number {
    const before = this.#held.length;
    if (!this.#hold(octets, at, end, packet)) return -1;
    const tail = findEnd(this.#held.octets, 0, this.#searched, this.#held.length);
    if (tail !== undefined) {
      const behind = at + tail.end - before;
      this.#deliver(this.#held.octets, 0, tail.end, this.#held.packets, NOWHERE);
      this.#drop();
      return behind;
    }
    this.#searched = Math.max(0, this.#held.length - LONGEST_END);
    if (this.#held.length > limits.msrpChunk) {
      this.#host.tables.diagnostics.report('limit.msrpChunk', packet);
      this.#giveUp();
    }
    if (this.#isMsrp) this.#host.mark(packet, Kind.msrp);
    return -1;
  }

  #deliver(octets: Uint8Array, at: number, end: number, packets: readonly PacketIndex[], offset: number): void {
    if (!this.#host.msrp(this.#path, octets, at, end, packets, offset)) return;
    this.#isMsrp = true;
  }

  /** What is held is shown as far as it came. */
  #giveUp(): void {
    if (this.#held.length > LONGEST_END) {
      if (this.#isMsrp) this.#host.tables.diagnostics.report('msrp.cut', this.#held.packets.at(-1) ?? -1);
      this.#deliver(this.#held.octets, 0, this.#held.length, this.#held.packets, NOWHERE);
    }
    this.#drop();
  }

  #drop(): void {
    this.#held.clear();
    this.#searched = 0;
  }

  #pass(length: number): void {
    this.#passed += length;
    if (!this.#isMsrp && this.#passed > PATIENCE) {
      this.#drop();
      this.#path.release();
    }
  }
}
