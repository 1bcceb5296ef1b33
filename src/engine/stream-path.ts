/**
 * One direction of a byte stream at one depth: what TCP carries, or what a layer inside it carries. Holds the reader that was
 * chosen for it, and the first octets while they are too few to choose by. How to add a layer: stream-reader.ts.
 */
import { limits } from '../base/limits.ts';
import type { PacketIndex } from '../base/units.ts';
import type { TransportId } from '../calls/endpoint-table.ts';
import type { TcpFlow } from '../net/tcp-flow.ts';
import type { DecodeRules } from './decode-rules.ts';
import type { StreamHost } from './stream-host.ts';
import type { StreamReader } from './stream-reader.ts';
import { streamReaders } from './stream-readers.ts';

/** octets that may wait for more before a reader is chosen by what there is */
const BEGINNING = 64;

interface HeldPiece {
  readonly octets: Uint8Array;
  readonly packet: PacketIndex;
  readonly offset: number;
  readonly sequence: number;
}

export class StreamPath {
  readonly flow: TcpFlow;
  readonly host: StreamHost;
  /** the path this one travels in, when a layer made it; undefined for what TCP carries itself */
  readonly outer: StreamPath | undefined;
  /** what the layer that reads this path found inside */
  inner: StreamPath | undefined;
  /** chosen by the first octets; undefined before that */
  reader: StreamReader | undefined;
  /** nobody wants this stream: nothing more is taken */
  released = false;
  /** transport of the SIP found here or further in; -1 when none was */
  sipTransport: TransportId | -1 = -1;
  /** a proxy was asked to connect (HTTP CONNECT): behind its head another stream begins */
  isTunnel = false;
  /** TCP sequence number behind the octets that are being given; of a path that TCP's own octets take */
  sequence = 0;
  #held: HeldPiece[] | undefined;
  #prefaces = 0;

  constructor(flow: TcpFlow, host: StreamHost, outer?: StreamPath) {
    this.flow = flow;
    this.host = host;
    this.outer = outer;
  }

  /** What a person said of ports; undefined when nothing was said. */
  get rules(): DecodeRules | undefined {
    return this.host.rules;
  }

  /** The octets here came out of TLS. */
  get isSecure(): boolean {
    return this.outer !== undefined;
  }

  /** The other direction at the same depth, once it was seen. */
  get opposite(): StreamPath | undefined {
    return this.outer === undefined ? (this.flow.opposite?.context as StreamPath | undefined) : this.outer.opposite?.inner;
  }

  /** The next octets: see StreamReader.take(). */
  take(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    if (this.released || end <= at) return;
    if (this.reader !== undefined) this.reader.take(octets, at, end, packet, offset);
    else if (this.#held !== undefined) this.#takeMore(octets, at, end, packet, offset);
    else if (this.#choose(octets, at, end, false)) this.reader!.take(octets, at, end, packet, offset);
    else if (!this.released) this.#held = [{ octets: octets.slice(at, end), packet, offset, sequence: this.sequence }];
  }

  gap(length: number, packet: PacketIndex): void {
    this.#settle();
    this.reader?.gap(length, packet);
  }

  finish(): void {
    this.#settle();
    this.reader?.finish();
    this.reader = undefined;
    this.released = true;
  }

  /** Nobody wants this stream. */
  release(): void {
    this.released = true;
    this.reader = undefined;
    this.#held = undefined;
  }

  /** Another reader goes on from the next octet, which its predecessor gives to it. */
  hand(reader: StreamReader): void {
    this.reader = reader;
  }

  /**
   * What was read was only a preface, which ended in `packet`: the next octets choose a reader as if they were the first. Each costs a step of depth
   * and nobody has more than a few: after limits.streamPrefaces the stream is released.
   */
  restart(packet: PacketIndex): void {
    if (++this.#prefaces > limits.streamPrefaces) {
      this.host.tables.diagnostics.report('limit.streamPrefaces', packet);
      return this.release();
    }
    this.reader = undefined;
    this.inner = undefined;
  }

  /** What the layer that reads this path found inside is a stream of its own, made when asked first. */
  within(): StreamPath {
    return (this.inner ??= new StreamPath(this.flow, this.host, this));
  }

  /** SIP was found here. */
  carriesSip(transport: TransportId): void {
    this.sipTransport = transport;
    this.outer?.carriesSip(transport);
  }

  /** False when more octets are needed, or when nobody wants the stream: then it is released. */
  #choose(octets: Uint8Array, at: number, end: number, last: boolean): boolean {
    for (const kind of streamReaders) {
      const fits = kind.fits(this, octets, at, end);
      if (fits === true) {
        this.reader = kind.open(this, this.host);
        return true;
      }
      if (fits === undefined && !last) return false;
    }
    this.release();
    return false;
  }

  #takeMore(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    const held = this.#held!;
    held.push({ octets: octets.slice(at, end), packet, offset, sequence: this.sequence });
    const length = held.reduce((sum, piece) => sum + piece.octets.length, 0);
    this.#chooseHeld(held, length >= BEGINNING);
  }

  /** No more octets will help to choose. */
  #settle(): void {
    if (this.#held !== undefined) this.#chooseHeld(this.#held, true);
  }

  #chooseHeld(held: readonly HeldPiece[], last: boolean): void {
    const beginning = join(held);
    if (!this.#choose(beginning, 0, beginning.length, last)) return;
    this.#held = undefined;
    for (const { octets, packet, offset, sequence } of held) {
      this.sequence = sequence;
      this.take(octets, 0, octets.length, packet, offset);
    }
  }
}

function join(pieces: readonly HeldPiece[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, { octets }) => sum + octets.length, 0));
  let at = 0;
  for (const { octets } of pieces) {
    joined.set(octets, at);
    at += octets.length;
  }
  return joined;
}
