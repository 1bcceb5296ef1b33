/**
 * Drives the windows of a source through a reader. The unfinished record at a window's end is put in front of the next
 * window: into its head-room where there is one (no window is ever copied), else into a buffer of the pump's own, which
 * grows only up to what a checked length asks for, at most limits.blockLength and one window.
 */
import type { Abort, ByteSource } from './byte-source.ts';
import type { CaptureReader } from './capture-reader.ts';
import type { PacketSink } from './packet-sink.ts';

export class Pump {
  readonly source: ByteSource;
  readonly reader: CaptureReader;
  /** octets of the source taken so far */
  taken = 0;
  /** true when every octet was taken and judged */
  done = false;
  readonly #sink: PacketSink;
  readonly #windows: AsyncIterator<Uint8Array>;
  #own: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #tail: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #tailLength = 0;
  #octets: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #at = 0;
  #end = 0;
  #base = 0;
  #exhausted = true;
  #ended = false;

  constructor(source: ByteSource, reader: CaptureReader, sink: PacketSink, signal: Abort) {
    this.source = source;
    this.reader = reader;
    this.#sink = sink;
    this.#windows = source.windows(signal)[Symbol.asyncIterator]();
  }

  /** Time of the next packet, when the last resume() stopped before one. */
  get nextTime(): number {
    return this.reader.nextTime;
  }

  /** Gives packets up to time `until` from the window at hand. True: it stopped there. False: fetch() must come next, or done. */
  resume(until: number): boolean {
    if (this.#exhausted) return false;
    this.#at = this.#ended
      ? this.reader.finish(this.#view, this.#octets, this.#at, this.#end, this.#base, this.#sink, until)
      : this.reader.run(this.#view, this.#octets, this.#at, this.#end, this.#base, this.#sink, until);
    if (this.reader.stopped) return true;
    this.#exhausted = true;
    this.done = this.#ended;
    if (!this.done) this.#keepTail();
    return false;
  }

  /** Gets the next window ready. False when there is nothing left at all. */
  async fetch(): Promise<boolean> {
    if (this.done) return false;
    if (!this.#exhausted) return true;
    for (;;) {
      const { value, done } = await this.#windows.next();
      if (done === true) {
        this.#ended = true;
        this.#join(new Uint8Array(0));
        return true;
      }
      this.taken += value.length;
      this.#join(value);
      if (this.#end - this.#at >= this.reader.wanted) return true;
      this.#keepTail();
    }
  }

  /** Lets the source go before its end. */
  async close(): Promise<void> {
    this.done = true;
    await this.#windows.return?.();
  }

  /** Puts the kept tail in front of a window and makes both what resume() works on. */
  #join(window: Uint8Array): void {
    const kept = this.#tailLength;
    const headroom = Math.min(this.source.headroom ?? 0, window.byteOffset);
    if (kept <= headroom) {
      if (kept > 0) new Uint8Array(window.buffer, window.byteOffset - kept, kept).set(this.#tail.subarray(0, kept));
      if (this.#octets.buffer !== window.buffer) {
        this.#octets = new Uint8Array(window.buffer);
        this.#view = new DataView(window.buffer);
      }
      this.#at = window.byteOffset - kept;
    } else {
      this.#own = roomFor(this.#own, kept + window.length);
      this.#own.set(this.#tail.subarray(0, kept));
      this.#own.set(window, kept);
      if (this.#octets !== this.#own) {
        this.#octets = this.#own;
        this.#view = new DataView(this.#own.buffer);
      }
      this.#at = 0;
    }
    this.#end = this.#at + kept + window.length;
    this.#base = this.taken - this.#end;
    this.#exhausted = false;
  }

  #keepTail(): void {
    const length = this.#end - this.#at;
    this.#tail = roomFor(this.#tail, length);
    this.#tail.set(this.#octets.subarray(this.#at, this.#end));
    this.#tailLength = length;
  }
}

/** A buffer of `length` octets at least: the one given when it is large enough, else a larger one without its octets. */
function roomFor(buffer: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= buffer.length) return buffer;
  let size = Math.max(65_536, buffer.length);
  while (size < length) size *= 2;
  return new Uint8Array(size);
}

/** Reads one capture from end to end; `onWindow` is called after every window. Resolves early when the signal aborts. */
export async function pump(source: ByteSource, reader: CaptureReader, sink: PacketSink, signal: Abort, onWindow: (taken: number) => void): Promise<void> {
  const one = new Pump(source, reader, sink, signal);
  while (!signal.aborted && (await one.fetch())) {
    one.resume(Infinity);
    onWindow(one.taken);
  }
  await one.close();
}
