/** Opens octets as a dropped file, through the very sources the worker uses, and says what the engine found in them. */
import type { Opened, OpenFailure } from '../src/contract/overview.ts';
import { Engine } from '../src/engine/engine.ts';
import type { OpenInput } from '../src/engine/open.ts';
import { openFiles as openBlobs } from '../src/worker/open-files.ts';
import type { NamedOctets } from './open-octets.ts';

export async function openFiles(files: readonly NamedOctets[]): Promise<{ readonly engine: Engine; readonly result: Opened | OpenFailure }> {
  const engine = new Engine();
  const inputs = await inputsOf(files.map(({ name, octets }) => Object.assign(new Blob([new Uint8Array(octets)]), { name })));
  const result = await engine.open(inputs, { onProgress: () => undefined, signal: { aborted: false }, pause: () => Promise.resolve() });
  return { engine, result };
}

/** What the worker makes of dropped files. */
export function inputsOf(files: readonly (Blob & { readonly name: string })[]): Promise<readonly OpenInput[]> {
  return openBlobs(files, { signal: { aborted: false }, onProgress: () => undefined, pause: () => Promise.resolve() });
}

/** All of the exported analysis but what names the file. */
export async function found(engine: Engine): Promise<unknown> {
  let text = '';
  for await (const piece of engine.analysis()) text += piece;
  const { captures: _, generator: __, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return rest;
}

export async function openFileOctets(name: string, octets: Uint8Array): Promise<unknown> {
  const { engine, result } = await openFiles([{ name, octets }]);
  return result.opens ? found(engine) : result;
}
