/**
 * Our audio decoders against others: ffmpeg on the same octets where it is installed, and without it the digests that ffmpeg
 * gave once for the octets in codec-fixtures/. CODEC_FIXTURES=write makes those anew (with ffmpeg). docs/oracle.md tells what
 * was compared and where ffmpeg does not follow the Recommendation.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createDecoder } from '../src/codec/create-decoder.ts';
import { ConcealingDecoder } from '../src/codec/concealing-decoder.ts';
import { G726Decoder } from '../src/codec/g726.ts';
import { g726Rates } from '../src/codec/g726-tables.ts';
import { ffmpegDecodes, ffmpegEncodes, hasFfmpeg } from './codec-fixtures/ffmpeg.ts';
import { anyOctets, speechLike } from './codec-fixtures/speech-like.ts';

interface Codec {
  readonly name: string;
  readonly file: string;
  readonly clockRate: number;
  readonly sampleRate: number;
  readonly seconds: number;
  readonly encode: readonly string[];
  readonly decode: readonly string[];
}

const g726 = (bits: number, highFirst: boolean, seconds: number): Codec => {
  const coder = highFirst ? 'g726' : 'g726le';
  return {
    name: `${highFirst ? 'AAL2-' : ''}G726-${bits * 8}`,
    file: `g726-${bits * 8}${highFirst ? '-aal2' : ''}.octets`,
    clockRate: 8000,
    sampleRate: 8000,
    seconds,
    encode: ['-c:a', coder, '-b:a', `${bits * 8}k`, '-f', coder],
    decode: ['-f', coder, '-code_size', `${bits}`],
  };
};

const plain = (name: string, coder: string, container: string, clockRate: number): Codec => ({
  name,
  file: '',
  clockRate,
  sampleRate: clockRate,
  seconds: 0,
  encode: ['-c:a', coder, '-f', container],
  decode: ['-f', container, '-ar', `${clockRate}`, '-ac', '1'],
});

const uncompressed = [
  plain('PCMU', 'pcm_mulaw', 'mulaw', 8000),
  plain('PCMA', 'pcm_alaw', 'alaw', 8000),
  plain('L16', 'pcm_s16be', 's16be', 44100),
  plain('L8', 'pcm_u8', 'u8', 8000),
];
const g722: Codec = {
  name: 'G722',
  file: 'g722.octets',
  clockRate: 8000,
  sampleRate: 16000,
  seconds: 1.2,
  encode: ['-c:a', 'g722', '-f', 'g722'],
  decode: ['-f', 'g722'],
};
const gsm: Codec = {
  name: 'GSM',
  file: 'gsm.octets',
  clockRate: 8000,
  sampleRate: 8000,
  seconds: 2,
  encode: ['-c:a', 'libgsm', '-f', 'gsm'],
  decode: ['-c:a', 'libgsm', '-f', 'gsm'],
};
/** At 40 kbit/s ffmpeg lets the zeros leak by 2⁻⁸ where G.726 says 2⁻⁹, so it is no oracle there. */
const g726Standard = [2, 3, 4].flatMap((bits) => [g726(bits, false, 1), g726(bits, true, bits === 3 ? 1 : 0)]);
const fixtures = [g722, gsm, ...g726Standard].filter(({ seconds }) => seconds > 0);

function ours(codec: Codec, octets: Uint8Array): Int16Array {
  const decoder = createDecoder({ name: codec.name, clockRate: codec.clockRate, channels: 1, parameters: '' })!;
  const out = new Int16Array(decoder.room(octets.length));
  return out.subarray(0, decoder.decode(octets, 0, octets.length, out, 0));
}

function digest(sound: Int16Array): string {
  const octets = new Uint8Array(sound.length * 2);
  const view = new DataView(octets.buffer);
  for (const [i, sample] of sound.entries()) view.setInt16(2 * i, sample, true);
  return createHash('sha256').update(octets).digest('hex');
}

/**
 * What a codec is tried with. G.726: speech, silence and clicks only, since ffmpeg leaves the Recommendation on a square wave
 * and on a sweep, and turns over where it should clip.
 */
function sound(codec: Codec, seconds: number): Int16Array {
  const whole = speechLike(codec.sampleRate, codec.name.includes('G726') ? 2 * seconds : seconds);
  return whole.subarray(0, Math.round(codec.sampleRate * seconds));
}

/** Indices of samples that differ. */
function differing(a: Int16Array, b: Int16Array): number[] {
  expect(a.length).toBe(b.length);
  const found: number[] = [];
  for (const [i, sample] of a.entries()) if (sample !== b[i]) found.push(i);
  return found;
}

const expectedFile = new URL('codec-fixtures/expected.json', import.meta.url);
const fixture = (file: string): URL => new URL(`codec-fixtures/${file}`, import.meta.url);

if (process.env['CODEC_FIXTURES'] === 'write') {
  const digests = fixtures.map((codec) => {
    const octets = ffmpegEncodes(sound(codec, codec.seconds), codec.sampleRate, codec.encode);
    writeFileSync(fixture(codec.file), octets);
    return [codec.file, digest(ffmpegDecodes(octets, codec.decode))];
  });
  const kept = existsSync(expectedFile) ? (JSON.parse(readFileSync(expectedFile, 'utf8')) as Record<string, unknown>) : {};
  writeFileSync(expectedFile, `${JSON.stringify({ ...kept, ffmpeg: Object.fromEntries(digests) as unknown }, null, 2)}\n`);
}

const expected = JSON.parse(readFileSync(expectedFile, 'utf8')) as {
  readonly ffmpeg: Readonly<Record<string, string>>;
  readonly spandsp: Readonly<Record<string, string>>;
};

describe('as others decode the same octets', () => {
  test.each(fixtures.map((codec) => [codec.name, codec] as const))('%s, by the digest of what ffmpeg gave', (_, codec) => {
    expect(digest(ours(codec, new Uint8Array(readFileSync(fixture(codec.file)))))).toBe(expected.ffmpeg[codec.file]);
  });

  // What SpanDSP 0.0.6 gave for octets no coder would make (its samples clipped where they turn over), in both bit orders.
  test.each([2, 3, 4, 5])('G.726 with %i bits a code, any octets, by the digest of what SpanDSP gave', (bits) => {
    for (const highFirst of [false, true]) {
      const codec = g726(bits, highFirst, 0);
      expect(digest(ours(codec, anyOctets(6000, 7 * bits)))).toBe(expected.spandsp[codec.name]);
    }
  });
});

if (!hasFfmpeg) console.log('\n!! ffmpeg is not installed: decoders were compared with its recorded digests only.\n');

describe.skipIf(!hasFfmpeg)('as ffmpeg decodes now', () => {
  test.each([...uncompressed, g722, gsm].map((codec) => [codec.name, codec] as const))('%s: speech, silence, clicks, full scale, any octets', (_, codec) => {
    const speech = ffmpegEncodes(sound(codec, 3), codec.sampleRate, codec.encode);
    const any = anyOctets(33 * 600, 3).map((octet, i) => (codec === gsm && i % 33 === 0 ? 0xd0 | (octet & 15) : octet));
    for (const octets of [speech, any]) expect(differing(ours(codec, octets), ffmpegDecodes(octets, codec.decode))).toEqual([]);
  });

  test.each(g726Standard.map((codec) => [codec.name, codec] as const))('%s: speech, silence, clicks', (_, codec) => {
    const octets = ffmpegEncodes(sound(codec, 3), 8000, codec.encode);
    expect(differing(ours(codec, octets), ffmpegDecodes(octets, codec.decode))).toEqual([]);
  });

  test.each([false, true])('G.726 at 40 kbit/s with the leak ffmpeg has; AAL2 order: %s', (highFirst) => {
    const codec = g726(5, highFirst, 0);
    const octets = ffmpegEncodes(sound(codec, 3), 8000, codec.encode);
    const decoder = new ConcealingDecoder(new G726Decoder({ ...g726Rates.get(5)!, leak: 8 }, highFirst, 8000));
    const out = new Int16Array(decoder.room(octets.length));
    decoder.decode(octets, 0, octets.length, out, 0);
    expect(differing(out, ffmpegDecodes(octets, codec.decode))).toEqual([]);
  });
});
