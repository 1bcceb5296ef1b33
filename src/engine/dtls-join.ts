/**
 * Handshake messages of DTLS put together from their fragments (RFC 6347 section 4.2.3), out of order and repeated ones included.
 * Promise: holds at most limits.dtlsOctets in all, and says so when it lets go.
 */
import { limits } from '../base/limits.ts';
import type { DiagnosticLog } from '../base/diagnostic.ts';
import type { PacketIndex } from '../base/units.ts';
import { FRAGMENT_HEADER, readLength } from '../wire/dtls-record.ts';

/** octets that an entry costs beside its message's own: many of one octet each are no less memory than a few large ones */
const ENTRY = 512;

interface Pending {
  readonly body: Uint8Array<ArrayBuffer>;
  /** which octets came */
  readonly has: Uint8Array;
  missing: number;
}

export class DtlsJoin {
  readonly #diagnostics: DiagnosticLog;
  /** by flow, direction, type, number and length of the message */
  readonly #pending = new Map<string, Pending>();
  #octets = 0;

  constructor(diagnostics: DiagnosticLog) {
    this.#diagnostics = diagnostics;
  }

  /**
   * The body of the message whose fragment stands at `at`, with isFragment() true of it: a view when it is whole, else undefined.
   * @param from names flow and direction
   */
  take(view: DataView, at: number, from: string, packet: PacketIndex): DataView | undefined {
    const length = readLength(view, at + 1);
    const offset = readLength(view, at + 6);
    const part = readLength(view, at + 9);
    const body = at + FRAGMENT_HEADER;
    if (part === length) return new DataView(view.buffer, view.byteOffset + body, length);
    const key = `${from} ${view.getUint8(at)} ${view.getUint16(at + 4)} ${length}`;
    const pending = this.#pending.get(key) ?? this.#open(key, length, packet);
    if (pending === undefined) return undefined;
    for (let i = 0; i < part; i++) {
      pending.body[offset + i] = view.getUint8(body + i);
      if (pending.has[offset + i] === 1) continue;
      pending.has[offset + i] = 1;
      pending.missing--;
    }
    if (pending.missing > 0) return undefined;
    this.#drop(key, pending);
    return new DataView(pending.body.buffer);
  }

  #open(key: string, length: number, packet: PacketIndex): Pending | undefined {
    if (length > limits.dtlsMessage) {
      this.#diagnostics.report('limit.dtlsMessage', packet);
      return undefined;
    }
    while (this.#octets + 2 * length + ENTRY > limits.dtlsOctets) {
      const [oldest, pending] = this.#pending.entries().next().value!;
      this.#diagnostics.report('limit.dtlsOctets', packet);
      this.#drop(oldest, pending);
    }
    const made: Pending = { body: new Uint8Array(length), has: new Uint8Array(length), missing: length };
    this.#octets += 2 * length + ENTRY;
    this.#pending.set(key, made);
    return made;
  }

  #drop(key: string, pending: Pending): void {
    this.#octets -= 2 * pending.body.length + ENTRY;
    this.#pending.delete(key);
  }
}
