/** Reading that ends before the file does: the file changes or vanishes, memory runs out. What was read stays and is analysed; the reason is said. */
import { describe, expect, test } from 'vitest';
import { OctetsSource, type Abort, type ByteSource } from '../src/capture/byte-source.ts';
import { Engine } from '../src/engine/engine.ts';
import type { OpenInput } from '../src/engine/open.ts';
import { FileSource } from '../src/worker/file-source.ts';
import { tellPlainCall } from './forge/plain-call.ts';
import { createStory } from './forge/story.ts';
import { exercise } from './hostile/exercise.ts';

const story = createStory();
// more than two windows of the browser's stream (2 MiB at least): what comes with the failing one is lost
for (let i = 0; i < 64; i++) tellPlainCall(story, i * 100, { callId: `call-${i}` });
const octets = new Uint8Array(story.capture());
const half = Math.floor(octets.length * 0.8);

function input(source: ByteSource): OpenInput {
  return {
    name: source.name,
    size: octets.length,
    source,
    head: octets.subarray(0, 65_536),
    decompressed: () => Object.assign(new OctetsSource('', new Uint8Array(0)), { packing: 'gzip' as const, problem: undefined, consumed: 0 }),
    fingerprint: () => Promise.resolve('f'),
    sha256: () => Promise.resolve(undefined),
  };
}

async function opened(source: ByteSource): Promise<Engine> {
  const engine = new Engine();
  await engine.open([input(source)], { onProgress: () => undefined, signal: { aborted: false }, pause: () => Promise.resolve() });
  return engine;
}

/** A Blob whose stream fails in the middle, as the browser's does when the file on disk is another one now. */
class Vanishing extends Blob {
  override stream(): ReturnType<Blob['stream']> {
    let at = 0;
    return new ReadableStream({
      type: 'bytes',
      pull: (controller): void => {
        if (at >= half) return controller.error(new DOMException('The requested file could not be read', 'NotReadableError'));
        controller.enqueue(octets.slice(at, at + 10_000));
        at += 10_000;
      },
    }) as ReturnType<Blob['stream']>;
  }
}

function told(engine: Engine, code: string): void {
  const { captures, counts } = engine.overview();
  expect(captures[0]).toMatchObject({ truncated: true, brokenCode: code });
  expect(counts.calls).toBeGreaterThan(5);
  expect(engine.diagnostics().map((row) => row.code)).toContain(code);
}

describe('reading that ends early', () => {
  test('a file that changes or vanishes while it is read: everything before stands', async () => {
    const engine = await opened(new FileSource(new Vanishing([octets]), 'gone.pcap'));
    told(engine, 'file.unreadable');
    expect(engine.overview().captures[0]!.brokenAt).toBeGreaterThan(octets.length / 2);
    expect(await exercise(engine)).toEqual([]);
  });

  test.each(['Array buffer allocation failed', 'Invalid typed array length: 4294967296', 'out of memory'])(
    'no memory (%s): what was read stands',
    async (message) => {
      class Hungry extends OctetsSource {
        override async *windows(signal: Abort): AsyncIterable<Uint8Array> {
          let given = 0;
          for await (const window of super.windows(signal)) {
            if (given > half) throw new RangeError(message);
            given += window.length;
            yield window;
          }
        }
      }
      const engine = await opened(new Hungry('large.pcap', octets, 10_000));
      told(engine, 'limit.memory');
      expect(await exercise(engine)).toEqual([]);
    },
  );

  test.each(['Offset is outside the bounds of the DataView', 'Invalid typed array length: -21'])(
    'a fault of our own is not taken for missing memory: %s',
    async (message) => {
      class Wrong extends OctetsSource {
        override windows(): AsyncIterable<Uint8Array> {
          throw new RangeError(message);
        }
      }
      await expect(opened(new Wrong('wrong.pcap', octets))).rejects.toThrow(message);
    },
  );
});
