/**
 * What every m-line of every session description asked for, for rules about negotiation (semantics 8.2): formats, profile,
 * packet time, direction, keys. Equal lines share one shape, so that a line costs fifteen octets and no parsing again.
 */
import { int32Column, uint8Column, uint16Column, uint32Column, type Column } from '../base/column.ts';
import type { AddressId, MessageIndex, Milliseconds } from '../base/units.ts';
import type { Direction, Media, Session } from '../sdp/model.ts';
import { isAuxiliary, mediaDirection, payloadFormat } from '../sdp/offer-answer.ts';

/** One payload type as a line describes it. */
export interface LineFormat {
  readonly payloadType: number;
  /** lower case; empty when nobody named it */
  readonly name: string;
  readonly rate: number;
  /** comfort noise, telephone-event, redundancy: no codec of its own */
  readonly isAuxiliary: boolean;
}

export interface LineShape {
  readonly kind: string;
  readonly isRtp: boolean;
  /** RTP/SAVP and its kin */
  readonly isSecure: boolean;
  readonly hasKeys: boolean;
  readonly hasFingerprint: boolean;
  readonly usesIce: boolean;
  readonly rtcpMux: boolean;
  readonly direction: Direction;
  readonly formats: readonly LineFormat[];
  readonly ptime: Milliseconds | undefined;
  readonly maxptime: Milliseconds | undefined;
}

/** shapes remembered: what is beyond shares the last one's place and is not judged */
const MOST_SHAPES = 65_535;
const NOT_KEPT = 0;

export class MediaLines {
  readonly #message: Column<Int32Array> = int32Column(16);
  readonly #shape: Column<Uint16Array> = uint16Column(16);
  readonly #line: Column<Uint8Array> = uint8Column(16);
  readonly #address: Column<Uint32Array> = uint32Column(16);
  readonly #port: Column<Uint16Array> = uint16Column(16);
  readonly #shapes: (LineShape | undefined)[] = [undefined];
  readonly #byKey = new Map<string, number>();
  /** lines parsed once stand for many descriptions (sdp/seen-sessions.ts) */
  readonly #byMedia = new WeakMap<Media, number>();

  get length(): number {
    return this.#message.length;
  }

  /** Adds an m-line. Messages come in order. @param address below 0 for none, a host name or the null address */
  add(message: MessageIndex, session: Session, media: Media, address: AddressId): void {
    this.#message.push(message);
    this.#shape.push(this.#shapeOf(session, media));
    this.#line.push(Math.min(255, media.index));
    this.#address.push(address < 0 ? 0 : address);
    this.#port.push(Math.min(0xffff, media.port));
  }

  /** First row of a message, or the row after it when it has none; rows of a message are neighbours. */
  first(message: MessageIndex): number {
    const { values } = this.#message;
    let low = 0;
    let high = this.#message.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle]! < message) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  message(row: number): MessageIndex {
    return row < this.#message.length ? this.#message.values[row]! : -1;
  }

  /** undefined when there are more kinds of lines than are kept */
  shape(row: number): LineShape | undefined {
    return this.#shapes[this.#shape.values[row]!];
  }

  line(row: number): number {
    return this.#line.values[row]!;
  }

  /** 0 none */
  address(row: number): AddressId {
    return this.#address.values[row]!;
  }

  /** 0 rejected */
  port(row: number): number {
    return this.#port.values[row]!;
  }

  #shapeOf(session: Session, media: Media): number {
    const known = this.#byMedia.get(media);
    if (known !== undefined) return known;
    const shape = describe(session, media);
    const key = JSON.stringify(shape);
    let id = this.#byKey.get(key);
    if (id === undefined) {
      id = this.#shapes.length < MOST_SHAPES ? this.#shapes.push(shape) - 1 : NOT_KEPT;
      if (id !== NOT_KEPT) this.#byKey.set(key, id);
    }
    this.#byMedia.set(media, id);
    return id;
  }
}

function describe(session: Session, media: Media): LineShape {
  return {
    kind: media.kind,
    isRtp: media.isRtp,
    isSecure: /\bSAVPF?\b/i.test(media.protocol),
    hasKeys: media.crypto.length > 0,
    hasFingerprint: media.fingerprint !== undefined || session.fingerprint !== undefined,
    usesIce: media.candidates.length > 0 || (media.iceUfrag ?? session.iceUfrag) !== undefined,
    rtcpMux: media.rtcpMux,
    direction: mediaDirection(session, media),
    formats: media.isRtp ? media.payloadTypes.map((payloadType) => formatOf(media, payloadType)) : [],
    ptime: media.ptime,
    maxptime: media.maxptime,
  };
}

function formatOf(media: Media, payloadType: number): LineFormat {
  const format = payloadFormat(media, payloadType);
  return { payloadType, name: format?.name.toLowerCase() ?? '', rate: format?.rate ?? 0, isAuxiliary: isAuxiliary(media, payloadType) };
}
