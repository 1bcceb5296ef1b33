/**
 * Where the time goes while the built page opens one capture: processor samples of the worker and of the page, by function,
 * from an unminified build. `node bench/profile.mjs [media-1g | FILE] [rows]`
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from '../scripts/ready.mjs';
import { openFile, productPage, startBrowser } from './browser.mjs';
import { place, requireGenerator, warm, workload } from './workloads.mjs';

const [what = 'media-1g', rows = '40'] = process.argv.slice(2);
if (!existsSync(what)) requireGenerator();
const file = existsSync(what) ? what : workload(what);
const site = join(place, 'site-readable');
if (tool('vite/bin/vite.js', ['build', '--outDir', site, '--emptyOutDir', '--minify', 'false', '--logLevel', 'error']).status !== 0) process.exit(1);

const bench = await startBrowser(site);
const { page } = await productPage(bench);
const session = await bench.browser.newBrowserCDPSession();
const events = [];
session.on('Tracing.dataCollected', ({ value }) => {
  events.push(...value.filter(({ name }) => name === 'Profile' || name === 'ProfileChunk' || name === 'thread_name'));
});
await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['disabled-by-default-v8.cpu_profiler'] } });
warm(file);
const opened = await openFile(page, file);
const complete = new Promise((done) => session.once('Tracing.tracingComplete', done));
await session.send('Tracing.end');
await complete;
await bench.stop();

const threads = new Map(events.filter(({ name }) => name === 'thread_name').map(({ pid, tid, args }) => [`${pid}/${tid}`, args.name]));
console.log(`${file}: ${opened.packets} packets in ${Math.round(opened.milliseconds)} ms (slowed by the profiler)`);
for (const { pid, id, tid } of events.filter(({ name }) => name === 'Profile'))
  print(
    `${pid}/${tid}`,
    events.filter((event) => event.name === 'ProfileChunk' && event.pid === pid && event.id === id),
  );

function print(thread, chunks) {
  const nodes = new Map();
  const own = new Map();
  for (const { data } of chunks.map(({ args }) => args)) {
    for (const node of data.cpuProfile?.nodes ?? []) nodes.set(node.id, node.callFrame);
    for (const [i, id] of (data.cpuProfile?.samples ?? []).entries()) own.set(id, (own.get(id) ?? 0) + data.timeDeltas[i]);
  }
  const byFunction = new Map();
  for (const [id, time] of own) {
    const frame = nodes.get(id);
    if (frame === undefined || frame.functionName === '(idle)') continue;
    const name = `${frame.functionName || '(nameless)'}${frame.lineNumber === undefined ? '' : ` :${frame.lineNumber + 1}`}`;
    byFunction.set(name, (byFunction.get(name) ?? 0) + time);
  }
  const total = [...byFunction.values()].reduce((sum, time) => sum + time, 0);
  if (total < 50_000) return;
  console.log(`\n${threads.get(thread) ?? thread}: ${Math.round(total / 1000)} ms busy`);
  for (const [name, time] of [...byFunction].toSorted((one, other) => other[1] - one[1]).slice(0, Number(rows)))
    console.log(`${(time / 1000).toFixed(0).padStart(7)} ms ${((100 * time) / total).toFixed(1).padStart(5)} %  ${name}`);
}
