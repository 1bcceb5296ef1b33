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
import { atRest, heardTracks, mixOf, panOf, startPlace, type PlayerState, type TrackMix } from './player-state.ts';
import { Signal } from './signal.ts';
import { SoundFeed } from './sound-feed.ts';
import { sampleRate, SoundGraph } from './sound-graph.ts';

/** seconds: how far ahead sound is fetched, and how soon a change can be heard */
const AHEAD = 1.5;
const SOON = 0.08;
/** milliseconds between two looks at how much lies ahead */
const PACE = 80;
/** milliseconds the cursor rests before what lies there is decoded in advance */
const WARMTH = 120;
/** milliseconds between two renewals while a slider moves */
const RENEWAL = 60;
export class Player {
  readonly state: Signal<PlayerState> = new Signal<PlayerState>(atRest);
  readonly cursor: Cursor;
  readonly #queries: () => RemoteQueries;
  #source: SoundSource = { streams: [] };
  #plan: SoundPlan | undefined;
  #setting: BufferSetting;
  #graph: SoundGraph | undefined;
  #feed: SoundFeed | undefined;
  /** the one that is heard: the feed, or the one it takes over from */
  #sounding: SoundFeed | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #renewedAt = 0;
  #warming: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #pressed = 0;
  #asked = 0;

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
    const mix = mixOf(plan, isOther ? [] : this.state.value.mix);
    this.#change({ mix, ...(isOther ? { loop: undefined } : {}) });
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
    this.#begin(startPlace(plan, this.state.value.loop, this.cursor.value));
    this.#follow();
  }

  /** Lets the worker decode the seconds at the cursor, which the next press of play asks for. */
  #warm(): void {
    clearTimeout(this.#warming);
    this.#warming = setTimeout(() => {
      const plan = this.#plan;
      if (plan === undefined || this.isPlaying) return;
      const [source, setting, from] = [this.#source, this.#setting, startPlace(plan, this.state.value.loop, this.cursor.value)];
      void this.#queries()
        .soundPiece({ source, setting, tracks: this.#wanted(), from, samples: 1, sampleRate, speed: 1, carry: [] })
        .catch(() => undefined);
    }, WARMTH);
  }

  pause(): void {
    if (this.isPlaying) this.#stop(this.#position());
  }

  #stop(place: Nanoseconds | undefined): void {
    this.#end();
    if (place !== undefined) this.cursor.value = place;
    this.#change({ status: 'paused' });
    this.#graph?.rest();
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  /** Moves the cursor, and the sound with it. */
  seek(time: Nanoseconds): void {
    this.cursor.value = time;
    if (this.isPlaying) this.#begin(Math.min(this.#plan!.to, Math.max(this.#plan!.from, time)));
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
    if (this.#feed !== undefined && this.#wanted().some((one) => !this.#feed!.tracks.includes(one))) this.#renew();
  }

  /** Both ways in the middle, or one in each ear. */
  split(apart: boolean): void {
    const tracks = this.#plan?.tracks ?? [];
    this.#change({ mix: this.state.value.mix.map((one, i) => ({ ...one, pan: panOf(tracks[i]?.direction, apart) })) });
    this.#turn();
  }

  /** Peak of what a track sounds like at this moment, 0 to 1, before volume. */
  level(track: number): number {
    return this.state.value.status === 'playing' ? (this.#graph?.level(track) ?? 0) : 0;
  }

  /** Plays through another device; rejects where the browser cannot. */
  async useDevice(id: string): Promise<void> {
    this.#prepare();
    await this.#graph?.useDevice(id);
  }

  dispose(): void {
    this.#end();
    this.#plan = undefined;
    this.#graph?.close();
    this.#graph = undefined;
    this.#change({ status: 'paused', mix: [], loop: undefined });
    this.#source = { streams: [] };
  }

  #change(change: Partial<PlayerState>): void {
    this.state.value = { ...this.state.value, ...change };
  }

  #prepare(): void {
    this.#graph ??= new SoundGraph();
    this.#graph.resume().catch(() => this.#fail());
    this.#turn();
  }

  #wanted(): readonly number[] {
    return heardTracks(this.#plan, this.state.value.mix);
  }

  /** Sets gains and pans as the state says. */
  #turn(): void {
    const { mix, volume } = this.state.value;
    const heard = new Set(this.#wanted());
    const playable = (this.#plan?.tracks ?? []).filter((track) => track.playable);
    this.#graph?.turn(
      volume,
      playable.map(({ track }) => ({ track, gain: heard.has(track) ? 1 : 0, pan: mix[track]?.pan ?? 0 })),
    );
  }

  /** Sound from a place, as soon as it is there. */
  #begin(from: Nanoseconds, goesOn = false): void {
    const graph = this.#graph;
    if (graph === undefined) return;
    // what is muted is fetched too when it is little, so that it is heard at once when it is not any more
    const playable = (this.#plan?.tracks ?? []).filter((track) => track.playable).map((track) => track.track);
    const wanted = playable.length <= 4 ? playable : this.#wanted();
    const tracks = wanted.length > 0 ? wanted : playable.slice(0, 1);
    this.#feed = new SoundFeed(graph, tracks, from, goesOn);
    void this.#pump(this.#feed, ++this.#asked);
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
    const graph = this.#graph;
    if (!this.isPlaying || graph === undefined) return;
    // what was sought and is not there yet stays what is sought
    const isSeeking = this.#feed !== undefined && !this.#feed.begun && !this.#feed.goesOn;
    const at = isSeeking ? this.#feed!.next : (this.#sounding?.timeline.at(graph.now + SOON) ?? this.cursor.value);
    if (at !== undefined) this.#begin(at, !isSeeking);
  }

  async #pump(feed: SoundFeed, mine: number): Promise<void> {
    clearTimeout(this.#timer);
    try {
      while (this.#isCurrent(feed, mine) && !feed.ended && feed.until - this.#graph!.now < AHEAD) if (!(await this.#bring(feed, mine))) break;
    } catch {
      if (this.#isCurrent(feed, mine)) this.#fail();
      return;
    }
    if (!this.#isCurrent(feed, mine)) return;
    if (feed.ended && this.#graph!.now >= feed.until) this.#stop(this.#plan?.to);
    else this.#timer = setTimeout(() => void this.#pump(feed, mine), PACE);
  }

  #isCurrent(feed: SoundFeed, mine: number): boolean {
    return this.#feed === feed && mine === this.#asked && this.isPlaying && this.#graph !== undefined;
  }

  /** Fetches the next window and lays it behind what is ready. False when there is none, or it was overtaken. */
  async #bring(feed: SoundFeed, mine: number): Promise<boolean> {
    const { speed, loop } = this.state.value;
    const window = feed.window(this.#plan!.to, loop, speed);
    if (window === undefined) return false;
    const piece = await this.#queries().soundPiece({
      source: this.#source,
      setting: this.#setting,
      tracks: feed.tracks,
      ...window,
      sampleRate,
      speed,
      carry: feed.carry,
    });
    if (!this.#isCurrent(feed, mine)) return false;
    feed.lay(piece.channels, window.from, speed, this.#sounding);
    this.#sounding = feed;
    feed.next = piece.next;
    feed.carry = piece.carry;
    if (this.state.value.status === 'starting') this.#change({ status: 'playing', startedIn: performance.now() - this.#pressed });
    return true;
  }

  /** What is heard now. */
  #position(): Nanoseconds | undefined {
    return this.#graph === undefined ? undefined : this.#sounding?.timeline.at(this.#graph.heard);
  }

  readonly #follow = (): void => {
    cancelAnimationFrame(this.#frame);
    if (!this.isPlaying) return;
    const at = this.#position();
    if (at !== undefined) this.cursor.value = Math.round(at);
    this.#frame = requestAnimationFrame(this.#follow);
  };

  #fail(): void {
    this.#end();
    this.#change({ status: 'failed' });
  }

  #end(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#renewal);
    clearTimeout(this.#warming);
    cancelAnimationFrame(this.#frame);
    this.#feed?.cut();
    this.#sounding?.cut();
    this.#feed = undefined;
    this.#sounding = undefined;
    this.#asked++;
  }
}
