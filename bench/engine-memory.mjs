/**
 * Opens one capture with the engine in Node, as the worker does it, and prints what it holds as JSON. Run through
 * bundle.mjs, with --expose-gc; `node engine-memory.mjs FILE`.
 */
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { Engine } from '../src/engine/engine.ts';
import { inputsOf } from '../test/open-file-octets.ts';

const [path] = process.argv.slice(2);
const collect = () => {
  for (let i = 0; i < 3; i++) globalThis.gc();
};
const held = () => {
  collect();
  const { arrayBuffers, heapUsed, rss } = process.memoryUsage();
  return { arrayBuffers, heapUsed, rss };
};

const blob = Object.assign(await openAsBlob(path), { name: basename(path) });
const engine = new Engine();
const before = held();
const began = performance.now();
const opened = await engine.open(await inputsOf([blob]), {
  onProgress: () => {},
  signal: { aborted: false },
  pause: () => new Promise((done) => setImmediate(done)),
});
const milliseconds = performance.now() - began;
const { user, system } = process.cpuUsage();
const after = held();
const sortedBy = (column, text = '') => {
  const start = performance.now();
  const { total } = engine.calls({ text, states: [], problems: [], sort: { column, descending: true } }, { offset: 0, limit: 100 });
  return { total, milliseconds: performance.now() - start };
};
console.log(
  JSON.stringify({
    packets: opened.packets,
    milliseconds,
    processorSeconds: (user + system) / 1e6,
    arrayBuffers: after.arrayBuffers - before.arrayBuffers,
    heap: after.heapUsed - before.heapUsed,
    rss: after.rss,
    counts: engine.overview().counts,
    queries: { byStart: sortedBy('start'), byFrom: sortedBy('from'), byDuration: sortedBy('duration'), filtered: sortedBy('start', 'yealink 486') },
  }),
);
