/** What the page of a call asks the engine for, in few rounds: calls with ladder and streams, an opened row, problems. */
import type { CallIndex, StreamIndex } from '../../base/units.ts';
import type { CallDetail } from '../../contract/call-detail.ts';
import type { Ladder, LadderRow } from '../../contract/ladder.ts';
import type { RemoteQueries } from '../../contract/capture-worker.ts';
import type { MessageDetail, PacketDetail } from '../../contract/detail.ts';
import type { StreamRow } from '../../contract/streams.ts';
import type { ProblemPacket } from '../views/sg-media-plots.ts';

export interface LoadedCalls {
  readonly details: readonly CallDetail[];
  readonly ladder: Ladder | undefined;
  readonly streams: readonly StreamRow[];
}

const STREAMS_OF_A_CALL = 200;

async function streamsOf(queries: RemoteQueries, call: CallIndex): Promise<readonly StreamRow[]> {
  const answer = await queries.streams(
    { text: '', detectedBy: [], problemOnly: false, call, sort: { column: 'start', descending: false } },
    { offset: 0, limit: STREAMS_OF_A_CALL },
  );
  return answer.rows;
}

export async function loadCalls(queries: RemoteQueries, callIds: readonly string[]): Promise<LoadedCalls> {
  const found = await Promise.all(callIds.map((id) => queries.findCall(id)));
  const calls = [...new Set(found.filter((call) => call !== undefined))];
  if (calls.length === 0) return { details: [], ladder: undefined, streams: [] };
  const [details, ladder, streams] = await Promise.all([
    Promise.all(calls.map((call) => queries.call(call))),
    queries.ladder(calls),
    Promise.all(calls.map((call) => streamsOf(queries, call))),
  ]);
  const unique = new Map(streams.flat().map((row) => [row.stream, row]));
  return { details: details.filter((detail) => detail !== undefined), ladder, streams: [...unique.values()].sort((a, b) => a.start - b.start) };
}

/** The message (when the row is one) and the packet of a ladder row; undefined what cannot be had any more. */
export async function openRow(
  queries: RemoteQueries,
  row: LadderRow,
): Promise<{ readonly message: MessageDetail | undefined; readonly packet: PacketDetail | undefined }> {
  const [message, packet] = await Promise.all([
    row.kind === 'message' ? queries.message(row.message).catch(() => undefined) : undefined,
    queries.packet(row.place.packet).catch(() => undefined),
  ]);
  return { message, packet };
}

/** The next packet with a problem of a stream, after (or before) a row of its packets. */
export async function problemAfter(queries: RemoteQueries, stream: StreamIndex, row: number, direction: 1 | -1): Promise<ProblemPacket | undefined> {
  const found = await queries.nextStreamProblem(stream, row, direction);
  if (found < 0) return undefined;
  const packet = (await queries.streamPackets(stream, { offset: found, limit: 1 })).rows[0];
  return packet && { row: found, packet };
}
