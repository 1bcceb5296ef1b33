/**
 * Cuts the octets of one direction of a TCP (or TLS, WebSocket) stream into SIP messages (RFC 3261 section 18.3; keep-alives RFC 5626
 * section 4.4.1). Content-Length rules; where it is missing, wrong or absurd the message is still delivered, marked, and
 * the stream is taken up at the next start line. Zero-copy while messages lie within one packet. Memory is bounded.
 */
import { limits } from '../base/limits.ts';
import { beginsWell, findHeaderEnd, findStartLine, nextLine, waitsForLine } from './framing-search.ts';
import { Problem } from './problem.ts';
import { createScan, scanMessage } from './scan.ts';

/** A message as it was cut. Borrowed: valid within the sink's call. */
export interface FramedMessage {
  /** the message is octets[at, end) */
  readonly octets: Uint8Array;
  readonly at: number;
  readonly end: number;
  /** all of it lies in one packet: then `packet` and `offset` say where, and nothing need be kept */
  readonly whole: boolean;
  /** the packet that holds the last octet, and the one that holds the first */
  readonly packet: number;
  readonly firstPacket: number;
  /** where it begins in `packet`, in the terms of feed()'s offset; -1 when not whole */
  readonly offset: number;
  /** every packet that contributed, in stream order */
  readonly packets: readonly number[];
  /** problem bits that only framing can know, to be added to the scanner's */
  readonly problems: number;
}

export interface SipFramingSink {
  message(message: FramedMessage): void;
  /** CRLFCRLF is a ping, CRLF its pong */
  keepAlive(packet: number, isPing: boolean): void;
  /** octets that belong to no message */
  skipped(packet: number, length: number): void;
}

/** What all streams together may hold back; `limit` octets at most. */
export interface FramingBudget {
  used: number;
  readonly limit: number;
}

const scan = createScan();
const EMPTY: Uint8Array = new Uint8Array(0);
/** how far behind a start line within a body the headers are looked for that prove a message */
const EVIDENCE = 2048;

export class SipFraming {
  readonly #sink: SipFramingSink;
  readonly #budget: FramingBudget;
  #buffer = EMPTY;
  #length = 0;
  /** pieces of the buffer: where each begins, from which packet, where in that packet */
  #starts: number[] = [];
  #packets: number[] = [];
  #offsets: number[] = [];
  /** octets the buffer must hold before another look makes sense; where the search for the empty line goes on */
  #need = 0;
  #searched = 0;
  /** the octets being fed: a message that lies in them is delivered from them */
  #fed = EMPTY;
  #fedAt = 0;
  /** problem bits for what is delivered now */
  #extra = 0;
  /** messages delivered and octets skipped so far: a stream that never brings a message may be given up by its owner */
  messages = 0;
  skipped = 0;

  constructor(sink: SipFramingSink, budget: FramingBudget = { used: 0, limit: limits.streamOctets }) {
    this.#sink = sink;
    this.#budget = budget;
  }

  /** Octets held back. */
  get pending(): number {
    return this.#length;
  }

  /** The next octets of the stream, octets[at, end), which begin at `offset` of `packet`. */
  feed(octets: Uint8Array, at: number, end: number, packet: number, offset: number): void {
    if (end <= at) return;
    this.#fed = octets;
    this.#fedAt = at;
    if (this.#length === 0) {
      this.#starts = [at];
      this.#packets = [packet];
      this.#offsets = [offset];
      this.#searched = 0;
      const rest = this.#cut(octets, at, end, false);
      if (rest < end) this.#keep(octets, rest, end, packet, offset + rest - at);
    } else {
      const held = this.#length;
      this.#append(octets, at, end, packet, offset);
      if (this.#need === 0 && this.#searched === 0 && beginsWell(octets, at, end) && !beginsWell(this.#buffer, 0, this.#length)) {
        // what waited was the end of something else: a packet boundary before a known method is worth more than a guess
        this.#skip(held, held - 1);
        this.#discard(held);
      }
      if (this.#length >= this.#need) this.#discard(this.#cut(this.#buffer, 0, this.#length, false));
    }
    if (this.#length > limits.sipMessageLength || this.#budget.used > this.#budget.limit) this.#giveUp(Problem.lengthLimit);
    this.#fed = EMPTY;
  }

  /** Octets of the stream are lost here: what is held is delivered as far as it goes. */
  gap(): void {
    this.#giveUp(0);
  }

  /** The stream ends: the same. */
  finish(): void {
    this.#giveUp(0);
  }

  /** Cuts what can be cut out of octets[at, end); returns where the rest begins that must wait. `last`: nothing more comes. */
  #cut(octets: Uint8Array, at: number, end: number, last: boolean): number {
    let p = at;
    this.#need = 0;
    for (;;) {
      const first = p;
      while (p < end && (octets[p] === 0x0d || octets[p] === 0x0a)) p++;
      if (first === at && p === end && p - first >= 2 && !last) this.#sink.keepAlive(this.#packetAt(end - 1), p - first >= 4);
      if (p >= end) return end;
      const start = findStartLine(octets, p, end);
      if (start > p) this.#skip(start - p, start - 1);
      p = start;
      if (p >= end) return end;
      if (!last && waitsForLine(octets, p, end)) return this.#wait(p, 0, p);
      const next = this.#cutMessage(octets, p, end, last);
      if (next < 0) return p;
      p = next;
    }
  }

  /** Delivers the message that begins at `at` and returns its end; -1 when it must wait for more. */
  #cutMessage(octets: Uint8Array, at: number, end: number, last: boolean): number {
    const bodyAt = findHeaderEnd(octets, Math.max(at, this.#searched), end);
    if (bodyAt < 0 && !last) {
      this.#wait(at, 0, Math.max(at, end - 3));
      return -1;
    }
    this.#searched = 0;
    const headerEnd = bodyAt < 0 ? end : bodyAt;
    if (!scanMessage(octets, at, headerEnd, scan) || (scan.seen & 7) === 0) {
      this.#skip(headerEnd - at, headerEnd - 1);
      return headerEnd;
    }
    const length = scan.contentLength;
    if (length < 0 || length > limits.sipMessageLength) return this.#cutWithoutLength(octets, at, headerEnd, end, length, last);
    const stop = headerEnd + length;
    if (stop <= end) {
      this.#deliver(octets, at, stop, 0);
      return stop;
    }
    if (!last) {
      this.#wait(at, stop - at, 0);
      return -1;
    }
    return this.#cutWithoutLength(octets, at, headerEnd, end, length, last);
  }

  /** No length to go by: the body ends before the next start line, or with what is there; without a Content-Type there is none. */
  #cutWithoutLength(octets: Uint8Array, at: number, headerEnd: number, end: number, length: number, last: boolean): number {
    const problems = length === -1 ? Problem.contentLengthMissing : length >= 0 ? Problem.contentLengthTooLarge : 0;
    if (length === -1 && scan.contentTypeAt < 0) {
      this.#deliver(octets, at, headerEnd, problems);
      return headerEnd;
    }
    let stop = headerEnd;
    while (stop < end) {
      stop = findStartLine(octets, stop, end);
      if (stop >= end || waitsForLine(octets, stop, end)) break;
      const reach = Math.min(end, stop + EVIDENCE);
      if (scanMessage(octets, stop, reach, scan) && (scan.seen & 7) === 7) break;
      // a message whose headers are still to come
      if (!last && reach === end && beginsWell(octets, stop, end) && findHeaderEnd(octets, stop, end) < 0) break;
      stop = nextLine(octets, stop, end);
    }
    this.#deliver(octets, at, stop, problems);
    return stop;
  }

  #deliver(octets: Uint8Array, at: number, end: number, problems: number): void {
    const first = this.#pieceAt(at);
    const final = this.#pieceAt(end - 1);
    const whole = first === final;
    const inFed = whole && first === this.#starts.length - 1 && this.#fed !== EMPTY;
    const shift = inFed ? this.#fedAt - this.#starts[first]! : 0;
    this.messages++;
    this.#sink.message({
      octets: inFed ? this.#fed : octets,
      at: at + shift,
      end: end + shift,
      whole,
      packet: this.#packets[final]!,
      firstPacket: this.#packets[first]!,
      offset: whole ? this.#offsets[first]! + at - this.#starts[first]! : -1,
      packets: this.#packets.slice(first, final + 1),
      problems: problems | this.#extra,
    });
  }

  #skip(length: number, at: number): void {
    this.skipped += length;
    this.#sink.skipped(this.#packetAt(at), length);
  }

  #packetAt(at: number): number {
    return this.#packets[this.#pieceAt(at)]!;
  }

  #pieceAt(at: number): number {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #wait(at: number, need: number, searched: number): number {
    this.#need = need;
    this.#searched = searched;
    // both are counted from `at`, which becomes the start of the buffer
    if (searched > 0) this.#searched = searched - at;
    return at;
  }

  #keep(octets: Uint8Array, at: number, end: number, packet: number, offset: number): void {
    this.#starts = [];
    this.#packets = [];
    this.#offsets = [];
    this.#append(octets, at, end, packet, offset);
  }

  #append(octets: Uint8Array, at: number, end: number, packet: number, offset: number): void {
    const length = this.#length + end - at;
    if (length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(1024, length, Math.min(this.#buffer.length * 2, limits.sipMessageLength * 2)));
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(octets.subarray(at, end), this.#length);
    this.#starts.push(this.#length);
    this.#packets.push(packet);
    this.#offsets.push(offset);
    this.#budget.used += end - at;
    this.#length = length;
  }

  /** Forgets the first `count` octets of the buffer. */
  #discard(count: number): void {
    if (count === 0) return;
    const rest = this.#length - count;
    this.#budget.used -= count;
    this.#length = rest;
    if (rest === 0) {
      this.#buffer = EMPTY;
      this.#starts = [];
      this.#packets = [];
      this.#offsets = [];
      this.#need = this.#searched = 0;
      return;
    }
    this.#buffer.copyWithin(0, count, count + rest);
    const first = this.#pieceAt(count);
    this.#offsets[first] = this.#offsets[first]! + count - this.#starts[first]!;
    this.#starts[first] = count;
    this.#starts = this.#starts.slice(first).map((start) => start - count);
    this.#packets = this.#packets.slice(first);
    this.#offsets = this.#offsets.slice(first);
  }

  /** Delivers what is held although it is not complete, and forgets the rest. */
  #giveUp(problems: number): void {
    if (this.#length === 0) return;
    this.#fed = EMPTY;
    this.#searched = 0;
    this.#extra = problems;
    const rest = this.#cut(this.#buffer, 0, this.#length, true);
    if (rest < this.#length) this.#skip(this.#length - rest, this.#length - 1);
    this.#extra = 0;
    this.#discard(this.#length);
  }
}
