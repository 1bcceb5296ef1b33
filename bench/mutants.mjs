/**
 * The long run of mutated captures: `node bench/mutants.mjs [--count 200000] [--seed 1] [--from 0] [--jobs 2]`. Every capture of
 * ../shared/captures and of our own samples and recordings up to 64 KiB is a seed file. Needs ../shared and python3. Prints a line every
 * 5,000 mutants, every fault with its number (again with `--from N --count 1`), and ends with status 1 when there was any.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { bundled } from './bundle.mjs';
import { root } from './workloads.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    jobs: { type: 'string', default: '2' },
  },
});
const tool = join(root, '../shared/tools/mutate.py');
const LARGEST = 65_536;
const SEED = /\.(pcap|pcapng|cap|gz|zst|xz|lz4|bz2|zip|tar|snoop|rtpdump|txt|log)$/;

/** The file of keys beside a capture, which is dropped with it. */
function keysOf(path) {
  const stem = path.replace(/\.(pcap|pcapng)(\.gz)?$/, '');
  return [`${path}.keylog`, `${path}.rsakey.der`, `${stem}.keylog`, `${stem}.keys`].find((keys) => existsSync(keys));
}

/** All seed files in one folder, as mutate.py wants them, by name; gzip files unpacked, since few of their mutants would be more than damaged. */
function gather() {
  const folder = mkdtempSync(join(tmpdir(), 'sipglass-seeds-'));
  const keys = new Map();
  const walk = (from) => {
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const path = join(from, entry.name);
      if (entry.isDirectory()) walk(path);
      if (entry.isDirectory() || !SEED.test(entry.name) || statSync(path).size > LARGEST) continue;
      const name = relative(join(root, '..'), path).replaceAll('/', '_');
      const isPacked = /pcap(ng)?\.gz$/.test(name);
      const octets = isPacked ? unpacked(path) : undefined;
      if (isPacked && (octets === undefined || octets.length > LARGEST)) continue;
      if (octets === undefined) symlinkSync(path, join(folder, name));
      else writeFileSync(join(folder, name), octets);
      if (keysOf(path) !== undefined) keys.set(name, keysOf(path));
    }
  };
  for (const each of ['../shared/captures', '../shared/spec/vectors', 'public/samples', 'test']) walk(join(root, each));
  const list = join(folder, '..', `${basename(folder)}.json`);
  // mutate.py numbers seed files in the order of their names
  const sorted = readdirSync(folder).sort((a, b) => (a < b ? -1 : 1));
  writeFileSync(list, JSON.stringify(sorted.map((name) => ({ name, keys: keys.get(name) }))));
  return { folder, list };
}

function unpacked(path) {
  try {
    return gunzipSync(readFileSync(path));
  } catch {
    return undefined;
  }
}

/** Feeds one share of the numbers to one engine; resolves to its last line. */
function share(script, folder, from, count) {
  const feed = spawn('python3', ['-B', tool, folder, '--stream', '--seed', values.seed, '--from', String(from), '--count', String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const engine = spawn(process.execPath, ['--expose-gc', script, list], { stdio: ['pipe', 'pipe', 'inherit'] });
  feed.stdout.pipe(engine.stdin);
  let last = { faults: 1, end: false };
  createInterface({ input: engine.stdout }).on('line', (line) => {
    last = JSON.parse(line);
    console.log(`${from}+ ${line}`);
  });
  return new Promise((resolve) => void engine.on('close', (status) => resolve({ ...last, status })));
}

const { folder, list } = gather();
const script = await bundled('mutant-feed');
const [count, jobs, from] = [Number(values.count), Number(values.jobs), Number(values.from)];
console.log(`${readdirSync(folder).length} seed files, ${count} mutants of seed ${values.seed}`);
const began = performance.now();
const each = Math.ceil(count / jobs);
const ends = await Promise.all(Array.from({ length: jobs }, (_, job) => share(script, folder, from + job * each, Math.min(each, count - job * each))));
for (const made of [folder, list]) rmSync(made, { recursive: true, force: true });
const isWhole = ends.every(({ end, status }) => end === true && status === 0);
const faults = ends.reduce((sum, end) => sum + end.faults, 0);
console.log(
  `${ends.reduce((sum, end) => sum + (end.done ?? 0), 0)} mutants, ${faults} faults, ${Math.round((performance.now() - began) / 1000)} s${isWhole ? '' : ', NOT WHOLE'}`,
);
process.exit(isWhole && faults === 0 ? 0 : 1);
