/**
 * The whole analysis as one JSON document (format sipglass-analysis, version 1), in pieces: a million messages must not
 * become one giant string. Unknown is null. Parts that are not built yet are present and empty.
 * Calls come in batches, so that the texts of their messages (branch, tags, reason) are re-read in few large reads.
 */
import type { Cause } from '../contract/call-detail.ts';
import type { CallRow } from '../contract/calls.ts';
import type { DialogRow } from '../contract/dialogs.ts';
import type { Endpoint } from '../contract/common.ts';
import type { DiagnosticRow, Overview } from '../contract/overview.ts';
import type { StreamReports } from '../contract/reports.ts';
import type { Rfc3550Detail, StreamRow } from '../contract/streams.ts';
import type { FaxSession } from '../contract/fax.ts';
import type { CallDigits } from '../contract/tones.ts';
import type { MessageIndex, Nanoseconds } from '../base/units.ts';
import { digitObjects, faxObjects, toneObjects } from './export-tones.ts';
import type { PointsExport } from './export-points.ts';
import { rtcpObject } from './export-reports.ts';
import type { StreamRating } from './stream-ratings.ts';

/** One message as the export shows it; texts were re-read from the file. */
export interface ExportedMessage {
  readonly frame: number;
  readonly capture: number;
  readonly time: Nanoseconds;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly transport: string;
  readonly method: string | undefined;
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly cseq: string | undefined;
  readonly branch: string | undefined;
  readonly fromTag: string | undefined;
  readonly toTag: string | undefined;
  readonly retransmissionOf: number | undefined;
  readonly captureDuplicateOf: number | undefined;
  readonly sdp: boolean;
  readonly lossy: boolean;
}

export interface AnalysisSource {
  readonly product: string;
  overview(): Overview;
  diagnostics(): readonly DiagnosticRow[];
  sha256(capture: number): Promise<string | undefined>;
  time(moment: Nanoseconds): string;
  callIds(): Int32Array;
  dialogIds(): Int32Array;
  streamIds(): Int32Array;
  callRow(call: number): CallRow;
  cause(call: number): Cause | undefined;
  dialogRow(call: number): DialogRow;
  messageIds(call: number): readonly MessageIndex[];
  readMessages(messages: readonly MessageIndex[]): Promise<readonly ExportedMessage[]>;
  /** digits and tones of a call; those in its sound as long as that is not too much to listen to */
  digits(call: number): Promise<CallDigits | undefined>;
  streamDigits(stream: number): Promise<CallDigits | undefined>;
  faxes(call: number): Promise<readonly FaxSession[]>;
  streamRow(stream: number): StreamRow;
  streamDetail(stream: number): Rfc3550Detail;
  prefetchReports(streams: readonly number[]): Promise<void>;
  reports(stream: number): Promise<StreamReports | undefined>;
  wiresharkSpan(stream: number): { readonly start: Nanoseconds; readonly end: Nanoseconds };
  streamsOfCall(call: number): readonly number[];
  streamRating(stream: number): StreamRating | 'pending' | undefined;
  readonly points: PointsExport;
}

const BATCH_MESSAGES = 4096;
/** streams whose RTCP is read together */
const BATCH_STREAMS = 256;

export async function* exportAnalysis(source: AnalysisSource): AsyncGenerator<string, void, void> {
  const overview = source.overview();
  const streamIds = source.streamIds();
  const streamNumber = new Map<number, number>();
  streamIds.forEach((stream, number) => streamNumber.set(stream, number));
  yield `{"format":"sipglass-analysis","version":1,"product":${JSON.stringify(source.product)},\n"captures":[`;
  for (const [index, capture] of overview.captures.entries()) {
    const sha256 = (await source.sha256(index)) ?? null;
    yield `${separator(index)}${JSON.stringify({
      name: capture.name,
      size: capture.size,
      sha256,
      fileType: capture.fileType,
      compression: capture.compression ?? null,
      packets: capture.packets,
      start: capture.start ?? null,
      end: capture.end ?? null,
      linkTypes: capture.linkTypes,
      truncated: capture.truncated,
      brokenAt: capture.brokenAt ?? null,
      brokenCode: capture.brokenCode ?? null,
      packedAt: capture.packedAt ?? null,
      fingerprint: capture.fingerprint,
      comments: capture.comments,
    })}`;
  }
  yield `],\n"points":${JSON.stringify(source.points.points)},\n"accounting":${JSON.stringify({
    packets: overview.accounting.packets,
    kinds: overview.accounting.kinds,
    notDecoded: overview.accounting.notDecoded.map(({ reason, count, firstFrame }) => ({ reason, count, firstFrame: firstFrame < 0 ? null : firstFrame })),
  })},\n"diagnostics":[`;
  for (const [index, row] of source.diagnostics().entries()) {
    yield `${separator(index)}${JSON.stringify({ code: row.code, count: row.count, frames: row.places.filter((place) => place.packet >= 0).map((place) => place.frame) })}`;
  }
  yield '],\n"calls":[';
  yield* exportGroups(source, source.callIds(), (call, messages) => callObject(source, call, messages, streamNumber));
  yield '],\n"dialogs":[';
  yield* exportGroups(source, source.dialogIds(), (call, messages) => dialogObject(source, call, messages));
  yield '],\n"streams":[';
  let index = 0;
  for (const stream of streamIds) {
    if (index % BATCH_STREAMS === 0) await source.prefetchReports([...streamIds.subarray(index, index + BATCH_STREAMS)]);
    const reports = await source.reports(stream);
    const digits = digitObjects(await source.streamDigits(stream), streamNumber, (moment) => source.time(moment));
    yield `${separator(index)}${JSON.stringify({ ...streamObject(source, stream, index++, reports), dtmf: digits })}`;
  }
  const unannounced = faxObjects(await source.faxes(-1), (moment) => source.time(moment));
  yield `],\n"fax":${JSON.stringify(unannounced)}`;
  yield ',\n"findings":[]}\n';
}

async function* exportGroups(
  source: AnalysisSource,
  ids: Int32Array,
  make: (call: number, messages: readonly ExportedMessage[]) => object | Promise<object>,
): AsyncGenerator<string, void, void> {
  let written = 0;
  for (let at = 0; at < ids.length; ) {
    const batch: { call: number; messages: readonly MessageIndex[] }[] = [];
    const wanted: MessageIndex[] = [];
    while (at < ids.length && (wanted.length === 0 || wanted.length < BATCH_MESSAGES)) {
      const call = ids[at++]!;
      const messages = source.messageIds(call);
      batch.push({ call, messages });
      for (const message of messages) wanted.push(message);
    }
    const read = await source.readMessages(wanted);
    let from = 0;
    for (const { call, messages } of batch) {
      yield `${separator(written++)}${JSON.stringify(await make(call, read.slice(from, from + messages.length)))}`;
      from += messages.length;
    }
  }
}

function separator(index: number): string {
  return index === 0 ? '\n' : ',\n';
}

function messageObject(source: AnalysisSource, m: ExportedMessage): object {
  return {
    frame: m.frame,
    ...(m.capture > 0 ? { capture: m.capture } : {}),
    time: source.time(m.time),
    src: m.source,
    dst: m.destination,
    transport: m.transport,
    method: m.method ?? null,
    status: m.status ?? null,
    reason: m.reason ?? null,
    cseq: m.cseq ?? null,
    branch: m.branch ?? null,
    fromTag: m.fromTag ?? null,
    toTag: m.toTag ?? null,
    retransmissionOf: m.retransmissionOf ?? null,
    captureDuplicateOf: m.captureDuplicateOf ?? null,
    sdp: m.sdp,
    ...(m.lossy ? { lossy: true } : {}),
  };
}

async function callObject(
  source: AnalysisSource,
  call: number,
  messages: readonly ExportedMessage[],
  streamNumber: ReadonlyMap<number, number>,
): Promise<object> {
  const digits = await source.digits(call);
  const row = source.callRow(call);
  const cause = source.cause(call);
  return {
    callId: row.callId,
    fromUri: row.fromUri,
    fromUser: row.from,
    fromDisplay: row.fromDisplay,
    toUri: row.toUri,
    toUser: row.to,
    toDisplay: row.toDisplay,
    requestUri: row.requestUri,
    state: row.state,
    finalStatus: row.finalStatus ?? null,
    endedBy: row.endedBy ?? null,
    cause: cause === undefined ? null : { q850: cause.q850 ?? null, sip: cause.sip ?? null, text: cause.text ?? null },
    start: source.time(row.start),
    end: source.time(row.end),
    pdd: row.pdd ?? null,
    ringTime: row.ringTime ?? null,
    setupTime: row.setupTime ?? null,
    talkTime: row.talkTime ?? null,
    talkEstimated: row.talkEstimated,
    problems: row.problems,
    labels: row.labels,
    transports: row.transports,
    userAgents: row.userAgents,
    linkedCalls: [],
    messages: messages.map((message) => messageObject(source, message)),
    streams: source
      .streamsOfCall(call)
      .map((stream) => streamNumber.get(stream))
      .filter((number) => number !== undefined),
    findings: [],
    dtmf: digitObjects(digits, streamNumber, (moment) => source.time(moment)),
    tones: toneObjects(digits, (moment) => source.time(moment)),
    fax: faxObjects(await source.faxes(call), (moment) => source.time(moment)),
    mos: typeof row.mos === 'number' ? row.mos : null,
    points: source.points.call(call),
  };
}

/** null: not rated, or not rated yet */
function ratingObject(rating: StreamRating | 'pending' | undefined): object | null {
  if (rating === undefined || rating === 'pending') return null;
  return { value: rating.mos, r: rating.r, buffer: 'adaptive', lateLossPercent: rating.latePercent, grounded: rating.grounded };
}

function dialogObject(source: AnalysisSource, call: number, messages: readonly ExportedMessage[]): object {
  const row = source.dialogRow(call);
  return {
    callId: row.callId,
    method: row.method,
    state: row.state,
    finalStatus: row.finalStatus ?? null,
    labels: row.labels,
    messages: messages.map((message) => messageObject(source, message)),
  };
}

function streamObject(source: AnalysisSource, stream: number, id: number, reports: StreamReports | undefined): object {
  const row = source.streamRow(stream);
  const detail = source.streamDetail(stream);
  const span = source.wiresharkSpan(stream);
  const { wireshark: w, rfc3550: r } = row;
  return {
    id,
    src: row.source,
    dst: row.destination,
    ssrc: row.ssrc,
    callId: row.callId ?? null,
    setupFrame: row.setupFrame?.frame ?? null,
    detectedBy: row.detectedBy,
    bindingReason: row.bindingReason ?? null,
    seenByWireshark: row.seenByWireshark,
    payloadNames: row.payloadNames,
    payloadTypes: row.payloadTypes.map(({ number, name, clockRate, packets }) => ({ number, name, clockRate: clockRate === 0 ? null : clockRate, packets })),
    encrypted: row.encrypted,
    decrypted: false,
    firstFrame: row.first.frame,
    lastFrame: row.last.frame,
    start: source.time(row.start),
    end: source.time(row.end),
    packets: row.packets,
    beforeSdp: row.beforeSdp,
    wireshark: {
      packets: w.packets,
      lost: w.lost,
      lostPercent: w.lostPercent,
      minDelta: w.minDelta,
      meanDelta: w.meanDelta,
      maxDelta: w.maxDelta,
      minJitter: w.minJitter,
      meanJitter: w.meanJitter,
      maxJitter: w.maxJitter,
      maxSkew: w.maxSkew,
      sequenceErrors: w.sequenceErrors,
      problem: w.problem,
      start: source.time(span.start),
      end: source.time(span.end),
    },
    rfc3550: {
      expected: r.expected,
      lost: r.lost,
      lossSite: row.lossSite ?? null,
      duplicates: r.duplicates,
      reordered: r.reordered,
      jitter: r.jitter ?? null,
      maxJitter: r.maxJitter ?? null,
      segments: r.segments,
      lossRuns: detail.lossRuns,
      burstRatio: detail.burstRatio ?? null,
      clockDriftPpm: r.clockDriftPpm ?? null,
      ptime: r.ptime ?? null,
    },
    mos: ratingObject(source.streamRating(stream)),
    points: source.points.stream(stream),
    rtcp: rtcpObject(row, reports),
  };
}
