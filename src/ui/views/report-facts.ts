/** Facts that RTCP tells about one stream beside its reports; only those that are known. */
import type { StreamReports } from '../../contract/reports.ts';
import { formatMs, formatNumber, formatTime } from '../parts/format.ts';
import type { ReportsWords } from '../words/reports-words.ts';
import { percentText } from './known-reports.ts';
import { roundTripNote, roundTripText } from './round-trip-text.ts';

export interface ReportFact {
  readonly name: string;
  readonly help: string;
  readonly value: string;
  /** explains the value; empty where it is plain */
  readonly note: string;
}

function halvesOf({ roundTrip }: StreamReports, word: ReportsWords): readonly (readonly [string, number | undefined])[] {
  return [
    [word.facts.endToEnd, roundTrip.endToEndMean],
    [word.facts.toReceiver, roundTrip.toReceiverMean],
    [word.facts.toSender, roundTrip.toSenderMean],
  ];
}

function roundTrips(reports: StreamReports, word: ReportsWords): string {
  return halvesOf(reports, word)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${roundTripText(value, word)} ${name}`]))
    .join(' · ');
}

function signed(value: number, text: string): string {
  return value > 0 ? `+${text}` : text;
}

export function reportFacts(reports: StreamReports, word: ReportsWords): readonly ReportFact[] {
  const { description, roundTrip, clockRate, clockRatePpm, bye, feedback, applications } = reports;
  const item = (name: string): string => description.find((one) => one.item === name)?.text ?? '';
  const sent = reports.sent.at(-1);
  const metrics = reports.metrics.at(-1);
  const asked = Object.entries(feedback).map(([kind, count]) => `${kind.toUpperCase()} × ${formatNumber(count)}`);
  const score = (value: number | undefined): string => (value === undefined ? '–' : formatNumber(value, 1));
  const unread = reports.unread + reports.omitted;
  const values: Readonly<Record<keyof ReportsWords['factHelp'], string>> = {
    roundTrip: roundTrips(reports, word),
    reported: roundTrip.reported === undefined ? '' : formatMs(roundTrip.reported),
    mos:
      metrics === undefined || (metrics.mosListening === undefined && metrics.mosConversational === undefined)
        ? ''
        : `${score(metrics.mosListening)} / ${score(metrics.mosConversational)}`,
    rFactor: metrics?.rFactor === undefined ? '' : String(metrics.rFactor),
    discarded: metrics === undefined ? '' : percentText(metrics.discardRate),
    sent: sent === undefined ? '' : word.sentHere(formatNumber(sent.packets), formatNumber(sent.packetsHere)),
    clock:
      clockRate === undefined || clockRatePpm === undefined ? '' : word.ppm(formatNumber(clockRate, 2), signed(clockRatePpm, formatNumber(clockRatePpm, 1))),
    wall: sent?.clockOffset === undefined ? '' : word.late(signed(sent.clockOffset, formatMs(sent.clockOffset))),
    feedback: [...asked, ...(reports.askedAgain > 0 ? [word.askedAgain(formatNumber(reports.askedAgain))] : [])].join(' · '),
    name: item('cname'),
    receiver: reports.receiverName ?? '',
    tool: item('tool'),
    applications: [...new Set(applications.map(({ name }) => name))].join(', '),
    bye: bye === undefined ? '' : word.at(formatTime(bye.time), bye.reason ?? ''),
    unread: unread === 0 ? '' : formatNumber(unread),
  };
  const belowZero = halvesOf(reports, word).reduce((note, [, half]) => note || roundTripNote(half, word), '');
  return Object.entries(values).flatMap(([key, value]) => {
    const name = key as keyof typeof values;
    return value === '' ? [] : [{ name: word.facts[name], help: word.factHelp[name], value, note: name === 'roundTrip' ? belowZero : '' }];
  });
}
