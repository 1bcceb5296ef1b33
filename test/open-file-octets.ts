/** Opens octets as a dropped file, through the very sources the worker uses, and says what the engine found in them. */
import { SNIFF_LENGTH } from '../src/capture/sniff.ts';
import type { Opened, OpenFailure } from '../src/contract/overview.ts';
import { Engine } from '../src/engine/engine.ts';
import { openInput } from '../src/worker/open-input.ts';
import type { NamedOctets } from './open-octets.ts';

export async function openFiles(files: readonly NamedOctets[]): Promise<{ readonly engine: Engine; readonly result: Opened | OpenFailure }> {
  const engine = new Engine();
  const inputs = [];
  for (const { name, octets } of files) inputs.push(await openInput(Object.assign(new Blob([new Uint8Array(octets)]), { name }), SNIFF_LENGTH));
  const result = await engine.open(inputs, { onProgress: () => undefined, signal: { aborted: false }, pause: () => Promise.resolve() });
  return { engine, result };
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
