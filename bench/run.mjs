/**
 * `npm run bench`: how fast the built page opens large captures, as ratios in one run: to a bare read of the same File in
 * the same browser, and to tshark. Never part of `npm test`. docs/performance.md tells the method and the goals.
 *   --quick   100 MB instead of 1 GB       --huge    a capture of 4.4 GB as well
 *   --rounds N (5)                         --only media,sip,needle
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from '../scripts/ready.mjs';
import { cancelling, longLadder, processorTimes, questions, scrolling } from './behaviour.mjs';
import { measureBareRead, openFile, productPage, rendererMemory, startBrowser } from './browser.mjs';
import { bundled } from './bundle.mjs';
import { describeMachine, load, NOISE, watchOthers } from './machine.mjs';
import { markdown, printTable } from './report.mjs';
import { seconds } from './statistics.mjs';
import { runTshark, tsharkVersion } from './tshark.mjs';
import { place, requireGenerator, root, warm, workload } from './workloads.mjs';

const args = process.argv.slice(2);
const option = (name, otherwise) => (args.includes(name) ? (args[args.indexOf(name) + 1] ?? otherwise) : otherwise);
const size = args.includes('--quick') ? '100m' : '1g';
const roundsWanted = Number(option('--rounds', '5'));
const kinds = option('--only', 'media,sip,needle').split(',');
const TSHARK_ROUNDS = 2;

function buildSite() {
  const outDir = join(place, 'site');
  const { status } = tool('vite/bin/vite.js', ['build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error']);
  if (status !== 0) process.exit(1);
  return outDir;
}

/** One round: bare read, product, and tshark while its rounds last; with how quiet the machine was. */
async function round(bench, file, measured, isLast) {
  const before = load();
  const others = watchOthers();
  warm(file);
  const bare = await measureBareRead(bench, file);
  warm(file);
  const { context, page } = await productPage(bench);
  try {
    const product = await openFile(page, file);
    if (!product.opens) throw new Error(`${file} was refused`);
    const foreign = others();
    const noisy = foreign !== undefined && foreign > NOISE;
    measured.rounds.push({ load: before, others: foreign, noisy, bare, product });
    const quiet = foreign === undefined ? '' : `, others ${Math.round(foreign * 100)} %${noisy ? '  NOISY' : ''}`;
    console.log(
      `  load ${before.toFixed(1)}${quiet}: bare read ${seconds(bare)}, analysed ${seconds(product.milliseconds)} (read ${seconds(product.read)}), first rows ${seconds(product.firstRows)}, longest task ${product.longestTask} ms`,
    );
    if (!isLast) return;
    measured.renderer = { ...(await rendererMemory(bench)), size: statSync(file).size };
    measured.questions = await questions(page);
    measured.scrolling = await scrolling(page);
  } finally {
    await context.close();
  }
}

async function measure(bench, kind, hasTshark) {
  const name = `${kind}-${size}`;
  const file = workload(name);
  const measured = { name, rounds: [], tshark: [] };
  console.log(`${name}:`);
  for (let i = 0; i < roundsWanted; i++) {
    await round(bench, file, measured, i === roundsWanted - 1);
    if (!hasTshark || i >= TSHARK_ROUNDS) continue;
    warm(file);
    measured.tshark.push(runTshark(file));
    console.log(`  tshark ${seconds(measured.tshark.at(-1).milliseconds)}`);
  }
  return measured;
}

/** What the engine holds in Node for a small and a large capture: their difference has no constant in it. */
function measureMemory(script, kind) {
  const of = (name) => JSON.parse(execFileSync(process.execPath, ['--expose-gc', script, workload(name)], { encoding: 'utf8', maxBuffer: 1 << 26 }));
  const large = size === '1g' ? of(`${kind}-1g`) : undefined;
  return { small: of(`${kind}-100m`), large };
}

async function measureHuge(bench) {
  const file = workload('media-4.4g');
  const bare = await measureBareRead(bench, file);
  const { context, page } = await productPage(bench);
  try {
    const opened = await openFile(page, file);
    return { ...opened, bare, renderer: await rendererMemory(bench) };
  } finally {
    await context.close();
  }
}

async function longCall(bench) {
  const file = join(place, 'long-call.pcap');
  execFileSync(process.execPath, [await bundled('long-call'), file]);
  return longLadder(bench, file);
}

requireGenerator();
mkdirSync(place, { recursive: true });
const bench = await startBrowser(buildSite());
const tshark = tsharkVersion();
const results = {
  when: new Date().toISOString(),
  machine: describeMachine(),
  versions: { browser: `Chromium ${bench.browser.version()}`, ...(tshark === undefined ? {} : { tshark }) },
  size,
  workloads: {},
  memory: {},
};
if (tshark === undefined) console.log('tshark is not installed: no comparison with it.');
try {
  for (const kind of kinds) results.workloads[kind] = await measure(bench, kind, tshark !== undefined);
  if (args.includes('--huge')) results.huge = await measureHuge(bench);
  results.cancel = await cancelling(bench, workload(`${kinds[0]}-${size}`), size === '1g' ? 500 : 120);
  results.processorTimes = await processorTimes(bench, workload(`${kinds[0]}-${size}`));
  results.ladder = await longCall(bench);
} finally {
  await bench.stop();
}
const script = await bundled('engine-memory');
for (const kind of kinds) results.memory[kind] = measureMemory(script, kind);

const folder = join(root, 'bench/results');
mkdirSync(folder, { recursive: true });
const stem = join(folder, `${results.when.replace(/[:.]/g, '-')}-${size}`);
writeFileSync(`${stem}.json`, `${JSON.stringify(results, undefined, 2)}\n`);
console.log('');
printTable(results);
writeFileSync(`${stem}.md`, markdown(results));
console.log(`\nbench/results: ${stem.slice(folder.length + 1)}.json and .md (paste into docs/performance.md)`);
