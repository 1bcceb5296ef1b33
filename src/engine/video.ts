/** A video stream's frames (semantics 10.3), its payload read again from the file for key frames; the last answers are kept. */
import { serialDelta16 } from '../base/serial.ts';
import { readText } from '../base/text.ts';
import type { MessageIndex, PacketIndex, StreamIndex } from '../base/units.ts';
import type { VideoFacts } from '../contract/video.ts';
import { keyFrameTest } from '../quality/key-frame.ts';
import { VideoFrames } from '../quality/video-frames.ts';
import { mediaOf } from '../rtp/payload-type.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import { readPayloads } from './audio-payloads.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { MessageReader } from './message-reader.ts';
import { findSdpPart } from './sdp-part.ts';
import type { Session } from './session.ts';
import { gatherStream } from './stream-packets.ts';

const KEPT = 8;
/** seconds of the plot: twelve hours */
const MOST_SECONDS = 43_200;
/** packets after which a sequence number is taken for a new beginning, not for loss */
const RESTART = 3000;

export class VideoQueries {
  readonly #session: Session;
  readonly #reader: MessageReader;
  readonly #kept = new KeptAnswers<Promise<VideoFacts>>(KEPT);

  constructor(session: Session, reader: MessageReader) {
    this.#session = session;
    this.#reader = reader;
  }

  /** Undefined when the stream is no video. */
  video(stream: StreamIndex): Promise<VideoFacts | undefined> {
    const { streams } = this.#session.tables;
    if (!(Number.isInteger(stream) && stream >= 0 && stream < streams.count)) return Promise.resolve(undefined);
    const name = this.#nameOf(stream);
    if (mediaOf(name) !== 'video') return Promise.resolve(undefined);
    return this.#kept.get(stream, this.#session.revision, () => this.#read(stream, name));
  }

  #nameOf(stream: StreamIndex): string {
    const { streams } = this.#session.tables;
    return streams.maps.encodingName(streams.mapOf(stream), streams.mainType(stream)) ?? '';
  }

  async #read(stream: StreamIndex, name: string): Promise<VideoFacts> {
    const { tables, bindings, revision } = this.#session;
    const { streams } = tables;
    const registration = bindings.of(stream)?.registration ?? -1;
    const test = (await this.#session.sealed.isReadable(stream)) ? keyFrameTest(name) : undefined;
    const packets = gatherStream(tables.packets, streams, stream);
    const main = streams.mainType(stream);
    const rows = inSequence(packets, main);
    const isKey = new Uint8Array(packets.count);
    if (test !== undefined)
      await readPayloads(
        tables,
        rows.map(({ row }) => packets.packet[row]! as PacketIndex),
        (index, octets, at, end) => {
          if (test(octets, at, end)) isKey[rows[index]!.row] = 1;
        },
      );
    const frames = new VideoFrames();
    for (const { row, missing } of rows)
      frames.add(packets.packet[row]!, packets.time[row]!, packets.timestamp[row]!, packets.markerAndType[row]! > 127, missing, isKey[row] === 1);
    const found = frames.summary(streams.clockRate(stream, main));
    const seconds = (streams.lastTime(stream) - streams.firstTime(stream)) / 1e9;
    const keys = found.keyTimes;
    return {
      stream,
      frames: found.frames,
      frameRate: found.frameRate,
      bitRate: seconds > 0 ? (streams.payloadOctets(stream) * 8) / seconds / 1000 : undefined,
      keyFrames: test === undefined ? undefined : found.keyFrames,
      keyFrameInterval: keys.length < 2 ? undefined : (keys.at(-1)! - keys[0]!) / (keys.length - 1) / 1e6,
      medianGap: found.medianGap,
      maxGap: found.maxGap,
      maxGapPlace: found.maxGapPacket < 0 ? undefined : tables.place(found.maxGapPacket),
      packetsPerFrame: found.frames === 0 ? 0 : found.packets / found.frames,
      mostPackets: found.mostPackets,
      damaged: found.damaged,
      unfinished: found.unfinished,
      resolution: await this.#resolution(registration, main),
      from: streams.firstTime(stream),
      perSecond: perSecond(found.times),
      keyTimes: Float64Array.from(keys),
      revision,
    };
  }

  /** As the session description says: imageattr (RFC 6236) or framesize (RFC 6064 section 5.2.2). */
  async #resolution(registration: number, type: number): Promise<string | undefined> {
    if (registration < 0) return undefined;
    const { registry } = this.#session.tables;
    const octets = await this.#reader.read(registry.message(registration) as MessageIndex);
    const scan = createScan();
    if (octets === undefined || !scanMessage(octets, 0, octets.length, scan)) return undefined;
    const part = findSdpPart(octets, scan);
    if (part === undefined) return undefined;
    return sizeIn(readText(octets, part.at, part.end), registry.line(registration), type);
  }
}

/** The size that m-line number `line` gives a payload type; the first of several. */
function sizeIn(text: string, line: number, type: number): string | undefined {
  let index = -1;
  for (const one of text.split(/\r\n|\n|\r/)) {
    if (one.startsWith('m=')) index++;
    if (index !== line) continue;
    const size =
      new RegExp(`^a=imageattr:(?:${type}|\\*)\\s.*?\\[x=(\\d+),y=(\\d+)`).exec(one) ?? new RegExp(`^a=framesize:${type}\\s+(\\d+)-(\\d+)`).exec(one);
    if (size !== null) return `${size[1]}×${size[2]}`;
  }
  return undefined;
}

/** Rows of the main type by extended sequence number, each once, with how many did not come before it. */
function inSequence(packets: StreamPackets, main: number): { readonly row: number; readonly missing: number }[] {
  const rows: { row: number; extended: number }[] = [];
  let highest = 0;
  for (let row = 0; row < packets.count; row++) {
    if (row === 0) highest = packets.sequence[0]!;
    let extended = highest + serialDelta16(packets.sequence[row]!, highest & 0xffff);
    if (Math.abs(extended - highest) > RESTART) extended = highest + 1;
    highest = Math.max(highest, extended);
    rows.push({ row, extended });
  }
  rows.sort((a, b) => a.extended - b.extended || a.row - b.row);
  const found: { row: number; missing: number }[] = [];
  let last = rows[0]?.extended ?? 0;
  for (const [i, { row, extended }] of rows.entries()) {
    if (i > 0 && extended === last) continue;
    const missing = Math.max(0, extended - last - 1);
    last = extended;
    if ((packets.markerAndType[row]! & 0x7f) === main) found.push({ row, missing: i === 0 ? 0 : missing });
  }
  return found;
}

/** Frames of each second from the earliest on. They stand in the order of their numbers: times may run backwards. */
export function perSecond(times: readonly number[]): Float64Array {
  const start = times.reduce((least, time) => Math.min(least, time), Infinity);
  const end = times.reduce((most, time) => Math.max(most, time), -Infinity);
  const count = times.length === 0 ? 0 : Math.min(MOST_SECONDS, Math.floor((end - start) / 1e9) + 1);
  const found = new Float64Array(count);
  for (const time of times) {
    const second = Math.floor((time - start) / 1e9);
    if (second >= 0 && second < count) found[second]!++;
  }
  return found;
}
