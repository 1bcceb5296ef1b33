/**
 * What capture points saw of a message, for the ladder: stations on its arrow, the time between them, and what to say where it was
 * lost or missed.
 */
import type { Ladder, LadderMedia, LadderMessage } from '../../contract/ladder.ts';
import type { MessageSightings, Segment } from '../../contract/points.ts';
import { formatMs, formatNumber, formatPercent, formatTime } from '../parts/format.ts';
import type { LadderBadge, LadderStation, LadderTip } from '../parts/ladder-model.ts';
import { pointsWords } from '../words/points-words.ts';

/** A tip of what several points saw, with what each letter is. */
export function withNames(tip: LadderTip, several: boolean, ladder: Ladder | undefined): LadderTip {
  const names = (ladder?.pointNames ?? []).map((name, i) => pointsWords().legend(ladder?.points?.[i] ?? '?', name));
  return several && names.length > 0 ? { ...tip, facts: [...tip.facts, [pointsWords().title, names.join(' · ')]] } : tip;
}

/** Stations in the order of the way; none when the message had one point to pass. */
export function stationsOf({ sightings }: LadderMessage, letters: readonly string[]): readonly LadderStation[] {
  if (sightings === undefined) return [];
  const { way, seen, lostAfter } = sightings;
  const lostFrom = lostAfter === undefined ? Infinity : way.indexOf(lostAfter) + 1;
  return way.map((point, i) => ({
    at: (i + 1) / (way.length + 1),
    text: letters[point] ?? '?',
    state: i >= lostFrom ? 'lost' : seen.some((one) => one.point === point) ? 'seen' : 'missed',
  }));
}

/** "A → B 30.2 ms" for each two points that follow each other. */
export function stationAside({ sightings }: LadderMessage, letters: readonly string[]): string {
  if (sightings === undefined) return '';
  const w = pointsWords();
  return sightings.seen
    .slice(1)
    .map(
      (one, i) => `${w.segment(letters[sightings.seen[i]!.point] ?? '?', letters[one.point] ?? '?')} ${formatMs((one.time - sightings.seen[i]!.time) / 1e6)}`,
    )
    .join(', ');
}

/** "A → B 1.09 % lost, 33.1 ms, +13.9 ms jitter" for two points a stream passed; of more, jitter is left to the tip. */
export function segmentLine({ segments = [] }: LadderMedia, letters: readonly string[]): string | undefined {
  const w = pointsWords();
  const told = segments.map((one) => {
    const [delay, jitter] = delaysOf(one);
    return `${segmentName(one, letters)} ${w.segmentShort(formatPercent(one.lostPercent, 2), delay, segments.length > 1 ? '' : jitter)}`;
  });
  return told.length === 0 ? undefined : told.join(' · ');
}

/** The same in full, a line for each. */
export function segmentFacts({ segments = [] }: LadderMedia, letters: readonly string[]): readonly (readonly [string, string])[] {
  const w = pointsWords();
  return segments.map((one) => [
    segmentName(one, letters),
    w.segmentLong(formatNumber(one.both), formatNumber(one.lost), formatPercent(one.lostPercent, 2), ...delaysOf(one)),
  ]);
}

function segmentName({ from, to }: Segment, letters: readonly string[]): string {
  return pointsWords().segment(letters[from] ?? '?', letters[to] ?? '?');
}

/** Middle delay and added jitter; empty where they are not known. */
function delaysOf({ delay, jitter }: Segment): [string, string] {
  return [delay === undefined ? '' : formatMs(delay.median), jitter === undefined ? '' : formatMs(jitter)];
}

/** What became of it between the points, when it did not pass them all. */
export function stationBadges({ sightings }: LadderMessage, letters: readonly string[]): LadderBadge[] {
  if (sightings === undefined || sightings.missing.length === 0) return [];
  const w = pointsWords();
  if (sightings.lostAfter !== undefined) return [{ text: w.lostBehind(letters[sightings.lostAfter] ?? '?'), tone: 'error' }];
  return [{ text: sightings.missing.map((point) => w.missedBy(letters[point] ?? '?')).join(', '), tone: 'plain' }];
}

/** When each point saw it, and what that means. */
export function stationFacts({ sightings }: LadderMessage, letters: readonly string[]): readonly (readonly [string, string])[] {
  if (sightings === undefined) return [];
  const w = pointsWords();
  const letter = (point: number): string => letters[point] ?? '?';
  const first = sightings.seen[0]!;
  const times = sightings.seen.map((one, i) => w.seenAt(letter(one.point), i === 0 ? formatTime(one.time, 6) : `+${formatMs((one.time - first.time) / 1e6)}`));
  return [[w.sightings, times.join(' · ')], ...helpOf(sightings, letter).map((help) => [w.segments, help] as const)];
}

function helpOf({ way, missing, lostAfter }: MessageSightings, letter: (point: number) => string): string[] {
  const w = pointsWords();
  if (missing.length === 0) return [];
  if (lostAfter !== undefined) return [w.lostBehindHelp(letter(lostAfter), letter(way[way.indexOf(lostAfter) + 1] ?? -1))];
  return missing.map((point) => w.missedByHelp(letter(point)));
}
