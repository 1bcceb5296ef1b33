/**
 * What each codec takes from R by itself and how it bears loss: ITU-T G.113 Appendices I and IV as publicly quoted, with our
 * own estimates where nothing is published, marked as such (semantics 4.2).
 */
import type { Milliseconds } from '../base/units.ts';
import type { Assumption } from './assumption.ts';
import type { Scale } from './e-model.ts';

export interface CodecImpairment {
  /** name as the table gives it: "G.729A + VAD", "Opus 16–24 kbit/s" */
  readonly label: string;
  readonly scale: Scale;
  readonly ie: number;
  readonly bpl: number;
  /** the coder looks this far ahead */
  readonly lookahead: Milliseconds;
  readonly assumed: readonly Assumption[];
}

/** What is known of a stream's payloads. */
export interface CodecFacts {
  /** encoding name of RFC 3551 or the SDP, any case; undefined when nobody named the type */
  readonly name: string | undefined;
  /** Hz, 0 unknown */
  readonly clockRate: number;
  /** usual payload of a voice packet, 0 when not known */
  readonly octets: number;
  readonly packetTime: Milliseconds;
}

const [narrowband, wideband, fullband] = ['narrowband', 'wideband', 'fullband'] as const;
const estimated: readonly Assumption[] = ['ieEstimated'];
const bySize: readonly Assumption[] = ['modeFromSize'];
const bySizeEstimated: readonly Assumption[] = ['ieEstimated', 'modeFromSize'];

/** G.711 with concealment, which receivers usually have. */
const g711: CodecImpairment = row('G.711', narrowband, 0, 25.1, 0, ['plcAssumed']);

/** By encoding name in capitals: a row, or what chooses one. */
const table: ReadonlyMap<string, CodecImpairment | ((facts: CodecFacts) => CodecImpairment)> = new Map<
  string,
  CodecImpairment | ((facts: CodecFacts) => CodecImpairment)
>([
  ['PCMU', g711],
  ['PCMA', g711],
  ['G729', row('G.729A + VAD', narrowband, 11, 19, 5, ['annexBAssumed'])],
  ['G729A', row('G.729A + VAD', narrowband, 11, 19, 5, ['annexBAssumed'])],
  ['G729B', row('G.729A + VAD', narrowband, 11, 19, 5)],
  ['G729AB', row('G.729A + VAD', narrowband, 11, 19, 5)],
  ['G723', g7231],
  ['GSM', row('GSM-FR', narrowband, 20, 10, 0, estimated)],
  ['GSM-EFR', row('GSM-EFR', narrowband, 5, 10, 5)],
  ['GSM-HR', row('GSM-HR', narrowband, 23, 10, 0, estimated)],
  ['GSM-HR-08', row('GSM-HR', narrowband, 23, 10, 0, estimated)],
  ['AMR', amr],
  ['AMR-WB', amrWideband],
  ['G721', g726(32)],
  ['G728', row('G.728 16 kbit/s', narrowband, 7, 10, 0, estimated)],
  ['ILBC', ilbc],
  ['SPEEX', row('Speex', narrowband, 11, 15, 10, estimated)],
  ['G722', g722],
  ['G7221', g7221],
  ['EVS', evs],
  ['OPUS', opus],
  ['L16', row('L16', narrowband, 0, 10, 0, estimated)],
]);

/** The row of a stream's codec; an unknown codec gets the table's last row. */
export function codecImpairment(facts: CodecFacts): CodecImpairment {
  const name = (facts.name ?? '').toUpperCase();
  const found = table.get(name) ?? adaptiveDifferential(name);
  if (found === undefined) return row(facts.name ?? '', narrowband, 5, 10, 0, ['codecUnknown', 'ieEstimated']);
  return typeof found === 'function' ? found(facts) : found;
}

function row(label: string, scale: Scale, ie: number, bpl: number, lookahead: Milliseconds, assumed: readonly Assumption[] = []): CodecImpairment {
  return { label, scale, ie, bpl, lookahead, assumed };
}

/** "G726-32", "AAL2-G726-32" */
function adaptiveDifferential(name: string): CodecImpairment | undefined {
  const rate = /^(?:AAL2-)?G726-(16|24|32|40)$/.exec(name)?.[1];
  return rate === undefined ? undefined : g726(Number(rate));
}

function g726(rate: number): CodecImpairment {
  return row(`G.726 ${rate} kbit/s`, narrowband, { 16: 50, 24: 25, 32: 7 }[rate] ?? 2, 10, 0, estimated);
}

/** kbit/s of the payloads; 0 when not known */
function rateOf({ octets, packetTime }: CodecFacts): number {
  return packetTime > 0 ? (octets * 8) / packetTime : 0;
}

/** frames of 24 octets at 6.3 kbit/s, 20 at 5.3 */
function g7231(facts: CodecFacts): CodecImpairment {
  const rate = rateOf(facts);
  if (rate === 0) return row('G.723.1 6.3 kbit/s', narrowband, 15, 16.1, 7.5, ['modeUnknown']);
  return rate > 5.8 ? row('G.723.1 6.3 kbit/s', narrowband, 15, 16.1, 7.5, bySize) : row('G.723.1 5.3 kbit/s', narrowband, 19, 16.1, 7.5, bySizeEstimated);
}

/** 38 octets each 20 ms, 50 each 30 ms */
function ilbc({ octets, packetTime }: CodecFacts): CodecImpairment {
  const isLong = octets > 0 ? octets % 50 === 0 : packetTime % 30 === 0;
  return isLong ? row('iLBC 30 ms', narrowband, 11, 20, 10, bySizeEstimated) : row('iLBC 20 ms', narrowband, 10, 20, 5, bySizeEstimated);
}

function g722(facts: CodecFacts): CodecImpairment {
  const rate = rateOf(facts);
  if (rate > 0 && rate < 52) return row('G.722 48 kbit/s', wideband, 31, 10, 1.5, bySizeEstimated);
  if (rate > 0 && rate < 60) return row('G.722 56 kbit/s', wideband, 20, 10, 1.5, bySizeEstimated);
  return row('G.722 64 kbit/s', wideband, 13, 10, 1.5, estimated);
}

function g7221(facts: CodecFacts): CodecImpairment {
  const isLow = rateOf(facts) > 0 && rateOf(facts) < 28;
  return isLow ? row('G.722.1 24 kbit/s', wideband, 19, 10, 20, bySizeEstimated) : row('G.722.1 32 kbit/s', wideband, 13, 10, 20, bySizeEstimated);
}

/** [least octets of a 20 ms payload, kbit/s, Ie]: RFC 4867, bandwidth-efficient, one frame */
type Mode = readonly [number, string, number];
const amrModes: readonly Mode[] = [
  [32, '12.2', 5],
  [27, '10.2', 6],
  [22, '7.95', 8],
  [20, '7.4', 10],
  [18, '6.7', 12],
  [16, '5.9', 15],
  [15, '5.15', 18],
  [14, '4.75', 20],
];
const amrWidebandModes: readonly Mode[] = [
  [61, '23.85', 8],
  [59, '23.05', 1],
  [51, '19.85', 3],
  [47, '18.25', 5],
  [41, '15.85', 7],
  [37, '14.25', 10],
  [33, '12.65', 13],
  [24, '8.85', 26],
  [18, '6.6', 41],
];

/** The mode whose frame fits into what a 20 ms payload holds; undefined when none does. */
function modeOf(modes: readonly Mode[], { octets, packetTime }: CodecFacts): Mode | undefined {
  const perFrame = packetTime > 0 ? (octets * 20) / packetTime : 0;
  return modes.find(([least]) => perFrame >= least);
}

function amr(facts: CodecFacts): CodecImpairment {
  const mode = modeOf(amrModes, facts);
  if (mode === undefined) return row('AMR 12.2 kbit/s', narrowband, 5, 10, 5, ['ieEstimated', 'modeUnknown']);
  return row(`AMR ${mode[1]} kbit/s`, narrowband, mode[2], 10, 5, bySizeEstimated);
}

function amrWideband(facts: CodecFacts): CodecImpairment {
  const mode = modeOf(amrWidebandModes, facts);
  if (mode === undefined) return row('AMR-WB 12.65 kbit/s', wideband, 13, 4.3, 5, ['ieEstimated', 'modeUnknown']);
  const [, rate, ie] = mode;
  const bpl = { '12.65': 4.3, '23.05': 4.6, '23.85': 4.9 }[rate] ?? 4.5;
  return row(`AMR-WB ${rate} kbit/s`, wideband, ie, bpl, 5, bySizeEstimated);
}

/** 24.4 kbit/s is 61 octets each 20 ms; nothing is published for the others */
function evs(facts: CodecFacts): CodecImpairment {
  const rate = rateOf(facts);
  return rate >= 24 && rate < 26 ? row('EVS 24.4 kbit/s', fullband, 7.2, 11.4, 12, bySize) : row('EVS', wideband, 1, 4.6, 12, ['ieEstimated', 'modeUnknown']);
}

function opus(facts: CodecFacts): CodecImpairment {
  const rate = rateOf(facts);
  if (rate === 0 || rate >= 24) return row('Opus ≥ 24 kbit/s', wideband, 5, 15, 6.5, rate === 0 ? ['ieEstimated', 'modeUnknown'] : bySizeEstimated);
  if (rate >= 16) return row('Opus 16–24 kbit/s', wideband, 13, 15, 6.5, bySizeEstimated);
  return rate >= 10 ? row('Opus 10–16 kbit/s', wideband, 20, 15, 6.5, bySizeEstimated) : row('Opus < 10 kbit/s', wideband, 30, 15, 6.5, bySizeEstimated);
}
