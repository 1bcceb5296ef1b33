/**
 * Round trips at the capture point from LSR and DLSR (RFC 3550 section 6.4.1), or from reference times (RFC 3611 sections 4.4
 * and 4.5): from where a report of the sender's clock passed the capture point to where its echo passed it again, less the
 * time the far end says it held it. That is the way between the capture point and who echoed, there and back.
 * Promise: whole nanoseconds; the last sixteen clocks of each sender are remembered, no more.
 */
import type { Nanoseconds, PacketIndex } from '../base/units.ts';

const REMEMBERED = 16;
const SENDERS = 4096;
/** a longer round trip is no round trip */
const LONGEST: Nanoseconds = 10e9;

/** The middle 32 bits of an NTP time. */
export function middleOf(ntpSeconds: number, ntpFraction: number): number {
  return (((ntpSeconds & 0xffff) << 16) | (ntpFraction >>> 16)) >>> 0;
}

/** 1/65536 s as nanoseconds, rounded. */
export function delayOf(delay: number): Nanoseconds {
  return Math.round((delay * 1e9) / 65536);
}

interface Clocks {
  readonly keys: Uint32Array;
  readonly times: Float64Array;
  readonly packets: Float64Array;
  count: number;
}

export interface Echo {
  readonly roundTrip: Nanoseconds;
  /** the packet that carried the clock */
  readonly clockPacket: PacketIndex;
}

export class SentClocks {
  readonly #bySender = new Map<number, Clocks>();

  /** A report with this clock passed the capture point. */
  remember(sender: number, key: number, time: Nanoseconds, packet: PacketIndex): void {
    let clocks = this.#bySender.get(sender);
    if (clocks === undefined) {
      if (this.#bySender.size >= SENDERS) return;
      clocks = { keys: new Uint32Array(REMEMBERED), times: new Float64Array(REMEMBERED), packets: new Float64Array(REMEMBERED), count: 0 };
      this.#bySender.set(sender, clocks);
    }
    const slot = clocks.count++ % REMEMBERED;
    clocks.keys[slot] = key;
    clocks.times[slot] = time;
    clocks.packets[slot] = packet;
  }

  /** The echo of the newest clock with this key; undefined without one, or when the time is longer than ten seconds. */
  echo(sender: number, key: number, delay: number, time: Nanoseconds): Echo | undefined {
    const clocks = this.#bySender.get(sender);
    if (clocks === undefined || key === 0) return undefined;
    for (let back = 1; back <= Math.min(REMEMBERED, clocks.count); back++) {
      const slot = (clocks.count - back) % REMEMBERED;
      if (clocks.keys[slot] !== key) continue;
      const roundTrip = time - clocks.times[slot]! - delayOf(delay);
      return roundTrip > LONGEST ? undefined : { roundTrip, clockPacket: clocks.packets[slot]! };
    }
    return undefined;
  }
}
