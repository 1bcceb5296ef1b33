/**
 * The nodes sound goes through: for each track a gain (mute, solo), a meter and a place between the ears, then the volume.
 * The context is made by the first prepare(), which browsers want to follow a press.
 */

/** Hz asked of the context; browsers convert to the device's. */
export const sampleRate = 48_000;
/** seconds of every fade: shorter is a click */
export const fade = 0.01;
/** samples a meter looks at */
const METERED = 1024;

export interface TrackLevel {
  readonly track: number;
  /** 0 or 1 */
  readonly gain: number;
  readonly pan: number;
}

interface Channel {
  readonly gain: GainNode;
  readonly pan: StereoPannerNode;
  readonly meter: AnalyserNode;
}

export class SoundGraph {
  readonly #context: AudioContext;
  readonly #master: GainNode;
  readonly #channels = new Map<number, Channel>();
  readonly #samples = new Float32Array(METERED);

  /** Throws where the browser gives no audio context. */
  constructor() {
    this.#context = new AudioContext({ latencyHint: 'interactive', sampleRate });
    this.#master = this.#context.createGain();
    this.#master.connect(this.#context.destination);
  }

  /** seconds of the audio clock */
  get now(): number {
    return this.#context.currentTime;
  }

  /** What is heard at this moment was due so much earlier. */
  get heard(): number {
    return this.#context.currentTime - (this.#context.outputLatency || this.#context.baseLatency || 0);
  }

  resume(): Promise<void> {
    return this.#context.resume();
  }

  rest(): void {
    void this.#context.suspend().catch(() => undefined);
  }

  close(): void {
    void this.#context.close().catch(() => undefined);
  }

  /** Plays through another device; rejects where the browser cannot. */
  async useDevice(id: string): Promise<void> {
    await (this.#context as AudioContext & { setSinkId?: (id: string) => Promise<void> }).setSinkId?.(id);
  }

  turn(volume: number, levels: readonly TrackLevel[]): void {
    const { now } = this;
    this.#master.gain.setTargetAtTime(volume, now, fade);
    for (const { track, gain, pan } of levels) {
      const channel = this.#channel(track);
      channel.gain.gain.setTargetAtTime(gain, now, fade);
      channel.pan.pan.setTargetAtTime(pan, now, fade);
    }
  }

  /** A way into a track that can be faded by itself. */
  outlet(track: number): GainNode {
    const out = this.#context.createGain();
    out.connect(this.#channel(track).gain);
    return out;
  }

  /** Plays samples from their `skipped` second on, at a moment of the clock. */
  start(out: GainNode, samples: Float32Array<ArrayBuffer>, at: number, skipped: number): void {
    const buffer = this.#context.createBuffer(1, samples.length, sampleRate);
    buffer.copyToChannel(samples, 0);
    const node = this.#context.createBufferSource();
    node.buffer = buffer;
    node.connect(out);
    node.start(at, skipped);
  }

  /** Peak of what a track sounds like at this moment, 0 to 1, before volume. */
  level(track: number): number {
    const meter = this.#channels.get(track)?.meter;
    if (meter === undefined) return 0;
    meter.getFloatTimeDomainData(this.#samples);
    let peak = 0;
    for (const sample of this.#samples) peak = Math.max(peak, Math.abs(sample));
    return Math.min(1, peak);
  }

  #channel(track: number): Channel {
    let channel = this.#channels.get(track);
    if (channel === undefined) {
      const context = this.#context;
      channel = { gain: context.createGain(), pan: context.createStereoPanner(), meter: context.createAnalyser() };
      channel.meter.fftSize = METERED;
      channel.gain.connect(channel.meter);
      channel.gain.connect(channel.pan);
      channel.pan.connect(this.#master);
      this.#channels.set(track, channel);
    }
    return channel;
  }
}

/** Sound of an outlet begins, or ends, at a moment. */
export function fadeAt(out: GainNode, to: 0 | 1, at: number): void {
  out.gain.setValueAtTime(1 - to, at);
  out.gain.linearRampToValueAtTime(to, at + fade);
}
