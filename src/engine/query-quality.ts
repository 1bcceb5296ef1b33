/**
 * The quality of one stream or of a call's streams behind a jitter buffer (semantics 4). What does not depend on the buffer
 * is kept for the streams looked at last, and every answer by its setting, so that a slider moves without gathering anew.
 */
import type { CallIndex, Milliseconds, StreamIndex } from '../base/units.ts';
import type { BufferScore, BufferSetting, CallQuality, QualityRequest, QualityStretch, StreamQuality } from '../contract/quality.ts';
import { isGrounded, type Assumption } from '../quality/assumption.ts';
import { adaptiveBuffer, presetBuffers } from '../quality/buffer-setting.ts';
import { burstGap } from '../quality/burst-gap.ts';
import { conversation } from '../quality/conversation.ts';
import { gilbert } from '../quality/gilbert.ts';
import { score, type Scored } from '../quality/score.ts';
import { voicePackets, type VoicePackets } from '../quality/voice-packets.ts';
import { qualityWindows, type QualityWindows } from '../quality/windows.ts';
import { DelayVariation } from '../rtp/delay-variation.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import type { Session } from './session.ts';
import { streamCodec, type StreamCodec } from './stream-codec.ts';

/** windows of the strip under a band of the ladder, and of the table */
const STRIP_WINDOW: Milliseconds = 5000;
const TABLE_WINDOW: Milliseconds = 10_000;
/** a step of the media clock, not of the network (semantics 1.9) */
const TRANSIT_JUMP: Milliseconds = 2000;
const KEPT_STREAMS = 8;
const KEPT_ANSWERS = 64;
const MOST_LATE_TIMES = 10_000;
/** depths that make sense for a person's slider, and for what a script may ask */
const DEEPEST: Milliseconds = 10_000;

interface Known {
  readonly revision: number;
  readonly packets: StreamPackets;
  readonly voice: VoicePackets;
  readonly facts: StreamCodec;
  /** by preset, made when asked for: a ladder needs one of the three */
  readonly presets: (Scored | undefined)[];
  delayVariation: { readonly value: StreamQuality['delayVariation'] } | undefined;
  roundTrip: Promise<Milliseconds | undefined> | undefined;
}

export class QualityQueries {
  readonly #session: Session;
  readonly #gather: (stream: StreamIndex) => StreamPackets;
  readonly #roundTrip: (stream: StreamIndex) => Promise<Milliseconds | undefined>;
  readonly #known = new Map<StreamIndex, Known>();
  readonly #answers = new Map<string, StreamQuality>();

  /** @param roundTrip end to end, measured; undefined when RTCP does not tell */
  constructor(session: Session, gather: (stream: StreamIndex) => StreamPackets, roundTrip: (stream: StreamIndex) => Promise<Milliseconds | undefined>) {
    this.#session = session;
    this.#gather = gather;
    this.#roundTrip = roundTrip;
  }

  async quality(request: QualityRequest): Promise<StreamQuality | undefined> {
    const { stream } = request;
    const { revision, tables } = this.#session;
    if (!Number.isInteger(stream) || stream < 0 || stream >= tables.streams.count) return undefined;
    const setting = sane(request.setting);
    const entered = sensible(request.roundTrip, 0, DEEPEST * 2);
    const known = this.#of(stream);
    const roundTrip = entered ?? (await (known.roundTrip ??= this.#roundTrip(stream).catch(() => undefined)));
    const key = JSON.stringify([stream, setting, roundTrip, entered !== undefined, revision]);
    let answer = this.#answers.get(key);
    if (answer === undefined) answer = this.#make(stream, known, setting, roundTrip, entered !== undefined);
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    if (this.#answers.size > KEPT_ANSWERS) this.#answers.delete(this.#answers.keys().next().value!);
    return answer;
  }

  async callQuality(call: CallIndex, setting: BufferSetting): Promise<CallQuality | undefined> {
    const { tables, bindings, revision } = this.#session;
    if (!Number.isInteger(call) || call < 0 || call >= tables.calls.length) return undefined;
    const streams: StreamQuality[] = [];
    for (const stream of bindings.streamsOf(call)) {
      const quality = await this.quality({ stream, setting });
      if (quality !== undefined) streams.push(quality);
    }
    let worst: StreamQuality | undefined;
    for (const quality of streams) if ((quality.chosen.mos ?? Infinity) < (worst?.chosen.mos ?? Infinity)) worst = quality;
    return { call, streams, worst: worst?.stream, revision };
  }

  /** The strip of a stream under its band in the ladder: windows of five seconds behind an adaptive buffer. */
  stretches(stream: StreamIndex): QualityStretch[] {
    const known = this.#of(stream);
    if (known.facts.unrated !== undefined) return [];
    const windows = this.#windows(known, preset(known, 2), STRIP_WINDOW);
    const end = this.#session.tables.streams.lastTime(stream);
    const stretches: QualityStretch[] = [];
    for (const [i, mos] of windows.mos.entries()) {
      if (Number.isNaN(mos)) continue;
      const from = windows.from + i * windows.width;
      stretches.push({ from, to: Math.min(end, from + windows.width), mos });
    }
    return stretches;
  }

  #of(stream: StreamIndex): Known {
    const { revision, tables } = this.#session;
    const kept = this.#known.get(stream);
    if (kept !== undefined && kept.revision === revision) return kept;
    const packets = this.#gather(stream);
    const voice = voicePackets(packets, tables.streams.clocks(stream));
    const facts = streamCodec(this.#session, stream, packets, voice);
    const known: Known = {
      revision,
      packets,
      voice,
      facts,
      presets: [],
      delayVariation: undefined,
      roundTrip: undefined,
    };
    this.#known.delete(stream);
    this.#known.set(stream, known);
    if (this.#known.size > KEPT_STREAMS) this.#known.delete(this.#known.keys().next().value!);
    return known;
  }

  #windows({ packets, voice, facts }: Known, { pieces }: Scored, width: Milliseconds): QualityWindows {
    return qualityWindows(packets, voice, pieces, facts.codec, width);
  }

  #make(stream: StreamIndex, known: Known, setting: BufferSetting, roundTrip: Milliseconds | undefined, isEntered: boolean): StreamQuality {
    const { voice, facts } = known;
    const { codec, unrated } = facts;
    const scored = score(voice, codec, setting);
    const strip = this.#windows(known, scored, STRIP_WINDOW);
    const assumed: Assumption[] = [...facts.assumed];
    if (roundTrip === undefined) assumed.push('delayNotMeasured');
    else if (isEntered) assumed.push('delayEntered');
    const parts = { roundTrip: roundTrip ?? 0, packetTime: voice.packetTime, lookahead: codec.lookahead, bufferDelay: scored.score.bufferDelay };
    const talk = roundTrip === undefined || unrated !== undefined ? undefined : conversation(codec.scale, scored.score.effective, parts);
    const { label, scale, ie, bpl, lookahead } = codec;
    const [f50, f200, adaptive] = presetBuffers.map((one, i) => bufferScore(one, preset(known, i), unrated !== undefined));
    return {
      stream,
      codec: { label, scale, ie, bpl, lookahead },
      unrated,
      assumed,
      isSealed: this.#session.sealed.told(stream)?.state === 'sealed',
      grounded: unrated === undefined && isGrounded(assumed),
      chosen: bufferScore(setting, scored, unrated !== undefined),
      presets: [f50!, f200!, adaptive!],
      conversation: talk === undefined || roundTrip === undefined ? undefined : { roundTrip, entered: isEntered, ...talk },
      burstGap: burstGap(scored.runs, voice.segments, voice.packetTime),
      delayVariation: (known.delayVariation ??= { value: delayVariation(voice) }).value,
      clockDriftPpm: voice.account.clockDriftPpm,
      gilbert: gilbert(scored.runs, voice.segments),
      strip,
      windows: this.#windows(known, scored, TABLE_WINDOW),
      ...leastAndMean(strip.mos),
      packetTime: voice.packetTime,
      pauses: voice.pauses,
      silence: voice.silence,
      comfortNoise: voice.comfortNoise,
      events: voice.events,
      lateTimes: lateTimes(voice, scored.emulated.late),
      revision: this.#session.revision,
    };
  }
}

function preset({ presets, voice, facts }: Known, index: number): Scored {
  return (presets[index] ??= score(voice, facts.codec, presetBuffers[index]!));
}

function bufferScore(setting: BufferSetting, { score: { r, mos, band, ...rest } }: Scored, isUnrated: boolean): BufferScore {
  return { setting, ...rest, r: isUnrated ? undefined : r, mos: isUnrated ? undefined : mos, band: isUnrated ? undefined : band };
}

function leastAndMean(values: Float64Array): { windowLeast: number | undefined; windowMean: number | undefined } {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { windowLeast: undefined, windowMean: undefined };
  return { windowLeast: known.reduce((a, b) => Math.min(a, b)), windowMean: known.reduce((a, b) => a + b, 0) / known.length };
}

function lateTimes(voice: VoicePackets, late: Uint8Array): Float64Array {
  const times: number[] = [];
  for (let i = 0; i < voice.count && times.length < MOST_LATE_TIMES; i++) if (late[i] === 1) times.push(voice.arrival[i]!);
  return Float64Array.from(times);
}

/** A setting as the emulation can bear it, whatever was asked. */
function sane(setting: BufferSetting): BufferSetting {
  if (setting.kind === 'fixed') return { kind: 'fixed', depth: sensible(setting.depth, 0, DEEPEST) ?? 50, resync: sensible(setting.resync, 0, DEEPEST) ?? 100 };
  const least = sensible(setting.least, 0, DEEPEST) ?? 20;
  return setting.kind === 'adaptive' ? { kind: 'adaptive', least, most: Math.max(least, sensible(setting.most, 0, DEEPEST) ?? 500) } : adaptiveBuffer;
}

function sensible(value: number | undefined, least: number, most: number): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : undefined;
}

/** Of the voice packets; media time may begin anew with a spurt, so that older transits say nothing of newer ones. */
function delayVariation(voice: VoicePackets): StreamQuality['delayVariation'] {
  const variation = new DelayVariation();
  let previous = 0;
  for (let i = 0; i < voice.count; i++) {
    const transit = voice.arrival[i]! / 1e6 - voice.mediaTime[i]!;
    if (i > 0 && Math.abs(transit - previous) > TRANSIT_JUMP) variation.restart();
    previous = transit;
    variation.add(voice.arrival[i]!, transit);
  }
  return variation.percentiles();
}
