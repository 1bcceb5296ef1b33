/**
 * Listening (product: Listen): tracks of a call, sound in windows, waveforms. Whatever is asked, only the seconds asked for are
 * decoded, so that an hour-long call plays as soon as a short one.
 */
import type { CallIndex, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { DecoderSource } from '../codec/packet-decoder.ts';
import type { CallDetail } from '../contract/call-detail.ts';
import type { BufferSetting } from '../contract/quality.ts';
import type { SoundPiece, SoundPlan, SoundRequest, SoundSource, SoundStream, SoundTrack, Waveform, WaveformRequest } from '../contract/sound.ts';
import { mediaOf } from '../rtp/payload-type.ts';
import { RateConverter } from './audio-rate.ts';
import { hopLength, stretch, stretchReach } from './audio-stretch.ts';
import { OpenStreams, type OpenStream } from './audio-streams.ts';
import { layTracks, type Track } from './audio-tracks.ts';
import { drawWave } from './audio-wave.ts';
import type { MessageReader } from './message-reader.ts';
import { ssrcText } from './query-streams.ts';
import type { Session } from './session.ts';

/** streams of one plan; a call with more has its busiest */
const MOST_STREAMS = 64;
const MOST_TRACKS = 16;
const MOST_BUCKETS = 8192;
/** seconds of one piece */
const LONGEST_PIECE = 10;

interface OpenTrack extends Omit<Track, 'streams'> {
  readonly streams: readonly OpenStream[];
}

export class AudioQueries {
  readonly #session: Session;
  readonly #detail: (call: CallIndex) => Promise<CallDetail | undefined>;
  readonly #streams: OpenStreams;
  readonly #converters = new Map<string, RateConverter>();
  #spans: { readonly key: string; readonly spans: SoundPlan['spans'] } | undefined;
  #laid: { readonly key: string; readonly tracks: readonly OpenTrack[] } | undefined;

  constructor(session: Session, reader: MessageReader, detail: (call: CallIndex) => Promise<CallDetail | undefined>, decoders: DecoderSource | undefined) {
    this.#session = session;
    this.#detail = detail;
    this.#streams = new OpenStreams(session, reader, decoders);
  }

  async plan(source: SoundSource, given: BufferSetting): Promise<SoundPlan> {
    const setting = this.sane(given);
    const open = await this.tracks(source);
    const tracks = open.map((track, i) => this.#track(track, i, setting));
    const spans = await this.#spansOf('calls' in source ? source.calls : [], tracks);
    const from = Math.min(...tracks.map((track) => track.from), Infinity);
    const to = Math.max(...tracks.map((track) => track.to), -Infinity);
    return { tracks, from: tracks.length > 0 ? from : 0, to: tracks.length > 0 ? to : 0, spans, revision: this.#session.revision };
  }

  async #spansOf(calls: readonly CallIndex[], tracks: readonly SoundTrack[]): Promise<SoundPlan['spans']> {
    const key = `${calls.join()} ${this.#session.revision}`;
    if (this.#spans?.key === key) return this.#spans.spans;
    const spans: SoundPlan['spans'][number][] = [];
    for (const call of calls) spans.push(...spansOf(await this.#detail(call), tracks));
    this.#spans = { key, spans };
    return spans;
  }

  async piece(request: SoundRequest): Promise<SoundPiece> {
    const setting = this.sane(request.setting);
    const rate = Math.round(Math.min(96_000, Math.max(8000, request.sampleRate || 0)));
    const speed = Math.min(2, Math.max(0.5, request.speed || 1));
    const hop = hopLength(rate);
    const asked = Math.min(Math.max(1, Math.floor(request.samples) || 1), LONGEST_PIECE * rate);
    const samples = speed === 1 ? asked : Math.ceil(asked / hop) * hop;
    const first = Math.round((finite(request.from) * rate) / 1e9);
    const open = await this.tracks(request.source);
    const reach = speed === 1 ? 0 : stretchReach(rate);
    const wanted = request.tracks.slice(0, MOST_TRACKS).map((number) => open[number]?.streams ?? []);
    // together, so that their reads of the file wait beside each other
    const sounds = await Promise.all(wanted.map((streams) => this.read(streams, setting, first - reach, Math.ceil(samples * speed) + 2 * reach, rate)));
    const next = ((first + samples * speed) / rate) * 1e9;
    if (speed === 1) return { channels: sounds, carry: [], next };
    const channels = sounds.map(() => new Float32Array(samples));
    const carry = sounds.map((input, i) => stretch(input, first - reach, first, speed, rate, request.carry[i], channels[i]!));
    return { channels, carry, next };
  }

  async waveform(request: WaveformRequest): Promise<Waveform | undefined> {
    const { revision } = this.#session;
    const track = (await this.tracks(request.source))[request.track];
    const from = finite(request.from);
    const to = finite(request.to);
    if (track === undefined || !(to > from)) return undefined;
    const buckets = Math.min(MOST_BUCKETS, Math.max(1, Math.floor(request.buckets) || 1));
    const { wave, known } = await drawWave(track.streams, this.sane(request.setting), from, to, buckets);
    return { track: request.track, ...wave, known, revision };
  }

  /** Sound of several streams added up: samples [first, first + count) of the grid of `rate`, −1 to 1 and beyond where it is loud. */
  async read(streams: readonly OpenStream[], setting: BufferSetting, first: number, count: number, rate: number): Promise<Float32Array<ArrayBuffer>> {
    const out = new Float32Array(count);
    for (const { sound } of streams) {
      if (sound === undefined) continue;
      const converter = this.#converter(sound.rate, rate);
      const origin = converter.firstInput(first);
      const input = new Int16Array(converter.firstInput(first + count) + 2 * converter.reach + 2 - origin);
      await sound.read(setting, origin, input);
      converter.add(input, origin, first, out, 1 / 32768);
    }
    return out;
  }

  /** Tracks of what is listened to, its streams opened. */
  async tracks(source: SoundSource): Promise<readonly OpenTrack[]> {
    const { bindings } = this.#session;
    const { streams } = this.#session.tables;
    const wanted = [...new Set('calls' in source ? source.calls.flatMap((call) => bindings.streamsOf(call)) : source.streams)]
      .filter((stream) => this.#isAudible(stream))
      .sort((a, b) => streams.packets(b) - streams.packets(a))
      .slice(0, MOST_STREAMS);
    const key = wanted.map((stream) => `${stream}/${streams.packets(stream)}`).join();
    if (this.#laid?.key === key) return this.#laid.tracks;
    const open = new Map<StreamIndex, OpenStream>();
    for (const stream of wanted) open.set(stream, await this.#streams.get(stream));
    const laid = layTracks([...open.values()].map((one) => this.#placed(one)));
    const tracks = laid.map((track) => ({ ...track, streams: track.streams.map(({ stream }) => open.get(stream)!) }));
    this.#laid = { key, tracks };
    return tracks;
  }

  open(stream: StreamIndex): Promise<OpenStream> | undefined {
    return this.#has(stream) ? this.#streams.get(stream) : undefined;
  }

  /** A setting within what a buffer can be, whatever came over the seam. */
  sane(setting: BufferSetting): BufferSetting {
    const within = (value: number, otherwise: number): number => (Number.isFinite(value) ? Math.min(10_000, Math.max(0, value)) : otherwise);
    return setting.kind === 'fixed'
      ? { kind: 'fixed', depth: within(setting.depth, 50), resync: within(setting.resync, 100) }
      : { kind: 'adaptive', least: within(setting.least, 20), most: within(setting.most, 500) };
  }

  #has(stream: StreamIndex): boolean {
    return Number.isInteger(stream) && stream >= 0 && stream < this.#session.tables.streams.count;
  }

  /** Streams that are sound, or may be: not video, not events alone. */
  #isAudible(stream: StreamIndex): boolean {
    if (!this.#has(stream)) return false;
    const { streams } = this.#session.tables;
    const type = streams.mainType(stream);
    const map = streams.mapOf(stream);
    return mediaOf(streams.maps.encodingName(map, type) ?? streams.maps.shortName(map, type)) === 'audio';
  }

  #placed(one: OpenStream): Parameters<typeof layTracks>[0][number] {
    const { streams } = this.#session.tables;
    const { stream, from, to } = one;
    const path = `${streams.source(stream)} ${streams.sourcePort(stream)} ${streams.destination(stream)} ${streams.destinationPort(stream)}`;
    return { stream, direction: this.#session.bindings.of(stream)?.direction, path, from, to, playable: one.sound !== undefined };
  }

  #track(track: OpenTrack, number: number, setting: BufferSetting): SoundTrack {
    const streams = track.streams.map((one) => this.#stream(one, setting));
    return {
      track: number,
      direction: track.direction,
      leg: track.leg,
      streams,
      from: Math.min(...streams.map((one) => one.from)),
      to: Math.max(...streams.map((one) => one.to)),
      playable: track.streams.some((one) => one.sound !== undefined),
    };
  }

  #stream(one: OpenStream, setting: BufferSetting): SoundStream {
    const { tables } = this.#session;
    const { streams, addresses } = tables;
    const { stream, sound } = one;
    const plan = sound?.schedule(setting);
    return {
      stream,
      source: { address: addresses.text(streams.source(stream)), port: streams.sourcePort(stream) },
      destination: { address: addresses.text(streams.destination(stream)), port: streams.destinationPort(stream) },
      ssrc: ssrcText(streams.ssrc(stream)),
      codec: one.codec,
      sampleRate: sound?.rate ?? 0,
      decoder: one.decoder,
      channels: one.channels,
      from: one.from,
      to: Math.max(one.to, plan === undefined || plan.count === 0 ? one.to : (plan.at[plan.count - 1]! + plan.samples[plan.count - 1]!) * (1e9 / plan.rate)),
      voice: one.voice.count,
      lost: plan?.lost ?? one.voice.account.lost,
      late: plan?.late ?? 0,
      duplicates: one.duplicates,
      cut: one.cut,
      meanDelay: plan?.meanDelay,
      seal: this.#session.sealed.told(stream),
      packets: streams.packets(stream),
    };
  }

  #converter(from: number, to: number): RateConverter {
    const key = `${from} ${to}`;
    let converter = this.#converters.get(key);
    if (converter === undefined) this.#converters.set(key, (converter = new RateConverter(from, to)));
    return converter;
  }
}

/** What the call itself says of its sound. */
function spansOf(detail: CallDetail | undefined, tracks: readonly SoundTrack[]): SoundPlan['spans'][number][] {
  if (detail === undefined || tracks.length === 0) return [];
  const from = Math.min(...tracks.map((track) => track.from));
  const to = Math.max(...tracks.map((track) => track.to));
  const { row } = detail;
  const answered = row.setupTime === undefined ? to : row.start + row.setupTime * 1e6;
  return [
    ...(answered > from ? [{ kind: 'beforeAnswer' as const, from, to: Math.min(to, answered) }] : []),
    ...detail.held.map((one) => ({ kind: 'held' as const, from: one.from, to: one.to ?? to })),
  ];
}

function finite(value: Nanoseconds): number {
  return Number.isFinite(value) ? value : 0;
}
