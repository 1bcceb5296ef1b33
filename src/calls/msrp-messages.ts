/**
 * What became of the messages of MSRP sessions: chunks joined by Message-ID and Byte-Range (RFC 4975 section 7.1.1), each SEND with the response
 * of its hop (section 7.1), reports with the message they are about (section 7.1.2). A message that passes relays is one message with
 * several hops. Pure: rows of the table in, messages out.
 */
import type { Nanoseconds } from '../base/units.ts';
import type { MsrpUnit } from './msrp-table.ts';

/** nanoseconds a response is waited for (RFC 4975 section 7.1: 30 seconds) */
export const RESPONSE_WAIT = 30e9;

/**
 * delivered: a report says so; accepted: the next hop said 200; sent: no response was wanted; failed: a response or report above 299; unanswered:
 * no response in 30 seconds; open: none yet when the capture ended; abandoned: the sender gave it up; incomplete: the last chunk was not seen
 */
export const msrpStates = ['delivered', 'accepted', 'sent', 'failed', 'unanswered', 'open', 'abandoned', 'incomplete'] as const;
export type MsrpState = (typeof msrpStates)[number];

export interface MsrpMessage {
  /** rows of its chunks on its first hop, in order of Byte-Range; of a request that is no SEND, itself */
  readonly chunks: readonly number[];
  readonly method: string;
  readonly start: Nanoseconds;
  readonly end: Nanoseconds;
  /** octets of the whole as Byte-Range says, or as were seen */
  readonly size: number;
  readonly seen: number;
  readonly hops: number;
  readonly state: MsrpState;
  /** of what failed, 0 otherwise */
  readonly status: number;
  /** rows of the response and of the report that the state rests on, -1 none */
  readonly response: number;
  readonly report: number;
}

/** Messages of these rows (rising), oldest first. @param until time of the capture's last packet */
export function msrpMessages(units: readonly MsrpUnit[], rows: readonly number[], until: Nanoseconds): MsrpMessage[] {
  const responses = new Map<string, number[]>();
  const reports = new Map<string, number[]>();
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const unit = units[row]!;
    if (unit.status !== 0) push(responses, hopKey(unit.transaction, unit.destination, unit.source), row);
    else if (unit.method === 'REPORT') push(reports, `${unit.messageId} ${unit.to}`, row);
    else push(groups, unit.method === 'SEND' ? `${unit.messageId} ${unit.from} ${unit.to}` : `${row}`, row);
  }
  const messages: MsrpMessage[] = [];
  for (const group of groups.values()) for (const part of byTransfer(units, group)) messages.push(describe(units, part, responses, reports, until));
  return messages.sort((a, b) => a.start - b.start || a.chunks[0]! - b.chunks[0]!);
}

/** A Message-ID that begins anew on the same hop after it was complete is another message: keep-alives without one, sloppy clients. */
function byTransfer(units: readonly MsrpUnit[], group: readonly number[]): number[][] {
  const parts: number[][] = [];
  const closed = new Set<string>();
  for (const row of group) {
    const unit = units[row]!;
    const hop = `${unit.source} ${unit.destination}`;
    if (parts.length === 0 || (closed.has(hop) && unit.first === 1)) {
      parts.push([]);
      closed.clear();
    }
    parts.at(-1)!.push(row);
    if (unit.flag === '$') closed.add(hop);
  }
  return parts;
}

function describe(
  units: readonly MsrpUnit[],
  rows: readonly number[],
  responses: ReadonlyMap<string, readonly number[]>,
  reports: ReadonlyMap<string, readonly number[]>,
  until: Nanoseconds,
): MsrpMessage {
  const first = units[rows[0]!]!;
  const hops = new Set(rows.map((row) => `${units[row]!.source} ${units[row]!.destination}`)).size;
  const chunks = rows
    .filter((row) => units[row]!.source === first.source && units[row]!.destination === first.destination)
    .sort((a, b) => units[a]!.first - units[b]!.first || a - b);
  const seen = chunks.reduce((sum, row) => sum + units[row]!.sent, 0);
  const total = Math.max(...chunks.map((row) => units[row]!.total));
  const last = units[rows.at(-1)!]!;
  return {
    chunks,
    method: first.method,
    start: first.time,
    end: last.time,
    size: total >= 0 ? total : seen,
    seen,
    hops,
    ...judge(units, rows, responses, reports, until),
  };
}

type Judged = Pick<MsrpMessage, 'state' | 'status' | 'response' | 'report'>;

function judge(
  units: readonly MsrpUnit[],
  rows: readonly number[],
  responses: ReadonlyMap<string, readonly number[]>,
  reports: ReadonlyMap<string, readonly number[]>,
  until: Nanoseconds,
): Judged {
  const first = units[rows[0]!]!;
  const about = (reports.get(`${first.messageId} ${first.from}`) ?? []).filter((row) => first.messageId !== '' && units[row]!.time >= first.time);
  const failed = about.find((row) => units[row]!.reported >= 300);
  if (failed !== undefined) return { state: 'failed', status: units[failed]!.reported, response: -1, report: failed };
  let response = -1;
  let missing = -1;
  for (const row of rows) {
    const unit = units[row]!;
    const answer = (responses.get(hopKey(unit.transaction, unit.source, unit.destination)) ?? []).find((one) => units[one]!.time >= unit.time) ?? -1;
    if (answer >= 0 && units[answer]!.status >= 300) return { state: 'failed', status: units[answer]!.status, response: answer, report: -1 };
    if (answer >= 0) response = answer;
    else if (unit.failure === 'yes' && missing < 0) missing = row;
  }
  const delivered = about.find((row) => units[row]!.reported > 0);
  if (delivered !== undefined) return { state: 'delivered', status: 0, response, report: delivered };
  if (rows.some((row) => units[row]!.flag === '#')) return { state: 'abandoned', status: 0, response, report: -1 };
  if (missing >= 0) return { state: until - units[missing]!.time >= RESPONSE_WAIT ? 'unanswered' : 'open', status: 0, response, report: -1 };
  if (first.method === 'SEND' && !rows.some((row) => units[row]!.flag === '$')) return { state: 'incomplete', status: 0, response, report: -1 };
  return { state: response >= 0 ? 'accepted' : 'sent', status: 0, response, report: -1 };
}

function hopKey(transaction: string, from: number, to: number): string {
  return `${transaction} ${from} ${to}`;
}

function push(map: Map<string, number[]>, key: string, row: number): void {
  const rows = map.get(key);
  if (rows === undefined) map.set(key, [row]);
  else rows.push(row);
}
