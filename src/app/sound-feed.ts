/**
 * Sound asked for under one setting, window by window, laid end to end on the audio clock. A change makes another feed, which
 * takes over from this one: where the sound has come to, or elsewhere.
 */
import type { Nanoseconds } from '../base/units.ts';
import { fadeAt, sampleRate, type SoundGraph } from './sound-graph.ts';
import { SoundTimeline } from './sound-timeline.ts';

/** seconds: the first window, the next ones, and what the hardware is given to take the first */
const FIRST = 0.2;
const WINDOW = 0.5;
const LEAD = 0.02;
/** milliseconds after which what was faded out is taken off */
const FADED = 2000;

export interface SoundWindow {
  readonly from: Nanoseconds;
  readonly samples: number;
}

export class SoundFeed {
  readonly tracks: readonly number[];
  /** takes over where the sound before has come to, rather than at once */
  readonly goesOn: boolean;
  readonly timeline: SoundTimeline = new SoundTimeline();
  /** the place asked for next, and what the window before hands to it */
  next: Nanoseconds;
  carry: readonly number[] = [];
  /** seconds of the clock up to which sound lies ready */
  until = 0;
  begun = false;
  ended = false;
  readonly #graph: SoundGraph;
  readonly #outs: ReadonlyMap<number, GainNode>;

  constructor(graph: SoundGraph, tracks: readonly number[], from: Nanoseconds, goesOn: boolean) {
    this.#graph = graph;
    this.tracks = tracks;
    this.next = from;
    this.goesOn = goesOn;
    this.#outs = new Map(tracks.map((track) => [track, graph.outlet(track)]));
  }

  /** The window to ask for; undefined when all is there. A loop comes round. */
  window(end: Nanoseconds, loop: { readonly from: Nanoseconds; readonly to: Nanoseconds } | undefined, speed: number): SoundWindow | undefined {
    const stop = loop?.to ?? end;
    if (this.next >= stop - 1e6) {
      if (loop === undefined) {
        this.ended = true;
        return undefined;
      }
      this.next = loop.from;
      this.carry = [];
    }
    const seconds = Math.min(this.begun ? WINDOW : FIRST, Math.max(LEAD, (stop - this.next) / 1e9 / speed));
    return { from: this.next, samples: Math.ceil(seconds * sampleRate) };
  }

  /**
   * Lays a window behind what is ready. The first one begins as soon as the hardware takes it, or at the joint with the feed
   * before, which then ends; one that came late for its joint is entered in its middle.
   */
  lay(channels: readonly Float32Array<ArrayBuffer>[], from: Nanoseconds, speed: number, before: SoundFeed | undefined): void {
    const graph = this.#graph;
    const seconds = (channels[0]?.length ?? 0) / sampleRate;
    if (seconds === 0) return;
    const soonest = graph.now + LEAD;
    const joint = this.goesOn ? before?.timeline.when(from) : undefined;
    const due = this.begun ? Math.max(this.until, graph.now) : Math.max(soonest, joint ?? soonest);
    // on the grid of samples, so that windows join without a seam; after a stall there is a new beginning
    const at = Math.round(due * sampleRate) / sampleRate;
    const missed = this.begun || joint === undefined ? 0 : Math.max(0, at - joint);
    const skipped = missed < seconds ? missed : 0;
    for (const [i, track] of this.tracks.entries()) {
      const out = this.#outs.get(track)!;
      graph.start(out, channels[i]!, at, skipped);
      if (!this.begun) fadeAt(out, 1, at);
    }
    if (!this.begun) before?.fadeOut(at);
    this.begun = true;
    this.until = at + seconds - skipped;
    this.timeline.lay(at, this.until, from + skipped * speed * 1e9, speed, graph.now);
  }

  /** Makes way at a moment of the clock. */
  fadeOut(at: number): void {
    for (const out of this.#outs.values()) fadeAt(out, 0, at);
    setTimeout(() => this.cut(), FADED);
  }

  /** Silence at once. */
  cut(): void {
    for (const out of this.#outs.values()) out.disconnect();
  }
}
