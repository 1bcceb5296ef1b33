/**
 * Compares an exported analysis (spec: format sipglass-analysis, version 1) with tshark's truth. Returns one line per
 * disagreement, each beginning with a kind, so that docs/oracle.md can list known ones by file and kind.
 */
import { formatFixed } from '../../src/base/format-fixed.ts';
import type { Truth, TruthCall, TruthStream } from './truth.ts';

interface Point { readonly address: string; readonly port: number }
export interface AnalysisMessage { readonly frame: number; readonly time: string; readonly src: Point; readonly dst: Point; readonly method: string | null; readonly status: number | null; readonly cseq: string | null }
export interface AnalysisCall { readonly callId: string; readonly messages: readonly AnalysisMessage[] }
export interface AnalysisStream {
  readonly src: Point; readonly dst: Point; readonly ssrc: string; readonly callId: string | null; readonly setupFrame: number | null; readonly detectedBy: string; readonly seenByWireshark: boolean;
  readonly payloadNames: string; readonly start: string; readonly end: string; readonly firstFrame: number; readonly lastFrame: number; readonly packets: number;
  readonly wireshark: { readonly packets: number; readonly lost: number; readonly lostPercent: number; readonly minDelta: number; readonly meanDelta: number; readonly maxDelta: number; readonly minJitter: number; readonly meanJitter: number; readonly maxJitter: number; readonly problem: boolean; readonly start: string; readonly end: string };
}
export interface Analysis {
  readonly captures: readonly { readonly start: string | null }[];
  readonly accounting: { readonly packets: number; readonly kinds: Readonly<Record<string, number>>; readonly notDecoded: readonly { readonly reason: string; readonly count: number }[] };
  readonly calls: readonly AnalysisCall[];
  readonly dialogs: readonly AnalysisCall[];
  readonly streams: readonly AnalysisStream[];
}

export function compare(truth: Truth, analysis: Analysis): string[] {
  const differences: string[] = [];
  if (analysis.accounting.packets !== truth.frames.total) differences.push(`packets: ours ${analysis.accounting.packets}, tshark ${truth.frames.total}`);
  const sum = Object.values(analysis.accounting.kinds).reduce((a, b) => a + b, 0);
  if (sum !== analysis.accounting.packets) differences.push(`accounting: kinds sum to ${sum} of ${analysis.accounting.packets}`);
  compareCalls('call', truth.sip.calls, analysis.calls, differences);
  compareCalls('dialog', truth.sip.other, analysis.dialogs, differences);
  compareStreams(truth, analysis, differences);
  return differences;
}

function compareCalls(kind: string, wanted: readonly TruthCall[], ours: readonly AnalysisCall[], differences: string[]): void {
  const byId = new Map(ours.map((call) => [call.callId, call]));
  for (const call of wanted) {
    const id = call.call_id ?? '';
    const mine = byId.get(id);
    if (mine === undefined) {
      differences.push(`${kind}-missing: ${id} (${call.messages.length} messages)`);
      continue;
    }
    byId.delete(id);
    const want = call.messages.map((message) => message.map((part, i) => (i === 5 ? foldBlanks(String(part)) : String(part))).join(' '));
    const have = mine.messages.map((m) => `${m.frame} ${m.time} ${point(m.src)} ${point(m.dst)} ${m.status ?? m.method} ${foldBlanks(m.cseq ?? '')}`);
    const missing = want.filter((row) => !have.includes(row));
    const extra = have.filter((row) => !want.includes(row));
    if (missing.length > 0 || extra.length > 0 || want.length !== have.length) {
      differences.push(`${kind}-messages: ${id}: tshark only [${missing.slice(0, 3).join(' | ')}], ours only [${extra.slice(0, 3).join(' | ')}] (${want.length} / ${have.length})`);
    }
  }
  for (const call of byId.values()) differences.push(`${kind}-extra: ${call.callId} (${call.messages.length} messages, first frame ${call.messages[0]?.frame})`);
}

function compareStreams(truth: Truth, analysis: Analysis, differences: string[]): void {
  const first = analysis.captures[0]?.start ?? '0.0';
  const ours = new Map<string, AnalysisStream>();
  for (const stream of analysis.streams) ours.set(`${point(stream.src)} ${point(stream.dst)} ${stream.ssrc}`, stream);
  for (const stream of truth.rtp.announced.streams) {
    const key = `${stream.src}:${stream.sport} ${stream.dst}:${stream.dport} ${stream.ssrc}`;
    const mine = ours.get(key);
    ours.delete(key);
    if (mine === undefined) {
      differences.push(`stream-missing: ${key} (${stream.packets} packets)`);
      continue;
    }
    const want = truthColumns(stream);
    const have = ourColumns(mine, first);
    const unequal = Object.keys(want).filter((column) => want[column] !== undefined && want[column] !== have[column]);
    if (unequal.length > 0) differences.push(`stream-columns: ${key}: ${unequal.map((c) => `${c} tshark ${want[c]} ours ${have[c]}`).join(', ')}`);
  }
  for (const [key, stream] of ours) if (stream.detectedBy === 'sdp' && stream.seenByWireshark) differences.push(`stream-extra: ${key} (${stream.packets} packets)`);
}

function truthColumns(stream: TruthStream): Record<string, string | undefined> {
  return {
    start: stream.start, end: stream.end, payload: stream.payload, packets: String(stream.packets), lost: String(stream.lost), lostPercent: stream.lost_pct,
    minDelta: stream.min_delta, meanDelta: stream.mean_delta, maxDelta: stream.max_delta, minJitter: stream.min_jitter, meanJitter: stream.mean_jitter, maxJitter: stream.max_jitter,
    problem: String(stream.problem), setupFrame: text(stream.setup_frame), callId: text(stream.call_id),
  };
}

function ourColumns(stream: AnalysisStream, first: string): Record<string, string | undefined> {
  const w = stream.wireshark;
  return {
    start: seconds(w.start, first), end: seconds(w.end, first), payload: stream.payloadNames, packets: String(w.packets), lost: String(w.lost), lostPercent: formatFixed(w.lostPercent, 1),
    minDelta: formatFixed(w.minDelta, 3), meanDelta: formatFixed(w.meanDelta, 3), maxDelta: formatFixed(w.maxDelta, 3),
    minJitter: formatFixed(w.minJitter, 3), meanJitter: formatFixed(w.meanJitter, 3), maxJitter: formatFixed(w.maxJitter, 3),
    problem: String(w.problem), setupFrame: text(stream.setupFrame), callId: text(stream.callId),
  };
}

/** Seconds between two epoch texts with nine decimals, as tshark prints `%.6f` of a double. */
function seconds(time: string, first: string): string {
  const nanoseconds = (value: string): bigint => {
    const negative = value.startsWith('-');
    const [whole = '0', rest = '0'] = value.replace('-', '').split('.');
    const magnitude = BigInt(whole) * 1_000_000_000n + BigInt(rest.padEnd(9, '0'));
    return negative ? -magnitude : magnitude;
  };
  return formatFixed(Number(nanoseconds(time) - nanoseconds(first)) / 1e9, 6);
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
