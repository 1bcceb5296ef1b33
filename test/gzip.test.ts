/** Compressed captures as they come damaged: what is read, and what is said of it. Node's zlib makes them. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../src/unpack/crc.ts';
import { DecompressedSource } from '../src/worker/decompressed-source.ts';

const text = Uint8Array.from({ length: 300_000 }, (_, i) => Math.imul(i * i, 2_654_435_761) >>> 27);
const [first, second] = [gzipSync(text.subarray(0, 200_000)), gzipSync(text.subarray(200_000))];

async function decompress(octets: Uint8Array): Promise<{ readonly length: number; readonly same: boolean; readonly problem: string | undefined }> {
  const source = new DecompressedSource(new Blob([new Uint8Array(octets)]), 'x', 'gzip');
  let length = 0;
  let same = true;
  for await (const window of source.windows({ aborted: false })) {
    for (let i = 0; i < window.length; i++) if (window[i] !== text[length + i]) same = false;
    length += window.length;
  }
  const again = await source.read(0, source.size);
  expect(again.length).toBe(length);
  return { length, same, problem: source.problem };
}

const changed = (octets: Uint8Array, fromEnd: number): Uint8Array => octets.map((octet, i) => (i === octets.length - fromEnd ? octet ^ 1 : octet));

describe('gzip', () => {
  test('one member, several, and several with an empty one between', async () => {
    expect(await decompress(gzipSync(text))).toEqual({ length: 300_000, same: true, problem: undefined });
    expect(await decompress(Buffer.concat([first, second]))).toEqual({ length: 300_000, same: true, problem: undefined });
    expect(await decompress(Buffer.concat([first, gzipSync(new Uint8Array(0)), second]))).toEqual({ length: 300_000, same: true, problem: undefined });
  });

  test.each([
    ['the check value', 8],
    ['the length', 4],
  ])('%s is wrong: all of it is read, and said', async (_what, fromEnd) => {
    expect(await decompress(changed(gzipSync(text), fromEnd))).toEqual({ length: 300_000, same: true, problem: 'gzip.checksum' });
    expect(await decompress(Buffer.concat([first, changed(second, fromEnd)]))).toEqual({ length: 300_000, same: true, problem: 'gzip.checksum' });
    expect(await decompress(Buffer.concat([changed(first, fromEnd), second]))).toEqual({ length: 300_000, same: true, problem: 'gzip.checksum' });
  });

  test('the trailer is missing', async () => {
    expect(await decompress(gzipSync(text).subarray(0, -8))).toEqual({ length: 300_000, same: true, problem: 'gzip.checksum' });
  });

  test('the file is cut in the data', async () => {
    const { length, same, problem } = await decompress(gzipSync(text).subarray(0, -3000));
    expect(length).toBeGreaterThan(100_000);
    expect({ same, problem }).toEqual({ same: true, problem: 'gzip.truncated' });
  });

  test('CRC-32 as zlib has it', () => {
    expect(crc32(text.subarray(7), crc32(text.subarray(0, 7)))).toBe(crc32(text));
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});

test('a header whose name never ends costs little', async () => {
  const octets = new Uint8Array(3 * 1024 * 1024).fill(0x41);
  octets.set([0x1f, 0x8b, 8, 8]);
  const source = new DecompressedSource(new Blob([octets]), 'x', 'gzip');
  for await (const window of source.windows({ aborted: false })) expect(window.length).toBe(0);
  expect(source.size).toBe(0);
  expect(source.problem).toBeDefined();
}, 4000);

test('what is unpacked twice, one after the other, is counted once', async () => {
  const file = new Blob([new Uint8Array(gzipSync(text))]);
  const budget = { spent: 0, given: file.size, counted: new WeakMap<Blob, number>() };
  for (let pass = 0; pass < 2; pass++) {
    const source = new DecompressedSource(file, 'x', 'gzip', budget);
    for await (const window of source.windows({ aborted: false })) expect(window.length).toBeGreaterThan(0);
  }
  expect(budget.spent).toBe(300_000);
});
