/** The packets of one stream as CSV, in the order they came: exact values, headings that say the unit. */
import type { Nanoseconds } from '../base/units.ts';
import type { StreamPacketRow } from '../contract/streams.ts';
import { csvRow } from './csv.ts';

export function* exportStreamPackets(rows: Iterable<StreamPacketRow>, time: (moment: Nanoseconds) => string): Generator<string, void, void> {
  yield csvRow([
    'frame',
    'time',
    'sequence',
    'timestamp',
    'payload_type',
    'marker',
    'length',
    'delta_ms',
    'jitter_ms',
    'skew_ms',
    'bandwidth_kbps',
    'status',
    'missing_before',
  ]);
  for (const row of rows) {
    yield csvRow([
      row.place.frame,
      time(row.time),
      row.sequenceNumber,
      row.timestamp,
      row.payloadType,
      row.marker ? 1 : 0,
      row.length,
      row.delta,
      row.jitter,
      row.skew,
      row.bandwidth,
      row.status,
      row.missingBefore,
    ]);
  }
}
