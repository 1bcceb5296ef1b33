/**
 * Which files are one point: the parts of a capture that was cut into files (a ring buffer), told by alike names, the same link layers
 * and interfaces, one beginning where another ends, and nothing shared. Files that share packets are never one point.
 */
import type { Nanoseconds } from '../../base/units.ts';
import type { SourcePair } from './point-pairs.ts';
import type { Source } from './survey.ts';

/** between the last packet of a part and the first of the next: longer where little is sent, and then it hardly matters */
const PAUSE: Nanoseconds = 600e9;
const OVERLAP: Nanoseconds = 1e6;

/** By source: the number of its point, from 0 in the order of sources. */
export function groupSources(sources: readonly Source[], pairs: readonly SourcePair[], looksOf: (source: Source) => string): number[] {
  const order = [...sources.keys()].filter((id) => sources[id]!.packets > 0).sort((a, b) => sources[a]!.first - sources[b]!.first);
  const groups: number[][] = [];
  const shares = new Set(pairs.map(({ one, other }) => one * 65_536 + other));
  const share = (a: number, b: number): boolean => shares.has(Math.min(a, b) * 65_536 + Math.max(a, b));
  for (const id of order) {
    const source = sources[id]!;
    const home = groups.find((group) => {
      const last = sources[group.at(-1)!]!;
      const pause = source.first - last.last;
      return pause >= -OVERLAP && pause <= PAUSE && looksOf(last) === looksOf(source) && group.every((other) => !share(id, other));
    });
    if (home === undefined) groups.push([id]);
    else home.push(id);
  }
  for (const id of sources.keys()) if (sources[id]!.packets === 0) groups.push([id]);
  groups.sort((a, b) => Math.min(...a) - Math.min(...b));
  const pointOf: number[] = [];
  for (const [point, group] of groups.entries()) for (const id of group) pointOf[id] = point;
  return pointOf;
}

/** What parts of one capture have in common: the name without its numbers, and what is said of interfaces. */
export function looksOfFile(name: string, interfaces: readonly { readonly linkType: number; readonly name: string | undefined }[]): string {
  return [name.replace(/\d+/g, '#'), ...new Set(interfaces.map((one) => `${one.linkType} ${one.name ?? ''}`))].join('\n');
}
