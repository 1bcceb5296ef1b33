/**
 * The opening handshake of WebSocket (RFC 6455 section 4) on one direction of a stream: HTTP heads are read until an upgrade is asked
 * for and granted; then the frames are read (websocket-stream.ts). CONNECT through a proxy (RFC 9110 section 9.3.6) begins
 * another stream behind its head. Any other HTTP is let go with its first head.
 */
import type { PacketIndex } from '../base/units.ts';
import { beginsWith, findHeadEnd, hasToken, LONGEST_HEAD, readHead, type HttpHead } from '../wire/http-head.ts';
import { Gathered } from './gathered.ts';
import type { StreamHost } from './stream-host.ts';
import type { StreamPath } from './stream-path.ts';
import { NOWHERE, type StreamReader, type StreamReaderKind } from './stream-reader.ts';
import { WebSocketStream } from './websocket-stream.ts';

/** octets of bodies and other heads that may stand before an upgrade */
const PATIENCE = 16_384;

export const httpStreams: StreamReaderKind = {
  fits: (_, octets, at, end) => {
    const first = octets[at];
    if (first === 0x47) return beginsWith(octets, at, end, 'GET ');
    if (first === 0x43) return beginsWith(octets, at, end, 'CONNECT ');
    return first === 0x48 && beginsWith(octets, at, end, 'HTTP/1.');
  },
  open: (path, host) => new HttpStream(path, host),
};

class HttpStream implements StreamReader {
  readonly #path: StreamPath;
  readonly #host: StreamHost;
  readonly #held: Gathered;
  /** the newest head of this direction */
  #head: HttpHead | undefined;
  #passed = 0;

  constructor(path: StreamPath, host: StreamHost) {
    this.#path = path;
    this.#host = host;
    this.#held = new Gathered(host.budget);
  }

  take(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    if (this.#held.length === 0) {
      if (this.#isBehindRequest() && beginsWith(octets, at, end, 'GET ') === false) return this.#frames(this.#head!, octets, at, end, packet, offset);
      if (beginsWith(octets, at, end, 'GET ') !== false || beginsWith(octets, at, end, 'CONNECT ') !== false || beginsWith(octets, at, end, 'HTTP/') !== false)
        this.#host.tables.marks.note(packet, 'http', offset);
      else return this.#pass(end - at);
      const stop = findHeadEnd(octets, at, end);
      if (stop >= 0) return this.#headEnds(octets, at, stop, octets, end, packet, offset + stop - at);
    }
    const before = this.#held.length;
    const to = this.#held.reserve(end - at, packet);
    if (to < 0 || this.#held.length > LONGEST_HEAD) return this.#letGo();
    this.#held.octets.set(octets.subarray(at, end), to);
    const stop = findHeadEnd(this.#held.octets, Math.max(0, before - 3), this.#held.length);
    if (stop >= 0) this.#headEnds(this.#held.octets, 0, stop, octets, end, packet, offset + stop - before);
  }

  gap(): void {
    this.#letGo();
  }

  finish(): void {
    this.#held.clear();
  }

  /** The request that asked for the upgrade has been read: only frames can follow, or another request when it was refused. */
  #isBehindRequest(): boolean {
    return this.#head?.method !== undefined && asksUpgrade(this.#head);
  }

  /** A head is text[at, stop); what follows are the last `end - …` octets of `octets`, of which the first stands at `offset`. */
  #headEnds(text: Uint8Array, at: number, stop: number, octets: Uint8Array, end: number, packet: PacketIndex, offset: number): void {
    const head = readHead(text, at, stop);
    const rest = text === octets ? stop : end - (this.#held.length - stop);
    this.#held.clear();
    if (head === undefined) return this.#letGo();
    this.#head = head;
    const next = offset < 0 ? NOWHERE : offset;
    if (head.status === 101 && asksUpgrade(head)) return this.#frames(head, octets, rest, end, packet, next);
    if (head.method === 'CONNECT' || (head.status === 200 && this.#isTunnel())) return this.#tunnel(octets, rest, end, packet, next);
    if (!this.#mayUpgrade(head)) return this.#letGo();
    if (rest >= end) return;
    if (this.#isBehindRequest()) this.#frames(head, octets, rest, end, packet, next);
    else this.#pass(end - rest);
  }

  /** A connection whose first request asks for no upgrade is left: what makes web pages asks for it on another. */
  #mayUpgrade(head: HttpHead): boolean {
    if (head.method !== undefined) return asksUpgrade(head);
    const opposite = this.#path.opposite?.reader;
    return this.#path.flow.opposite === undefined || (opposite instanceof HttpStream && (opposite.#head === undefined || asksUpgrade(opposite.#head)));
  }

  #isTunnel(): boolean {
    const { opposite } = this.#path;
    return opposite?.isTunnel === true;
  }

  #tunnel(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    this.#path.isTunnel = true;
    this.#path.restart(packet);
    this.#path.take(octets, at, end, packet, offset);
  }

  #frames(head: HttpHead, octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    const frames = new WebSocketStream(this.#path, this.#host, head);
    this.#path.hand(frames);
    if (at < end) frames.take(octets, at, end, packet, offset);
  }

  /** Octets of a body, or of a head nobody needs. */
  #pass(length: number): void {
    this.#passed += length;
    if (this.#passed > PATIENCE) this.#letGo();
  }

  #letGo(): void {
    this.#held.clear();
    this.#path.release();
  }
}

function asksUpgrade(head: HttpHead): boolean {
  return hasToken(head, 'upgrade', 'websocket');
}
