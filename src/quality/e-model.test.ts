/** The worked examples of semantics 4.4, the bands of G.109, and that more loss, burstier loss or more delay is never better. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecImpairment } from './codec-impairment.ts';
import { conversation } from './conversation.ts';
import { bandOf, delayImpairment, effectiveImpairment, meanOpinion, rate, type Scale } from './e-model.ts';

function example(scale: Scale, ie: number, bpl: number, percent: number, burstRatio: number, delay: number): string {
  const { r, mos } = rate(scale, effectiveImpairment(scale, ie, bpl, percent, burstRatio), delayImpairment(delay));
  return `${r.toFixed(2)} ${mos.toFixed(3)}`;
}

describe('worked examples', () => {
  it.each([
    ['G.711+PLC clean 20 ms', 0, 25.1, 0, 1, 20, '92.72 4.400'],
    ['G.711+PLC 1 % random, 50 ms', 0, 25.1, 1, 1, 50, '88.36 4.297'],
    ['G.711+PLC 5 % random, 100 ms', 0, 25.1, 5, 1, 100, '75.02 3.823'],
    ['G.711+PLC 5 % BurstR 2, 100 ms', 0, 25.1, 5, 2, 100, '73.59 3.761'],
    ['G.711 without PLC 1 %, 50 ms', 0, 4.3, 1, 1, 50, '74.08 3.782'],
    ['G.729A+VAD 2 % random, 150 ms', 11, 19, 2, 1, 150, '70.60 3.625'],
    ['G.723.1 3 % random, 200 ms', 15, 16.1, 3, 1, 200, '58.34 3.014'],
    ['GSM-EFR 1 %, 100 ms', 5, 10, 1, 1, 100, '77.62 3.931'],
    ['G.711+PLC 0 %, 300 ms', 0, 25.1, 0, 1, 300, '72.50 3.712'],
  ] as const)('%s', (_, ie, bpl, percent, burstRatio, delay, expected) => {
    expect(example('narrowband', ie, bpl, percent, burstRatio, delay)).toBe(expected);
  });

  it.each([
    ['AMR-WB 12.65 clean', 13, 4.3, 0, '116.00 4.337'],
    ['AMR-WB 12.65 2 % diotic', 20, 4.3, 2, '85.19 3.406'],
    ['G.722 64k clean', 13, 4.3, 0, '116.00 4.337'],
    ['AMR-WB 23.85 clean', 8, 4.9, 0, '121.00 4.421'],
  ] as const)('%s', (_, ie, bpl, percent, expected) => {
    expect(example('wideband', ie, bpl, percent, 1, 0)).toBe(expected);
  });
});

describe('the E-model', () => {
  it('names the bands of G.109 at their limits', () => {
    expect([90, 89.9, 80, 70, 60, 50, 49.9, -20].map((r) => bandOf('narrowband', r))).toEqual([
      'verySatisfied',
      'satisfied',
      'satisfied',
      'someDissatisfied',
      'manyDissatisfied',
      'nearlyAllDissatisfied',
      'notRecommended',
      'notRecommended',
    ]);
    expect([90, 80, 70, 60, 50].map((r) => meanOpinion(r).toFixed(2))).toEqual(['4.34', '4.02', '3.60', '3.10', '2.58']);
    expect(bandOf('wideband', 90 * 1.29)).toBe('verySatisfied');
    expect(bandOf('fullband', 89 * 1.48)).toBe('satisfied');
  });

  it('stays within 1 and 4.5, and never rises with loss, bursts or delay', () => {
    const scale = fc.constantFrom<Scale>('narrowband', 'wideband', 'fullband');
    const real = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true });
    fc.assert(
      fc.property(scale, real(50), real(40), real(100), real(100), fc.double({ min: 1, max: 8, noNaN: true }), real(2000), (s, ie, bpl, p, q, burst, delay) => {
        const [less, more] = [Math.min(p, q), Math.max(p, q)];
        const mos = (percent: number, ratio: number, ms: number): number =>
          rate(s, effectiveImpairment(s, ie, bpl + 0.1, percent, ratio), delayImpairment(ms)).mos;
        for (const value of [mos(less, burst, delay), mos(more, burst, delay)]) {
          expect(value).toBeGreaterThanOrEqual(1);
          expect(value).toBeLessThanOrEqual(4.5);
        }
        expect(mos(more, burst, delay)).toBeLessThanOrEqual(mos(less, burst, delay) + 1e-9);
        expect(mos(more, burst, delay)).toBeLessThanOrEqual(mos(more, 1, delay) + 1e-9);
        expect(mos(less, burst, delay)).toBeLessThanOrEqual(mos(less, burst, delay / 2) + 1e-9);
      }),
    );
  });

  it('adds up the delay of a conversation', () => {
    const talk = conversation('narrowband', 0, { roundTrip: 100, packetTime: 20, lookahead: 5, bufferDelay: 45 });
    expect(talk.delay).toBe(120);
    expect(talk.delayImpairment).toBeCloseTo(2.88, 9);
    expect(talk.r).toBeCloseTo(90.32, 9);
  });
});

describe('the table of codecs', () => {
  const facts = (name: string | undefined, octets = 0, packetTime = 20): string => {
    const { label, scale, ie, bpl, lookahead, assumed } = codecImpairment({ name, clockRate: 8000, octets, packetTime });
    return `${label}: ${scale} ${ie} ${bpl} ${lookahead} ${assumed.join(' ')}`.trim();
  };

  it.each([
    ['pcmu', 160, 20, 'G.711: narrowband 0 25.1 0 plcAssumed'],
    ['G729', 20, 20, 'G.729A + VAD: narrowband 11 19 5 annexBAssumed'],
    ['G723', 24, 30, 'G.723.1 6.3 kbit/s: narrowband 15 16.1 7.5 modeFromSize'],
    ['G723', 20, 30, 'G.723.1 5.3 kbit/s: narrowband 19 16.1 7.5 ieEstimated modeFromSize'],
    ['GSM', 33, 20, 'GSM-FR: narrowband 20 10 0 ieEstimated'],
    ['AMR', 32, 20, 'AMR 12.2 kbit/s: narrowband 5 10 5 ieEstimated modeFromSize'],
    ['AMR', 33, 20, 'AMR 12.2 kbit/s: narrowband 5 10 5 ieEstimated modeFromSize'],
    ['AMR', 14, 20, 'AMR 4.75 kbit/s: narrowband 20 10 5 ieEstimated modeFromSize'],
    ['AMR', 0, 20, 'AMR 12.2 kbit/s: narrowband 5 10 5 ieEstimated modeUnknown'],
    ['AMR-WB', 61, 20, 'AMR-WB 23.85 kbit/s: wideband 8 4.9 5 ieEstimated modeFromSize'],
    ['AMR-WB', 33, 20, 'AMR-WB 12.65 kbit/s: wideband 13 4.3 5 ieEstimated modeFromSize'],
    ['G726-24', 60, 20, 'G.726 24 kbit/s: narrowband 25 10 0 ieEstimated'],
    ['AAL2-G726-32', 80, 20, 'G.726 32 kbit/s: narrowband 7 10 0 ieEstimated'],
    ['iLBC', 38, 20, 'iLBC 20 ms: narrowband 10 20 5 ieEstimated modeFromSize'],
    ['iLBC', 50, 30, 'iLBC 30 ms: narrowband 11 20 10 ieEstimated modeFromSize'],
    ['G722', 160, 20, 'G.722 64 kbit/s: wideband 13 10 1.5 ieEstimated'],
    ['EVS', 61, 20, 'EVS 24.4 kbit/s: fullband 7.2 11.4 12 modeFromSize'],
    ['opus', 80, 20, 'Opus ≥ 24 kbit/s: wideband 5 15 6.5 ieEstimated modeFromSize'],
    ['opus', 45, 20, 'Opus 16–24 kbit/s: wideband 13 15 6.5 ieEstimated modeFromSize'],
    ['opus', 20, 20, 'Opus < 10 kbit/s: wideband 30 15 6.5 ieEstimated modeFromSize'],
    ['L16', 640, 20, 'L16: narrowband 0 10 0 ieEstimated'],
    ['X-NEW', 100, 20, 'X-NEW: narrowband 5 10 0 codecUnknown ieEstimated'],
    [undefined, 0, 20, ': narrowband 5 10 0 codecUnknown ieEstimated'],
  ] as const)('%s, %i octets each %i ms', (name, octets, packetTime, expected) => {
    expect(facts(name, octets, packetTime)).toBe(expected);
  });
});
