/**
 * The captures that are measured: made by the generator beside the repository, kept in a folder of the system's temporary
 * files between runs, never in the repository. The same arguments give the same octets.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');
/** Everything the bench makes: captures, the built page, bundles. */
export const place = process.env['BENCH_DIR'] ?? join(tmpdir(), 'sipglass-bench');

const generatorSource = resolve(root, '../shared/tools/genload.cpp');

/** name: profile, octets, seed */
const recipes = new Map([
  ['media-100m', ['media', 100e6, 1]],
  ['sip-100m', ['sip', 100e6, 1]],
  ['needle-100m', ['needle', 100e6, 3]],
  ['media-1g', ['media', 1e9, 1]],
  ['sip-1g', ['sip', 1e9, 1]],
  ['needle-1g', ['needle', 1e9, 3]],
  ['media-4.4g', ['media', 4.4e9, 1]],
]);

/** Ends the run with a loud line when the generator is not there: there is nothing to measure without it. */
export function requireGenerator() {
  if (existsSync(generatorSource)) return;
  console.error(`\n*** NO BENCH: the generator of the captures is missing (${generatorSource}). Nothing was measured. ***\n`);
  process.exit(2);
}

function generator() {
  mkdirSync(place, { recursive: true });
  const program = join(place, 'genload');
  if (existsSync(program) && statSync(program).mtimeMs >= statSync(generatorSource).mtimeMs) return program;
  execFileSync('g++', ['-O2', '-std=c++17', '-o', program, generatorSource], { stdio: 'inherit' });
  return program;
}

/** Path of a capture of that name, made now when it is not there yet. */
export function workload(name) {
  const file = join(place, `${name}.pcap`);
  if (existsSync(file)) return file;
  const [profile, octets, seed] = recipes.get(name);
  console.log(`Generating ${name} …`);
  const started = `${file}.part`;
  execFileSync(generator(), ['--out', started, '--profile', profile, '--max-bytes', String(octets), '--seed', String(seed)], { stdio: 'ignore' });
  renameSync(started, file);
  return file;
}

/** Reads a file once, so that the next reader finds it in the page cache. Idle pages are taken back after a while. */
export function warm(file) {
  const buffer = Buffer.allocUnsafe(8 << 20);
  const handle = openSync(file, 'r');
  while (readSync(handle, buffer, 0, buffer.length, null) > 0);
  closeSync(handle);
}
