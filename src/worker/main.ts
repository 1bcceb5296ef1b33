/**
 * The worker's door: takes every way out away, then answers the contract's questions through Comlink. One worker is one
 * set of captures; closing is terminating.
 */
import { expose, transfer } from 'comlink';
import type { PacketExport, TableExport } from '../contract/capture-queries.ts';
import type { CaptureWorker } from '../contract/capture-worker.ts';
import type { DecodeRule } from '../contract/decode-as.ts';
import type { OpenFailure, Opened, Progress } from '../contract/overview.ts';
import type { TypedKey } from '../contract/seal.ts';
import type { PointChoice } from '../contract/points.ts';
import { Engine } from '../engine/engine.ts';
import { lifeLock } from './life-sign.ts';
import { openFiles } from './open-files.ts';
import { packetDecoder } from './packet-decoders.ts';
import { seal } from './seal.ts';

const pauseChannel = new MessageChannel();

/** Lets waiting messages of the page be handled; a macrotask, since promises alone would not. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    pauseChannel.port1.onmessage = (): void => resolve();
    pauseChannel.port2.postMessage(undefined);
  });
}

seal(self);

const engine = new Engine(packetDecoder);
let signal = { aborted: false };

async function open(
  files: readonly File[],
  decodeAs: readonly DecodeRule[],
  onProgress: (progress: Progress) => void,
  points?: PointChoice,
  typedKeys: readonly TypedKey[] = [],
): Promise<Opened | OpenFailure> {
  signal.aborted = true;
  signal = { aborted: false };
  const mine = signal;
  const unpacking = { packets: 0, calls: 0, revision: 0, analysed: 0, phase: 'unpacking' } as const;
  const inputs = await openFiles(files, { signal: mine, pause, onProgress: (read, size) => onProgress({ ...unpacking, read, size }) });
  return engine.open(inputs, { onProgress, signal: mine, pause, decodeAs, typedKeys, ...(points === undefined ? {} : { points }) });
}

/** Parts become Blobs on the way, so that an hour of sound lies with the browser and not in this heap. */
async function collectLong(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>, type: string): Promise<Blob> {
  const whole: Blob[] = [];
  let parts: BlobPart[] = [];
  let octets = 0;
  for await (const piece of pieces) {
    parts.push(piece);
    octets += piece.byteLength;
    if (octets < 4_194_304) continue;
    whole.push(new Blob(parts));
    parts = [];
    octets = 0;
    await pause();
  }
  return new Blob([...whole, ...parts], { type });
}

async function collect(pieces: AsyncIterable<string | Uint8Array<ArrayBuffer>>, type: string): Promise<Blob> {
  const parts: BlobPart[] = [];
  let count = 0;
  for await (const piece of pieces) {
    parts.push(piece);
    if (++count % 256 === 0) await pause();
  }
  return new Blob(parts, { type });
}

/** Everything the engine answers, and what needs files. Series are moved, not copied. */
const worker: CaptureWorker = {
  open,
  lifeLock,
  cancel: () => {
    signal.aborted = true;
    return Promise.resolve();
  },
  overview: () => Promise.resolve(engine.overview()),
  diagnostics: () => Promise.resolve(engine.diagnostics()),
  calls: (query, page) => Promise.resolve(engine.calls(query, page)),
  callRate: (query, buckets) => Promise.resolve(engine.callRate(query, buckets)),
  call: (call) => engine.call(call),
  ladder: (calls) => engine.ladder(calls),
  findCall: (callId) => Promise.resolve(engine.findCall(callId)),
  callPosition: (query, call) => Promise.resolve(engine.callPosition(query, call)),
  giveKey: (key) => engine.giveKey(key),
  seenTypes: (source, destination, ssrc) => Promise.resolve(engine.seenTypes(source, destination, ssrc)),
  remedies: () => engine.remedies(),
  labelCounts: () => Promise.resolve(engine.labelCounts()),
  findingGroups: (by) => Promise.resolve(engine.findingGroups(by)),
  findingsOf: (by, key, rule) => Promise.resolve(engine.findingsOf(by, key, rule)),
  findingsOfCall: (call) => engine.findingsOfCall(call),
  findingThresholds: () => Promise.resolve(engine.findingThresholds()),
  chooseFindings: (choice) => Promise.resolve(engine.chooseFindings(choice)),
  legs: (call) => engine.legs(call),
  legMedia: (call) => engine.legMedia(call),
  pinLeg: (one, other, isPinned) => Promise.resolve(engine.pinLeg(one, other, isPinned)),
  cutLeg: (one, other, isCut) => Promise.resolve(engine.cutLeg(one, other, isCut)),
  chooseLegHeader: (name) => engine.chooseLegHeader(name),
  dialogs: (query, page) => Promise.resolve(engine.dialogs(query, page)),
  registrations: (query, page) => Promise.resolve(engine.registrations(query, page)),
  tlsConnections: (closed, page) => Promise.resolve(engine.tlsConnections(closed, page)),
  statistics: () => engine.statistics(pause),
  streams: (query, page) => Promise.resolve(engine.streams(query, page)),
  stream: (stream) => Promise.resolve(engine.stream(stream)),
  series: (request) => {
    const series = engine.series(request);
    if (series === undefined) return Promise.resolve(undefined);
    const buffers = [series.x, series.lost, ...series.measures.flatMap(({ min, max, mean }) => [min, max, mean])].map((values) => values.buffer as ArrayBuffer);
    return Promise.resolve(transfer(series, [...new Set(buffers)]));
  },
  streamPackets: (stream, page) => Promise.resolve(engine.streamPackets(stream, page)),
  quality: (request) => engine.quality(request),
  callQuality: (call, setting) => engine.callQuality(call, setting),
  rate: () => engine.rate(pause),
  deepen: () => engine.deepen(pause),
  nextStreamProblem: (stream, row, direction) => Promise.resolve(engine.nextStreamProblem(stream, row, direction)),
  streamPoints: (stream) => Promise.resolve(engine.streamPoints(stream)),
  segmentSeries: (request) => Promise.resolve(engine.segmentSeries(request)),
  callPoints: (call) => Promise.resolve(engine.callPoints(call)),
  digits: (call, listen) => engine.digits(call, listen),
  streamDigits: (stream, listen) => engine.streamDigits(stream, listen),
  faxes: (call) => engine.faxes(call),
  chat: (call) => engine.chat(call),
  video: (stream) => engine.video(stream),
  reports: (stream) => engine.reports(stream),
  callReports: (call) => engine.callReports(call),
  packets: (query, page) => engine.packets(query, page),
  packet: (packet) => engine.packet(packet),
  message: (message) => engine.message(message),
  findFrame: (capture, frame) => Promise.resolve(engine.findFrame(capture, frame)),
  messagesOf: (packet) => Promise.resolve(engine.messagesOf(packet)),
  sound: (source, setting) => engine.sound(source, setting),
  soundPiece: async (request) => {
    const piece = await engine.soundPiece(request);
    return transfer(
      piece,
      piece.channels.map((channel) => channel.buffer),
    );
  },
  waveform: async (request) => {
    const wave = await engine.waveform(request);
    return wave === undefined
      ? undefined
      : transfer(
          wave,
          [wave.min, wave.max, wave.rms, wave.late, wave.marks].map((values) => values.buffer),
        );
  },
  exportSound: (request) => collectLong(engine.exportSound(request), 'audio/wav'),
  exportPayload: (stream) => collectLong(engine.exportPayload(stream), 'application/octet-stream'),
  analysis: async () => {
    await engine.rate(pause);
    return collect(engine.analysis(), 'application/json');
  },
  carriesKeys: (calls) => Promise.resolve(engine.carriesKeys(calls)),
  exportPackets: (request: PacketExport) => collect(engine.exportPackets(request), 'application/vnd.tcpdump.pcap'),
  exportTable: async (request: TableExport) => {
    await engine.rate(pause);
    return collect(engine.exportTable(request), 'text/csv;charset=utf-8');
  },
};

expose(worker);
