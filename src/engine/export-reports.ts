/** What RTCP says of a stream, as the analysis and as CSV export it. Percents 0 to 100, times in milliseconds, unknown is null. */
import type { Nanoseconds } from '../base/units.ts';
import type { StreamReports } from '../contract/reports.ts';
import type { StreamRow } from '../contract/streams.ts';
import { csvRow } from './csv.ts';

/** The `rtcp` part of a stream (spec/analysis-json.md), with more beside it. */
export function rtcpObject(row: StreamRow, reports: StreamReports | undefined): object {
  const { senderReports, receiverReports } = row.rtcp;
  if (reports === undefined || reports.packets === 0) return { senderReports, receiverReports, fractionLostMax: null, jitterMax: null, roundTrip: null };
  const { roundTrip, loss, bye } = reports;
  const metrics = reports.metrics.at(-1);
  return {
    senderReports,
    receiverReports,
    fractionLostMax: reports.worstFractionLost ?? null,
    jitterMax: reports.worstJitter ?? null,
    roundTrip: roundTrip.endToEndMean ?? null,
    roundTripToReceiver: roundTrip.toReceiverMean ?? null,
    roundTripToSender: roundTrip.toSenderMean ?? null,
    roundTripReported: roundTrip.reported ?? null,
    cumulativeLost: reports.received.at(-1)?.cumulativeLost ?? null,
    lostThere: loss?.lostThere ?? null,
    lostHere: loss?.lostHere ?? null,
    lossPlace: loss?.place ?? null,
    clockRate: reports.clockRate ?? null,
    cname: reports.description.find(({ item }) => item === 'cname')?.text ?? null,
    byeFrame: bye?.place.frame ?? null,
    byeReason: bye?.reason ?? null,
    mosListening: metrics?.mosListening ?? null,
    mosConversational: metrics?.mosConversational ?? null,
    rFactor: metrics?.rFactor ?? null,
    feedback: reports.feedback,
    unread: reports.unread,
    notes: reports.notes,
  };
}

/** One row a report block, oldest first. */
export function* exportReports(reports: StreamReports | undefined, time: (moment: Nanoseconds) => string): Generator<string, void, void> {
  yield csvRow([
    'frame',
    'time',
    'reporter',
    'source',
    'destination',
    'fraction_lost_percent',
    'cumulative_lost',
    'extended_highest',
    'jitter_ms',
    'expected',
    'lost',
    'lost_here',
    'round_trip_ms',
    'wireshark_round_trip_ms',
  ]);
  for (const row of reports?.received ?? [])
    yield csvRow([
      row.place.frame,
      time(row.time),
      row.reporter,
      `${row.source.address} ${row.source.port}`,
      `${row.destination.address} ${row.destination.port}`,
      row.fractionLost,
      row.cumulativeLost,
      row.extendedHighest,
      row.jitter,
      row.expected,
      row.lost,
      row.lostHere,
      row.roundTrip,
      row.wireshark?.roundTrip,
    ]);
}
