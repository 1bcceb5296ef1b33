/** Every measure of one stream in both profiles, row by row, each number with its formula. An absent side has none. */
import type { Rfc3550Detail, StreamRow } from '../../contract/streams.ts';
import { formatNumber } from '../parts/format.ts';
import { mediaWords } from '../words/media-words.ts';
import { streamsWords, type StreamsWords } from '../words/streams-words.ts';
import { jitterTone, lossTone, milliseconds, type Tone } from './stream-look.ts';

export interface Measured {
  readonly text: string;
  readonly help: string;
  readonly tone?: Tone;
  /** a second, smaller line */
  readonly note?: string;
}

export interface MeasureRow {
  readonly key: string;
  readonly name: string;
  readonly wireshark?: Measured;
  readonly rfc3550?: Measured;
}

type Sides = readonly [wireshark: Measured | undefined, rfc3550: Measured | undefined];

function rowOf(key: string, name: string, [wireshark, rfc3550]: Sides): MeasureRow {
  return { key, name, ...(wireshark === undefined ? {} : { wireshark }), ...(rfc3550 === undefined ? {} : { rfc3550 }) };
}

function told(text: string, help: string, tone: Tone = ''): Measured {
  return { text, help, tone };
}

function ms(value: number | undefined, help: string, tone: Tone = ''): Measured {
  return told(value === undefined ? '–' : `${milliseconds(value)}${value < 0 ? '' : ` ${mediaWords().units.ms}`}`, help, tone);
}

function signed(value: number, digits: number, unit: string): string {
  return `${formatNumber(value, digits)} ${unit}`;
}

function counts({ wireshark: a, rfc3550: b }: StreamRow): readonly MeasureRow[] {
  const { measure: name, formula } = streamsWords();
  const { formulas } = mediaWords();
  const warned = (value: number): Tone => (value > 0 ? 'warning' : '');
  return [
    rowOf('packets', name.packets, [told(formatNumber(a.packets), formulas.packets), told(formatNumber(b.packets), formulas.packets)]),
    rowOf('expected', name.expected, [told(formatNumber(a.expected), formulas.expectedW), told(formatNumber(b.expected), formulas.expectedR)]),
    rowOf('lost', name.lost, [
      told(formatNumber(a.lost), formulas.lostW, lossTone(a.lostPercent)),
      told(formatNumber(b.lost), formulas.lostR, lossTone(b.lostPercent)),
    ]),
    rowOf('lostPercent', name.lostPercent, [
      told(`${formatNumber(a.lostPercent, 1)} %`, formulas.lostW, lossTone(a.lostPercent)),
      told(`${formatNumber(b.lostPercent, 2)} %`, formulas.lostR, lossTone(b.lostPercent)),
    ]),
    rowOf('sequenceErrors', name.sequenceErrors, [told(formatNumber(a.sequenceErrors), formula.sequenceErrors, warned(a.sequenceErrors)), undefined]),
    rowOf('duplicates', name.duplicates, [undefined, told(formatNumber(b.duplicates), formulas.duplicates)]),
    rowOf('reordered', name.reordered, [undefined, told(formatNumber(b.reordered), formulas.reordered)]),
    rowOf('segments', name.segments, [undefined, told(formatNumber(Math.max(0, b.segments - 1)), formulas.segments, warned(b.segments - 1))]),
    rowOf('timestampJumps', name.timestampJumps, [undefined, told(formatNumber(b.timestampJumps), formulas.jumps, warned(b.timestampJumps))]),
  ];
}

function maxDelta(row: StreamRow, w: StreamsWords): Measured {
  const { maxDelta: value, maxDeltaPacket } = row.wireshark;
  const { text, help } = ms(value, mediaWords().formulas.maxDelta);
  return { ...told(text, help), ...(maxDeltaPacket === undefined ? {} : { note: w.frame(String(maxDeltaPacket.frame)) }) };
}

function times(row: StreamRow): readonly MeasureRow[] {
  const w = streamsWords();
  const { measure: name, formula } = w;
  const { formulas, units } = mediaWords();
  const { wireshark: a, rfc3550: b } = row;
  return [
    rowOf('jitterMin', name.jitterMin, [ms(a.minJitter, formulas.jitterW), undefined]),
    rowOf('jitterMean', name.jitterMean, [ms(a.meanJitter, formulas.jitterW, jitterTone(a.meanJitter)), undefined]),
    rowOf('jitterMax', name.jitterMax, [
      ms(a.maxJitter, formulas.jitterW, jitterTone(a.maxJitter)),
      ms(b.maxJitter, formulas.maxJitterR, jitterTone(b.maxJitter)),
    ]),
    rowOf('jitterEnd', name.jitterEnd, [undefined, ms(b.jitter, formulas.jitterR, jitterTone(b.jitter))]),
    rowOf('deltaMin', name.deltaMin, [ms(a.minDelta, formulas.minDelta), undefined]),
    rowOf('deltaMean', name.deltaMean, [ms(a.meanDelta, formulas.meanDelta), undefined]),
    rowOf('deltaMax', name.deltaMax, [maxDelta(row, w), undefined]),
    rowOf('ptime', name.ptime, [undefined, ms(b.ptime, formulas.ptime)]),
    rowOf('skew', name.skew, [told(signed(a.maxSkew, 3, units.ms), formulas.maxSkew), undefined]),
    rowOf('drift', name.drift, [
      told(signed(a.clockDrift, 3, units.ms), formula.driftW),
      told(b.clockDriftPpm === undefined ? '–' : signed(b.clockDriftPpm, 1, 'ppm'), formulas.driftR),
    ]),
    rowOf('frequency', name.frequency, [
      { ...told(signed(a.frequencyDriftHz, 0, w.units.hz), formula.frequency), note: `${formatNumber(a.frequencyDriftPercent, 2)} %` },
      undefined,
    ]),
    rowOf('duration', name.duration, [ms(a.duration, formula.duration), undefined]),
    rowOf('problem', name.problem, [told(a.problem ? 'X' : '–', formula.problemW, a.problem ? 'error' : ''), undefined]),
  ];
}

function further(detail: Rfc3550Detail): readonly MeasureRow[] {
  const { measure: name, formula, units } = streamsWords();
  const whole = (value: number | undefined, digits = 0): string => (value === undefined ? '–' : formatNumber(value, digits));
  const delay = (value: number | undefined): string => (value === undefined ? '–' : `${formatNumber(value, 1)} ${mediaWords().units.ms}`);
  const rows: readonly (readonly [keyof StreamsWords['formula'] & keyof StreamsWords['measure'], string])[] = [
    ['lossRuns', whole(detail.lossRuns.length)],
    ['longestBurst', whole(detail.longestBurst)],
    ['burstRatio', whole(detail.burstRatio, 2)],
    ['reorderExtent', whole(detail.reorderExtent)],
    ['pdv50', delay(detail.pdv50)],
    ['pdv95', delay(detail.pdv95)],
    ['pdv99', delay(detail.pdv99)],
    ['pdvMax', delay(detail.pdvMax)],
    ['payloadBitRate', `${formatNumber(detail.payloadBitRate, 1)} ${units.kbps}`],
    ['ipBitRate', `${formatNumber(detail.ipBitRate, 1)} ${units.kbps}`],
    ['packetRate', `${formatNumber(detail.packetRate, 1)} ${units.perSecond}`],
  ];
  return rows.map(([key, text]) => rowOf(key, name[key], [undefined, told(text, formula[key])]));
}

export function measureRows(row: StreamRow, detail: Rfc3550Detail | undefined): readonly MeasureRow[] {
  return [...counts(row), ...times(row), ...(detail === undefined ? [] : further(detail))];
}
