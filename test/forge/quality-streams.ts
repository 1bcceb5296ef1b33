/** Streams as columns, for the tests of the quality floor: packets in order of arrival with what the floor asks of them. */
import { eventClock, noMap, PayloadMaps } from '../../src/rtp/payload-type.ts';
import type { StreamPackets } from '../../src/rtp/replay.ts';
import type { StreamClocks } from '../../src/rtp/stream-columns.ts';
import { createRandom } from './random.ts';

export interface SentPacket {
  /** microseconds */
  at: number;
  sequence: number;
  timestamp: number;
  type: number;
  marker: boolean;
}

/** The train of the vectors' generator: `count` packets every 20 ms with ±`noise` microseconds. */
export function vectorTrain(count: number, seed: number, noise: number, drop: readonly number[] = []): SentPacket[] {
  const random = createRandom(seed);
  const sent: SentPacket[] = [];
  for (let i = 0; i < count; i++) {
    const at = 200_000 + i * 20_000 + random.around(noise);
    if (!drop.includes(i)) sent.push({ at, sequence: 1000 + i, timestamp: 5000 + i * 160, type: 0, marker: false });
  }
  return sent;
}

/** A stream with everything that happens to streams: noise, spikes, drift, loss, late packets, copies, pauses, restarts, noise packets. */
export function wildStream(seed: number, count: number): SentPacket[] {
  const random = createRandom(seed);
  const sent: SentPacket[] = [];
  const noise = random.below(40_000);
  const drift = random.around(30);
  let sequence = random.below(65_536);
  let timestamp = random.below(1 << 22) * 1000;
  let spike = 0;
  let pause = 0;
  for (let i = 0; i < count; i++) {
    if (random.chance(1)) spike = random.below(700_000);
    if (random.chance(0.2)) sequence = (sequence + random.below(65_536)) & 0xffff;
    if (random.chance(0.2)) timestamp = (timestamp + random.below(1 << 22) * 1000) >>> 0;
    if (random.chance(1)) {
      const silent = random.below(200) + 1;
      pause += silent * 20_000;
      timestamp = (timestamp + silent * 160) >>> 0;
    }
    const at = i * (20_000 + drift) + pause + random.around(noise) + spike;
    spike = Math.max(0, spike - 20_000);
    const type = random.chance(2) ? 13 : random.chance(1) ? 101 : random.chance(1) ? 97 : random.chance(10) ? 8 : 0;
    const packet = { at, sequence, timestamp, type, marker: random.chance(1) };
    if (!random.chance(3)) sent.push(packet);
    if (random.chance(1)) sent.push({ ...packet, at: at + random.below(60_000) });
    sequence = (sequence + 1) & 0xffff;
    timestamp = (timestamp + 160) >>> 0;
  }
  return sent;
}

export function columnsOf(sent: readonly SentPacket[]): StreamPackets {
  const ordered = sent.map((packet, i) => ({ ...packet, i })).sort((a, b) => a.at - b.at || a.i - b.i);
  return {
    count: ordered.length,
    packet: Uint32Array.from(ordered, (_, row) => row + 3),
    time: Float64Array.from(ordered, ({ at }) => at * 1000),
    sequence: Uint16Array.from(ordered, (packet) => packet.sequence),
    timestamp: Uint32Array.from(ordered, (packet) => packet.timestamp),
    markerAndType: Uint8Array.from(ordered, ({ type, marker }) => type | (marker ? 128 : 0)),
    length: new Uint16Array(ordered.length).fill(172),
    isIpv6: new Uint8Array(ordered.length),
  };
}

/** 101 is a telephone-event, 97 is not announced, the static types are known. */
export function usualClocks(): StreamClocks {
  const maps = new PayloadMaps();
  const map = maps.add([{ payloadType: 101, name: 'telephone-event', clockRate: 8000 }]);
  if (maps.clock(map, 101) !== eventClock || maps.clock(noMap, 97) !== 0) throw new Error('the clocks are not the usual ones');
  return { maps, changes: [[0, map]], announcedPacket: 0, inferredType: -1, inferredClock: 0 };
}
