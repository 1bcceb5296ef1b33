/** Opens a capture file with the engine in Node, through the very sources the worker uses. */
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { OpenFailure, Opened } from '../../src/contract/overview.ts';
import { Engine } from '../../src/engine/engine.ts';
import { inputsOf } from '../open-file-octets.ts';
import type { Analysis } from './compare.ts';

export async function openWithEngine(
  paths: readonly string[],
  options: { readonly decodeAsRtp?: readonly number[] } = {},
  engine: Engine = new Engine(),
): Promise<{ readonly engine: Engine; readonly result: Opened | OpenFailure }> {
  const blobs = await Promise.all(paths.map(async (path) => Object.assign(await openAsBlob(path), { name: basename(path) })));
  const inputs = await inputsOf(blobs);
  const decodeAs = (options.decodeAsRtp ?? []).map((port) => ({ as: 'rtp' as const, port, payloadTypes: [] }));
  const result = await engine.open(inputs, { onProgress: () => undefined, signal: { aborted: false }, pause: () => Promise.resolve(), decodeAs });
  return { engine, result };
}

export async function analysisOf(engine: Engine): Promise<Analysis> {
  let text = '';
  for await (const piece of engine.analysis()) text += piece;
  return JSON.parse(text) as Analysis;
}
