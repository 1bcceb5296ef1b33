/** The measure to compare with: tshark's own statistics of streams and of SIP over the same file, in one pass. */
import { spawnSync } from 'node:child_process';
import { childSeconds } from './machine.mjs';

/** The version's first line, or undefined when it is not installed. */
export function tsharkVersion() {
  const { status, stdout } = spawnSync('tshark', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0] : undefined;
}

/** Wall milliseconds and processor seconds of one run. */
export function runTshark(file) {
  const before = childSeconds();
  const began = performance.now();
  const { status } = spawnSync('tshark', ['-q', '-n', '-r', file, '-z', 'rtp,streams', '-z', 'sip,stat'], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`tshark ended with ${status}`);
  return { milliseconds: performance.now() - began, processorSeconds: childSeconds() - before };
}
