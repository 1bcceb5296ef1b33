/**
 * Compares an exported analysis (format sipglass-analysis, version 1) with tshark's truth of the same file. Returns one line
 * per disagreement, each beginning with its kind, and how many rows and values were compared. What tshark prints is compared
 * as text: `%.3f` against our half-even formatter, digit for digit.
 */
import { formatFixed } from '../../src/base/format-fixed.ts';
import type { Truth, TruthCall, TruthStream } from './truth.ts';

interface Point {
  readonly address: string;
  readonly port: number;
}

/** How the truth files name SIP over WebSocket, and how the transport parameter does (RFC 7118 section 5.2). */
const webSockets: ReadonlyMap<string, string> = new Map([
  ['tcp+websocket', 'ws'],
  ['tls+websocket', 'wss'],
]);

export interface AnalysisMessage {
  readonly frame: number;
  readonly time: string;
  readonly src: Point;
  readonly dst: Point;
  readonly transport: string;
  readonly method: string | null;
  readonly status: number | null;
  readonly cseq: string | null;
  /** frame of the first copy */
  readonly retransmissionOf: number | null;
}

export interface AnalysisCall {
  readonly callId: string;
  readonly fromUri?: string;
  readonly toUri?: string;
  readonly messages: readonly AnalysisMessage[];
}

export interface AnalysisWireshark {
  readonly packets: number;
  readonly lost: number;
  readonly lostPercent: number;
  readonly minDelta: number;
  readonly meanDelta: number;
  readonly maxDelta: number;
  readonly minJitter: number;
  readonly meanJitter: number;
  readonly maxJitter: number;
  readonly maxSkew: number;
  readonly sequenceErrors: number;
  readonly problem: boolean;
  readonly start: string;
  readonly end: string;
}

export interface AnalysisStream {
  readonly src: Point;
  readonly dst: Point;
  readonly ssrc: string;
  readonly callId: string | null;
  readonly setupFrame: number | null;
  readonly detectedBy: string;
  readonly seenByWireshark: boolean;
  readonly payloadNames: string;
  readonly start: string;
  readonly end: string;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly packets: number;
  readonly beforeSdp: number;
  readonly wireshark: AnalysisWireshark;
  readonly rfc3550: { readonly expected: number; readonly lost: number; readonly duplicates: number; readonly reordered: number; readonly segments: number };
}

export interface Analysis {
  readonly captures: readonly {
    readonly name: string;
    readonly start: string | null;
    readonly truncated: boolean;
    readonly brokenAt: number | null;
    readonly brokenCode: string | null;
  }[];
  readonly accounting: {
    readonly packets: number;
    readonly kinds: Readonly<Record<string, number>>;
    readonly notDecoded: readonly { readonly reason: string; readonly count: number }[];
  };
  readonly diagnostics: readonly { readonly code: string; readonly count: number; readonly frames: readonly number[] }[];
  readonly calls: readonly AnalysisCall[];
  readonly dialogs: readonly AnalysisCall[];
  readonly streams: readonly AnalysisStream[];
}

/** What was looked at: rows are Call-IDs, messages and streams; values are their compared columns. */
export interface Totals {
  files: number;
  packets: number;
  callIds: number;
  messages: number;
  streams: number;
  values: number;
}

export function noTotals(): Totals {
  return { files: 0, packets: 0, callIds: 0, messages: 0, streams: 0, values: 0 };
}

export function compare(truth: Truth, analysis: Analysis, totals: Totals = noTotals()): string[] {
  const differences: string[] = [];
  totals.files++;
  totals.packets += truth.frames.total;
  if (analysis.accounting.packets !== truth.frames.total) differences.push(`packets: ours ${analysis.accounting.packets}, tshark ${truth.frames.total}`);
  const sum = Object.values(analysis.accounting.kinds).reduce((a, b) => a + b, 0);
  if (sum !== analysis.accounting.packets) differences.push(`accounting: kinds sum to ${sum} of ${analysis.accounting.packets}`);
  const negative = Object.entries(analysis.accounting.kinds).filter(([, count]) => count < 0);
  if (negative.length > 0) differences.push(`accounting: ${negative.join(' ')}`);
  compareCalls('call', truth.sip.calls, analysis.calls, differences, totals);
  compareCalls('dialog', truth.sip.other, analysis.dialogs, differences, totals);
  compareStreams(truth, analysis, differences, totals);
  return differences;
}

function compareCalls(kind: string, wanted: readonly TruthCall[], ours: readonly AnalysisCall[], differences: string[], totals: Totals): void {
  const byId = new Map(ours.map((call) => [asPrinted(call.callId), call]));
  for (const call of wanted) {
    const id = call.call_id ?? '';
    totals.callIds++;
    totals.messages += call.messages.length;
    totals.values += 2 + call.messages.length * 6;
    const mine = byId.get(id);
    if (mine === undefined) {
      differences.push(`${kind}-missing: ${id} (${call.messages.length} messages)`);
      continue;
    }
    byId.delete(id);
    compareMessages(kind, id, call, mine, differences);
    if (kind === 'call') {
      const [from, to] = [asPrinted(mine.fromUri ?? ''), asPrinted(mine.toUri ?? '')];
      if (from !== (call.from_uri ?? '') || to !== (call.to_uri ?? ''))
        differences.push(`call-parties: ${id}: tshark ${call.from_uri} to ${call.to_uri}, ours ${from} to ${to}`);
    }
    const transports = [...new Set(mine.messages.map((message) => message.transport))].sort().join(' ');
    const theirs = call.transports
      .map((name) => webSockets.get(name) ?? name)
      .sort()
      .join(' ');
    if (transports !== theirs) differences.push(`${kind}-transports: ${id}: tshark ${theirs}, ours ${transports}`);
  }
  for (const [id, call] of byId) differences.push(`${kind}-extra: ${id} (${call.messages.length} messages, first frame ${call.messages[0]?.frame})`);
}

function compareMessages(kind: string, id: string, call: TruthCall, mine: AnalysisCall, differences: string[]): void {
  const want = call.messages.map((message) => message.map((part, i) => (i === 5 ? foldBlanks(String(part)) : String(part))).join(' '));
  const have = mine.messages.map((m) => `${m.frame} ${m.time} ${point(m.src)} ${point(m.dst)} ${m.status ?? m.method} ${foldBlanks(asPrinted(m.cseq ?? ''))}`);
  const missing = without(want, have);
  const extra = without(have, want);
  if (missing.length === 0 && extra.length === 0) return;
  differences.push(`${kind}-messages: ${id}: tshark only [${missing.join(' | ')}], ours only [${extra.join(' | ')}] (${want.length} / ${have.length})`);
}

/** Rows of `a` that `b` has not, each as often as it is missing. */
function without(a: readonly string[], b: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of b) left.set(row, (left.get(row) ?? 0) + 1);
  return a.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}

function compareStreams(truth: Truth, analysis: Analysis, differences: string[], totals: Totals): void {
  const first = analysis.captures[0]?.start ?? '0.0';
  const ours = new Map<string, AnalysisStream>();
  for (const stream of analysis.streams) ours.set(`${point(stream.src)} ${point(stream.dst)} ${stream.ssrc}`, stream);
  for (const stream of truth.rtp.announced.streams) {
    const key = `${stream.src}:${stream.sport} ${stream.dst}:${stream.dport} ${stream.ssrc}`;
    const mine = ours.get(key);
    const want = truthColumns(stream);
    totals.streams++;
    totals.values += Object.values(want).filter((value) => value !== undefined).length;
    ours.delete(key);
    if (mine === undefined) {
      differences.push(`stream-missing: ${key} (${stream.packets} packets)`);
      continue;
    }
    const have = ourColumns(mine, first);
    const unequal = Object.keys(want).filter(
      (column) => want[column] !== undefined && want[column] !== have[column] && !(mine.beforeSdp > 0 && column === 'firstFrame'),
    );
    if (unequal.length > 0)
      differences.push(`stream-columns: ${key}: ${unequal.map((column) => `${column} tshark ${want[column]} ours ${have[column]}`).join(', ')}`);
  }
  for (const [key, stream] of ours)
    if (stream.detectedBy === 'sdp' && stream.seenByWireshark) differences.push(`stream-extra: ${key} (${stream.packets} packets)`);
}

/** Columns tshark did not print are undefined and not compared. */
function truthColumns(stream: TruthStream): Record<string, string | undefined> {
  return {
    start: stream.start,
    end: stream.end,
    payload: stream.payload,
    packets: String(stream.packets),
    lost: String(stream.lost),
    lostPercent: stream.lost_pct,
    minDelta: stream.min_delta,
    meanDelta: stream.mean_delta,
    maxDelta: stream.max_delta,
    minJitter: stream.min_jitter,
    meanJitter: stream.mean_jitter,
    maxJitter: stream.max_jitter,
    problem: String(stream.problem),
    firstFrame: text(stream.first_frame),
    lastFrame: text(stream.last_frame),
    setupFrame: text(stream.setup_frame),
    callId: text(stream.call_id),
  };
}

function ourColumns(stream: AnalysisStream, first: string): Record<string, string | undefined> {
  const w = stream.wireshark;
  return {
    start: seconds(w.start, first),
    end: seconds(w.end, first),
    payload: stream.payloadNames,
    packets: String(w.packets),
    lost: String(w.lost),
    lostPercent: formatFixed(w.lostPercent, 1),
    minDelta: formatFixed(w.minDelta, 3),
    meanDelta: formatFixed(w.meanDelta, 3),
    maxDelta: formatFixed(w.maxDelta, 3),
    minJitter: formatFixed(w.minJitter, 3),
    meanJitter: formatFixed(w.meanJitter, 3),
    maxJitter: formatFixed(w.maxJitter, 3),
    problem: String(w.problem),
    firstFrame: String(stream.firstFrame),
    lastFrame: String(stream.lastFrame),
    setupFrame: text(stream.setupFrame),
    callId: text(stream.callId),
  };
}

/** Seconds between two epoch texts with nine decimals, as tshark prints `%.6f` of a double. */
export function seconds(time: string, first: string): string {
  return formatFixed(Number(nanoseconds(time) - nanoseconds(first)) / 1e9, 6);
}

function nanoseconds(value: string): bigint {
  const negative = value.startsWith('-');
  const [whole = '0', rest = '0'] = value.replace('-', '').split('.');
  const magnitude = BigInt(whole) * 1_000_000_000n + BigInt(rest.padEnd(9, '0'));
  return negative ? -magnitude : magnitude;
}

function text(value: string | number | null | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

function point(endpoint: Point): string {
  return `${endpoint.address}:${endpoint.port}`;
}

function foldBlanks(value: string): string {
  return value.replaceAll(/\s+/g, ' ').trim();
}

/** As tshark prints a text field: it ends at a NUL, and control characters are escaped. */
function asPrinted(value: string): string {
  const end = value.indexOf('\0');
  // oxlint-disable-next-line no-control-regex -- those are what is looked for
  return (end < 0 ? value : value.slice(0, end)).replaceAll(/[\u0001-\u001f]/g, (c) =>
    c === '\t' ? '\\t' : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
