/**
 * Mutants of the stories through one engine that lives on: none may throw, reject or take more than two seconds, and what
 * the screens ask must be answered. 2,000 in every run; MUTANTS=1000000 (with MUTANT_SEED, MUTANT_FROM) for the long one,
 * which also says whether memory stays flat. MUTANT_ONE=<i> runs one again.
 */
import { expect, test } from 'vitest';
import { Engine } from '../src/engine/engine.ts';
import { exercise } from './hostile/exercise.ts';
import { mutant } from './mutations.ts';
import { analysisOf } from './oracle/analyse.ts';
import { stories } from './stories.ts';
import { inputsOf } from './open-file-octets.ts';

const seed = Number(process.env['MUTANT_SEED'] ?? 1);
const one = process.env['MUTANT_ONE'];
const from = Number(one ?? process.env['MUTANT_FROM'] ?? 0);
const count = one === undefined ? Number(process.env['MUTANTS'] ?? 2000) : 1;
const LONGEST = 2000;

async function fault(engine: Engine, index: number): Promise<string | undefined> {
  const { name, octets } = mutant(seed, index, stories);
  const began = performance.now();
  try {
    const inputs = await inputsOf([Object.assign(new Blob([new Uint8Array(octets)]), { name })]);
    const result = await engine.open(inputs, { onProgress: () => undefined, signal: { aborted: false }, pause: () => Promise.resolve() });
    if (result.opens) {
      const { accounting } = await analysisOf(engine);
      const sum = Object.values(accounting.kinds).reduce((a, b) => a + b, 0);
      if (sum !== accounting.packets || Object.values(accounting.kinds).some((kind) => kind < 0))
        return `${name}: kinds sum to ${sum} of ${accounting.packets}`;
      // the questions cost more than the reading: in the short run every fourth mutant is asked
      const wrong = index % 4 === 0 || count !== 2000 ? await exercise(engine) : [];
      if (wrong.length > 0) return `${name}: ${wrong.slice(0, 3).join('; ')}`;
    } else if (result.message === '') return `${name}: refused without a word`;
  } catch (problem) {
    return `${name}: ${(problem as Error).stack ?? String(problem)}`;
  }
  const took = performance.now() - began;
  return took > LONGEST ? `${name}: ${Math.round(took)} ms` : undefined;
}

test(`${count} mutants of seed ${seed}`, { timeout: 60_000 + count * 100 }, async () => {
  const engine = new Engine();
  const faults: string[] = [];
  let early = 0;
  for (let index = from; index < from + count && faults.length < 10; index++) {
    const found = await fault(engine, index);
    if (found !== undefined) faults.push(found);
    if (index === from + Math.floor(count / 10)) early = process.memoryUsage().heapUsed;
    if (count > 10_000 && index % 10_000 === 0) console.log(`${index - from} mutants, heap ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB`);
  }
  if (count > 10_000) console.log(`heap after a tenth ${Math.round(early / 1e6)} MB, at the end ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB`);
  expect(faults).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
