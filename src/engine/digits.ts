/**
 * The digits and tones of a call on one line, whichever way they came: RTP events, SIP, sound (semantics 9). Read when somebody
 * looks; the sound only when asked for, since that reads the call's media from the file. The last answers are kept.
 */
import type { CallIndex, PacketIndex, StreamIndex } from '../base/units.ts';
import type { CallDigits, Digit, Tone, ToneDirection, ToneName, Unheard } from '../contract/tones.ts';
import { digitOf, FLASH, type TelephoneEvent } from '../quality/telephone-events.ts';
import { mediaOf } from '../rtp/payload-type.ts';
import { voiceFormats } from './audio-formats.ts';
import { KeptAnswers } from './kept-answers.ts';
import { carriesTones, listenTo } from './listen.ts';
import type { MessageReader } from './message-reader.ts';
import type { Session } from './session.ts';
import { signalledDigits } from './signalled-digits.ts';
import { streamEvents } from './stream-events.ts';

/** nanoseconds within which the same digit by another way is the same press */
const DOUBLE = 500e6;
/** answers kept */
const KEPT = 16;
/** streams whose part is kept: small, but for a stream of nothing but digits */
const PARTS_KEPT = 1024;
/** packets whose sound an export listens to: an hour of one call, a second of work */
const MOST_LISTENED = 200_000;
/** RFC 4733 sections 3.2, 3.3 and the registry of events */
const EVENT_TONES: ReadonlyMap<number, ToneName> = new Map([
  [32, 'ced'],
  [33, 'cedReversals'],
  [34, 'ansam'],
  [35, 'ansamReversals'],
  [36, 'cng'],
  [54, 'v21'],
  [66, 'dial'],
  [70, 'ringback'],
  [72, 'busy'],
  [73, 'congestion'],
  [79, 'callWaiting'],
]);

type Found = { -readonly [K in keyof Digit]: Digit[K] };

interface StreamPart {
  readonly digits: readonly Digit[];
  readonly tones: readonly Tone[];
  readonly why: Unheard | undefined;
}

export interface ToneExporter {
  readonly digits: (call: CallIndex) => Promise<CallDigits | undefined>;
  readonly streamDigits: (stream: StreamIndex) => Promise<CallDigits | undefined>;
}

export class ToneQueries {
  readonly #session: Session;
  readonly #reader: MessageReader;
  readonly #kept = new KeptAnswers<Promise<CallDigits>>(KEPT);
  readonly #parts = new KeptAnswers<Promise<StreamPart>>(PARTS_KEPT);

  constructor(session: Session, reader: MessageReader) {
    this.#session = session;
    this.#reader = reader;
  }

  /** Digits of a call; with `listen` those in the sound too. Undefined when there is no such call. */
  digits(call: CallIndex, listen: boolean): Promise<CallDigits | undefined> {
    const { tables, bindings } = this.#session;
    if (!(Number.isInteger(call) && call >= 0 && call < tables.calls.length)) return Promise.resolve(undefined);
    return this.#keep(`c${call}`, listen, () => this.#gather(call, bindings.streamsOf(call), listen));
  }

  /** Digits call by call and stream by stream for an export: those in the sound too, until it has listened to enough. */
  exporter(): ToneExporter {
    const { tables, bindings } = this.#session;
    let listened = 0;
    const heard = new Set<StreamIndex>();
    const listenTo = (streams: readonly StreamIndex[]): boolean => {
      const packets = streams.reduce((sum, stream) => sum + (heard.has(stream) ? 0 : tables.streams.packets(stream)), 0);
      if (listened + packets > MOST_LISTENED) return false;
      listened += packets;
      for (const stream of streams) heard.add(stream);
      return true;
    };
    return {
      digits: (call) => this.digits(call, listenTo(bindings.streamsOf(call))),
      streamDigits: (stream) => this.streamDigits(stream, listenTo([stream])),
    };
  }

  /** Digits of one stream, whether it belongs to a call or not; `call` of the answer is -1 then. */
  streamDigits(stream: StreamIndex, listen: boolean): Promise<CallDigits | undefined> {
    if (!(Number.isInteger(stream) && stream >= 0 && stream < this.#session.tables.streams.count)) return Promise.resolve(undefined);
    return this.#keep(`s${stream}`, listen, () => this.#gather(-1, [stream], listen));
  }

  #keep(name: string, listen: boolean, make: () => Promise<CallDigits>): Promise<CallDigits> {
    return this.#kept.get(`${name} ${listen}`, this.#session.revision, make);
  }

  async #gather(call: CallIndex, streams: readonly StreamIndex[], listen: boolean): Promise<CallDigits> {
    const { revision } = this.#session;
    const digits: Found[] = [];
    const tones: Tone[] = [];
    const unheard: { stream: StreamIndex; why: Unheard }[] = [];
    for (const stream of streams) {
      const part = await this.#ofStream(stream, listen);
      for (const digit of part.digits) digits.push({ ...digit });
      tones.push(...part.tones);
      if (part.why !== undefined) unheard.push({ stream, why: part.why });
    }
    if (call >= 0) await this.#addSignalled(call, digits);
    digits.sort((a, b) => a.time - b.time);
    tones.sort((a, b) => a.time - b.time);
    flagDoubles(digits);
    return { call, digits, tones, listened: listen, unheard, revision };
  }

  /** What one stream has, kept: a call and its streams are often asked for one after the other. */
  #ofStream(stream: StreamIndex, listen: boolean): Promise<StreamPart> {
    return this.#parts.get(`${stream} ${listen}`, this.#session.revision, () => this.#readStream(stream, listen));
  }

  async #readStream(stream: StreamIndex, listen: boolean): Promise<StreamPart> {
    const digits: Found[] = [];
    const tones: Tone[] = [];
    this.#addEvents(stream, await streamEvents(this.#session, stream), digits, tones);
    return { digits, tones, why: listen ? await this.#listen(stream, digits, tones) : undefined };
  }

  #addEvents(stream: StreamIndex, events: readonly TelephoneEvent[], digits: Found[], tones: Tone[]): void {
    const { tables } = this.#session;
    for (const event of events) {
      const { code, time, duration, packet } = event;
      const direction = this.#directionOf(stream);
      const place = tables.place(packet);
      if (code > FLASH) {
        const tone = EVENT_TONES.get(code) ?? 'otherEvent';
        tones.push({
          tone,
          method: 'rfc4733',
          event: code,
          frequencies: [],
          time,
          end: time + duration * 1e6,
          level: 0 - event.attenuation,
          direction,
          stream,
          place,
        });
        continue;
      }
      digits.push({
        digit: digitOf(code) ?? 'flash',
        event: code,
        method: 'rfc4733',
        time,
        duration,
        timestamp: event.timestamp,
        units: event.units,
        level: 0 - event.attenuation,
        direction,
        place,
        packets: event.packets,
        stream,
        message: undefined,
        ended: event.ended,
        rejected: undefined,
        doubleOf: undefined,
      });
    }
  }

  /** @returns why the stream was not listened to */
  async #listen(stream: StreamIndex, digits: Found[], tones: Tone[]): Promise<Unheard | undefined> {
    const { tables } = this.#session;
    if (!(await this.#session.sealed.isReadable(stream))) return 'encrypted';
    const formats = await voiceFormats(this.#session, this.#reader, stream);
    if (!formats.some(({ format }) => carriesTones(format.name))) return formats.every(({ format }) => mediaOf(format.name) !== 'audio') ? 'notAudio' : 'codec';
    const heard = await listenTo(this.#session, stream, formats);
    const direction = this.#directionOf(stream);
    const placeOf = (packet: PacketIndex): Digit['place'] => tables.place(packet);
    for (const { digit, time, end, packet, level } of heard.digits)
      digits.push({
        digit,
        event: '0123456789*#ABCD'.indexOf(digit),
        method: 'inband',
        time,
        duration: (end - time) / 1e6,
        timestamp: undefined,
        units: undefined,
        level,
        direction,
        place: placeOf(packet),
        packets: 1,
        stream,
        message: undefined,
        ended: undefined,
        rejected: undefined,
        doubleOf: undefined,
      });
    for (const { kind, frequencies, time, end, packet, level } of heard.tones)
      tones.push({ tone: kind, method: 'inband', event: -1, frequencies, time, end, level, direction, stream, place: placeOf(packet) });
    return undefined;
  }

  async #addSignalled(call: CallIndex, digits: Found[]): Promise<void> {
    const { tables } = this.#session;
    for (const { digit, method, message, duration, rejected, fromCaller } of await signalledDigits(this.#session, this.#reader, call))
      digits.push({
        digit,
        event: digit === 'flash' ? FLASH : '0123456789*#ABCD'.indexOf(digit),
        method,
        time: tables.messages.time(message),
        duration,
        timestamp: undefined,
        units: undefined,
        level: undefined,
        direction: fromCaller ? 'toCallee' : 'toCaller',
        place: tables.place(tables.messages.packet(message)),
        packets: 1,
        stream: undefined,
        message,
        ended: undefined,
        rejected,
        doubleOf: undefined,
      });
  }

  #directionOf(stream: StreamIndex): ToneDirection | undefined {
    return this.#session.bindings.of(stream)?.direction;
  }
}

/** The same digit the same way round, by another method or on another stream, within half a second: one press heard twice. */
function flagDoubles(digits: readonly Found[]): void {
  for (let i = 1; i < digits.length; i++) {
    const late = digits[i]!;
    for (let j = i - 1; j >= 0 && late.time - digits[j]!.time <= DOUBLE; j--) {
      const early = digits[j]!;
      const isOtherWay = early.method !== late.method || early.stream !== late.stream;
      const fits = early.direction === undefined || late.direction === undefined || early.direction === late.direction;
      if (early.digit !== late.digit || !isOtherWay || !fits || early.doubleOf !== undefined) continue;
      if (isTaken(digits, j, late)) continue;
      late.doubleOf = j;
      break;
    }
  }
}

/** One press has one double by each way: a digit pressed twice in a row stays two. */
function isTaken(digits: readonly Found[], original: number, late: Found): boolean {
  return digits.some((other) => other.doubleOf === original && other.method === late.method && other.stream === late.stream);
}
