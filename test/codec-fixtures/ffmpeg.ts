/** ffmpeg as an independent coder and decoder; tests that need it skip where it is not installed. */
import { spawnSync } from 'node:child_process';

export const hasFfmpeg: boolean = spawnSync('ffmpeg', ['-version']).status === 0;

/** The octets of one channel, coded as `how` says. */
export function ffmpegEncodes(sound: Int16Array, sampleRate: number, how: readonly string[]): Uint8Array {
  const input = new Uint8Array(sound.buffer, sound.byteOffset, sound.byteLength);
  return run(['-f', 's16le', '-ar', `${sampleRate}`, '-ac', '1', '-i', 'pipe:0', ...how, 'pipe:1'], input);
}

export function ffmpegDecodes(octets: Uint8Array, how: readonly string[]): Int16Array {
  const output = run([...how, '-i', 'pipe:0', '-f', 's16le', 'pipe:1'], octets);
  return new Int16Array(output.slice().buffer, 0, output.length >> 1);
}

function run(args: readonly string[], input: Uint8Array): Uint8Array {
  const { status, stdout, stderr } = spawnSync('ffmpeg', ['-v', 'error', ...args], { input, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`ffmpeg: ${stderr.toString()}`);
  return new Uint8Array(stdout);
}
