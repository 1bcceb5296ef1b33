/**
 * Digits and tones sent as events (RFC 4733, RFC 2833; semantics 9.1) gathered from one stream's packets: every packet of
 * an event carries the same timestamp and a growing duration, its last is sent three times. Promise: an event is
 * (event code, timestamp), told once however often it was sent; an event longer than 65535 units is one event of several
 * segments. Reads nothing outside [at, end).
 */
import type { Milliseconds, Nanoseconds, PacketIndex } from '../base/units.ts';

/** Octets of one event report. */
export const EVENT_LENGTH = 4;
/** The event code of a hook flash; 0 to 15 are the sixteen digits. */
export const FLASH = 16;
const DIGITS = '0123456789*#ABCD';
/** A segment may be left for the next one from here on: no sender reaches 65535 exactly in steps of its packets. */
const LONG_SEGMENT = 0xf000;
/** Rates an event's timestamps may run at. */
const RATES = [8000, 16000, 24000, 32000, 44100, 48000] as const;

/** The character of a code: a digit, * # A to D; undefined when the event is no digit. */
export function digitOf(code: number): string | undefined {
  return code < 16 ? DIGITS[code] : undefined;
}

export interface TelephoneEvent {
  readonly code: number;
  /** RTP timestamp of its first segment */
  readonly timestamp: number;
  /** when it began: arrival of its first packet less the duration that packet told */
  readonly time: Nanoseconds;
  /** of its first packet */
  readonly packet: PacketIndex;
  readonly lastPacket: PacketIndex;
  /** timestamp units, all segments */
  readonly units: number;
  readonly duration: Milliseconds;
  /** −dBm0 as the sender told it: 0 is loudest, 63 the least; of the first packet */
  readonly attenuation: number;
  /** a packet with the end bit was seen */
  readonly ended: boolean;
  readonly packets: number;
  /** no SDP named the payload type: told by its form */
  readonly inferred: boolean;
}

interface Gathering {
  code: number;
  first: number;
  timestamp: number;
  time: Nanoseconds;
  packet: PacketIndex;
  lastPacket: PacketIndex;
  firstUnits: number;
  /** of the segments before, and of the present one */
  before: number;
  units: number;
  attenuation: number;
  ended: boolean;
  packets: number;
  declared: boolean;
  grows: boolean;
  lastTime: Nanoseconds;
}

export class TelephoneEvents {
  readonly #events: Gathering[] = [];
  /** by code × 2³² + timestamp */
  readonly #byKey = new Map<number, Gathering>();
  /** what durations grew by, and how long that took: tells the rate of the timestamps */
  #grownUnits = 0;
  #grownTime = 0;

  /**
   * One report view[at, at + 4) that came under `timestamp`, whether in a packet of its own or as a block of RFC 2198.
   * @param declared the payload type is known to be telephone-event
   */
  add(packet: PacketIndex, time: Nanoseconds, timestamp: number, declared: boolean, view: DataView, at: number, end: number): void {
    if (end - at < EVENT_LENGTH) return;
    const code = view.getUint8(at);
    const flags = view.getUint8(at + 1);
    const units = view.getUint16(at + 2);
    const event = this.#find(code, timestamp) ?? this.#open(code, timestamp, packet, time, units, flags & 0x3f, declared);
    if (units > event.units) {
      if (event.packets > 0 && (flags & 0x80) === 0 && time > event.lastTime) {
        this.#grownUnits += units - event.units;
        this.#grownTime += time - event.lastTime;
      }
      if (event.packets > 0) event.grows = true;
      event.units = units;
    }
    if ((flags & 0x80) === 0) event.lastTime = time;
    if ((flags & 0x80) !== 0) event.ended = true;
    event.lastPacket = packet;
    event.packets++;
  }

  /** Events in order of time. @param mediaRate Hz of the stream's sound, 0 unknown: the rate RFC 4733 asks of its events */
  list(mediaRate: number): TelephoneEvent[] {
    const rate = this.rate(mediaRate);
    return this.#events
      .filter((event) => event.declared || isPlausible(event))
      .map((event) => ({
        code: event.code,
        timestamp: event.first,
        time: event.time - Math.round((event.firstUnits * 1e9) / rate),
        packet: event.packet,
        lastPacket: event.lastPacket,
        units: event.before + event.units,
        duration: ((event.before + event.units) * 1000) / rate,
        attenuation: event.attenuation,
        ended: event.ended,
        packets: event.packets,
        inferred: !event.declared,
      }))
      .sort((a, b) => a.time - b.time);
  }

  /** Hz of the durations: what they grew by against the clock, else the sound's rate, else 8000. */
  rate(mediaRate: number): number {
    const declared = mediaRate > 0 ? mediaRate : 8000;
    if (this.#grownTime < 20e6) return declared;
    const measured = (this.#grownUnits * 1e9) / this.#grownTime;
    const distance = (rate: number): number => Math.abs(Math.log(rate / measured));
    if (distance(declared) < 0.4) return declared;
    return RATES.reduce((best: number, rate) => (distance(rate) < distance(best) - 0.05 ? rate : best), 8000);
  }

  /** The event these reports belong to: same code and timestamp, or the next segment of one that outgrew its 16 bits. */
  #find(code: number, timestamp: number): Gathering | undefined {
    const key = keyOf(code, timestamp);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const last = this.#events.at(-1);
    if (last === undefined || last.code !== code || last.ended || last.units < LONG_SEGMENT) return undefined;
    const step = (timestamp - last.timestamp) >>> 0;
    if (step < last.units || step > 0x10000) return undefined;
    last.before += step;
    last.timestamp = timestamp;
    last.units = 0;
    this.#byKey.set(key, last);
    return last;
  }

  #open(code: number, timestamp: number, packet: PacketIndex, time: Nanoseconds, units: number, attenuation: number, declared: boolean): Gathering {
    const event: Gathering = {
      code,
      first: timestamp,
      timestamp,
      time,
      packet,
      lastPacket: packet,
      firstUnits: units,
      before: 0,
      units,
      attenuation,
      ended: false,
      packets: 0,
      declared,
      grows: false,
      lastTime: time,
    };
    this.#events.push(event);
    this.#byKey.set(keyOf(code, timestamp), event);
    return event;
  }
}

function keyOf(code: number, timestamp: number): number {
  return code * 0x1_0000_0000 + timestamp;
}

/**
 * Without SDP, semantics 9.1: a digit or flash, three packets of one timestamp, and a duration that grows; or a signal between
 * Cisco's gateways (NSE 192 to 199), which is sent three times and has no duration.
 */
function isPlausible(event: Gathering): boolean {
  if (event.packets < 3) return false;
  return event.code <= FLASH ? event.grows : event.code >= 192 && event.code < 200 && event.ended && event.units === 0;
}
