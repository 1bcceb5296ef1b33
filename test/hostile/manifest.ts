/** The manifest of ../shared/tools/hostile.py, and what of an opened file is not as it says. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Analysis } from '../oracle/compare.ts';
import { concepts } from './concepts.ts';

type Bounds = readonly [number | null, number | null];

export interface Case {
  readonly file: string;
  readonly group: string;
  readonly expect: {
    readonly opens: boolean | 'may';
    readonly reason?: string;
    readonly packets?: Bounds;
    readonly sipMessages?: Bounds;
    readonly rtpStreams?: Bounds;
    readonly diagnostics?: { readonly min: number; readonly kinds: readonly string[] };
    readonly seconds?: number;
    readonly heapMB?: number;
  };
}

const tool = fileURLToPath(new URL('../../../shared/tools/hostile.py', import.meta.url));

export const hostileSetIsPresent: boolean = existsSync(tool);

/** Writes the set into a folder; the same octets every time. */
export function generate(folder: string): readonly Case[] {
  const { status, stderr } = spawnSync('python3', ['-B', tool, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { readonly cases: readonly Case[] }).cases;
}

/** Whether a file opened as its case says, and the reason when it did not. */
export function openingDiffers(result: { readonly opens: boolean; readonly reason?: string }, wanted: Case['expect']): string[] {
  const differences: string[] = [];
  if (wanted.opens !== 'may' && result.opens !== wanted.opens) differences.push(`opens ${result.opens}`);
  if (!result.opens && wanted.reason !== undefined && result.reason !== wanted.reason) differences.push(`reason ${result.reason}, not ${wanted.reason}`);
  return differences;
}

/** Packets, messages, streams and diagnostics that are not as many as the case says. */
export function contentsDiffer(analysis: Analysis, wanted: Case['expect']): string[] {
  const differences: string[] = [];
  const within = (what: string, value: number, bounds: Bounds | undefined): void => {
    if (bounds !== undefined && (value < (bounds[0] ?? 0) || value > (bounds[1] ?? Infinity)))
      differences.push(`${what} ${value}, not ${bounds[0]} to ${bounds[1] ?? 'any'}`);
  };
  // custom and journal blocks are numbered as Wireshark does; the manifest counts packets alone
  const blocks = analysis.accounting.notDecoded
    .filter(({ reason }) => /^pcapng\.(custom|journal|sysdig)-block$/.test(reason))
    .reduce((sum, { count }) => sum + count, 0);
  within('packets', analysis.accounting.packets - blocks, wanted.packets);
  within(
    'messages',
    [...analysis.calls, ...analysis.dialogs].reduce((sum, { messages }) => sum + messages.length, 0),
    wanted.sipMessages,
  );
  within('streams', analysis.streams.length, wanted.rtpStreams);
  const { min, kinds } = wanted.diagnostics ?? { min: 0, kinds: [] };
  if (min === 0) return differences;
  const total = analysis.diagnostics.reduce((sum, { count }) => sum + count, 0);
  const fits = analysis.diagnostics.some(({ code }) => kinds.some((kind) => concepts[kind]?.test(code)));
  if (!fits) differences.push(`no diagnostic for ${kinds.join(', ')}`);
  else if (total < min) differences.push(`${total} diagnostics, not ${min}`);
  return differences;
}
