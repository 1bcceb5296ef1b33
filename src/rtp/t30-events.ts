/**
 * The IFP packets of one direction as T.30 events: tones, HDLC frames put together from their octets, stretches of image or
 * training data. Indicators that prepare what follows (preamble, training) are no events of their own.
 */
import type { Nanoseconds, PacketIndex } from '../base/units.ts';
import { parseIfp, type IfpEdition, type IfpField } from './ifp.ts';
import { frameName } from './t30.ts';
import { t30DataTypes } from './t38.ts';
import type { OrderedIfp } from './udptl-recovery.ts';

export interface T30Event {
  readonly kind: 'signal' | 'frame' | 'data';
  readonly name: string;
  readonly direction: number;
  readonly time: Nanoseconds;
  end: Nanoseconds;
  readonly packet: PacketIndex;
  lastPacket: PacketIndex;
  octets: number;
  frames: number;
  isBad: boolean;
  /** type of the data: "v21", "v17-14400" */
  readonly carrier: string;
  /** octets of a frame, none of data */
  frame: Uint8Array;
}

const CNG = 1;
const CED = 2;
/** octets kept of one frame: the longest of interest has some fifty */
const MOST_OCTETS = 300;
const NONE = new Uint8Array(0);

export class DirectionReader {
  readonly #direction: number;
  readonly #edition: IfpEdition;
  readonly #events: T30Event[];
  readonly #buffer = new Uint8Array(MOST_OCTETS);
  #indicator = -1;
  /** tone, frame or data at hand */
  #signal: T30Event | undefined;
  #frame: T30Event | undefined;
  #data: T30Event | undefined;
  #expected = Number.NaN;

  /** @param events gets this direction's, in their order */
  constructor(direction: number, edition: IfpEdition, events: T30Event[]) {
    this.#direction = direction;
    this.#edition = edition;
    this.#events = events;
  }

  take(message: OrderedIfp): void {
    const view = new DataView(message.octets.buffer, message.octets.byteOffset, message.octets.length);
    const ifp = parseIfp(view, 0, message.octets.length, this.#edition);
    if (ifp === undefined) return;
    if (message.sequence !== this.#expected && this.#frame !== undefined) this.#frame.isBad = true;
    this.#expected = message.sequence + 1;
    if (ifp.indicator >= 0) return this.#takeIndicator(ifp.indicator, message);
    this.#endSignal(message);
    const carrier = t30DataTypes[ifp.dataType] ?? String(ifp.dataType);
    for (const field of ifp.fields) this.#takeField(field, ifp.dataType, carrier, message);
  }

  finish(): void {
    if (this.#frame !== undefined) this.#frame.isBad = true;
    this.#endFrame(undefined);
    this.#data = undefined;
  }

  #takeIndicator(indicator: number, message: OrderedIfp): void {
    this.#endSignal(message);
    this.#data = undefined;
    if (indicator === this.#indicator) {
      if (this.#signal !== undefined) this.#signal.end = message.time;
      return;
    }
    this.#indicator = indicator;
    this.#signal = undefined;
    if (indicator !== CNG && indicator !== CED) return;
    this.#signal = this.#event('signal', indicator === CNG ? 'CNG' : 'CED', '', message);
    this.#events.push(this.#signal);
  }

  #endSignal(message: OrderedIfp): void {
    if (this.#signal === undefined) return;
    this.#signal.end = Math.max(this.#signal.end, message.time);
    this.#signal.lastPacket = message.packet;
  }

  #takeField(field: IfpField, dataType: number, carrier: string, message: OrderedIfp): void {
    this.#indicator = -1;
    this.#signal = undefined;
    const { type } = field;
    // 6, 7: image data as it is; anything but V.21 in HDLC is image data with error correction
    if (type === 6 || type === 7) return this.#takeData(field, type === 7, carrier, message);
    if (dataType !== 0) return this.#takeImageFrame(field, carrier, message);
    if (type === 0) {
      this.#frame ??= this.#event('frame', '', carrier, message);
      const { octets } = this.#frame;
      const piece = message.octets.subarray(field.at, Math.min(field.end, field.at + MOST_OCTETS - octets));
      if (octets < MOST_OCTETS) this.#buffer.set(piece, octets);
      this.#frame.octets += piece.length;
      return;
    }
    if (this.#frame !== undefined && (type === 3 || type === 5 || type === 1)) this.#frame.isBad = true;
    this.#endFrame(message);
  }

  #endFrame(message: OrderedIfp | undefined): void {
    const frame = this.#frame;
    this.#frame = undefined;
    if (frame === undefined) return;
    frame.frame = this.#buffer.slice(0, frame.octets);
    if (message !== undefined) {
      frame.end = message.time;
      frame.lastPacket = message.packet;
    }
    this.#events.push({ ...frame, name: frameName(frame.frame) });
  }

  #takeData(field: IfpField, isEnd: boolean, carrier: string, message: OrderedIfp): void {
    if (this.#data === undefined && field.end === field.at) return;
    const data = this.#openData(carrier, message);
    data.octets += field.end - field.at;
    if (isEnd) this.#data = undefined;
  }

  #takeImageFrame(field: IfpField, carrier: string, message: OrderedIfp): void {
    const { type } = field;
    if (this.#data === undefined && type !== 0) return;
    const data = this.#openData(carrier, message);
    data.octets += field.end - field.at;
    if (type >= 2 && type <= 5) data.frames++;
    if (type === 3 || type === 5) data.isBad = true;
    if (type === 1 || type === 4 || type === 5) this.#data = undefined;
  }

  #openData(carrier: string, message: OrderedIfp): T30Event {
    if (this.#data === undefined) {
      this.#data = this.#event('data', '', carrier, message);
      this.#events.push(this.#data);
    }
    this.#data.end = message.time;
    this.#data.lastPacket = message.packet;
    return this.#data;
  }

  #event(kind: T30Event['kind'], name: string, carrier: string, { time, packet }: OrderedIfp): T30Event {
    return {
      kind,
      name,
      direction: this.#direction,
      time,
      end: time,
      packet,
      lastPacket: packet,
      octets: 0,
      frames: 0,
      isBad: false,
      carrier,
      frame: NONE,
    };
  }
}
