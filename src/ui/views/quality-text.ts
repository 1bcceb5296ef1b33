/** Scores and figures of quality as text, the same on every page. */
import type { BufferScore, BufferSetting, StreamQuality } from '../../contract/quality.ts';
import { formatDuration, formatMs, formatNumber, formatPercent } from '../parts/format.ts';
import type { QualityWords } from '../words/quality-words.ts';

export function bufferText(setting: BufferSetting, word: QualityWords): string {
  return setting.kind === 'fixed' ? word.buffer.fixedText(formatNumber(setting.depth)) : word.buffer.adaptiveText;
}

export function mosText(mos: number | undefined): string {
  return mos === undefined ? '–' : formatNumber(mos, 2);
}

/** Everything a score takes for granted, in a sentence. */
export function assumedText({ assumed }: StreamQuality, word: QualityWords): string {
  return assumed.length === 0 ? '' : `${word.assumes}: ${assumed.map((one) => word.assumptions[one]).join('; ')}.`;
}

export interface QualityFigure {
  readonly key: keyof QualityWords['figures'];
  readonly text: string;
  readonly tone?: 'warning' | 'error' | '';
}

function percentTone(percent: number): 'warning' | 'error' | '' {
  return percent >= 5 ? 'error' : percent >= 1 ? 'warning' : '';
}

function counted(count: number, expected: number): string {
  return count === 0 ? '0' : `${formatNumber(count)} (${formatPercent(expected === 0 ? 0 : (100 * count) / expected)})`;
}

/** The figures of one stream behind the chosen buffer, in the order a person asks for them. */
export function qualityFigures(quality: StreamQuality, word: QualityWords): readonly QualityFigure[] {
  const { chosen, codec, burstGap: bursts, gilbert, delayVariation } = quality;
  const share = (value: number): string => formatPercent(100 * value);
  const chance = (value: number | undefined): string => (value === undefined ? '–' : formatNumber(value, 3));
  const variation =
    delayVariation && [delayVariation.median, delayVariation.percentile95, delayVariation.percentile99].map((value) => formatNumber(value, 1)).join(' / ');
  return [
    { key: 'late', text: counted(chosen.late, chosen.expected), tone: percentTone(chosen.latePercent) },
    { key: 'missing', text: counted(chosen.missing, chosen.expected) },
    { key: 'percent', text: formatPercent(chosen.percent, 2), tone: percentTone(chosen.percent) },
    { key: 'burstRatio', text: formatNumber(chosen.burstRatio, 2), tone: chosen.burstRatio >= 2 ? 'warning' : '' },
    { key: 'longest', text: formatNumber(chosen.longest) },
    { key: 'bufferDelay', text: formatMs(chosen.bufferDelay) },
    { key: 'codec', text: codec.label },
    { key: 'ie', text: `${formatNumber(codec.ie, codec.ie % 1 === 0 ? 0 : 1)} / ${formatNumber(codec.bpl, 1)}` },
    { key: 'effective', text: formatNumber(chosen.effective, 1) },
    {
      key: 'burst',
      text: bursts.bursts === 0 ? word.noBurst : word.burstText(formatNumber(bursts.bursts), share(bursts.burstDensity), formatDuration(bursts.burstDuration)),
    },
    { key: 'gap', text: word.gapText(share(bursts.gapDensity), formatDuration(bursts.gapDuration)) },
    { key: 'gilbert', text: `${chance(gilbert.p)} / ${chance(gilbert.q)}` },
    { key: 'variation', text: variation === undefined ? '–' : `${variation} ms` },
    { key: 'drift', text: quality.clockDriftPpm === undefined ? '–' : `${formatNumber(quality.clockDriftPpm, 1)} ppm` },
    { key: 'packetTime', text: formatMs(quality.packetTime) },
    { key: 'silence', text: silenceText(quality, word) },
    { key: 'windows', text: `${mosText(quality.windowLeast)} / ${mosText(quality.windowMean)}` },
  ];
}

function silenceText({ pauses, silence, comfortNoise }: StreamQuality, word: QualityWords): string {
  const parts = [
    pauses === 0 ? '' : word.silenceText(formatNumber(pauses), formatDuration(silence)),
    comfortNoise === 0 ? '' : word.comfortNoise(formatNumber(comfortNoise)),
  ].filter((part) => part !== '');
  return parts.length === 0 ? word.silenceNone : parts.join(' · ');
}

export function lateText(score: BufferScore, word: QualityWords): string {
  return word.buffer.lateTotal(formatNumber(score.late), formatPercent(score.latePercent));
}
