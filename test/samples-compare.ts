/**
 * Holds an exported analysis (format sipglass-analysis) and the registrations against what test/samples-expected.json says of a
 * sample. Every difference is a sentence; none means agreement.
 */
import { formatFixed } from '../src/base/format-fixed.ts';
import type { BindingRow } from '../src/contract/bindings.ts';
import type { CallDetail } from '../src/contract/call-detail.ts';

interface Point {
  readonly address: string;
  readonly port: number;
}

export interface ExpectedMessage {
  readonly frame: number;
  readonly src: string;
  readonly dst: string;
  readonly transport: string;
  readonly method: string | null;
  readonly status: number | null;
  readonly cseq: string;
  readonly sdp: boolean;
}

export interface ExpectedDialog {
  readonly callId: string;
  readonly state: string | readonly string[];
  /** frames of retransmissions and of what they repeat */
  readonly retransmissions: readonly (readonly [frame: number, of: number])[];
  readonly messages: readonly ExpectedMessage[];
}

export interface ExpectedCall extends ExpectedDialog {
  readonly finalStatus: number;
  readonly endedBy?: string;
  readonly q850?: number;
  /** marks the call must have; an empty list: it must have none */
  readonly problems?: readonly string[];
  readonly holds?: readonly { readonly by: string }[];
  /** milliseconds from the first hop's messages, semantics 5.6 */
  readonly pdd: number | null;
  readonly ringTime: number | null;
  readonly setupTime: number | null;
  readonly talkTime: number | null;
}

export interface ExpectedStream {
  readonly src: string;
  readonly dst: string;
  readonly ssrc: string;
  readonly payloads: string;
  readonly packets: number;
  readonly lost: number;
  readonly lostPercent: number;
  readonly problem: boolean;
  /** as tshark prints them */
  readonly minDelta: string;
  readonly meanDelta: string;
  readonly maxDelta: string;
  readonly minJitter: string;
  readonly meanJitter: string;
  readonly maxJitter: string;
}

export interface ExpectedSample {
  readonly packets: number;
  readonly sip: number;
  readonly rtp: number;
  readonly rtcp: number;
  readonly icmp: number;
  readonly calls: readonly ExpectedCall[];
  readonly dialogs: readonly ExpectedDialog[];
  readonly bindings: readonly { readonly aor: string; readonly state: string | readonly string[]; readonly refreshes?: number; readonly challenges: number }[];
  readonly streams: readonly ExpectedStream[];
  readonly comments: readonly { readonly frame: number; readonly text: string }[];
}

interface FoundMessage {
  readonly frame: number;
  readonly src: Point;
  readonly dst: Point;
  readonly transport: string;
  readonly method: string | null;
  readonly status: number | null;
  readonly cseq: string;
  readonly sdp: boolean;
  readonly retransmissionOf: number | null;
}
interface FoundDialog {
  readonly callId: string;
  readonly state: string;
  readonly messages: readonly FoundMessage[];
}
interface FoundCall extends FoundDialog {
  readonly finalStatus: number;
  readonly endedBy: string | null;
  readonly cause: { readonly q850: number | null } | null;
  readonly pdd: number | null;
  readonly ringTime: number | null;
  readonly setupTime: number | null;
  readonly talkTime: number | null;
}
type Measures = Readonly<Record<'minDelta' | 'meanDelta' | 'maxDelta' | 'minJitter' | 'meanJitter' | 'maxJitter', number>>;
interface FoundStream {
  readonly src: Point;
  readonly dst: Point;
  readonly ssrc: string;
  readonly payloadNames: string;
  readonly packets: number;
  readonly callId: string | null;
  readonly wireshark: Measures & { readonly lost: number; readonly lostPercent: number; readonly problem: boolean };
}

export interface FoundAnalysis {
  readonly accounting: { readonly packets: number; readonly kinds: Readonly<Record<string, number>> };
  readonly calls: readonly FoundCall[];
  readonly dialogs: readonly FoundDialog[];
  readonly streams: readonly FoundStream[];
}

export function compareAnalysis(expected: ExpectedSample, found: FoundAnalysis): string[] {
  const out: string[] = [];
  say(out, 'packets', expected.packets, found.accounting.packets);
  for (const kind of ['sip', 'rtp', 'rtcp', 'icmp'] as const) say(out, `${kind} packets`, expected[kind], found.accounting.kinds[kind] ?? 0);
  say(
    out,
    'Call-IDs of calls',
    expected.calls.map((call) => call.callId),
    found.calls.map((call) => call.callId),
  );
  say(
    out,
    'Call-IDs of other dialogs',
    expected.dialogs.map((dialog) => dialog.callId),
    found.dialogs.map((dialog) => dialog.callId),
  );
  for (const [index, call] of expected.calls.entries()) compareCall(out, call, found.calls[index]);
  for (const [index, dialog] of expected.dialogs.entries()) compareDialog(out, dialog, found.dialogs[index]);
  compareStreams(out, expected, found);
  return out;
}

export function compareBindings(expected: ExpectedSample, found: readonly BindingRow[]): string[] {
  const out: string[] = [];
  say(
    out,
    'addresses of record',
    expected.bindings.map((each) => each.aor),
    found.map((each) => each.aor),
  );
  for (const [index, binding] of expected.bindings.entries()) {
    sayState(out, binding.aor, binding.state, found[index]?.state);
    say(out, `${binding.aor} challenges`, binding.challenges, found[index]?.challenges);
    if (binding.refreshes !== undefined) say(out, `${binding.aor} refreshes`, binding.refreshes, found[index]?.refreshes);
  }
  return out;
}

/** Marks and holds, which the export does not carry. */
export function compareDetails(expected: ExpectedSample, found: readonly (CallDetail | undefined)[]): string[] {
  const out: string[] = [];
  for (const [index, call] of expected.calls.entries()) {
    const marks = found[index]?.row.problems ?? [];
    if (call.problems?.length === 0) say(out, `${call.callId} marks`, [], marks);
    for (const problem of call.problems ?? [])
      if (!(marks as readonly string[]).includes(problem)) out.push(`${call.callId}: no mark ${problem}, only ${marks.join(', ') || 'none'}`);
    say(
      out,
      `${call.callId} holds`,
      (call.holds ?? []).map((hold) => hold.by),
      (found[index]?.held ?? []).map((hold) => hold.by),
    );
    say(out, `${call.callId} retransmissions`, call.retransmissions.length, found[index]?.row.retransmissions);
  }
  return out;
}

function compareCall(out: string[], call: ExpectedCall, found: FoundCall | undefined): void {
  compareDialog(out, call, found);
  if (!found) return;
  say(out, `${call.callId} final status`, call.finalStatus, found.finalStatus);
  if (call.endedBy !== undefined) say(out, `${call.callId} ended by`, call.endedBy, found.endedBy);
  if (call.q850 !== undefined) say(out, `${call.callId} Q.850 cause`, call.q850, found.cause?.q850);
  for (const time of ['pdd', 'ringTime', 'setupTime', 'talkTime'] as const) {
    const [want, have] = [call[time], found[time]];
    // Doubles of nanoseconds differ in the last digits, a wrong frame by microseconds.
    if ((want === null) !== (have === null) || Math.abs((want ?? 0) - (have ?? 0)) > 0.0005)
      out.push(`${call.callId} ${time}: expected ${want}, found ${have}`);
  }
}

function compareDialog(out: string[], dialog: ExpectedDialog, found: FoundDialog | undefined): void {
  if (!found) return;
  sayState(out, dialog.callId, dialog.state, found.state);
  const messages = found.messages.map((each) => ({
    frame: each.frame,
    src: text(each.src),
    dst: text(each.dst),
    transport: each.transport,
    method: each.method,
    status: each.status,
    cseq: each.cseq,
    sdp: each.sdp,
  }));
  say(out, `${dialog.callId} messages`, dialog.messages, messages);
  say(
    out,
    `${dialog.callId} retransmitted frames`,
    dialog.retransmissions.map(([frame]) => frame),
    found.messages.filter((each) => each.retransmissionOf !== null).map((each) => each.frame),
  );
}

function compareStreams(out: string[], expected: ExpectedSample, found: FoundAnalysis): void {
  const key = (stream: { readonly src: string; readonly dst: string; readonly ssrc: string }): string => `${stream.src} > ${stream.dst} ${stream.ssrc}`;
  const ours = new Map(found.streams.map((stream) => [key({ src: text(stream.src), dst: text(stream.dst), ssrc: stream.ssrc.toLowerCase() }), stream]));
  say(out, 'streams', expected.streams.map(key), [...ours.keys()]);
  for (const stream of expected.streams) {
    const mine = ours.get(key(stream));
    if (!mine) continue;
    const { wireshark } = mine;
    say(out, key(stream), plain(stream), {
      payloads: mine.payloadNames,
      packets: mine.packets,
      lost: wireshark.lost,
      lostPercent: formatFixed(wireshark.lostPercent, 1),
      problem: wireshark.problem,
      minDelta: three(wireshark.minDelta),
      meanDelta: three(wireshark.meanDelta),
      maxDelta: three(wireshark.maxDelta),
      minJitter: three(wireshark.minJitter),
      meanJitter: three(wireshark.meanJitter),
      maxJitter: three(wireshark.maxJitter),
    });
    if (!expected.calls.some((call) => call.callId === mine.callId)) out.push(`${key(stream)}: belongs to ${mine.callId ?? 'no call'}`);
  }
}

function plain(stream: ExpectedStream): unknown {
  const { payloads, packets, lost, lostPercent, problem, minDelta, meanDelta, maxDelta, minJitter, meanJitter, maxJitter } = stream;
  return { payloads, packets, lost, lostPercent: formatFixed(lostPercent, 1), problem, minDelta, meanDelta, maxDelta, minJitter, meanJitter, maxJitter };
}

function three(value: number): string {
  return formatFixed(value, 3);
}

function text(point: Point): string {
  return `${point.address}:${point.port}`;
}

function sayState(out: string[], what: string, expected: string | readonly string[], found: string | undefined): void {
  const allowed = typeof expected === 'string' ? [expected] : expected;
  if (found === undefined || !allowed.includes(found)) out.push(`${what}: state ${found}, expected ${allowed.join(' or ')}`);
}

function say(out: string[], what: string, expected: unknown, found: unknown): void {
  const [want, have] = [JSON.stringify(expected), JSON.stringify(found)];
  if (want !== have) out.push(`${what}: expected ${want}, found ${have}`);
}
