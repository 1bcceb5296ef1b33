/**
 * Mutated captures from standard input (frames of ../shared/tools/mutate.py --stream: number, seed file, length, octets) through one
 * engine that lives on. Prints each fault, and what it took at the end, as JSON lines. Run by mutants.mjs, with --expose-gc.
 *
 * A fault is: anything thrown or rejected, packets that are in no kind, numbers no screen may show, more than five seconds of processor time, or
 * more memory held than the bound below allows.
 */
import { readFileSync } from 'node:fs';
import { Engine } from '../src/engine/engine.ts';
import { exercise } from '../test/hostile/exercise.ts';
import { inputsOf } from '../test/open-file-octets.ts';
import { analysisOf } from '../test/oracle/analyse.ts';

const LONGEST = 5000;
const HEAD = 12;
/** every so many mutants every question of the screens is asked, and memory is looked at after so many more */
const ASKED = 4;
const WEIGHED = 5000;

/** octets that may be held more than after the first hundred mutants */
const bound = 200_000_000;
/** by number of the seed file: its name, and the file of keys that is dropped with it */
const seeds = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const engine = new Engine();
let done = 0;
let faults = 0;
let opened = 0;
let slowest = { number: -1, milliseconds: 0 };
let heldAtFirst = 0;
let heldMost = 0;

const say = (what) => console.log(JSON.stringify(what));
process.on('unhandledRejection', (problem) => {
  faults++;
  say({ fault: `unhandled: ${String(problem?.stack ?? problem)}`, after: done });
});

const held = () => {
  for (let i = 0; i < 2; i++) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

async function faultOf(number, seedFile, octets) {
  // processor time: a machine that does something else meanwhile is no hang
  const began = process.cpuUsage();
  let wrong;
  try {
    const { keys } = seeds[seedFile] ?? {};
    const files = [Object.assign(new Blob([octets]), { name: `mutant ${number}` })];
    if (keys !== undefined) files.push(Object.assign(new Blob([readFileSync(keys)]), { name: 'keys' }));
    const inputs = await inputsOf(files);
    const result = await engine.open(inputs, { onProgress: () => undefined, signal: { aborted: false }, pause: () => Promise.resolve() });
    if (result.opens) {
      opened++;
      const { accounting } = await analysisOf(engine);
      const kinds = Object.values(accounting.kinds);
      const sum = kinds.reduce((a, b) => a + b, 0);
      if (sum !== accounting.packets || kinds.some((kind) => kind < 0)) wrong = `kinds sum to ${sum} of ${accounting.packets}`;
      if (wrong === undefined && number % ASKED === 0) wrong = (await exercise(engine)).slice(0, 3).join('; ') || undefined;
    } else if (result.message === '') wrong = 'refused without a word';
  } catch (problem) {
    wrong = String(problem?.stack ?? problem);
  }
  const { user, system } = process.cpuUsage(began);
  const milliseconds = (user + system) / 1000;
  if (milliseconds > slowest.milliseconds) slowest = { number, milliseconds: Math.round(milliseconds) };
  if (wrong === undefined && milliseconds > LONGEST) wrong = `${Math.round(milliseconds)} ms`;
  return wrong;
}

async function take(number, seedFile, octets) {
  const fault = await faultOf(number, seedFile, octets);
  if (fault !== undefined) {
    faults++;
    say({ fault, number, seed: seeds[seedFile]?.name });
  }
  done++;
  if (done !== 100 && done % WEIGHED !== 0) return;
  const now = held();
  if (done === 100) heldAtFirst = now;
  heldMost = Math.max(heldMost, now);
  if (now - heldAtFirst > bound) {
    faults++;
    say({ fault: `${Math.round((now - heldAtFirst) / 1e6)} MB more held than at first`, number });
  }
  if (done % WEIGHED === 0) say({ done, faults, opened, slowest, heldMB: Math.round(now / 1e6) });
}

let waiting = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
  let at = 0;
  while (waiting.length - at >= HEAD) {
    const length = waiting.readUInt32LE(at + 8);
    if (waiting.length - at < HEAD + length) break;
    await take(waiting.readUInt32LE(at), waiting.readUInt32LE(at + 4), new Uint8Array(waiting.subarray(at + HEAD, at + HEAD + length)));
    at += HEAD + length;
  }
  waiting = waiting.subarray(at);
}
const polluted = Object.keys(Object.prototype).length > 0 || {}.polluted !== undefined;
if (polluted) faults++;
say({ end: true, done, faults, opened, polluted, slowest, heldAtFirstMB: Math.round(heldAtFirst / 1e6), heldMostMB: Math.round(heldMost / 1e6) });
