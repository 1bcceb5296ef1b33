/** The columns of the stream table of a call, per profile, each with its formula. The two profiles never share a column. */
import type { Profile, StreamRow } from '../../contract/streams.ts';
import { formatMs, formatNumber, formatPercent } from '../parts/format.ts';
import type { MediaWords } from '../words/media-words.ts';
import { streamsWords } from '../words/streams-words.ts';
import { lossSiteText } from './stream-look.ts';

export interface MediaColumn {
  readonly name: string;
  readonly help: string;
  readonly text: (row: StreamRow) => string;
  /** worth a second look: warning or error */
  readonly tone?: (row: StreamRow) => '' | 'warning' | 'error';
}

function milliseconds(value: number | undefined): string {
  return value === undefined || value < 0 ? '–' : `${formatNumber(value, 3)}`;
}

function lossTone(percent: number): '' | 'warning' | 'error' {
  return percent >= 5 ? 'error' : percent >= 1 ? 'warning' : '';
}

function jitterTone(value: number | undefined): '' | 'warning' | 'error' {
  return value === undefined ? '' : value >= 60 ? 'error' : value >= 30 ? 'warning' : '';
}

function wiresharkColumns(word: MediaWords): readonly MediaColumn[] {
  const { columns, formulas } = word;
  const unit = (name: string): string => `${name} (${word.units.ms})`;
  return [
    { name: columns.packets, help: formulas.packets, text: (row) => formatNumber(row.wireshark.packets) },
    { name: columns.expected, help: formulas.expectedW, text: (row) => formatNumber(row.wireshark.expected) },
    { name: columns.lost, help: formulas.lostW, text: (row) => formatNumber(row.wireshark.lost), tone: (row) => lossTone(row.wireshark.lostPercent) },
    {
      name: columns.lostPercent,
      help: formulas.lostW,
      text: (row) => formatPercent(row.wireshark.lostPercent),
      tone: (row) => lossTone(row.wireshark.lostPercent),
    },
    { name: unit(columns.minDelta), help: formulas.minDelta, text: (row) => milliseconds(row.wireshark.minDelta) },
    { name: unit(columns.meanDelta), help: formulas.meanDelta, text: (row) => milliseconds(row.wireshark.meanDelta) },
    {
      name: unit(columns.maxDelta),
      help: formulas.maxDelta,
      text: (row) =>
        row.wireshark.maxDeltaPacket
          ? word.atFrame(milliseconds(row.wireshark.maxDelta), row.wireshark.maxDeltaPacket.frame)
          : milliseconds(row.wireshark.maxDelta),
    },
    { name: unit(columns.minJitter), help: formulas.jitterW, text: (row) => milliseconds(row.wireshark.minJitter) },
    {
      name: unit(columns.meanJitter),
      help: formulas.jitterW,
      text: (row) => milliseconds(row.wireshark.meanJitter),
      tone: (row) => jitterTone(row.wireshark.meanJitter),
    },
    {
      name: unit(columns.maxJitter),
      help: formulas.jitterW,
      text: (row) => milliseconds(row.wireshark.maxJitter),
      tone: (row) => jitterTone(row.wireshark.maxJitter),
    },
    { name: unit(columns.maxSkew), help: formulas.maxSkew, text: (row) => formatNumber(row.wireshark.maxSkew, 3) },
    {
      name: columns.sequenceErrors,
      help: formulas.sequenceErrors,
      text: (row) => formatNumber(row.wireshark.sequenceErrors),
      tone: (row) => (row.wireshark.sequenceErrors > 0 ? 'warning' : ''),
    },
  ];
}

function rfc3550Columns(word: MediaWords): readonly MediaColumn[] {
  const { columns, formulas } = word;
  return [
    { name: columns.packets, help: formulas.packets, text: (row) => formatNumber(row.rfc3550.packets) },
    { name: columns.expected, help: formulas.expectedR, text: (row) => formatNumber(row.rfc3550.expected) },
    { name: columns.lost, help: formulas.lostR, text: (row) => formatNumber(row.rfc3550.lost), tone: (row) => lossTone(row.rfc3550.lostPercent) },
    {
      name: columns.lostPercent,
      help: formulas.lostR,
      text: (row) => formatPercent(row.rfc3550.lostPercent),
      tone: (row) => lossTone(row.rfc3550.lostPercent),
    },
    {
      name: streamsWords().facts.lost,
      help: streamsWords().lossSiteHelp,
      text: (row) => lossSiteText(row) || '–',
    },
    { name: columns.duplicates, help: formulas.duplicates, text: (row) => formatNumber(row.rfc3550.duplicates) },
    { name: columns.reordered, help: formulas.reordered, text: (row) => formatNumber(row.rfc3550.reordered) },
    { name: columns.jitter, help: formulas.jitterR, text: (row) => formatMs(row.rfc3550.jitter), tone: (row) => jitterTone(row.rfc3550.jitter) },
    { name: columns.maxJitter, help: formulas.maxJitterR, text: (row) => formatMs(row.rfc3550.maxJitter), tone: (row) => jitterTone(row.rfc3550.maxJitter) },
    { name: columns.ptime, help: formulas.ptime, text: (row) => formatMs(row.rfc3550.ptime) },
    {
      name: columns.drift,
      help: formulas.driftR,
      text: (row) => (row.rfc3550.clockDriftPpm === undefined ? '–' : `${formatNumber(row.rfc3550.clockDriftPpm, 1)} ppm`),
    },
    {
      name: columns.segments,
      help: formulas.segments,
      text: (row) => formatNumber(Math.max(0, row.rfc3550.segments - 1)),
      tone: (row) => (row.rfc3550.segments > 1 ? 'warning' : ''),
    },
    {
      name: columns.jumps,
      help: formulas.jumps,
      text: (row) => formatNumber(row.rfc3550.timestampJumps),
      tone: (row) => (row.rfc3550.timestampJumps > 0 ? 'warning' : ''),
    },
  ];
}

export function mediaColumns(profile: Profile, word: MediaWords): readonly MediaColumn[] {
  return profile === 'wireshark' ? wiresharkColumns(word) : rfc3550Columns(word);
}
