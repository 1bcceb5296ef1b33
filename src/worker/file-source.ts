/**
 * A File (or any Blob) as a ByteSource: sequential windows through one BYOB stream with one reused buffer, random reads
 * through slices. Reading is the floor of the whole product, so this is the shape that measured fastest
 * (docs/performance.md). One of the two seams where `catch` appears: a file that vanished rejects here.
 */
import type { Abort, ByteSource } from '../capture/byte-source.ts';

/**
 * A pending BYOB read does not keep its Blob stream alive in Chromium: without a strong reference the stream may be
 * collected and the read never settles. Every live reader is therefore held here.
 */
const liveReaders = new Set<unknown>();

/**
 * A window, and how much of it must be there before decoding it is worth the turn: the browser hands out whatever its pipe
 * of 2 MiB holds, often a tenth of that, and each handing over costs turns of both threads. Browsers without `min` ignore it.
 */
const WINDOW = 4_194_304;
const LEAST = 2_097_152;
/** A slice, where the browser has no byte streams. */
const SLICE = 16_777_216;
/** Room before each window for the unfinished record of the one before, so that no window is ever copied. */
const HEADROOM = 524_288;

export class FileSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly headroom: number = HEADROOM;
  isBroken = false;
  readonly #blob: Blob;

  constructor(blob: Blob, name: string) {
    this.#blob = blob;
    this.name = name;
    this.size = blob.size;
  }

  /** Octets [at, at + length), fewer at the end of the file; none, and the source is broken, when the file changed or vanished. */
  async read(at: number, length: number): Promise<Uint8Array> {
    try {
      return new Uint8Array(await this.#blob.slice(at, Math.min(this.size, at + length)).arrayBuffer());
    } catch {
      this.isBroken = true;
      return new Uint8Array(0);
    }
  }

  /** The file in order. A window is borrowed: valid until the next is asked for. Ends early, and is broken then, when the file changed or vanished. */
  async *windows(signal: Abort): AsyncGenerator<Uint8Array, void, void> {
    const windows = streamWindows(this.#blob, signal, HEADROOM);
    for (;;) {
      let next: IteratorResult<Uint8Array, void>;
      try {
        next = await windows.next();
      } catch {
        this.isBroken = true;
        return;
      }
      if (next.done === true) return;
      yield next.value;
    }
  }
}

/** Successive windows of a Blob through one reused buffer where the browser has byte streams. */
export async function* streamWindows(blob: Blob, signal: Abort, headroom = 0): AsyncGenerator<Uint8Array, void, void> {
  const stream = blob.stream();
  let reader: ReadableStreamBYOBReader;
  try {
    reader = stream.getReader({ mode: 'byob' });
  } catch {
    yield* sliceWindows(blob, signal, headroom);
    return;
  }
  liveReaders.add(reader);
  let buffer = new ArrayBuffer(headroom + WINDOW);
  try {
    while (!signal.aborted) {
      const { done, value } = await reader.read(new Uint8Array(buffer, headroom, WINDOW), { min: LEAST });
      // the last octets may be fewer than asked for: they come together with the end
      if (value !== undefined && value.length > 0) yield value;
      if (done || value === undefined) return;
      buffer = value.buffer;
    }
  } finally {
    liveReaders.delete(reader);
    reader.cancel().catch(() => undefined);
  }
}

/** For browsers without byte streams: large slices, the next one asked for while this one is decoded. */
async function* sliceWindows(blob: Blob, signal: Abort, headroom: number): AsyncGenerator<Uint8Array, void, void> {
  const length = SLICE;
  const get = (at: number): Promise<ArrayBuffer> => blob.slice(at, Math.min(blob.size, at + length)).arrayBuffer();
  let ahead: Promise<ArrayBuffer> | undefined;
  for (let at = 0; at < blob.size && !signal.aborted; at += length) {
    const current = await (ahead ?? get(at));
    ahead = at + length < blob.size ? get(at + length) : undefined;
    const window = new Uint8Array(headroom + current.byteLength);
    window.set(new Uint8Array(current), headroom);
    yield window.subarray(headroom);
  }
}
