/**
 * G.729 as a whole. Fixtures of our own: codec-fixtures/speech-like.ts, coded with bcg729 (g729a without and g729ab with
 * silence suppression; an octet of length before each frame, 0 where nothing was sent). The digests are of a transcription
 * of the ITU-T reference of Annex A with Annex B, which our decoder agrees with in every sample. docs/oracle.md has the figures.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { G729Decoder } from '../src/codec/g729-decoder.ts';
import { ffmpegDecodes, hasFfmpeg } from './codec-fixtures/ffmpeg.ts';
import { sharedFolder, warnWithoutShared } from './oracle/truth.ts';
import { readRows } from './read-rows.ts';

const digest = (samples: Int16Array): string => createHash('sha256').update(new Uint8Array(samples.buffer)).digest('hex');

function framesOf(name: string): Uint8Array[] {
  const octets = readFileSync(new URL(`codec-fixtures/${name}.frames`, import.meta.url));
  const frames: Uint8Array[] = [];
  for (let at = 0; at < octets.length; at += 1 + octets[at]!) frames.push(octets.subarray(at + 1, at + 1 + octets[at]!));
  return frames;
}

function decodeAll(payloads: readonly Uint8Array[]): Int16Array {
  const decoder = new G729Decoder();
  const parts = payloads.map((payload) => {
    const out = new Int16Array(payload.length === 0 ? 80 : decoder.room(payload.length));
    if (payload.length === 0) decoder.conceal(80, out, 0);
    else decoder.decode(payload, 0, payload.length, out, 0);
    return out;
  });
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

describe('fixtures', () => {
  test.each([
    ['g729a', 'd3d668702d0478ed73b63e3f267bf76d8602893c605fdd71dab99f943545c58e'],
    ['g729ab', 'bbf091cec4dd0481ac42a0abb4bcbe289dc25818574cf19a536fb20bb1089a84'],
  ])('%s', (name, expected) => {
    expect(digest(decodeAll(framesOf(name)))).toBe(expected);
  });

  if (!hasFfmpeg) console.warn('\n!!! ffmpeg is absent: the comparison of G.729 with it NOT RUN.\n');

  test.skipIf(!hasFfmpeg)('agrees with ffmpeg to 23 dB; ffmpeg has the postfilter of the main body', () => {
    const frames = framesOf('g729a');
    const theirs = ffmpegDecodes(Buffer.concat(frames), ['-f', 'g729']);
    const ours = decodeAll(frames);
    expect(ours.length).toBe(theirs.length);
    let [signal, difference] = [0, 0];
    for (const [i, sample] of theirs.entries()) {
      signal += sample ** 2;
      difference += (sample - ours[i]!) ** 2;
    }
    expect(10 * Math.log10(signal / difference)).toBeGreaterThan(23);
  });
});

/** File, SSRC, frames, digest of the samples of all payloads in the order of the file. */
const streams: readonly (readonly [string, number, number, string])[] = [
  ['ajbanjara_Wireshark/sip-rtp-g729a.pcap', 0x044559a1, 850, '3036177349e0862123c59023af025f0ac948b32519bb3dcfd24884526c7cc2e6'],
  [
    'cisco-system-traffic-generator_trex-core/delay_10_sip_video_call_full.pcap',
    0x7d6428b7,
    1497,
    '743746fee28839fb481c99c7e79a898773f9bb3c32af7ff443681cd1f171662c',
  ],
  [
    'cisco-system-traffic-generator_trex-core/delay_10_sip_video_call_full.pcap',
    0x80c6cf97,
    1493,
    'c5cf3f05335d86f08ef375ad07bd35e910dd8f6a85927226f9cd9c3ff5e6ecf8',
  ],
  ['cisco-system-traffic-generator_trex-core/Voice_calls_rtp_only.pcap', 0x9b56c437, 1244, '65a00da025dee7967e44f6e9dd5788737e0584581064521a426816b6a7c0e45c'],
  ['cisco-system-traffic-generator_trex-core/Voice_calls_rtp_only.pcap', 0x9d3ada86, 1242, '64f1fd950890318a2b5455e1a42e92fa967c03d5f0703a2d4a21c408c05d3da2'],
  ['slytechs-repos_jnetpcap-legacy/DLT_NULL.rtp.cap', 0x45e601d6, 10, '7ac399d7eee42ae1c12e6895a40ce402d075a387d65c8d3e6419eca7fdc5709a'],
  ['sippy_rtpproxy/dups.a.rtp', 0xae9dd7af, 768, 'e6714fbf8657495e272f9d07a5648ef283342b750321d527a148b6fbc432c2b6'],
  ['sippy_rtpproxy/weird.a.rtp', 0x26304352, 7728, '14aba67595560c495e809d79e995892f425244818f2888882c8ca296372ca7a9'],
  ['sippy_rtpproxy/lost.a.rtp', 0x0a7328f3, 244, '05e5c03e84ff526e6d8781463593c170c82c1bbe40c956d7afa1f2b354e9cbe0'],
];

warnWithoutShared('G.729 of real calls');

describe.skipIf(sharedFolder === undefined)('real calls', () => {
  test.each(streams)('%s %i', async (file, ssrc, frames, expected) => {
    const samples = decodeAll(await payloadsOf(join(sharedFolder!, 'captures', file), ssrc));
    expect(samples.length).toBe(frames * 80);
    expect(digest(samples)).toBe(expected);
  });
});

/** Payloads of type 18 of an SSRC behind plain RTP headers, as long as UDP says. */
async function payloadsOf(path: string, ssrc: number): Promise<Uint8Array[]> {
  const { rows } = await readRows(new Uint8Array(readFileSync(path)));
  const found: Uint8Array[] = [];
  for (const row of rows) {
    const octets = Uint8Array.from(Buffer.from(row.split(' ')[3] ?? '', 'hex'));
    const view = new DataView(octets.buffer);
    for (let at = 28; at + 12 <= octets.length; at++) {
      if (octets[at] !== 0x80 || (octets[at + 1]! & 0x7f) !== 18 || view.getUint32(at + 8) !== ssrc) continue;
      found.push(octets.subarray(at + 12, at - 8 + view.getUint16(at - 4)));
      break;
    }
  }
  return found;
}
