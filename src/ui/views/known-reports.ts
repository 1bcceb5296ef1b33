/** What RTCP is known to say of the streams a page shows, and short words for it. */
import type { PacketIndex, StreamIndex } from '../../base/units.ts';
import type { StreamReports, UnseenSource } from '../../contract/reports.ts';
import { formatMs, formatNumber, formatPercent } from '../parts/format.ts';
import type { ReportsWords } from '../words/reports-words.ts';
import { roundTripNote, roundTripText } from './round-trip-text.ts';

export interface KnownReports {
  /** false until the engine has answered */
  readonly isLoaded: boolean;
  readonly streams: ReadonlyMap<StreamIndex, StreamReports>;
  readonly unseen: readonly UnseenSource[];
}

export const noReports: KnownReports = { isLoaded: false, streams: new Map(), unseen: [] };

/** percents of one packet in a hundred are told by tenths */
export function percentText(percent: number): string {
  return formatPercent(percent, 1);
}

/** "2.1 % (21 of 1,000)" */
export function lossText(lost: number, expected: number, word: ReportsWords): string {
  return word.packetsOf(percentText(expected > 0 ? (lost * 100) / expected : 0), formatNumber(lost), formatNumber(expected));
}

/** What the receiver lost against what was missing here, in a sentence. */
export function conclusionOf(reports: StreamReports, word: ReportsWords): string {
  const { loss } = reports;
  if (reports.packets === 0) return word.none;
  if (loss === undefined) return reports.received.length === 0 ? word.onlySender : '';
  const there = lossText(loss.lostThere, loss.expected, word);
  return word.conclusion[loss.place](there, lossText(loss.lostHere, loss.expected, word));
}

/** What packets say, by packet; the note explains what looks wrong, or is empty. */
export type ReportTexts = ReadonlyMap<PacketIndex, { readonly text: string; readonly lost: number; readonly note: string }>;

/** What each RTCP packet says about the streams, by packet: "lost 2.1 %, jitter 4 ms". */
export function reportTexts(known: KnownReports, word: ReportsWords): ReportTexts {
  const found = new Map<PacketIndex, { parts: string[]; lost: number; note: string }>();
  const of = (packet: PacketIndex): { parts: string[]; lost: number; note: string } => {
    let one = found.get(packet);
    if (one === undefined) found.set(packet, (one = { parts: [], lost: 0, note: '' }));
    return one;
  };
  const { ladder } = word;
  for (const { received, metrics, bye, applications } of [
    ...known.streams.values(),
    ...known.unseen.map((one) => ({ ...one, bye: undefined, applications: [] })),
  ]) {
    for (const row of received) {
      const one = of(row.place.packet);
      const percent =
        row.lost !== undefined && row.expected !== undefined && row.expected > 0 ? (Math.max(0, row.lost) * 100) / row.expected : row.fractionLost;
      one.lost = Math.max(one.lost, percent);
      one.parts.push(ladder.lost(percentText(percent)));
      if (row.jitter !== undefined) one.parts.push(ladder.jitter(formatMs(row.jitter)));
      if (row.roundTrip !== undefined) one.parts.push(ladder.roundTrip(roundTripText(row.roundTrip, word)));
      one.note ||= roundTripNote(row.roundTrip, word);
    }
    for (const row of metrics) if (row.mosListening !== undefined) of(row.place.packet).parts.push(ladder.mos(formatNumber(row.mosListening, 1)));
    for (const { place, name } of applications) of(place.packet).parts.push(name);
    if (bye?.reason !== undefined) of(bye.place.packet).parts.push(`“${bye.reason}”`);
  }
  return new Map([...found].map(([packet, { parts, lost, note }]) => [packet, { text: parts.join(' · '), lost, note }]));
}
