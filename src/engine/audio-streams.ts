/** The streams that are listened to, opened: gathered packets, voice, formats, sound and peaks. The latest are kept. */
import type { Nanoseconds, StreamIndex } from '../base/units.ts';
import { createDecoder } from '../codec/create-decoder.ts';
import type { PayloadFormat } from '../codec/decoder.ts';
import { G729Decoder } from '../codec/g729-decoder.ts';
import { readOpusPacket } from '../codec/opus-packet.ts';
import type { DecoderSource } from '../codec/packet-decoder.ts';
import type { SoundDecoder } from '../contract/sound.ts';
import { voicePackets, type VoicePackets } from '../quality/voice-packets.ts';
import { eventClock, isComfortNoise, mediaOf, noMap } from '../rtp/payload-type.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { StreamClocks } from '../rtp/stream-columns.ts';
import { voiceFormats, type TypeFormat } from './audio-formats.ts';
import { readPayloads } from './audio-payloads.ts';
import { StreamPeaks } from './audio-peaks.ts';
import { slotKind, type RowFacts, type SlotKind } from './audio-schedule.ts';
import { PieceCache, StreamSound } from './audio-stream.ts';
import type { MessageReader } from './message-reader.ts';
import type { Session } from './session.ts';
import { gatherStream } from './stream-packets.ts';

export interface OpenStream {
  readonly stream: StreamIndex;
  readonly packets: StreamPackets;
  readonly voice: VoicePackets;
  readonly formats: readonly TypeFormat[];
  readonly facts: RowFacts;
  readonly decoder: SoundDecoder;
  readonly codec: string;
  /** sent in each packet */
  readonly channels: number;
  readonly duplicates: number;
  readonly cut: number;
  readonly from: Nanoseconds;
  readonly to: Nanoseconds;
  /** undefined when there is nothing to hear */
  readonly sound: StreamSound | undefined;
  readonly peaks: StreamPeaks | undefined;
}

/** packets of all streams that are kept open; one stream is always kept */
const MOST_PACKETS = 2_000_000;

export class OpenStreams {
  readonly #session: Session;
  readonly #reader: MessageReader;
  readonly #decoders: DecoderSource | undefined;
  readonly #open = new Map<StreamIndex, { readonly count: number; readonly stream: Promise<OpenStream> }>();
  readonly #pieces = new PieceCache();

  constructor(session: Session, reader: MessageReader, decoders: DecoderSource | undefined) {
    this.#session = session;
    this.#reader = reader;
    this.#decoders = decoders;
  }

  /** A stream of the capture; opened anew when packets came since. */
  get(stream: StreamIndex): Promise<OpenStream> {
    const count = this.#session.tables.streams.packets(stream);
    let kept = this.#open.get(stream);
    this.#open.delete(stream);
    if (kept === undefined || kept.count !== count) {
      if (kept !== undefined) void kept.stream.then(closeStream, () => undefined);
      kept = { count, stream: this.#make(stream, count) };
      kept.stream.catch(() => this.#open.delete(stream));
    }
    this.#open.set(stream, kept);
    this.#makeRoom(stream);
    return kept.stream;
  }

  #makeRoom(kept: StreamIndex): void {
    let total = 0;
    for (const { count } of this.#open.values()) total += count;
    for (const [stream, { count, stream: opened }] of this.#open) {
      if (total <= MOST_PACKETS || stream === kept) return;
      this.#open.delete(stream);
      total -= count;
      void opened.then(closeStream, () => undefined);
    }
  }

  async #make(stream: StreamIndex, count: number): Promise<OpenStream> {
    const { tables } = this.#session;
    const { streams } = tables;
    const packets = gatherStream(tables.packets, streams, stream);
    const clocks = streams.clocks(stream);
    const voice = voicePackets(packets, clocks);
    const formats = await Promise.all((await voiceFormats(this.#session, this.#reader, stream)).map((one) => this.#offered(one)));
    const isEncrypted = !(await this.#session.sealed.isReadable(stream));
    const overhead = 12 + (this.#session.sealed.overhead(stream) ?? 0);
    const decoder = isEncrypted ? 'encrypted' : whoDecodes(formats, voice);
    const rates = formats.filter((one) => one.decoder !== 'none').map((one) => sampleRateOf(one.format));
    const rate = decoder === 'own' || decoder === 'browser' ? Math.max(...rates) : 0;
    const others = otherRows(packets, clocks, voice);
    const facts: RowFacts = { samplesOf: samplesOfRows(packets, formats, rate, overhead), others, ...silenceDescriptors(packets, formats, overhead) };
    const opened = {
      stream,
      packets,
      voice,
      formats,
      facts,
      decoder,
      codec: formats[0]?.format.name ?? '',
      channels: formats[0] === undefined || isEncrypted ? 1 : await this.#channelsOf(formats[0], packets, voice),
      duplicates: others.filter((one) => one.kind === slotKind.duplicate).length,
      cut: packets.length.subarray(0, packets.count).reduce((sum, length) => sum + (length === 0 ? 1 : 0), 0),
      from: streams.firstTime(stream),
      to: Math.max(streams.firstTime(stream), streams.lastTime(stream)),
    } as const;
    if (rate === 0) return { ...opened, sound: undefined, peaks: undefined };
    const source = { tables, packets, formats: new Map(formats.map((one) => [one.type, one.format])), decoders: this.#decoders };
    return {
      ...opened,
      sound: new StreamSound(`${stream}/${count}`, rate, source, voice, facts, this.#pieces),
      peaks: new StreamPeaks(packets.count, rate, source, voice, facts),
    };
  }

  /** What SDP says, or for Opus, which always says two, a packet from the middle itself (RFC 6716 section 3.1). */
  async #channelsOf({ format }: TypeFormat, packets: StreamPackets, voice: VoicePackets): Promise<number> {
    if (format.name.toLowerCase() !== 'opus') return createDecoder(format)?.channels ?? 1;
    let channels = 1;
    if (voice.count === 0) return channels;
    const middle = packets.packet[voice.row[voice.count >> 1]!]!;
    const look = readPayloads(this.#session.tables, [middle], (_, octets, at, end) => {
      if (readOpusPacket(octets, at, end)?.stereo === true) channels = 2;
    });
    await look.catch(() => undefined);
    return channels;
  }

  /** Where nobody decodes for us (no one was given, or not this, not here), nobody does. */
  async #offered(one: TypeFormat): Promise<TypeFormat> {
    if (one.decoder !== 'browser') return one;
    const decoder = await this.#decoders?.(one.format);
    decoder?.close();
    return decoder === undefined ? { ...one, decoder: 'none' } : one;
  }
}

function closeStream(stream: OpenStream): void {
  stream.sound?.close();
  stream.peaks?.close();
}

function whoDecodes(formats: readonly TypeFormat[], voice: VoicePackets): SoundDecoder {
  if (formats.length === 0) return 'silent';
  const heard = formats.find((one) => one.decoder !== 'none');
  if (heard === undefined) return mediaOf(formats[0]!.format.name) === 'audio' || voice.count > 0 ? 'none' : 'silent';
  return heard.decoder;
}

/** Hz of what a format decodes to. */
function sampleRateOf(format: PayloadFormat): number {
  return createDecoder(format)?.sampleRate ?? 48_000;
}

/** Samples at `rate` in the octets of a row, where they alone tell it. @param overhead octets of a row that are no payload: header, tag */
function samplesOfRows(packets: StreamPackets, formats: readonly TypeFormat[], rate: number, overhead: number): RowFacts['samplesOf'] {
  const decoders = new Map(formats.map((one) => [one.type, createDecoder(one.format)]));
  return (row) => {
    const octets = packets.length[row]! - overhead;
    const decoder = decoders.get(packets.markerAndType[row]! & 0x7f);
    return octets <= 0 || decoder === undefined ? 0 : Math.floor((decoder.room(octets) * rate) / decoder.sampleRate);
  };
}

/** G.729 payloads that end with a descriptor of two octets (RFC 3551 4.5.6): what follows until the next packet is its noise. */
function silenceDescriptors(packets: StreamPackets, formats: readonly TypeFormat[], overhead: number): Pick<RowFacts, 'describesSilence'> {
  const types = new Set(formats.filter((one) => createDecoder(one.format) instanceof G729Decoder).map((one) => one.type));
  return types.size === 0 ? {} : { describesSilence: (row) => types.has(packets.markerAndType[row]! & 0x7f) && (packets.length[row]! - overhead) % 10 === 2 };
}

/** Comfort noise, telephone-events, and copies of what had come before. */
function otherRows(packets: StreamPackets, clocks: StreamClocks, voice: VoicePackets): RowFacts['others'] {
  const isVoice = new Uint8Array(packets.count);
  for (let i = 0; i < voice.count; i++) isVoice[voice.row[i]!] = 1;
  const others: { row: number; kind: SlotKind; time: number }[] = [];
  const { maps, changes, inferredType } = clocks;
  let change = 0;
  let lastNoise = -1;
  for (let row = 0; row < packets.count; row++) {
    if (isVoice[row] === 1) continue;
    while (change + 1 < changes.length && changes[change + 1]![0] <= packets.packet[row]!) change++;
    const type = packets.markerAndType[row]! & 0x7f;
    const clock = maps.clock(changes[change]?.[1] ?? noMap, type);
    const isRepeat = lastNoise >= 0 && packets.sequence[row] === packets.sequence[lastNoise];
    if (isComfortNoise(type) && !isRepeat) lastNoise = row;
    const kind = isComfortNoise(type)
      ? isRepeat
        ? slotKind.duplicate
        : slotKind.noise
      : clock === eventClock
        ? slotKind.event
        : clock > 0 || type === inferredType
          ? slotKind.duplicate
          : undefined;
    if (kind !== undefined) others.push({ row, kind, time: packets.time[row]! });
  }
  return others;
}
