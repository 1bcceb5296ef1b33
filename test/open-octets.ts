/** Opens captures held in memory with the engine itself, in Node: for samples, forged stories and the oracle. */
import { gunzipSync } from 'node:zlib';
import { OctetsSource } from '../src/capture/byte-source.ts';
import type { DecodeRule } from '../src/contract/decode-as.ts';
import type { Opened, OpenFailure } from '../src/contract/overview.ts';
import { usualPoints, type PointChoice } from '../src/contract/points.ts';
import { Engine } from '../src/engine/engine.ts';
import type { OpenInput, OpenOptions } from '../src/engine/open.ts';

export interface NamedOctets {
  readonly name: string;
  readonly octets: Uint8Array;
}

export interface OpenedOctets {
  readonly engine: Engine;
  readonly result: Opened | OpenFailure;
}

/** `windowLength` is how many octets the reader gets at a time; small ones cut every record. */
export async function openOctets(
  files: readonly NamedOctets[],
  windowLength = 1 << 20,
  decodeAs: readonly DecodeRule[] = [],
  points: PointChoice = usualPoints,
  more: Partial<OpenOptions> = {},
): Promise<OpenedOctets> {
  const engine = new Engine();
  const result = await engine.open(
    files.map((file) => openInput(file, windowLength)),
    { onProgress: () => {}, signal: { aborted: false }, pause: () => Promise.resolve(), decodeAs, points, ...more },
  );
  return { engine, result };
}

/** The exported analysis, parsed. */
export async function analysisOf(engine: Engine): Promise<unknown> {
  const pieces: string[] = [];
  for await (const piece of engine.analysis()) pieces.push(piece);
  return JSON.parse(pieces.join(''));
}

function openInput({ name, octets }: NamedOctets, windowLength: number): OpenInput {
  return {
    name,
    size: octets.length,
    source: new OctetsSource(name, octets, windowLength),
    head: octets.subarray(0, 65_536),
    decompressed: (packing) =>
      Object.assign(new OctetsSource(name, new Uint8Array(gunzipSync(octets)), windowLength), { packing, problem: undefined, consumed: octets.length }),
    fingerprint: () => Promise.resolve(name),
    sha256: () => Promise.resolve(undefined),
  };
}
