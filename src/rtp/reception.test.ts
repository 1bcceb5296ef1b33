/** Intervals between reports, loss on either side of the capture point, round trips, and a sender's clocks. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Reception } from './reception.ts';
import { delayOf, middleOf, SentClocks } from './round-trip.ts';
import type { ReportBlock } from './rtcp.ts';
import { trueClockRate, wallClock } from './sender-clock.ts';
import { SequenceRecord } from './sequence-record.ts';
import { WiresharkRoundTrips } from './wireshark-round-trip.ts';

const second = 1e9;

/** A stream of one packet every 20 ms from a sequence number on; `missing` never came here. */
function recordOf(first: number, count: number, missing: ReadonlySet<number> = new Set()): SequenceRecord {
  const kept = Array.from({ length: count }, (_, i) => i).filter((i) => !missing.has(i));
  return new SequenceRecord({ count: kept.length, time: Float64Array.from(kept, (i) => i * 20e6), sequence: Uint16Array.from(kept, (i) => first + i) });
}

function block(change: Partial<ReportBlock>): ReportBlock {
  return { reporter: 2, source: 1, fractionLost: 0, cumulativeLost: 0, extendedHighest: 0, jitter: 0, lastSenderReport: 0, delay: 0, ...change };
}

describe('a receiver against the capture point', () => {
  test('lost before, lost after, over a wrap of the sequence number', () => {
    const reception = new Reception(8000, recordOf(65_400, 1000, new Set([10, 11, 300])), true);
    const first = reception.add(block({ extendedHighest: 65_400 + 199, cumulativeLost: 2, jitter: 80 }), 4 * second);
    expect(first).toMatchObject({ expected: 200, lost: 2, lostHere: 2, jitter: 10 });
    const next = reception.add(block({ extendedHighest: 65_400 + 449, cumulativeLost: 13 }), 9 * second);
    expect(next).toMatchObject({ expected: 250, lost: 11, lostHere: 1 });
    expect(reception.comparison).toEqual({ expected: 450, lostThere: 13, lostHere: 3, place: 'both' });
  });

  test.each([
    [10, [], 'downstream'],
    [10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'upstream'],
    [0, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'notCaptured'],
    [1, [], 'none'],
    [-3, [], 'none'],
  ] as const)('%d lost there, %j missing here: %s', (lost, missing, place) => {
    const reception = new Reception(8000, recordOf(1, 250, new Set(missing)), true);
    reception.add(block({ extendedHighest: 250, cumulativeLost: lost }), 5 * second);
    expect(reception.comparison?.place).toBe(place);
  });

  test('a first report on a stream that began earlier has no interval; a highest number that runs backwards says so', () => {
    const reception = new Reception(0, recordOf(1, 500), false);
    expect(reception.add(block({ extendedHighest: 100, cumulativeLost: 50, jitter: 5 }), 2 * second)).toMatchObject({ expected: undefined, jitter: undefined });
    expect(reception.add(block({ extendedHighest: 90, cumulativeLost: 50 }), 3 * second).malformed).toBe('backwards');
    expect(reception.add(block({ extendedHighest: 300, cumulativeLost: 52 }), 6 * second)).toMatchObject({ expected: 200, lost: 2, lostHere: 0 });
    expect(reception.add(block({ extendedHighest: 301, jitter: 0x80000000 }), 7 * second).malformed).toBe('jitter');
  });

  test('what is missing here is never more than what was expected, whatever a receiver says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ extendedHighest: fc.integer({ min: 0, max: 0xffffffff }), cumulativeLost: fc.integer({ min: -8388608, max: 8388607 }) }), {
          maxLength: 20,
        }),
        (reports) => {
          const reception = new Reception(8000, recordOf(65_000, 300, new Set([7, 8])), true);
          reports.forEach((report, i) => {
            const row = reception.add(block(report), i * second);
            if (row.lostHere !== undefined) expect(row.lostHere).toBeLessThanOrEqual(row.expected!);
            if (row.lostHere !== undefined) expect(row.lostHere).toBeGreaterThanOrEqual(0);
          });
        },
      ),
    );
  });
});

describe('round trips', () => {
  test('the newest of sixteen clocks with the key; negative is told, above ten seconds is none', () => {
    const clocks = new SentClocks();
    const key = middleOf(0xe0001234, 0x56789abc);
    expect(key).toBe(0x12345678);
    clocks.remember(1, key, 1 * second, 10);
    clocks.remember(1, 7, 2 * second, 20);
    expect(clocks.echo(1, key, 32768, 1.75 * second)).toEqual({ roundTrip: 0.25 * second, clockPacket: 10 });
    expect(clocks.echo(1, 7, 65536, 2.5 * second)?.roundTrip).toBe(-0.5 * second);
    expect(clocks.echo(1, 7, 0, 13 * second)).toBeUndefined();
    expect(clocks.echo(1, 0, 0, 3 * second)).toBeUndefined();
    expect(clocks.echo(2, key, 0, 3 * second)).toBeUndefined();
    for (let i = 0; i < 16; i++) clocks.remember(1, 100 + i, 3 * second, i);
    expect(clocks.echo(1, key, 0, 4 * second)).toBeUndefined();
    expect(delayOf(65536)).toBe(second);
  });

  test('Wireshark: the nanoseconds are cut apart from the seconds', () => {
    const trips = new WiresharkRoundTrips(() => false);
    const path = { source: 1, sourcePort: 10, destination: 2, destinationPort: 20 };
    trips.senderReport(1, path, 5, 1_999_500_000n);
    // 0.2 s later by the clock: a second more, and −799.6 ms cut to −799
    expect(trips.block(2, { source: 2, sourcePort: 20, destination: 1, destinationPort: 10 }, 5, 6553, 2_199_900_000n)).toEqual({
      reportPacket: 1,
      gap: 201,
      delay: 102,
    });
  });
});

describe('clocks of a sender', () => {
  const report = (seconds: number, rtpTimestamp: number): Parameters<typeof wallClock>[0] => ({
    ssrc: 1,
    ntpSeconds: 0xe0000000 + Math.floor(seconds),
    ntpFraction: (seconds % 1) * 4294967296,
    rtpTimestamp: rtpTimestamp >>> 0,
    packets: 0,
    octets: 0,
  });

  test('the true rate over a wrap of the timestamp', () => {
    expect(trueClockRate([report(0, 0xffff0000), report(10.5, 0xffff0000 + 84_042)], 8000)).toBeCloseTo(8004, 0);
    expect(trueClockRate([report(0, 0), report(0.5, 4000)], 8000)).toBeUndefined();
    expect(trueClockRate([report(0, 0), report(10, 480_000)], 8000)).toBeUndefined();
    expect(trueClockRate([report(0, 0)], 8000)).toBeUndefined();
  });

  test('wall clock; a sender that counts from its start has none', () => {
    expect(wallClock(report(0.5, 0))).toBe((BigInt(0xe0000000) - 2208988800n) * 1_000_000_000n + 500_000_000n);
    expect(wallClock({ ...report(0, 0), ntpSeconds: 17 })).toBeUndefined();
  });
});
