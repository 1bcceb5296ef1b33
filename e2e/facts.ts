/** What test/samples-expected.json says of our samples: the facts that tshark and the recorders gave. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExpectedSample } from '../test/samples-compare.ts';
import { root } from './fixtures.ts';

export const expected: ReadonlyMap<string, ExpectedSample> = new Map(
  Object.entries(JSON.parse(readFileSync(join(root, 'test/samples-expected.json'), 'utf8')) as Record<string, ExpectedSample>),
);

export function factsOf(sample: string): ExpectedSample {
  const facts = expected.get(sample);
  if (facts === undefined) throw new Error(`no expectations of ${sample}`);
  return facts;
}

export function samplePath(name: string): string {
  return join(root, 'public/samples', name);
}
