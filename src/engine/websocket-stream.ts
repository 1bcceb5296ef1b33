/**
 * WebSocket frames on one direction of a stream (RFC 6455 section 5): lengths followed, masks taken off, fragments joined with
 * control frames between them, compressed messages inflated (RFC 7692). One complete message is one SIP message (RFC 7118
 * section 5). What breaks the standard is marked; after it, and after lost octets, reading goes on where a frame with SIP begins.
 */
import { limits } from '../base/limits.ts';
import type { PacketIndex } from '../base/units.ts';
import { Transport } from '../calls/endpoint-table.ts';
import type { FramedMessage } from '../sip/framing.ts';
import { hasToken, type HttpHead } from '../wire/http-head.ts';
import { beginsMsrp } from '../wire/msrp.ts';
import * as frame from '../wire/websocket.ts';
import { Kind } from './kinds.ts';
import type { StreamHost } from './stream-host.ts';
import type { StreamPath } from './stream-path.ts';
import { NOWHERE, type StreamReader, type StreamReaderKind } from './stream-reader.ts';
import { areIdleFrames, carriesSip, isKeepAlive, mayBeginFrame } from './websocket-form.ts';
import { WebSocketMessages } from './websocket-messages.ts';

/** octets a stream may bring before its first SIP message */
const PATIENCE = 65_536;
const { opcodes } = frame;

/** Frames whose upgrade was not captured, or stands in the part of the stream that was lost. */
export const webSocketStreams: StreamReaderKind = {
  fits: (path, octets, at, end) =>
    mayBeginFrame(octets[at]!) && (carriesSip(octets, at, end) || areIdleFrames(octets, at, end) || path.opposite?.reader instanceof WebSocketStream),
  open: (path, host) => new WebSocketStream(path, host, undefined),
};

export class WebSocketStream implements StreamReader {
  /** the HTTP head that went before the frames; undefined when it was not captured */
  readonly head: HttpHead | undefined;
  readonly #path: StreamPath;
  readonly #host: StreamHost;
  readonly #messages: WebSocketMessages;
  /** the header of the frame at hand, as far as it came, and how many octets of it */
  readonly #header: Uint8Array = new Uint8Array(frame.LONGEST_HEADER);
  #headerLength = 0;
  /** octets of the frame's payload still to come, and how many came; meaningful while `#inPayload` */
  #left = 0;
  #came = 0;
  #inPayload = false;
  /** a frame was wrong or octets were lost: nothing is read until a segment begins like a frame */
  #lost: boolean;
  #passed = 0;
  #isMsrp = false;
  #packet: PacketIndex = -1;

  constructor(path: StreamPath, host: StreamHost, head: HttpHead | undefined) {
    this.#path = path;
    this.#host = host;
    this.head = head;
    this.#lost = head === undefined;
    this.#messages = new WebSocketMessages(host, (framed) => this.#message(framed));
  }

  take(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): void {
    this.#packet = packet;
    const mayBegin = this.#lost || (this.#inPayload && this.#left > limits.sipMessageLength);
    if (mayBegin && (carriesSip(octets, at, end) || (this.#lost && areIdleFrames(octets, at, end)))) this.#startAnew();
    let p = at;
    while (p < end && !this.#lost) {
      if (this.#inPayload) p = this.#takePayload(octets, p, end, packet);
      else {
        if (this.#headerLength === 0) this.#host.tables.marks.note(packet, 'websocket', offset + p - at);
        const whole = this.#headerLength === 0 ? this.#takeWhole(octets, p, end, packet, offset + p - at) : 0;
        p = whole > 0 ? p + whole : this.#takeHeader(octets, p, end, packet);
      }
    }
    if (this.#path.sipTransport >= 0 || this.#isMsrp) return;
    this.#passed += end - at;
    if (this.#passed > PATIENCE) this.#letGo();
  }

  gap(): void {
    this.#startAnew();
    this.#lost = true;
  }

  finish(): void {
    if (this.#inPayload || this.#headerLength > 0 || this.#messages.isOpen) this.#report('websocket.cut', this.#packet);
    this.#messages.broken();
    this.#messages.close();
  }

  /** A frame that is unmasked, a whole message and all here is read where it lies: its octets, or 0 for any other. */
  #takeWhole(octets: Uint8Array, at: number, end: number, packet: PacketIndex, offset: number): number {
    if (end - at < 2 || (octets[at]! & 0xf0) !== 0x80 || octets[at + 1]! > 126 || !frame.isWhole(octets, at, end)) return 0;
    const head = frame.headerLength(octets, at, end);
    const length = frame.payloadLength(octets, at);
    const code = frame.opcode(octets, at);
    if ((code !== opcodes.text && code !== opcodes.binary) || length > end - at - head || this.#messages.isOpen || this.#isClient === true) return 0;
    const from = at + head;
    if (length > 0)
      this.#message({ octets, at: from, end: from + length, whole: true, packet, firstPacket: packet, offset: offset + head, packets: [packet], problems: 0 });
    return head + length;
  }

  /** Takes octets of a header; returns how far. */
  #takeHeader(octets: Uint8Array, at: number, end: number, packet: PacketIndex): number {
    const header = this.#header;
    let p = at;
    while (p < end && !frame.isWhole(header, 0, this.#headerLength)) header[this.#headerLength++] = octets[p++]!;
    if (frame.isWhole(header, 0, this.#headerLength)) this.#begin(packet);
    return p;
  }

  /** The header is whole: may the frame stand here? */
  #begin(packet: PacketIndex): void {
    const header = this.#header;
    const code = frame.opcode(header, 0);
    const length = frame.payloadLength(header, 0);
    const isControl = frame.isControl(code);
    this.#headerLength = 0;
    if (this.#hasReserved(code, frame.reservedBits(header, 0))) return this.#wrong('websocket.reserved', packet);
    if (length > (isControl ? frame.LONGEST_CONTROL : limits.sipMessageLength)) this.#report('websocket.length', packet);
    if (isControl && length > frame.LONGEST_CONTROL) return this.#loseTrack();
    if (isControl && !frame.isFinal(header, 0)) return this.#wrong('websocket.fragments', packet);
    if (this.#isClient !== undefined && frame.isMasked(header, 0) !== this.#isClient) this.#report('websocket.mask', packet);
    if (!isControl && !this.#messages.begin(code, frame.reservedBits(header, 0) === frame.RSV1, packet)) this.#report('websocket.fragments', packet);
    this.#left = length;
    this.#came = 0;
    this.#inPayload = true;
    if (length === 0) this.#end(packet);
  }

  #takePayload(octets: Uint8Array, at: number, end: number, packet: PacketIndex): number {
    const header = this.#header;
    const length = Math.min(this.#left, end - at);
    const keyAt = frame.isMasked(header, 0) ? frame.maskAt(header, 0, frame.LONGEST_HEADER) : -1;
    if (!frame.isControl(frame.opcode(header, 0))) this.#messages.add(octets, at, length, header, keyAt, this.#came, packet);
    this.#came += length;
    this.#left -= length;
    if (this.#left === 0) this.#end(packet);
    return at + length;
  }

  #end(packet: PacketIndex): void {
    this.#inPayload = false;
    if (!frame.isControl(frame.opcode(this.#header, 0))) this.#messages.end(frame.isFinal(this.#header, 0));
    else if (this.#path.sipTransport >= 0) this.#host.mark(packet, Kind.keepalive);
  }

  #message(framed: FramedMessage): void {
    const { octets, at, end } = framed;
    if (isKeepAlive(octets, at, end)) this.#host.mark(framed.packet, Kind.keepalive);
    else if (beginsMsrp(octets, at, end) === true) {
      // a message of MSRP fits one of WebSocket, or several: each begins with its own first line (RFC 7977 section 5)
      if (this.#host.msrp(this.#path, octets, at, end, framed.packets, framed.whole ? framed.offset : NOWHERE)) this.#isMsrp = true;
    } else this.#host.sip(this.#path, framed, this.#path.isSecure ? Transport.wss : Transport.ws);
  }

  /** Reserved opcodes, and reserved bits that no extension agreed on gives a meaning. */
  #hasReserved(code: number, bits: number): boolean {
    if (frame.isReservedOpcode(code) || (bits & 3) !== 0) return true;
    return bits !== 0 && (frame.isControl(code) || !this.#mayBeCompressed);
  }

  /** The server's head says which extensions hold (RFC 6455 section 9.1); where it was not captured, compression may be agreed on. */
  get #mayBeCompressed(): boolean {
    const opposite = this.#path.opposite?.reader;
    const other = opposite instanceof WebSocketStream ? opposite.head : undefined;
    const answer = this.head?.status === undefined ? other : this.head;
    return answer === undefined || (answer.headers.get('sec-websocket-extensions') ?? '').includes('deflate');
  }

  /** undefined when the head was not captured */
  get #isClient(): boolean | undefined {
    return this.head === undefined ? undefined : this.head.method !== undefined;
  }

  /** What is wrong with a stream is of interest when it carries SIP, or says that it will. */
  #report(code: string, packet: PacketIndex): void {
    if (this.#path.sipTransport < 0 && (this.head === undefined || !hasToken(this.head, 'sec-websocket-protocol', 'sip'))) return;
    this.#host.tables.diagnostics.report(code, packet);
  }

  #wrong(code: string, packet: PacketIndex): void {
    this.#report(code, packet);
    this.#loseTrack();
  }

  #loseTrack(): void {
    this.#startAnew();
    this.#lost = true;
  }

  /** Whatever was under way is given up; the next octet begins a frame. */
  #startAnew(): void {
    this.#messages.broken();
    this.#messages.lost();
    this.#lost = false;
    this.#inPayload = false;
    this.#headerLength = 0;
  }

  #letGo(): void {
    this.#messages.close();
    this.#path.release();
  }
}
