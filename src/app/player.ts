/**
 * Plays what the worker decodes: windows of sound are fetched a little ahead and laid end to end on the clock of the audio
 * hardware (docs/decisions/0015). A change of buffer, speed or place fetches anew from a moment ahead and fades over, so the
 * old sound goes on until the new one is there. The audio context is made by the press of play, as browsers ask.
 */
import type { Nanoseconds } from '../base/units.ts';
import type { RemoteQueries } from '../contract/capture-worker.ts';
import type { BufferSetting } from '../contract/quality.ts';
import type { SoundPlan, SoundSource } from '../contract/sound.ts';
import type { Cursor } from './cursor.ts';
import { Signal } from './signal.ts';

export type PlayerStatus = 'paused' | 'starting' | 'playing' | 'failed';

/** How one track is heard. Pan is −1 (left) to 1. */
export interface TrackMix {
  readonly muted: boolean;
  readonly solo: boolean;
  readonly pan: number;
}

export interface PlayerState {
  readonly status: PlayerStatus;
  readonly speed: number;
  /** 0 to 1 */
  readonly volume: number;
  readonly loop: { readonly from: Nanoseconds; readonly to: Nanoseconds } | undefined;
  readonly mix: readonly TrackMix[];
  /** milliseconds from the last press of play to the first sound scheduled; undefined before */
  readonly startedIn: number | undefined;
}

/** Hz asked of the context; browsers convert to the device's. */
const SAMPLE_RATE = 48_000;
/** seconds: the first window, the next ones, how far ahead, and how soon a change can be heard */
const FIRST = 0.2;
const WINDOW = 0.5;
const AHEAD = 1.5;
const SOON = 0.08;
const FADE = 0.01;
/** milliseconds between two looks at how much lies ahead */
const PACE = 80;
/** milliseconds the cursor rests before what lies there is decoded in advance */
const WARMTH = 120;
/** milliseconds between two renewals while a slider moves */
const RENEWAL = 60;
/** seconds the hardware is given to take the first window */
const LEAD = 0.02;

interface Stretch {
  readonly at: number;
  readonly until: number;
  readonly from: Nanoseconds;
  readonly speed: number;
}

/** Sound that was asked for under one setting; a change begins another. */
interface Generation {
  readonly outs: ReadonlyMap<number, GainNode>;
  readonly tracks: readonly number[];
  stretches: Stretch[];
  next: Nanoseconds;
  carry: readonly number[];
  /** context seconds up to which sound lies ready */
  until: number;
  begun: boolean;
  ended: boolean;
  /** takes over where the sound before has come to, rather than at once */
  readonly goesOn: boolean;
}

interface Channel {
  readonly gain: GainNode;
  readonly pan: StereoPannerNode;
  readonly meter: AnalyserNode;
}

export class Player {
  readonly state: Signal<PlayerState> = new Signal<PlayerState>({ status: 'paused', speed: 1, volume: 1, loop: undefined, mix: [], startedIn: undefined });
  readonly cursor: Cursor;
  readonly #queries: () => RemoteQueries;
  #source: SoundSource = { streams: [] };
  #plan: SoundPlan | undefined;
  #setting: BufferSetting;
  #context: AudioContext | undefined;
  #master: GainNode | undefined;
  readonly #channels = new Map<number, Channel>();
  #generation: Generation | undefined;
  /** the one that is heard: the generation, or the one it takes over from */
  #sounding: Generation | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #renewedAt = 0;
  #warming: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #pressed = 0;
  #asked = 0;
  readonly #samples = new Float32Array(1024);

  constructor(queries: () => RemoteQueries, cursor: Cursor, setting: BufferSetting) {
    this.#queries = queries;
    this.cursor = cursor;
    this.#setting = setting;
  }

  get isPlaying(): boolean {
    const { status } = this.state.value;
    return status === 'playing' || status === 'starting';
  }

  /** What is to be heard. Another source ends what plays; a new plan of the same one (more was read) goes on. */
  use(source: SoundSource, plan: SoundPlan): void {
    const isOther = JSON.stringify(source) !== JSON.stringify(this.#source);
    if (isOther) this.pause();
    this.#source = source;
    this.#plan = plan;
    const { mix } = this.state.value;
    const fresh = plan.tracks.map(
      ({ leg, direction }, i): TrackMix => (isOther ? undefined : mix[i]) ?? { muted: leg > 0, solo: false, pan: panOf(direction, false) },
    );
    this.#change({ mix: fresh, ...(isOther ? { loop: undefined } : {}) });
    this.#warm();
  }

  set setting(setting: BufferSetting) {
    if (JSON.stringify(setting) === JSON.stringify(this.#setting)) return;
    this.#setting = setting;
    if (this.isPlaying) this.#renew();
    else this.#warm();
  }

  /** From the cursor, or from the beginning when it stands elsewhere. `pressed` is when somebody asked for it, performance.now(). */
  play(pressed: number = performance.now()): void {
    const plan = this.#plan;
    if (plan === undefined || this.isPlaying || !plan.tracks.some((track) => track.playable)) return;
    this.#pressed = pressed;
    this.#change({ status: 'starting', startedIn: undefined });
    try {
      this.#prepare();
    } catch {
      this.#change({ status: 'failed' });
      return;
    }
    this.#begin(this.#start(plan));
    this.#follow();
  }

  /** Where play begins. */
  #start(plan: SoundPlan): Nanoseconds {
    const { loop } = this.state.value;
    const at = this.cursor.value;
    const [low, high] = loop === undefined ? [plan.from, plan.to] : [loop.from, loop.to];
    return at === undefined || at < low || at >= high - 50e6 ? low : at;
  }

  /** Lets the worker decode the seconds at the cursor, which the next press of play asks for. */
  #warm(): void {
    clearTimeout(this.#warming);
    this.#warming = setTimeout(() => {
      const plan = this.#plan;
      if (plan === undefined || this.isPlaying) return;
      const [source, setting, from] = [this.#source, this.#setting, this.#start(plan)];
      void this.#queries()
        .soundPiece({ source, setting, tracks: this.#wanted(), from, samples: 1, sampleRate: SAMPLE_RATE, speed: 1, carry: [] })
        .catch(() => undefined);
    }, WARMTH);
  }

  pause(): void {
    if (!this.isPlaying) return;
    const at = this.#position();
    this.#end();
    if (at !== undefined) this.cursor.value = at;
    this.#change({ status: 'paused' });
    void this.#context?.suspend().catch(() => undefined);
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  /** Moves the cursor, and the sound with it. */
  seek(time: Nanoseconds): void {
    this.cursor.value = time;
    if (this.isPlaying) this.#begin(this.#withinPlan(time));
    else this.#warm();
  }

  loop(range: PlayerState['loop']): void {
    this.#change({ loop: range });
    if (!this.isPlaying) return;
    const at = this.#position();
    if (range !== undefined && at !== undefined && (at < range.from || at >= range.to)) this.seek(range.from);
    else this.#renew();
  }

  set speed(speed: number) {
    this.#change({ speed: Math.min(2, Math.max(0.5, speed)) });
    this.#renew();
  }

  set volume(volume: number) {
    this.#change({ volume: Math.min(1, Math.max(0, volume)) });
    this.#turn();
  }

  mix(track: number, change: Partial<TrackMix>): void {
    const mix = this.state.value.mix.map((one, i) => (i === track ? { ...one, ...change } : one));
    this.#change({ mix });
    this.#turn();
    if (this.#generation !== undefined && this.#wanted().some((one) => !this.#generation!.tracks.includes(one))) this.#renew();
  }

  /** Both ways in the middle, or one in each ear. */
  split(apart: boolean): void {
    const tracks = this.#plan?.tracks ?? [];
    this.#change({ mix: this.state.value.mix.map((one, i) => ({ ...one, pan: panOf(tracks[i]?.direction, apart) })) });
    this.#turn();
  }

  /** Peak of what a track sounds like at this moment, 0 to 1, before volume. */
  level(track: number): number {
    const meter = this.#channels.get(track)?.meter;
    if (meter === undefined || this.state.value.status !== 'playing') return 0;
    meter.getFloatTimeDomainData(this.#samples);
    let peak = 0;
    for (const sample of this.#samples) peak = Math.max(peak, Math.abs(sample));
    return Math.min(1, peak);
  }

  /** Plays through another device; rejects where the browser cannot. */
  async useDevice(id: string): Promise<void> {
    this.#prepare();
    await (this.#context as AudioContext & { setSinkId?: (id: string) => Promise<void> }).setSinkId?.(id);
  }

  dispose(): void {
    this.#end();
    this.#plan = undefined;
    void this.#context?.close().catch(() => undefined);
    this.#context = undefined;
    this.#channels.clear();
    this.#change({ status: 'paused', mix: [], loop: undefined });
    this.#source = { streams: [] };
  }

  #change(change: Partial<PlayerState>): void {
    this.state.value = { ...this.state.value, ...change };
  }

  #withinPlan(time: Nanoseconds): Nanoseconds {
    const { from, to } = this.#plan ?? { from: time, to: time };
    return Math.min(to, Math.max(from, time));
  }

  #prepare(): void {
    if (this.#context === undefined) {
      this.#context = new AudioContext({ latencyHint: 'interactive', sampleRate: SAMPLE_RATE });
      this.#master = this.#context.createGain();
      this.#master.connect(this.#context.destination);
    }
    void this.#context.resume().catch(() => this.#fail());
    this.#turn();
  }

  #channel(track: number): Channel {
    let channel = this.#channels.get(track);
    if (channel === undefined) {
      const context = this.#context!;
      channel = { gain: context.createGain(), pan: context.createStereoPanner(), meter: context.createAnalyser() };
      channel.meter.fftSize = this.#samples.length;
      channel.gain.connect(channel.meter);
      channel.gain.connect(channel.pan);
      channel.pan.connect(this.#master!);
      this.#channels.set(track, channel);
    }
    return channel;
  }

  /** Tracks that can be heard as they are mixed now. */
  #wanted(): number[] {
    const { mix } = this.state.value;
    const anySolo = mix.some((one) => one.solo);
    return (this.#plan?.tracks ?? [])
      .filter(({ playable }, i) => playable && (anySolo ? mix[i]?.solo === true : mix[i]?.muted === false))
      .map((track) => track.track)
      .slice(0, 16);
  }

  /** Sets gains and pans as the state says. */
  #turn(): void {
    const context = this.#context;
    if (context === undefined) return;
    const { mix, volume } = this.state.value;
    const heard = new Set(this.#wanted());
    const now = context.currentTime;
    this.#master!.gain.setTargetAtTime(volume, now, FADE);
    for (const [i, { pan }] of mix.entries()) {
      if (!(this.#plan?.tracks[i]?.playable ?? false)) continue;
      const channel = this.#channel(i);
      channel.gain.gain.setTargetAtTime(heard.has(i) ? 1 : 0, now, FADE);
      channel.pan.pan.setTargetAtTime(pan, now, FADE);
    }
  }

  /** Sound from a place, as soon as it is there. */
  #begin(from: Nanoseconds, goesOn = false): void {
    const context = this.#context;
    if (context === undefined) return;
    const outs = new Map<number, GainNode>();
    // what is muted is fetched too when it is little, so that it is heard at once when it is not any more
    const playable = (this.#plan?.tracks ?? []).filter((track) => track.playable).map((track) => track.track);
    const tracks = playable.length <= 4 ? playable : this.#wanted();
    for (const track of tracks) {
      const out = context.createGain();
      out.connect(this.#channel(track).gain);
      outs.set(track, out);
    }
    const generation: Generation = { outs, tracks, stretches: [], next: from, carry: [], until: 0, begun: false, ended: false, goesOn };
    this.#asked++;
    this.#generation = generation;
    void this.#pump(generation, this.#asked);
  }

  /** The same place a moment ahead, under what changed. */
  #renew(): void {
    clearTimeout(this.#renewal);
    const wait = this.#renewedAt + RENEWAL - performance.now();
    if (wait > 0) {
      this.#renewal = setTimeout(() => this.#renew(), wait);
      return;
    }
    this.#renewedAt = performance.now();
    const context = this.#context;
    if (!this.isPlaying || context === undefined) return;
    // what was sought and is not there yet stays what is sought
    const isSeeking = this.#generation !== undefined && !this.#generation.begun && !this.#generation.goesOn;
    const at = isSeeking ? this.#generation!.next : (this.#at(this.#sounding, context.currentTime + SOON) ?? this.cursor.value);
    if (at !== undefined) this.#begin(at, !isSeeking);
  }

  async #pump(generation: Generation, mine: number): Promise<void> {
    clearTimeout(this.#timer);
    try {
      while (this.#isCurrent(generation, mine) && !generation.ended && generation.until - this.#context!.currentTime < AHEAD)
        if (!(await this.#bring(generation, mine))) break;
    } catch {
      if (this.#isCurrent(generation, mine)) this.#fail();
      return;
    }
    if (!this.#isCurrent(generation, mine)) return;
    if (generation.ended && this.#context!.currentTime >= generation.until) this.#finish();
    else this.#timer = setTimeout(() => void this.#pump(generation, mine), PACE);
  }

  #isCurrent(generation: Generation, mine: number): boolean {
    return this.#generation === generation && mine === this.#asked && this.isPlaying && this.#context !== undefined;
  }

  /** Fetches the next window and lays it behind what is ready. False when it was overtaken. */
  async #bring(generation: Generation, mine: number): Promise<boolean> {
    const { speed, loop } = this.state.value;
    const end = loop?.to ?? this.#plan!.to;
    let from = generation.next;
    if (from >= end - 1e6) {
      if (loop === undefined) {
        generation.ended = true;
        return false;
      }
      from = loop.from;
      generation.carry = [];
    }
    const seconds = Math.min(generation.begun ? WINDOW : FIRST, Math.max(0.02, (end - from) / 1e9 / speed));
    const piece = await this.#queries().soundPiece({
      source: this.#source,
      setting: this.#setting,
      tracks: generation.tracks,
      from,
      samples: Math.ceil(seconds * SAMPLE_RATE),
      sampleRate: SAMPLE_RATE,
      speed,
      carry: generation.carry,
    });
    if (!this.#isCurrent(generation, mine)) return false;
    this.#lay(generation, piece.channels, from, speed);
    generation.next = piece.next;
    generation.carry = piece.carry;
    return true;
  }

  #lay(generation: Generation, channels: readonly Float32Array<ArrayBuffer>[], from: Nanoseconds, speed: number): void {
    const context = this.#context!;
    const length = channels[0]?.length ?? 0;
    if (length === 0) return;
    const soonest = context.currentTime + LEAD;
    const joint = generation.goesOn && this.#sounding !== undefined ? this.#when(this.#sounding, from) : undefined;
    const due = generation.begun ? generation.until : Math.max(soonest, joint ?? soonest);
    // on the grid of samples, so that windows join without a seam; after a stall there is a new beginning
    const at = Math.round(Math.max(due, generation.begun ? context.currentTime : soonest) * SAMPLE_RATE) / SAMPLE_RATE;
    // a window that came late for its place is joined in its middle: the sound goes on where it would have been
    const seconds = length / SAMPLE_RATE;
    const missed = generation.begun || joint === undefined ? 0 : Math.max(0, at - joint);
    const skipped = missed < seconds ? missed : 0;
    for (const [i, track] of generation.tracks.entries()) {
      const out = generation.outs.get(track)!;
      const buffer = context.createBuffer(1, length, SAMPLE_RATE);
      buffer.copyToChannel(channels[i]!, 0);
      const node = context.createBufferSource();
      node.buffer = buffer;
      node.connect(out);
      node.start(at, skipped);
      if (!generation.begun) {
        out.gain.setValueAtTime(0, at);
        out.gain.linearRampToValueAtTime(1, at + FADE);
      }
    }
    if (!generation.begun) this.#begun(generation, at);
    generation.until = at + seconds - skipped;
    generation.stretches.push({ at, until: generation.until, from: from + skipped * speed * 1e9, speed });
    while (generation.stretches.length > 1 && generation.stretches[0]!.until < context.currentTime - 1) generation.stretches.shift();
  }

  #begun(generation: Generation, at: number): void {
    generation.begun = true;
    if (this.#sounding !== undefined) fadeOut(this.#sounding, at);
    this.#sounding = generation;
    if (this.state.value.status === 'starting') this.#change({ status: 'playing', startedIn: performance.now() - this.#pressed });
  }

  /** The context's moment at which a generation plays a place. */
  #when(generation: Generation, time: Nanoseconds): number | undefined {
    const found = generation.stretches.find((one) => time >= one.from && time < one.from + (one.until - one.at) * one.speed * 1e9);
    return found === undefined ? undefined : found.at + (time - found.from) / 1e9 / found.speed;
  }

  /** The place a generation plays at a moment of the context. */
  #at(generation: Generation | undefined, moment: number): Nanoseconds | undefined {
    const { stretches } = generation ?? { stretches: [] };
    for (let i = stretches.length - 1; i >= 0; i--) {
      const one = stretches[i]!;
      if (moment >= one.at) return one.from + Math.min(moment, one.until) * one.speed * 1e9 - one.at * one.speed * 1e9;
    }
    return stretches[0]?.from;
  }

  /** What is heard now: the context is ahead of the ear by its latency. */
  #position(): Nanoseconds | undefined {
    const context = this.#context;
    if (context === undefined || this.#sounding === undefined) return undefined;
    return this.#at(this.#sounding, context.currentTime - (context.outputLatency || context.baseLatency || 0));
  }

  readonly #follow = (): void => {
    cancelAnimationFrame(this.#frame);
    if (!this.isPlaying) return;
    const at = this.#position();
    if (at !== undefined) this.cursor.value = Math.round(at);
    this.#frame = requestAnimationFrame(this.#follow);
  };

  #finish(): void {
    const to = this.#plan?.to;
    this.#end();
    if (to !== undefined) this.cursor.value = to;
    this.#change({ status: 'paused' });
    void this.#context?.suspend().catch(() => undefined);
  }

  #fail(): void {
    this.#end();
    this.#change({ status: 'failed' });
  }

  #end(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#renewal);
    clearTimeout(this.#warming);
    cancelAnimationFrame(this.#frame);
    for (const generation of [this.#generation, this.#sounding]) for (const out of generation?.outs.values() ?? []) out.disconnect();
    this.#generation = undefined;
    this.#sounding = undefined;
    this.#asked++;
  }
}

function panOf(direction: 'toCaller' | 'toCallee' | undefined, apart: boolean): number {
  return !apart || direction === undefined ? 0 : direction === 'toCallee' ? -1 : 1;
}

/** Makes way for the next generation at a moment of the context. */
function fadeOut(generation: Generation, at: number): void {
  for (const out of generation.outs.values()) {
    out.gain.setValueAtTime(1, at);
    out.gain.linearRampToValueAtTime(0, at + FADE);
    setTimeout(() => out.disconnect(), 2000);
  }
}
