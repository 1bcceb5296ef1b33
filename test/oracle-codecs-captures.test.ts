/**
 * Our audio decoders on payloads of real captures in ../shared: against ffmpeg, against the
 * digest of what SpanDSP 0.0.6 gave once (DVI4, G.726). docs/oracle.md tells the results.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createDecoder } from '../src/codec/create-decoder.ts';
import { ffmpegDecodes, hasFfmpeg } from './codec-fixtures/ffmpeg.ts';
import { openWithEngine } from './oracle/analyse.ts';
import { truthFiles, warnWithoutShared } from './oracle/truth.ts';

const captures = ['sip-rtp-g711.pcap', 'sip-rtp-g726.pcap', 'sip-rtp-l16.pcap', 'sip-rtp-dvi4.pcap', 'codec-negotiation.pcap', 'private-test-sip-2.pcapng'];
const files = truthFiles().filter(({ path }) => captures.some((name) => path.endsWith(`/${name}`)));
const { captures: digests } = JSON.parse(readFileSync(new URL('codec-fixtures/expected.json', import.meta.url), 'utf8')) as {
  readonly captures: Readonly<Record<string, string>>;
};
/** How ffmpeg is told what it gets. Its G.726 is left out: it is not the Recommendation's, as the last test shows. */
const demuxers: ReadonlyMap<string, readonly string[]> = new Map([
  ['PCMU', ['-f', 'mulaw', '-ar', '8000', '-ac', '1']],
  ['PCMA', ['-f', 'alaw', '-ar', '8000', '-ac', '1']],
  ['L16', ['-f', 's16be', '-ar', '8000', '-ac', '1']],
  ['G722', ['-f', 'g722']],
]);

warnWithoutShared('decoding the payloads of real captures');

/** Each payload through one decoder, as a stream is decoded; what is none of the codec gives nothing. */
function decode(name: string, clockRate: number, payloads: readonly Uint8Array[]): Int16Array {
  const decoder = createDecoder({ name, clockRate, channels: 1, parameters: '' })!;
  const out = new Int16Array(payloads.reduce((sum, payload) => sum + decoder.room(payload.length), 0));
  let at = 0;
  for (const payload of payloads) at += decoder.decode(payload, 0, payload.length, out, at);
  return out.subarray(0, at);
}

function digest(sound: Int16Array): string {
  return createHash('sha256')
    .update(new Uint8Array(sound.buffer, sound.byteOffset, sound.byteLength))
    .digest('hex');
}

interface Sent {
  readonly ssrc: string;
  readonly name: string;
  readonly clockRate: number;
  readonly payloads: readonly Uint8Array[];
}

/** The sound streams of a capture that have one payload type throughout. */
async function sentIn(path: string): Promise<Sent[]> {
  const { engine } = await openWithEngine([path]);
  const query = { text: '', detectedBy: ['sdp', 'heuristic'], problemOnly: false, sort: { column: 'index', descending: false } } as const;
  const found: Sent[] = [];
  for (const row of engine.streams(query, { offset: 0, limit: 1000 }).rows) {
    const [type] = row.payloadTypes;
    if (row.media !== 'audio' || row.payloadTypes.length !== 1 || type === undefined) continue;
    const payloads: Uint8Array[] = [];
    for await (const payload of engine.exportPayload(row.stream)) payloads.push(payload);
    found.push({ ssrc: row.ssrc, name: type.name.toUpperCase(), clockRate: type.clockRate, payloads });
  }
  return found;
}

/** How far `sound` stands above its difference from `other`, dB. */
function nearness(sound: Int16Array, other: Int16Array): number {
  let power = 0;
  let apart = 0;
  for (const [i, sample] of sound.entries()) {
    power += sample * sample;
    apart += (sample - other[i]!) ** 2;
  }
  return 10 * Math.log10(power / apart);
}

describe.skipIf(files.length === 0)('payloads of captures', () => {
  test.each(files.map((file) => [file.id, file.path] as const))('%s', async (_, path) => {
    let compared = 0;
    for (const { ssrc, name, clockRate, payloads } of await sentIn(path)) {
      const told = digests[ssrc];
      const demuxer = hasFfmpeg ? demuxers.get(name) : undefined;
      const ours = decode(name, clockRate, payloads);
      expect(ours.length).toBeGreaterThan(0);
      if (told !== undefined) expect(digest(ours), `${ssrc} ${name}`).toBe(told);
      if (demuxer !== undefined) expect(digest(ours), `${ssrc} ${name}`).toBe(digest(ffmpegDecodes(Buffer.concat(payloads), demuxer)));
      if (told !== undefined || demuxer !== undefined) compared++;
    }
    if (hasFfmpeg) expect(compared).toBeGreaterThan(0);
  });

  test('G.726 is the sound that another call of the same set sent as μ-law, as near as its bits allow', async () => {
    const pathOf = (name: string): string => files.find(({ path }) => path.endsWith(`/${name}`))!.path;
    const plain = (await sentIn(pathOf('sip-rtp-g711.pcap'))).find(({ name }) => name === 'PCMU')!;
    const wanted = decode('PCMU', 8000, plain.payloads);
    for (const { name, payloads } of await sentIn(pathOf('sip-rtp-g726.pcap'))) {
      const least = { '16': 15, '24': 21, '32': 27, '40': 31 }[name.slice(-2)];
      expect(nearness(wanted, decode(name, 8000, payloads)), name).toBeGreaterThan(least!);
    }
  });
});
