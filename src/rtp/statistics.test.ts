/** The essence of the RTP vectors (semantics 1.10), forged here, with the digits that tshark 4.0.17 printed for them. */
import { describe, expect, it } from 'vitest';
import { formatFixed } from '../base/format-fixed.ts';
import { createRandom } from '../../test/forge/random.ts';
import { streamDetail } from './detail.ts';
import { packetRows } from './packet-rows.ts';
import type { StreamPackets } from './replay.ts';
import { admission, StreamTable } from './stream-table.ts';

interface Sent {
  at: number;
  sequence: number;
  timestamp: number;
  type: number;
  marker: boolean;
}

interface Train {
  readonly seed: number;
  readonly count: number;
  readonly noise: number;
  readonly sequence?: number;
  readonly timestamp?: number;
  readonly step?: number;
  readonly period?: number;
  readonly start?: number;
  readonly type?: number;
  readonly drop?: readonly number[];
}

/** Microseconds, as in the generator of the vectors. */
function train({ seed, count, noise, sequence = 1000, timestamp = 5000, step = 160, period = 20_000, start = 200_000, type = 0, drop = [] }: Train): Sent[] {
  const random = createRandom(seed);
  const sent: Sent[] = [];
  for (let i = 0; i < count; i++) {
    const at = start + i * period + random.around(noise);
    if (!drop.includes(i)) sent.push({ at, sequence: (sequence + i) & 0xffff, timestamp: (timestamp + i * step) >>> 0, type, marker: false });
  }
  return sent;
}

function count(sent: Sent[]): { readonly table: StreamTable; readonly columns: StreamPackets } {
  const table = new StreamTable({ adopt: () => {} });
  const map = table.maps.add([
    { payloadType: 101, name: 'telephone-event', clockRate: 8000 },
    { payloadType: 98, name: 'slow', clockRate: 80 },
  ]);
  const ordered = sent.map((packet, i) => ({ ...packet, i })).sort((a, b) => a.at - b.at || a.i - b.i);
  const columns: StreamPackets = {
    count: ordered.length,
    packet: Uint32Array.from(ordered, (_, row) => row + 3),
    time: Float64Array.from(ordered, ({ at }) => at * 1000),
    sequence: Uint16Array.from(ordered, (packet) => packet.sequence),
    timestamp: Uint32Array.from(ordered, (packet) => packet.timestamp),
    markerAndType: Uint8Array.from(ordered, ({ type, marker }) => type | (marker ? 128 : 0)),
    length: new Uint16Array(ordered.length).fill(172),
    isIpv6: new Uint8Array(ordered.length),
  };
  const stream = table.announce(1, 2, ((20_000 << 16) | 30_000) >>> 0, 0x11111111, 3, map, admission.sdp, 0);
  for (let row = 0; row < columns.count; row++) {
    table.add(stream, columns.packet[row]!, columns.time[row]!, columns.sequence[row]!, columns.timestamp[row]!, columns.markerAndType[row]!, 172, 160, false);
  }
  return { table, columns };
}

/** One line as semantics 1.10 has it: packets, lost, deltas, jitters, sequence errors, expected, X. */
function line(table: StreamTable): string {
  const s = table.wireshark(0);
  const three = (...values: number[]): string => values.map((value) => formatFixed(value, 3)).join(' / ');
  return `${s.packets} | ${s.lost} (${formatFixed(s.lostPercent, 1)}%) | ${three(s.minDelta, s.meanDelta, s.maxDelta)} | ${three(s.minJitter, s.meanJitter, s.maxJitter)} | ${s.sequenceErrors} | ${s.expected} | ${s.problem ? 'X' : ''}`;
}

function expertLine(table: StreamTable): string {
  const s = table.rfc3550(0);
  return `${s.lost}/${s.duplicates}/${s.reordered} of ${s.expected}, ${s.segments} segments, ${s.timestampJumps} jumps, ${formatFixed(s.jitter ?? -1, 6)} max ${formatFixed(s.maxJitter ?? -1, 6)}`;
}

describe('the digits of tshark', () => {
  it('v01: noise of 3 ms', () => {
    const { table } = count(train({ seed: 1, count: 100, noise: 3000 }));
    expect(line(table)).toBe('100 | 0 (0.0%) | 15.070 / 20.003 / 25.228 | 0.128 / 1.686 / 2.616 | 0 | 100 | ');
    expect(expertLine(table)).toBe('0/0/0 of 100, 1 segments, 0 jumps, 1.621514 max 2.616006');
    expect(table.rfc3550(0).ptime).toBe(20);
  });

  it('v02: losses alone and in bursts', () => {
    const { table, columns } = count(train({ seed: 2, count: 200, noise: 2000, drop: [10, 50, 51, 52, 53, 120, 121, 179] }));
    expect(line(table)).toBe('192 | 8 (4.0%) | 16.417 / 20.837 / 97.609 | 0.198 / 1.252 / 1.597 | 4 | 200 | X');
    expect(expertLine(table)).toBe('8/0/0 of 200, 1 segments, 0 jumps, 1.150295 max 1.597427');
    const detail = streamDetail(columns, table.clocks(0), { payloadOctets: table.payloadOctets(0), ipOctets: table.ipOctets(0), expected: 200 });
    expect(detail.lossRuns).toEqual([
      [1010, 1],
      [1050, 4],
      [1120, 2],
      [1179, 1],
    ]);
    expect(detail.burstRatio).toBeCloseTo(1.92, 12);
    expect(detail.longestBurst).toBe(4);
  });

  it('v03: a swap, a late packet, two copies', () => {
    const sent = train({ seed: 3, count: 100, noise: 500 });
    [sent[20]!.at, sent[21]!.at] = [sent[21]!.at, sent[20]!.at];
    sent[40]!.at = sent[43]!.at + 1000;
    sent.push({ ...sent[60]!, at: sent[60]!.at + 5000 }, { ...sent[61]!, at: sent[61]!.at + 40 });
    const { table, columns } = count(sent);
    expect(line(table)).toBe('102 | -2 (-2.0%) | 0.040 / 19.601 / 39.545 | 0.005 / 2.298 / 8.677 | 6 | 100 | X');
    expect(expertLine(table)).toBe('0/2/2 of 100, 1 segments, 0 jumps, 0.561414 max 8.677191');
    const detail = streamDetail(columns, table.clocks(0), { payloadOctets: 1, ipOctets: 1, expected: 100 });
    expect(detail.reorderExtent).toBe(3);
    expect(detail.lossRuns).toEqual([]);
    const rows = packetRows(columns, table.clocks(0), 0, 200);
    expect(rows.filter(({ expert }) => expert === 'duplicate').map(({ sequenceNumber }) => sequenceNumber)).toEqual([1060, 1061]);
    expect(rows.filter(({ status }) => status === 'Wrong sequence number')).toHaveLength(6);
  });

  it('v04: sequence numbers and timestamps wrap, with losses on the wrap', () => {
    const { table } = count(train({ seed: 4, count: 120, noise: 1500, sequence: 65_500, timestamp: 0xffffffff - 160 * 60, drop: [35, 36, 37, 80] }));
    expect(line(table)).toBe('116 | 4 (3.3%) | 17.335 / 20.699 / 78.819 | 0.091 / 0.890 / 1.268 | 2 | 120 | X');
    expect(expertLine(table)).toBe('4/0/0 of 120, 1 segments, 0 jumps, 1.268192 max 1.268192');
  });

  it('v11: timestamps step back below the first', () => {
    const sent = train({ seed: 12, count: 80, noise: 600 });
    for (const packet of sent.slice(40)) packet.timestamp = (packet.timestamp - 5000 - 40 * 160 - 100_000) >>> 0;
    const { table, columns } = count(sent);
    expect(line(table)).toBe('80 | 0 (0.0%) | 19.126 / 20.017 / 20.942 | 0.037 / 0.224 / 0.337 | 0 | 80 | X');
    expect(expertLine(table)).toBe('0/0/0 of 80, 1 segments, 1 jumps, 0.443258 max 0.453546');
    expect(packetRows(columns, table.clocks(0), 40, 1)[0]!.status).toBe('Incorrect timestamp');
  });

  it('v12: 11025 Hz divides by 11', () => {
    const { table } = count(train({ seed: 13, count: 80, noise: 1200, step: 220, type: 16 }));
    expect(line(table)).toBe('80 | 0 (0.0%) | 18.494 / 19.996 / 21.846 | 0.074 / 0.623 / 0.845 | 0 | 80 | ');
    expect(expertLine(table)).toBe('0/0/0 of 80, 1 segments, 0 jumps, 0.727551 max 0.839831');
  });

  it('v13: one packet', () => {
    const { table } = count(train({ seed: 14, count: 1, noise: 0 }));
    expect(line(table)).toBe('1 | 0 (0.0%) | -1.000 / 0.000 / 0.000 | -1.000 / 0.000 / 0.000 | 0 | 1 | ');
  });

  it('v14: the last packet is an old one', () => {
    const sent = train({ seed: 15, count: 40, noise: 300 });
    sent[30]!.at = sent[39]!.at + 5000;
    const { table } = count(sent);
    expect(line(table)).toBe('40 | -9 (-29.0%) | 5.000 / 20.130 / 39.834 | 0.008 / 0.404 / 11.715 | 2 | 31 | X');
    expect(expertLine(table)).toBe('0/0/1 of 40, 1 segments, 0 jumps, 11.715084 max 11.715084');
  });

  it('v17: a slow sender drifts', () => {
    const { table } = count(train({ seed: 19, count: 500, noise: 400, period: 20_100 }));
    expect(line(table)).toBe('500 | 0 (0.0%) | 19.327 / 20.100 / 20.840 | 0.017 / 0.274 / 0.397 | 0 | 500 | ');
    expect(formatFixed(table.wireshark(0).frequencyDriftPercent, 6)).toBe('-0.497742');
    expect(table.rfc3550(0).clockDriftPpm).toBeCloseTo(-4977.42, 1);
  });

  it('v20: a jump of 30000 is one restart', () => {
    const { table } = count([
      ...train({ seed: 21, count: 30, noise: 500, sequence: 100 }),
      ...train({ seed: 22, count: 30, noise: 500, sequence: 30_100, timestamp: 5000 + 30 * 160, start: 800_000 }),
    ]);
    expect(line(table)).toBe('60 | 29970 (99.8%) | 19.252 / 20.005 / 20.955 | 0.012 / 0.267 / 0.350 | 1 | 30030 | X');
    expect(expertLine(table)).toBe('0/0/0 of 60, 2 segments, 0 jumps, 0.296734 max 0.349504');
  });

  it('v23: exact ties', () => {
    const { table } = count([0, 1, 2].map((i) => ({ at: 200_000 + i * 20_000 + (i % 2) * 1000, sequence: 1 + i, timestamp: 160 * i, type: 0, marker: false })));
    expect(line(table)).toBe('3 | 0 (0.0%) | 19.000 / 20.000 / 21.000 | 0.062 / 0.092 / 0.121 | 0 | 3 | ');
  });

  it('v06: a digit (RFC 4733) shakes Wireshark, not the expert', () => {
    const sent: Sent[] = [];
    for (const [i, packet] of train({ seed: 6, count: 150, noise: 700 }).entries()) {
      if (i < 60) sent.push(packet);
      else if (i < 70) sent.push({ ...packet, timestamp: 5000 + 60 * 160, type: 101, marker: i === 60 });
      else if (i === 70)
        for (let k = 0; k < 3; k++) sent.push({ ...packet, at: packet.at + k * 40, sequence: 1070 + k, timestamp: 5000 + 60 * 160, type: 101 });
      else sent.push({ ...packet, sequence: packet.sequence + 2 });
    }
    const { table, columns } = count(sent);
    expect(line(table)).toBe('152 | 0 (0.0%) | 0.040 / 19.735 / 21.271 | 0.025 / 1.867 / 14.109 | 0 | 152 | ');
    expect(expertLine(table)).toBe('0/0/0 of 152, 1 segments, 0 jumps, 0.500853 max 0.581484');
    expect(table.events(0)).toBe(13);
    const statuses = packetRows(columns, table.clocks(0), 59, 15).map(({ status }) => status);
    expect(statuses.slice(0, 3)).toEqual(['', 'Payload changed to PT=101 telephone/event', 'PT=101 telephone/event']);
    expect(statuses.at(-1)).toBe('Payload changed to PT=0');
  });

  it('a clock below 1000 Hz, announced by mistake, times nothing: Wireshark would divide by its 0 kHz', () => {
    const { table, columns } = count(train({ seed: 1, count: 100, noise: 3000, type: 98 }));
    expect(line(table)).toBe('100 | 0 (0.0%) | 15.070 / 20.003 / 25.228 | -1.000 / 0.000 / 0.000 | 0 | 100 | ');
    for (const { jitter, skew } of packetRows(columns, table.clocks(0), 0, 100)) expect([jitter, skew].every(Number.isFinite)).toBe(true);
  });
});
