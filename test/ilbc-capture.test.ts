/** The one shared capture with iLBC: our decoder without its enhancer against ffmpeg's, which has none (docs/oracle.md). */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { IlbcDecoder } from '../src/codec/ilbc.ts';
import { mode30 } from '../src/codec/ilbc-tables.ts';

const capture = resolve(import.meta.dirname, '../../shared/captures/ajbanjara_Wireshark/sip-rtp-ilbc.pcap');
const missing = existsSync(capture) ? (spawnSync('ffmpeg', ['-version']).status === 0 ? '' : 'ffmpeg') : capture;
if (missing !== '') console.warn(`SKIPPED: iLBC of a shared capture: ${missing} is not there`);

/** Payloads of 50 octets to port 6000, in the order of the file: Ethernet, IPv4 without options, UDP, RTP without extras. */
function blocks(file: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 24; at + 16 <= file.length; ) {
    const length = file.readUInt32LE(at + 8);
    const packet = file.subarray(at + 16, at + 16 + length);
    at += 16 + length;
    if (packet.length === 14 + 20 + 8 + 12 + mode30.octets && packet[23] === 17 && packet.readUInt16BE(36) === 6000) found.push(packet.subarray(54));
  }
  return found;
}

it.skipIf(missing !== '')('is within 20 dB of ffmpeg', () => {
  const all = blocks(readFileSync(capture));
  expect(all.length).toBe(284);
  const folder = mkdtempSync(join(tmpdir(), 'ilbc-'));
  const file = join(folder, 'call.lbc');
  writeFileSync(file, Buffer.concat([Buffer.from('#!iLBC30\n'), ...all]));
  const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 's16le', '-'], { maxBuffer: 1 << 24 });
  rmSync(folder, { recursive: true });
  const theirs = new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
  const ours = new Int16Array(all.length * mode30.block);
  const decoder = new IlbcDecoder({ name: 'iLBC', clockRate: 8000, channels: 1, parameters: '' }, false);
  for (const [index, octets] of all.entries()) expect(decoder.decode(octets, 0, octets.length, ours, index * mode30.block)).toBe(mode30.block);
  expect(theirs.length).toBe(ours.length);
  let signal = 0;
  let noise = 0;
  // ffmpeg's first blocks start from other frequencies
  for (let i = 4 * mode30.block; i < ours.length; i++) {
    signal += ours[i]! ** 2;
    noise += (ours[i]! - theirs[i]!) ** 2;
  }
  expect(10 * Math.log10(signal / noise)).toBeGreaterThan(20);
});
