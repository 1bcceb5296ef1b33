/**
 * zstd, lz4, bzip2 and xz: fixtures that the usual tools wrote of one of our samples (test/packed) come out as they went in,
 * at any piece length; damaged and cut ones give what stood before and say what is wrong; bombs end at a bound; no octets throw.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { limits } from '../src/base/limits.ts';
import { crc32, Crc64 } from '../src/unpack/crc.ts';
import { unpackBzip2 } from '../src/unpack/bzip2.ts';
import { unpackLz4 } from '../src/unpack/lz4.ts';
import { PackedInput, type Unpacking, type UnpackProblem } from '../src/unpack/packed-input.ts';
import { unpackXz } from '../src/unpack/xz.ts';
import { unpackZstd } from '../src/unpack/zstd.ts';
import { XxHash32, XxHash64 } from '../src/unpack/xx-hash.ts';
import { DecompressedSource } from '../src/worker/decompressed-source.ts';
import { hex, join, octetsOf } from './forge/octets.ts';
import { createRandom } from './forge/random.ts';
import { openFileOctets, openFiles } from './open-file-octets.ts';

const root = resolve(import.meta.dirname, '..');
const sample = new Uint8Array(readFileSync(joinPath(root, 'public/samples/wrong-password.pcap')));
const fixtures = readdirSync(joinPath(root, 'test/packed')).map((name) => [name, new Uint8Array(readFileSync(joinPath(root, 'test/packed', name)))] as const);
const decoders: Readonly<Record<string, (input: PackedInput) => Unpacking>> = {
  zst: (input) => unpackZstd(input, limits.decompressionWindow),
  lz4: unpackLz4,
  bz2: unpackBzip2,
  xz: (input) => unpackXz(input, limits.decompressionWindow),
};
const decoderOf = (name: string): ((input: PackedInput) => Unpacking) => decoders[name.split('.').pop()!]!;

/** What comes out when the input comes in pieces; asking for more after the end fails the test. */
function unpack(
  decode: (input: PackedInput) => Unpacking,
  octets: Uint8Array,
  piece = 65_536,
): { readonly out: Uint8Array; readonly problem: UnpackProblem | undefined } {
  const input = new PackedInput();
  const unpacking = decode(input);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const { done, value } = unpacking.next();
    if (done === true) return { out: join(...parts), problem: value };
    if (value !== undefined) parts.push(value.slice());
    else if (at < octets.length) input.add(octets.subarray(at, (at += piece)).slice());
    else if (input.ended) throw new Error('asks for more after the end');
    else input.ended = true;
  }
}

const startsAs = (out: Uint8Array, whole: Uint8Array): boolean => out.length <= whole.length && out.every((octet, i) => octet === whole[i]);

describe.each(fixtures)('%s', (name, octets) => {
  test('comes out as it went in, in pieces of any length', () => {
    for (const piece of [65_536, 1000, 7]) {
      const { out, problem } = unpack(decoderOf(name), octets, piece);
      expect([Buffer.compare(out, sample), problem]).toEqual([0, undefined]);
    }
  });

  test('cut anywhere: what stood before, and that it was cut', () => {
    for (let length = 0; length < octets.length; length += 37) {
      const { out, problem } = unpack(decoderOf(name), octets.subarray(0, length));
      expect(startsAs(out, sample)).toBe(true);
      // a file of several frames may end between two of them, a legacy lz4 file between any two blocks
      if (problem === undefined) expect(['frames.zst', 'streams.bz2', 'streams.xz', 'legacy.lz4']).toContain(name);
      else expect(problem).toBe('truncated');
    }
  });

  test('damaged anywhere: nothing throws or grows, and damage that changes anything is said where there is a check', () => {
    const random = createRandom(name.length);
    for (let i = 0; i < 300; i++) {
      const damaged = octets.slice();
      damaged[random.below(damaged.length)]! ^= 1 << random.below(8);
      const { out, problem } = unpack(decoderOf(name), damaged);
      expect(out.length).toBeLessThan(2 ** 26);
      const hasCheck = !['frames.zst', 'streams.xz', 'legacy.lz4'].includes(name);
      if (hasCheck && Buffer.compare(out, sample) !== 0) expect(problem).toBeDefined();
    }
  });

  test('what follows and is nothing is said', () => {
    const { out, problem } = unpack(decoderOf(name), join(octets, 'garbage after the end'));
    expect(startsAs(sample, out) || name === 'legacy.lz4').toBe(true);
    expect(problem).toBeDefined();
  });

  test('the engine reads it as it reads the sample', async () => {
    const [plain, packed] = [await openFileOctets('plain', sample), await openFileOctets(name, octets)];
    expect(packed).toEqual(plain);
  });
});

test('what is wrong is told in the capture, and what stood before is there', async () => {
  const [, frames] = fixtures.find(([name]) => name === 'plain.zst')!;
  const damaged = frames.map((octet, i) => (i === frames.length - 1 ? octet ^ 1 : octet));
  const middle = frames.map((octet, i) => (i > 1500 && i < 1520 ? octet ^ 0x55 : octet));
  const named = join(hex('28b52ffd 01 58 07 010000'));
  const cases = [
    [damaged, 'unpack.checksum'],
    [join(frames, 'more'), 'unpack.corrupt'],
    [middle, 'unpack.corrupt'],
    [frames.subarray(0, frames.length - 2), 'unpack.truncated'],
    [join(frames, named), 'unpack.unsupported'],
    [join(frames, hex('28b52ffd 00 f8 010000')), 'limit.decompressionWindow'],
  ] as const;
  for (const [octets, code] of cases) {
    const { engine, result } = await openFiles([{ name: 'x', octets }]);
    if (!result.opens) expect(result.reason).toBe('decompress-error');
    else expect(engine.diagnostics().map((row) => row.code)).toContain(code);
    if (octets !== middle) expect(result.opens && result.packets).toBe(32);
  }
});

describe('the bounds', () => {
  const limited = async (packing: 'zstd' | 'xz' | 'lz4' | 'bzip2', octets: Uint8Array): Promise<readonly [number, string | undefined]> => {
    const source = new DecompressedSource(new Blob([new Uint8Array(octets)]), 'bomb', packing);
    for await (const window of source.windows({ aborted: false })) expect(window.length).toBeLessThan(2 ** 24);
    return [source.size, source.problem];
  };
  const few = 80 * 2 ** 20;

  test('a zstd bomb of blocks of one octet ends at the ratio', async () => {
    const block = hex('02 00 10 41'); // RLE, 131,072 times A
    const [size, problem] = await limited('zstd', join(hex('28b52ffd 00 58'), ...Array.from({ length: 2000 }, () => block)));
    expect([size < few, problem]).toEqual([true, 'limit.decompressionRatio']);
  });

  test('a bzip2 bomb', async () => {
    const [size, problem] = await limited('bzip2', new Uint8Array(readFileSync(joinPath(root, 'test/bombs/zeros.bz2'))));
    expect([size < 2 * few, problem]).toEqual([true, 'limit.decompressionRatio']);
  });

  test('an xz bomb', async () => {
    const [size, problem] = await limited('xz', new Uint8Array(readFileSync(joinPath(root, 'test/bombs/zeros.xz'))));
    expect([size < few, problem]).toEqual([true, 'limit.decompressionRatio']);
  });

  test('an lz4 bomb', async () => {
    const long = new Uint8Array(16_400).fill(255);
    const block = join(hex('1f 41 0100'), long, hex('00 50 4141414141'));
    const length = new Uint8Array(Uint32Array.of(block.length).buffer);
    const [size, problem] = await limited('lz4', join(hex('04224d18 60 70 73'), ...Array.from({ length: 40 }, () => join(length, block)), hex('00000000')));
    expect([size < 180 * 2 ** 20, problem]).toEqual([true, 'limit.decompressionRatio']);
  });

  test('a window of gigabytes is refused before anything is reserved', async () => {
    expect(await limited('zstd', hex('28b52ffd 00 f8 010000'))).toEqual([0, 'limit.decompressionWindow']);
    expect(await limited('zstd', hex('28b52ffd e0 0000000000010000 010000'))).toEqual([0, 'limit.decompressionWindow']);
    expect(unpack(decoders['xz']!, xzWith(hex('02 00 21 01 28 000000'))).problem).toBe('window');
  });

  test('what is not read is named so', () => {
    expect(unpack(decoders['zst']!, hex('28b52ffd 01 58 07 010000')).problem).toBe('unsupported');
    expect(unpack(decoders['lz4']!, hex('04224d18 61 70 73 00000000 00')).problem).toBe('unsupported');
    expect(unpack(decoders['xz']!, xzWith(hex('02 01 04 00 21 01 16 00'))).problem).toBe('unsupported');
  });
});

/** An xz stream that begins with this block header. */
function xzWith(header: Uint8Array): Uint8Array {
  const flags = hex('0001');
  return join(hex('fd377a585a00'), flags, word(crc32(flags)), header, word(crc32(header)), new Uint8Array(8));
}

function word(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

test('a great many tiny frames cost what their octets cost: memory is asked for once', () => {
  const tiny: Readonly<Record<string, string>> = {
    bz2: '425a6839 177245385090 00000000',
    lz4: '04224d18 607000 02000000 1041 00000000',
    zst: '28b52ffd 0050 090000 41',
  };
  const legacy = unpack(unpackLz4, repeated(hex('02214c18 02000000 1041'), 10_000));
  expect([legacy.out.length, legacy.problem]).toEqual([10_000, undefined]);
  for (const [kind, octets] of Object.entries(tiny)) {
    const { out, problem } = unpack(decoders[kind]!, repeated(hex(octets), 10_000));
    expect([kind, out.length, problem]).toEqual([kind, kind === 'bz2' ? 0 : 10_000, undefined]);
  }
});

function repeated(octets: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(octets.length * times);
  for (let i = 0; i < times; i++) all.set(octets, i * octets.length);
  return all;
}

test('check values as their specifications give them', () => {
  const digits = octetsOf('123456789');
  const crc = new Crc64();
  crc.add(digits);
  expect(crc.words.map((half) => half.toString(16))).toEqual(['df1939fa', '995dc9bb']);
  expect(new XxHash32().digest.toString(16)).toBe('2cc5d05');
  expect(new XxHash64().lowDigest.toString(16)).toBe('51d8e999');
});

const tools = [
  ['zst', 'zstd', ['-q', '-c', '-12', '--long=20']],
  ['lz4', 'lz4', ['-q', '-c', '-5', '-BD']],
  ['bz2', 'bzip2', ['-c', '-2']],
  ['xz', 'xz', ['-c', '-3']],
] as const;

describe.each(tools)('%s of a large file', (kind, tool, options) => {
  const isThere = spawnSync(tool, ['--version']).status === 0;
  if (!isThere) console.warn(`\n!!! ${tool} is not installed: no large file was unpacked\n`);

  test.skipIf(!isThere)('comes out as it went in', () => {
    const random = createRandom(5);
    const whole = Uint8Array.from({ length: 2_500_000 }, (_, i) => (i % 70_000 < 20_000 ? random.below(256) : sample[(i * 3) % sample.length]!));
    const { stdout } = spawnSync(tool, options, { input: whole, maxBuffer: 2 ** 26 });
    const { out, problem } = unpack(decoders[kind]!, new Uint8Array(stdout));
    expect([Buffer.compare(out, whole), problem]).toEqual([0, undefined]);
  });
});

describe('where the damage is', () => {
  const made: readonly (readonly [string, 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'lz4', Uint8Array])[] = [
    ['gzip', 'gzip', new Uint8Array(gzipSync(sample))],
    ...fixtures
      .filter(([name]) => name.startsWith('plain.'))
      .map(([name, octets]) => [name, ({ zst: 'zstd', bz2: 'bzip2', xz: 'xz', lz4: 'lz4' } as const)[name.split('.').pop() as 'xz'], octets] as const),
  ];

  test.each(made)('%s: cut, the end of the packed data; damaged, no octet before the damage', async (_name, packing, octets) => {
    const at = async (damaged: Uint8Array): Promise<readonly [string | undefined, { readonly from: number; readonly to: number } | undefined]> => {
      const source = new DecompressedSource(new Blob([new Uint8Array(damaged)]), 'x', packing);
      for await (const window of source.windows({ aborted: false })) expect(window.length).toBeGreaterThan(0);
      return [source.problem, source.packedAt];
    };
    const cut = Math.floor(octets.length * 0.6);
    const [problem, end] = await at(octets.subarray(0, cut));
    expect(problem).toMatch(/truncated$/);
    expect(end).toEqual({ from: cut, to: cut });
    const random = createRandom(octets.length);
    for (let i = 0; i < 40; i++) {
      const first = random.below(octets.length);
      const [what, met] = await at(octets.map((octet, n) => (n >= first && n < first + 16 ? octet ^ 0x55 : octet)));
      if (met === undefined || what === undefined) continue;
      expect(met.to, `${what}, damaged from ${first} of ${octets.length}`).toBeGreaterThan(first);
      expect([met.from <= met.to, met.to <= octets.length]).toEqual([true, true]);
    }
  });

  test('damage before anything came out is told where it is, not at the end of the file', async () => {
    const [, octets] = fixtures.find(([name]) => name === 'plain.bz2')!;
    const { result } = await openFiles([{ name: 'x.bz2', octets: octets.map((octet, i) => (i > 200 && i < 230 ? octet ^ 0x55 : octet)) }]);
    expect(result.opens ? undefined : [result.reason, result.at < octets.length / 2]).toEqual(['decompress-error', true]);
  });

  test('the overview says both, and the reason is the packing, not the record cut by it', async () => {
    const octets = new Uint8Array(gzipSync(sample));
    const { engine } = await openFiles([{ name: 'cut.pcap.gz', octets: octets.subarray(0, octets.length - 900) }]);
    const [capture] = engine.overview().captures;
    expect([capture!.brokenCode, capture!.packedAt, capture!.compression]).toEqual([
      'gzip.truncated',
      { from: octets.length - 900, to: octets.length - 900 },
      'gzip',
    ]);
    expect(capture!.brokenAt).toBeGreaterThan(octets.length);
  });
});
