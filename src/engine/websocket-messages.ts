/**
 * Puts the data frames of one direction of a WebSocket together (RFC 6455 section 5.4, RFC 7692 section 6): masks off, fragments joined, compressed
 * messages inflated. Bounded: a message by limits.sipMessageLength, inflating by that and limits.decompressionRatio.
 */
import { limits } from '../base/limits.ts';
import type { PacketIndex } from '../base/units.ts';
import type { FramedMessage } from '../sip/framing.ts';
import { Problem } from '../sip/problem.ts';
import { opcodes, unmask } from '../wire/websocket.ts';
import { Gathered } from './gathered.ts';
import type { StreamHost } from './stream-host.ts';
import { MessageInflater } from './websocket-inflate.ts';

/** inflated octets of a stream before its ratio is looked at: text alone may be 200 to 1 for a while */
const RATIO_FROM = 16_777_216;

export class WebSocketMessages {
  /** a message was begun and has not ended */
  isOpen = false;
  readonly #host: StreamHost;
  readonly #deliver: (message: FramedMessage) => void;
  readonly #gathered: Gathered;
  #isCompressed = false;
  #isTooLong = false;
  /** undefined before the first compressed message; false when there may be no more inflaters, or this one made too much of too little */
  #inflater: MessageInflater | false | undefined;
  #deflated = 0;
  #inflated = 0;

  constructor(host: StreamHost, deliver: (message: FramedMessage) => void) {
    this.#host = host;
    this.#deliver = deliver;
    this.#gathered = new Gathered(host.budget);
  }

  /** A data frame begins in `packet`. False when it may not stand here: nothing to continue, or something unfinished before it. */
  begin(opcode: number, isCompressed: boolean, packet: PacketIndex): boolean {
    const continues = opcode === opcodes.continuation;
    const isExpected = continues === this.isOpen && !(continues && isCompressed);
    if (!continues) {
      this.broken();
      this.isOpen = true;
      this.#isCompressed = isCompressed;
    }
    if (this.isOpen) this.#gathered.came(packet);
    return isExpected;
  }

  /** Payload octets[at, at + length) of a data frame, `phase` octets of it came before; the mask is key[keyAt, keyAt + 4), none when keyAt < 0. */
  add(octets: Uint8Array, at: number, length: number, key: Uint8Array, keyAt: number, phase: number, packet: PacketIndex): void {
    if (!this.isOpen || this.#isTooLong) return;
    const gathered = this.#gathered;
    const room = Math.min(length, limits.sipMessageLength - gathered.length);
    if (room < length) this.#isTooLong = true;
    const to = gathered.reserve(room, packet);
    if (to < 0) {
      this.#host.tables.diagnostics.report('limit.streamOctets', packet);
      this.#forget();
    } else if (keyAt >= 0) unmask(octets, at, room, key, keyAt, phase, gathered.octets, to);
    else gathered.octets.set(octets.subarray(at, at + room), to);
  }

  /** A data frame ends, the last of its message or not. */
  end(isFinal: boolean): void {
    if (!isFinal || !this.isOpen) return;
    if (this.#isTooLong) return this.broken();
    if (this.#isCompressed) this.#inflateAndDeliver();
    else if (this.#gathered.length > 0) this.#deliver(this.#gathered.framed());
    this.#forget();
  }

  /** The message will never be whole: what there is of it is delivered, unless it is compressed. */
  broken(): void {
    if (this.isOpen && this.#gathered.length > 0 && !this.#isCompressed)
      this.#deliver({ ...this.#gathered.framed(), problems: this.#isTooLong ? Problem.lengthLimit : 0 });
    if (this.isOpen && this.#isCompressed) this.lost();
    this.#forget();
  }

  /** Messages were lost: later ones may look back at what nobody knows. */
  lost(): void {
    if (this.#inflater !== undefined && this.#inflater !== false) this.#inflater.forget();
  }

  /** Nothing more comes. */
  close(): void {
    if (this.#inflater !== undefined && this.#inflater !== false) this.#host.inflaters--;
    this.#inflater = false;
    this.#forget();
  }

  #inflateAndDeliver(): void {
    const gathered = this.#gathered;
    const packet = gathered.packets.at(-1)!;
    const { diagnostics } = this.#host.tables;
    this.#inflater ??= this.#createInflater(packet);
    if (this.#inflater === false) return;
    const text = this.#inflater.inflate(gathered.octets, 0, gathered.length, limits.sipMessageLength);
    if (text === 'damaged') return diagnostics.report('websocket.deflate', packet);
    if (text === 'too-long') return diagnostics.report('limit.sipMessageLength', packet);
    this.#deflated += gathered.length;
    this.#inflated += text.length;
    if (this.#inflated > RATIO_FROM && this.#inflated > this.#deflated * limits.decompressionRatio) {
      diagnostics.report('limit.decompressionRatio', packet);
      return this.close();
    }
    if (text.length > 0) this.#deliver(gathered.framed(text, text.length));
  }

  #createInflater(packet: PacketIndex): MessageInflater | false {
    if (this.#host.inflaters < limits.streamInflaters) {
      this.#host.inflaters++;
      return new MessageInflater();
    }
    this.#host.tables.diagnostics.report('limit.streamInflaters', packet);
    return false;
  }

  #forget(): void {
    this.#gathered.clear();
    this.isOpen = false;
    this.#isTooLong = false;
  }
}
