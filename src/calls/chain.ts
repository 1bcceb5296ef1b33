/**
 * The messages of one call, oldest first, copied out of the message table into flat arrays that are reused for the next
 * call. Everything that reads a call (transactions, dialogs, summary, ladder) reads a Chain by position, from 0.
 */
import type { CallIndex, MessageIndex } from '../base/units.ts';
import { Flag } from './message-fields.ts';
import type { MessageTable } from './message-table.ts';

export class Chain {
  table: MessageTable | undefined;
  call: CallIndex = -1;
  length = 0;
  message: Int32Array = new Int32Array(0);
  time: Float64Array = new Float64Array(0);
  source: Int32Array = new Int32Array(0);
  destination: Int32Array = new Int32Array(0);
  sourceAddress: Uint32Array = new Uint32Array(0);
  destinationAddress: Uint32Array = new Uint32Array(0);
  method: Uint16Array = new Uint16Array(0);
  cseqMethod: Uint16Array = new Uint16Array(0);
  /** 0 for a request */
  status: Uint16Array = new Uint16Array(0);
  cseqNumber: Uint32Array = new Uint32Array(0);
  branch: Int32Array = new Int32Array(0);
  fromTag: Int32Array = new Int32Array(0);
  toTag: Int32Array = new Int32Array(0);
  flags: Int32Array = new Int32Array(0);
  viaCount: Uint8Array = new Uint8Array(0);

  /** Loads every message of a call; the arrays are borrowed until the next load(). */
  load(table: MessageTable, call: CallIndex): this {
    const length = table.calls.count.values[call]!;
    this.table = table;
    this.call = call;
    this.length = length;
    if (length > this.message.length) this.#reserve(length);
    let message: MessageIndex = table.calls.tail.values[call]!;
    for (let position = length - 1; position >= 0; position--) {
      this.#copy(table, message, position);
      message = table.previous(message);
    }
    return this;
  }

  isRequest(position: number, method: number): boolean {
    return this.status[position] === 0 && this.method[position] === method;
  }

  isResponse(position: number, cseqMethod: number): boolean {
    return this.status[position] !== 0 && this.cseqMethod[position] === cseqMethod;
  }

  isCaptureDuplicate(position: number): boolean {
    return (this.flags[position]! & Flag.captureDuplicate) !== 0;
  }

  isRetransmission(position: number): boolean {
    return (this.flags[position]! & Flag.retransmission) !== 0;
  }

  #copy(table: MessageTable, message: MessageIndex, position: number): void {
    this.message[position] = message;
    this.time[position] = table.time(message);
    const source = table.source(message);
    const destination = table.destination(message);
    this.source[position] = source;
    this.destination[position] = destination;
    this.sourceAddress[position] = table.endpoints.address(source);
    this.destinationAddress[position] = table.endpoints.address(destination);
    this.method[position] = table.method(message);
    this.cseqMethod[position] = table.cseqMethod(message);
    this.status[position] = table.status(message);
    this.cseqNumber[position] = table.cseqNumber(message);
    this.branch[position] = table.branch(message);
    this.fromTag[position] = table.fromTag(message);
    this.toTag[position] = table.toTag(message);
    this.flags[position] = table.flags(message);
    this.viaCount[position] = table.viaCount(message);
  }

  #reserve(length: number): void {
    let size = 64;
    while (size < length) size *= 2;
    this.message = new Int32Array(size);
    this.time = new Float64Array(size);
    this.source = new Int32Array(size);
    this.destination = new Int32Array(size);
    this.sourceAddress = new Uint32Array(size);
    this.destinationAddress = new Uint32Array(size);
    this.method = new Uint16Array(size);
    this.cseqMethod = new Uint16Array(size);
    this.status = new Uint16Array(size);
    this.cseqNumber = new Uint32Array(size);
    this.branch = new Int32Array(size);
    this.fromTag = new Int32Array(size);
    this.toTag = new Int32Array(size);
    this.flags = new Int32Array(size);
    this.viaCount = new Uint8Array(size);
  }
}
