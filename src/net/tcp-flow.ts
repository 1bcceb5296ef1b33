/** One direction of a TCP connection, and the segments that wait behind a gap in it (RFC 9293 section 3.10). */
import { serialDelta32 } from '../base/serial.ts';
import type { AddressId, Nanoseconds, PacketIndex } from '../base/units.ts';

/** A held segment: its own copy, sequence numbers unsigned; `at` moves when its beginning was delivered otherwise. */
export interface HeldSegment {
  sequence: number;
  octets: Uint8Array;
  /** octets of the segment that the capture cut off behind these */
  readonly cut: number;
  readonly packet: PacketIndex;
  readonly time: Nanoseconds;
}

const REMEMBERED = 4;

export class TcpFlow {
  /** counts from 0 over all flows ever seen; a port pair that is used again gets a new number */
  readonly number: number;
  readonly source: AddressId;
  readonly destination: AddressId;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** free for whoever consumes the flow */
  context: unknown = undefined;
  /** true once nobody wants its octets: later segments cost one lookup */
  ignored = false;
  /** true after FIN was delivered, or after RST */
  closed = false;
  /** next sequence number to deliver, unsigned; meaningless before `started` */
  expected = 0;
  started = false;
  /** sequence number behind the FIN, or -1 */
  finAt = -1;
  /** the other direction, once it was seen */
  opposite: TcpFlow | undefined;
  /** sorted by sequence number, without overlaps */
  readonly held: HeldSegment[] = [];
  heldOctets = 0;
  /** when the other side acknowledged what we still miss; Infinity when it did not */
  gapAcknowledged: Nanoseconds = Infinity;
  readonly #recent: Float64Array = new Float64Array(REMEMBERED * 3).fill(-1);
  #recentAt = 0;

  constructor(number: number, source: AddressId, destination: AddressId, sourcePort: number, destinationPort: number) {
    this.number = number;
    this.source = source;
    this.destination = destination;
    this.sourcePort = sourcePort;
    this.destinationPort = destinationPort;
  }

  /** Remembers a delivered segment, so that a retransmission that says something else is noticed. */
  remember(sequence: number, length: number, hash: number): void {
    this.#recent[this.#recentAt] = sequence;
    this.#recent[this.#recentAt + 1] = length;
    this.#recent[this.#recentAt + 2] = hash;
    this.#recentAt = (this.#recentAt + 3) % (REMEMBERED * 3);
  }

  /** The hash remembered for exactly these octets, or undefined. */
  recall(sequence: number, length: number): number | undefined {
    for (let i = 0; i < REMEMBERED * 3; i += 3) if (this.#recent[i] === sequence && this.#recent[i + 1] === length) return this.#recent[i + 2];
    return undefined;
  }

  /** Octets missing before the first held segment; 0 when none is held. */
  gap(): number {
    const first = this.held[0];
    return first === undefined ? 0 : serialDelta32(first.sequence, this.expected);
  }
}
