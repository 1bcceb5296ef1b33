/**
 * When voice packets came against when their timestamps say they were said (semantics 8.3). A delay that is caught up with is
 * the network's, one that is not the sender's; a timestamp that leaves the clock behind is a jump. Drift is read from the
 * least delay of every ten seconds, which noise does not reach.
 */
import type { Milliseconds } from '../base/units.ts';
import type { StreamPackets } from '../rtp/replay.ts';
import { ClockDrift, type MeasuredDrift } from './clock-drift.ts';
import { createSpots, note, settled, type Spots } from './spots.ts';
import type { VoicePackets } from './voice-packets.ts';

export interface DelayFacts {
  /** 95th percentile of the delay above the least of a hundred packets; 0 with too few packets */
  readonly delay95: Milliseconds;
  /** the most of it, at most a second */
  readonly delayMost: Milliseconds;
  /** milliseconds of delay, caught up with by packets in a bunch */
  readonly spikes: Spots;
  /** milliseconds without a packet though nothing is missing and no sound was left out */
  readonly stalls: Spots;
  /** milliseconds by which a timestamp leaves the clock, unmarked */
  readonly jumps: Spots;
  /** milliseconds by which a timestamp runs back while numbers rise */
  readonly backwards: Spots;
  /** milliseconds of sound left out without comfort noise */
  readonly silences: Spots;
  readonly restarts: Spots;
  /** numbers by which a packet came too late */
  readonly reordered: Spots;
  /** talk spurts after silence, and those that begin without the marker */
  readonly spurts: number;
  readonly unmarked: Spots;
  /** usual step of timestamps between neighbours in the first and the second half, and how much sound a second brings */
  readonly steps: readonly [Milliseconds, Milliseconds];
  readonly pace: number;
  /** media clock against that of the capture */
  readonly drift: MeasuredDrift | undefined;
}

/** packets whose least delay is that of the path, for its variation and for the drift of clocks */
const WINDOW = 100;
const JUMP: Milliseconds = 200;
const SPIKE: Milliseconds = 100;
/** longest delay told apart; longer ones count as this */
const BINS = 1000;
const BUNCH = 3;

export function readDelays(packets: StreamPackets, voice: VoicePackets): DelayFacts {
  const reader = new DelayReader(packets, voice);
  for (let i = 0; i < voice.count; i = reader.takeUsual(i)) reader.take(i++);
  return reader.finish();
}

class DelayReader {
  readonly #packets: StreamPackets;
  readonly #voice: VoicePackets;
  readonly #spikes = createSpots();
  readonly #stalls = createSpots();
  readonly #jumps = createSpots();
  readonly #backwards = createSpots();
  readonly #silences = createSpots();
  readonly #restarts = createSpots();
  readonly #reordered = createSpots();
  readonly #unmarked = createSpots();
  readonly #window = new Float64Array(WINDOW);
  readonly #bins = new Uint32Array(BINS + 1);
  readonly #steps = [new StepCount(), new StepCount()];
  readonly #drift = new ClockDrift();
  #filled = 0;
  #binned = 0;
  /** the newest packet that was not overtaken */
  #last = 0;
  #spurts = 0;
  /** first packet since the last break, and the stretches between breaks: milliseconds by timestamps and by the clock */
  #stretch = 0;
  #sound = 0;
  #time = 0;

  constructor(packets: StreamPackets, voice: VoicePackets) {
    this.#packets = packets;
    this.#voice = voice;
  }

  /** Takes packets that follow the one before by number, sound and time, as nearly all do; returns the first that does not. */
  takeUsual(from: number): number {
    const { arrival, mediaTime, extended, segment, count, packetTime } = this.#voice;
    const window = this.#window;
    let i = from;
    // the packet before was overtaken: then it is not what to compare with
    if (this.#last !== i - 1) return i;
    for (; i < count; i++) {
      if (extended[i]! - extended[i - 1]! !== 1 || segment[i] !== segment[i - 1]) break;
      const said = mediaTime[i]! - mediaTime[i - 1]!;
      const waited = (arrival[i]! - arrival[i - 1]!) / 1e6;
      if (Math.abs(said - packetTime) >= 0.5 * packetTime || waited >= 3 * packetTime || Math.abs(said - waited) >= SPIKE) break;
      this.#steps[i * 2 < count ? 0 : 1]!.add(said);
      window[this.#filled++] = arrival[i]! / 1e6 - mediaTime[i]!;
      if (this.#filled === WINDOW) this.#closeWindow(i);
    }
    this.#last = i - 1;
    return i;
  }

  take(i: number): void {
    const { arrival, mediaTime, extended, segment } = this.#voice;
    const transit = arrival[i]! / 1e6 - mediaTime[i]!;
    if (i === 0 || segment[i] !== segment[i - 1]) {
      if (i > 0) this.#note(this.#restarts, i, 1);
      this.#break(i);
      this.#last = i;
      this.#add(i, transit);
      return;
    }
    const last = this.#last;
    const numbers = extended[i]! - extended[last]!;
    if (numbers <= 0) this.#note(this.#reordered, i, -numbers);
    else {
      this.#compare(i, numbers, (arrival[i]! - arrival[last]!) / 1e6, mediaTime[i]! - mediaTime[last]!);
      this.#last = i;
    }
    this.#add(i, transit);
  }

  /** A packet and the one before it, in order. */
  #compare(i: number, numbers: number, waited: Milliseconds, said: Milliseconds): void {
    const { packetTime } = this.#voice;
    const ahead = said - waited;
    const isUsual = Math.abs(said - numbers * packetTime) < 0.5 * packetTime;
    if (numbers === 1 && isUsual) this.#steps[i * 2 < this.#voice.count ? 0 : 1]!.add(said);
    if (-ahead >= SPIKE && isUsual && this.#isBunched(i)) this.#note(this.#spikes, i, -ahead);
    else if (numbers === 1 && isUsual && waited >= 3 * packetTime) this.#stall(i, waited, ahead);
    else if (said < 0 && said > -2000) {
      this.#note(this.#backwards, i, -said);
      this.#break(i);
    } else if (Math.abs(ahead) > JUMP && !isUsual && !this.#isMarked(i)) {
      this.#note(this.#jumps, i, Math.abs(ahead));
      this.#break(i);
    } else if (Math.abs(ahead) > JUMP) this.#break(i);
    else if (numbers === 1 && said > 1.5 * packetTime) {
      this.#silence(i, said);
      // a buffer begins anew here
      if (Math.abs(ahead) > packetTime) this.#break(i);
    }
  }

  #stall(i: number, waited: Milliseconds, ahead: Milliseconds): void {
    this.#note(this.#stalls, i, waited);
    // what follows keeps that delay: it is no variation of the network's
    if (-ahead > this.#voice.packetTime) this.#break(i);
  }

  #silence(i: number, said: Milliseconds): void {
    this.#spurts++;
    if (!this.#isMarked(i)) this.#note(this.#unmarked, i, said);
    if (said > JUMP) this.#note(this.#silences, i, said);
  }

  /** The packets behind come faster than they were said. */
  #isBunched(i: number): boolean {
    const { arrival, count, packetTime } = this.#voice;
    if (i + BUNCH >= count) return false;
    for (let next = i + 1; next <= i + BUNCH; next++) if (arrival[next]! - arrival[next - 1]! >= packetTime * 0.5e6) return false;
    return true;
  }

  #isMarked(i: number): boolean {
    return this.#packets.markerAndType[this.#voice.row[i]!]! > 127;
  }

  #note(spots: Spots, i: number, value: number): void {
    note(spots, this.#packets.packet[this.#voice.row[i]!]!, value);
  }

  #add(i: number, transit: Milliseconds): void {
    this.#window[this.#filled++] = transit;
    if (this.#filled === WINDOW) this.#closeWindow(i);
  }

  #closeWindow(i: number): void {
    let least = Infinity;
    for (let n = 0; n < this.#filled; n++) if (this.#window[n]! < least) least = this.#window[n]!;
    for (let n = 0; n < this.#filled; n++) this.#bins[Math.min(BINS, Math.floor(this.#window[n]! - least))]!++;
    this.#binned += this.#filled;
    if (this.#filled >= WINDOW / 2) this.#drift.add(this.#voice.arrival[i]! / 1e6, least);
    this.#filled = 0;
  }

  /** What came before cannot be compared with what comes. */
  #break(i: number): void {
    if (this.#filled > 0) this.#closeWindow(Math.max(0, i - 1));
    this.#drift.close();
    this.#closeStretch(i);
  }

  /** What came between two breaks tells how fast timestamps run. */
  #closeStretch(end: number): void {
    const { arrival, mediaTime } = this.#voice;
    const last = this.#last;
    if (last > this.#stretch) {
      this.#sound += mediaTime[last]! - mediaTime[this.#stretch]!;
      this.#time += (arrival[last]! - arrival[this.#stretch]!) / 1e6;
    }
    this.#stretch = end;
  }

  finish(): DelayFacts {
    if (this.#filled > 0) this.#closeWindow(this.#voice.count - 1);
    this.#drift.close();
    this.#closeStretch(this.#voice.count);
    return {
      delay95: this.#percentile(0.95),
      delayMost: this.#percentile(1),
      spikes: settled(this.#spikes),
      stalls: settled(this.#stalls),
      jumps: settled(this.#jumps),
      backwards: settled(this.#backwards),
      silences: settled(this.#silences),
      restarts: settled(this.#restarts),
      reordered: settled(this.#reordered),
      spurts: this.#spurts,
      unmarked: settled(this.#unmarked),
      steps: [this.#steps[0]!.usual(), this.#steps[1]!.usual()],
      pace: this.#time > 0 ? this.#sound / this.#time : 1,
      drift: this.#drift.best,
    };
  }

  #percentile(share: number): Milliseconds {
    if (this.#binned < 50) return 0;
    let below = 0;
    for (let bin = 0; bin <= BINS; bin++) {
      below += this.#bins[bin]!;
      if (below >= this.#binned * share) return bin;
    }
    return BINS;
  }
}

/** The most frequent of a few different steps. */
class StepCount {
  readonly #value = new Float64Array(4);
  readonly #count = new Uint32Array(4);

  add(step: Milliseconds): void {
    for (let n = 0; n < 4; n++) {
      if (this.#count[n] !== 0 && this.#value[n] !== step) continue;
      this.#value[n] = step;
      this.#count[n]!++;
      return;
    }
  }

  /** 0 with fewer than twenty */
  usual(): Milliseconds {
    let best = 0;
    for (let n = 1; n < 4; n++) if (this.#count[n]! > this.#count[best]!) best = n;
    return this.#count[best]! < 20 ? 0 : this.#value[best]!;
  }
}
