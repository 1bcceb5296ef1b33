/** Everything the page of a call asks the engine for, in few rounds: calls by Call-ID, their ladder, their streams. */
import type { CallIndex } from '../../base/units.ts';
import type { CallDetail, Ladder } from '../../contract/calls.ts';
import type { RemoteQueries } from '../../contract/capture-worker.ts';
import type { StreamRow } from '../../contract/streams.ts';

export interface LoadedCalls {
  readonly details: readonly CallDetail[];
  readonly ladder: Ladder | undefined;
  readonly streams: readonly StreamRow[];
}

const STREAMS_OF_A_CALL = 200;

async function streamsOf(queries: RemoteQueries, call: CallIndex): Promise<readonly StreamRow[]> {
  const answer = await queries.streams({ text: '', detectedBy: [], problemOnly: false, call, sort: { column: 'start', descending: false } }, { offset: 0, limit: STREAMS_OF_A_CALL });
  return answer.rows;
}

export async function loadCalls(queries: RemoteQueries, callIds: readonly string[]): Promise<LoadedCalls> {
  const found = await Promise.all(callIds.map((id) => queries.findCall(id)));
  const calls = [...new Set(found.filter((call) => call !== undefined))];
  if (calls.length === 0) return { details: [], ladder: undefined, streams: [] };
  const [details, ladder, streams] = await Promise.all([Promise.all(calls.map((call) => queries.call(call))), queries.ladder(calls), Promise.all(calls.map((call) => streamsOf(queries, call)))]);
  const unique = new Map(streams.flat().map((row) => [row.stream, row]));
  return { details: details.filter((detail) => detail !== undefined), ladder, streams: [...unique.values()].sort((a, b) => a.start - b.start) };
}
