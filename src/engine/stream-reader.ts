/**
 * What reads a stream's octets. Layers stack: TCP gives its octets to a StreamPath (stream-path.ts), the path chooses a
 * StreamReader by the first of them, and a reader that unwraps (TLS, WebSocket) gives what it found on.
 *
 * To add a layer: write a class that implements StreamReader and a StreamReaderKind that opens it, and enter the kind in
 * stream-readers.ts, whose order is the order of asking. Then, according to what the layer is,
 * - it cuts messages (SIP, MSRP): give each to StreamHost (stream-host.ts), which tells the packet's kind;
 * - it carries another stream (TLS): ask for `outer.within()`, and give it every
 *   piece of plain octets with `take(octets, at, end, packet, NOWHERE)`; pass gap() and finish() on, and let your own path
 *   go (`path.release()`) when the inner one was (`inner.released`). WebSocket and SIP inside then come by themselves;
 * - it is only a beginning (HTTP CONNECT, a proxy's preface): `path.restart(packet)` and give the rest to `path.take()`.
 * The other direction's path, at the same depth, is `path.opposite`, its reader `path.opposite?.reader`; it may be absent or not
 * begun, and it is gone when that direction has closed: share a state object as soon as both are there.
 */
import type { PacketIndex } from '../base/units.ts';
import type { StreamHost } from './stream-host.ts';
import type { StreamPath } from './stream-path.ts';

/** Offset of octets that stand nowhere in the file as they are: decrypted, unmasked, joined. Any negative offset means it. */
export const NOWHERE: number = -0x40000000;

export interface StreamReader {
  /**
   * The next octets of the stream, octets[at, end), never empty and borrowed: valid until take() returns. They came in
   * `packet`; `offset` is where octets[at] stands in that packet as the file has it (0 or more), or negative (NOWHERE).
   */
  take(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void;
  /** Octets of the stream are lost here: `length` of them, or -1 when nobody knows. */
  gap(length: number, packet: PacketIndex): void;
  /** The stream ends. Nothing is called afterwards. */
  finish(): void;
}

export interface StreamReaderKind {
  /**
   * Could this reader read a stream that begins with octets[at, end)? undefined: more octets are needed to know (asked again
   * with more, and in the end with what there is; then undefined means no). Cheap, allocates nothing.
   */
  fits(path: StreamPath, octets: Uint8Array, at: number, end: number): boolean | undefined;
  open(path: StreamPath, host: StreamHost): StreamReader;
}
