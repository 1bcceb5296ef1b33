/** The tables as CSV: the rows a query shows, all of them, with exact values and headings that say the unit. */
import type { TableExport } from '../contract/capture-queries.ts';
import type { RowMos } from '../contract/quality.ts';
import { csvRow, type Cell } from './csv.ts';
import { epochText, sharedTick } from './epoch.ts';
import type { CallQueries } from './query-calls.ts';
import type { DialogQueries } from './query-dialogs.ts';
import type { PointsExport } from './export-points.ts';
import { exportReports } from './export-reports.ts';
import { exportStreamPackets } from './export-stream-packets.ts';
import type { StreamQueries } from './query-streams.ts';
import type { Reports } from './reports.ts';
import type { Session } from './session.ts';

const BATCH = 1000;

export async function* exportTable(
  session: Session,
  calls: CallQueries,
  dialogs: DialogQueries,
  streams: StreamQueries,
  reports: Reports,
  points: PointsExport,
  request: TableExport,
): AsyncGenerator<string, void, void> {
  const tick = sharedTick(session.tables.interfaces.rows);
  const time = (moment: number): string => epochText(session.tables.timeBase.epoch, moment, tick);
  switch (request.table) {
    case 'calls':
      yield csvRow([
        'number',
        'start',
        'end',
        'from',
        'to',
        'state',
        'status',
        'reason',
        'pdd_ms',
        'ring_ms',
        'setup_ms',
        'talk_ms',
        'ended_by',
        'codecs',
        'loss_percent',
        'max_jitter_ms',
        'mos',
        'messages',
        'retransmissions',
        'source',
        'destination',
        'transports',
        'user_agents',
        'problems',
        'labels',
        'call_id',
      ]);
      yield* batches(
        (offset) => calls.calls(request.query, { offset, limit: BATCH }),
        (row) => [
          row.number,
          time(row.start),
          time(row.end),
          row.fromUri,
          row.toUri,
          row.state,
          row.finalStatus,
          row.finalReason,
          row.pdd,
          row.ringTime,
          row.setupTime,
          row.talkTime,
          row.endedBy,
          row.codecs.join(' '),
          row.loss,
          row.jitter,
          mosCell(row.mos),
          row.messages,
          row.retransmissions,
          point(row.source),
          point(row.destination),
          row.transports.join(' '),
          row.userAgents.join('; '),
          row.problems.join(' '),
          row.labels.join(' '),
          row.callId,
        ],
      );
      return;
    case 'dialogs':
      yield csvRow([
        'number',
        'start',
        'end',
        'method',
        'from',
        'to',
        'state',
        'status',
        'reason',
        'response_ms',
        'messages',
        'retransmissions',
        'source',
        'destination',
        'user_agents',
        'labels',
        'call_id',
      ]);
      yield* batches(
        (offset) => dialogs.dialogs(request.query, { offset, limit: BATCH }),
        (row) => [
          row.number,
          time(row.start),
          time(row.end),
          row.method,
          row.fromUri,
          row.toUri,
          row.state,
          row.finalStatus,
          row.finalReason,
          row.responseTime,
          row.messages,
          row.retransmissions,
          point(row.source),
          point(row.destination),
          row.userAgents.join('; '),
          row.labels.join(' '),
          row.callId,
        ],
      );
      return;
    case 'registrations':
      yield csvRow([
        'aor',
        'contact',
        'state',
        'first',
        'last',
        'expires_s',
        'expires_at',
        'refreshes',
        'challenges',
        'failures',
        'last_status',
        'refresh_interval_s',
        'source',
        'destination',
        'user_agent',
        'labels',
      ]);
      yield* batches(
        (offset) => dialogs.registrations(request.query, { offset, limit: BATCH }),
        (row) => [
          row.aor,
          row.contact,
          row.state,
          time(row.start),
          time(row.last),
          row.expires,
          row.expiresAt === undefined ? undefined : time(row.expiresAt),
          row.refreshes,
          row.challenges,
          row.failures,
          row.lastStatus,
          row.refreshInterval,
          point(row.source),
          point(row.destination),
          row.userAgent,
          row.labels.join(' '),
        ],
      );
      return;
    case 'streams':
      yield csvRow([
        'number',
        'start',
        'end',
        'source',
        'source_port',
        'destination',
        'destination_port',
        'ssrc',
        'payload',
        'packets',
        'ws_lost',
        'ws_lost_percent',
        'ws_min_delta_ms',
        'ws_mean_delta_ms',
        'ws_max_delta_ms',
        'ws_min_jitter_ms',
        'ws_mean_jitter_ms',
        'ws_max_jitter_ms',
        'ws_problem',
        'rfc_expected',
        'rfc_lost',
        'rfc_lost_percent',
        'rfc_loss_site',
        'rfc_duplicates',
        'rfc_reordered',
        'rfc_jitter_ms',
        'rfc_max_jitter_ms',
        'mos',
        'ptime_ms',
        'detected_by',
        'setup_frame',
        'call_id',
        'point_segments',
      ]);
      yield* batches(
        (offset) => streams.streams(request.query, { offset, limit: BATCH }),
        (row) => [
          row.number,
          time(row.start),
          time(row.end),
          row.source.address,
          row.source.port,
          row.destination.address,
          row.destination.port,
          row.ssrc,
          row.payloadNames || row.codec,
          row.packets,
          row.wireshark.lost,
          row.wireshark.lostPercent,
          row.wireshark.minDelta,
          row.wireshark.meanDelta,
          row.wireshark.maxDelta,
          row.wireshark.minJitter,
          row.wireshark.meanJitter,
          row.wireshark.maxJitter,
          row.wireshark.problem ? 'X' : '',
          row.rfc3550.expected,
          row.rfc3550.lost,
          row.rfc3550.lostPercent,
          row.lossSite,
          row.rfc3550.duplicates,
          row.rfc3550.reordered,
          row.rfc3550.jitter,
          row.rfc3550.maxJitter,
          mosCell(row.mos),
          row.rfc3550.ptime,
          row.detectedBy,
          row.setupFrame?.frame,
          row.callId,
          points.cell(row.stream),
        ],
      );
      return;
    case 'streamPackets':
      yield* exportStreamPackets(streams.allPacketRows(request.stream), time);
      return;
    case 'reports':
      yield* exportReports(await reports.reports(request.stream), time);
  }
}

function* batches<Row>(page: (offset: number) => { readonly rows: readonly Row[] }, cells: (row: Row) => Cell[]): Generator<string, void, void> {
  for (let offset = 0; ; offset += BATCH) {
    const { rows } = page(offset);
    if (rows.length === 0) return;
    yield rows.map((row) => csvRow(cells(row))).join('');
  }
}

function mosCell(mos: RowMos): number | undefined {
  return mos === 'pending' ? undefined : mos;
}

function point(endpoint: { readonly address: string; readonly port: number } | undefined): string | undefined {
  if (endpoint === undefined) return undefined;
  return endpoint.address.includes(':') ? `[${endpoint.address}]:${endpoint.port}` : `${endpoint.address}:${endpoint.port}`;
}
