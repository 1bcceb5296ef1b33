/**
 * RTCP in the ladder: a faint arrow for each packet with what it says, or one band for a run of ten and more, with the worst of
 * them. What packets say arrives after the ladder; until then there are kinds alone.
 */
import type { LadderReport, LadderRow } from '../../contract/ladder.ts';
import { reportKinds, type ReportKind } from '../../contract/reports.ts';
import { formatDuration, formatEndpoint, formatMomentFully, formatNumber, formatTime } from '../parts/format.ts';
import type { LadderItem, LadderTip, LadderTone } from '../parts/ladder-model.ts';
import { reportsWords } from '../words/reports-words.ts';
import { ladderWords } from '../words/ladder-words.ts';
import { percentText, type ReportTexts } from './known-reports.ts';

const FOLDED_FROM = 10;

/** An application's own packet says nothing of the sound: baresip sends an empty one every ten seconds to keep the way open. */
export function isKeepAlive(row: LadderReport): boolean {
  return row.kinds.length === 1 && row.kinds[0] === 'APP';
}

function toneOf(lost: number): LadderTone {
  return lost >= 5 ? 'error' : lost >= 1 ? 'warning' : 'muted';
}

export function reportKey(row: LadderReport): string {
  return `r${row.place.packet}`;
}

export function reportLabel(row: LadderReport): string {
  return row.kinds.length === 0 ? 'RTCP' : `RTCP ${row.kinds.join(' ')}`;
}

/** "up to 2.1 % lost · SR × 6 · RR × 4" */
function foldedAside(run: readonly LadderReport[], texts: ReportTexts, kinds: readonly ReportKind[]): { readonly aside: string; readonly worst: number } {
  const word = reportsWords().ladder;
  const counts = kinds.map((kind) => [kind, run.filter((row) => row.kinds.includes(kind)).length] as const).filter(([, count]) => count > 0);
  const worst = Math.max(0, ...run.map((row) => texts.get(row.place.packet)?.lost ?? 0));
  return {
    worst,
    aside: [...(worst > 0 ? [word.worst(percentText(worst))] : []), ...counts.map(([kind, count]) => `${kind} × ${formatNumber(count)}`)].join(' · '),
  };
}

function foldedBand(run: readonly LadderReport[], texts: ReportTexts, frame: string): LadderItem {
  const first = run[0]!;
  const oneWay = run.every((row) => row.fromLane === first.fromLane && row.toLane === first.toLane);
  const lanes = run.flatMap((row) => [row.fromLane, row.toLane]);
  // the others go with nearly every report, or are few: the tip has all
  const { aside, worst } = foldedAside(run, texts, ['SR', 'RR', 'XR']);
  return {
    kind: 'band',
    key: reportKey(first),
    ...(oneWay ? { from: first.fromLane, to: first.toLane } : { from: Math.min(...lanes), to: Math.max(...lanes), bothWays: true as const }),
    time: first.time,
    end: run.at(-1)!.time,
    number: frame,
    label: reportsWords().ladder.folded(formatNumber(run.length)),
    aside,
    tone: toneOf(worst),
  };
}

function arrow(row: LadderReport, texts: ReportTexts, frame: string): LadderItem {
  const said = texts.get(row.place.packet);
  return {
    kind: 'arrow',
    key: reportKey(row),
    from: row.fromLane,
    to: row.toLane,
    time: row.time,
    number: frame,
    label: reportLabel(row),
    badges: [],
    aside: row.kinds.length === 0 ? reportsWords().ladder.unread : (said?.text ?? ''),
    second: undefined,
    tone: toneOf(said?.lost ?? 0),
    repeated: false,
    problem: false,
  };
}

/** Runs of neighbouring reports folded unless `unfolded`: each entry is what one row of the ladder stands for. */
export function foldReports(rows: readonly LadderRow[], unfolded: boolean): readonly (readonly LadderRow[])[] {
  const runs: LadderRow[][] = [];
  for (let i = 0; i < rows.length; ) {
    let end = i + 1;
    if (rows[i]!.kind === 'report' && !unfolded) while (rows[end]?.kind === 'report') end++;
    if (end - i < FOLDED_FROM) for (let k = i; k < end; k++) runs.push([rows[k]!]);
    else runs.push(rows.slice(i, end));
    i = end;
  }
  return runs;
}

export function reportItem(run: readonly LadderReport[], texts: ReportTexts, frame: string): LadderItem {
  return run.length > 1 ? foldedBand(run, texts, frame) : arrow(run[0]!, texts, frame);
}

/** @param run the packets the row stands for */
export function reportTip(run: readonly LadderReport[], texts: ReportTexts, frame: string): LadderTip {
  const { facts } = ladderWords();
  const word = reportsWords().ladder;
  const row = run[0]!;
  if (run.length > 1) {
    const last = run.at(-1)!;
    return {
      title: word.folded(formatNumber(run.length)),
      facts: [
        [facts.time, formatMomentFully(row.time)],
        [word.ends, `${formatTime(last.time)} (${formatDuration((last.time - row.time) / 1e6)})`],
        [word.reports, foldedAside(run, texts, reportKinds).aside],
      ],
    };
  }
  const all: readonly (readonly [string, string])[] = [
    [facts.time, formatMomentFully(row.time)],
    [facts.frame, frame],
    [facts.from, formatEndpoint(row.source)],
    [facts.to, formatEndpoint(row.destination)],
    [word.values, row.kinds.length === 0 ? word.unread : (texts.get(row.place.packet)?.text ?? '')],
    [word.roundTripName, texts.get(row.place.packet)?.note ?? ''],
    ...row.kinds.map((kind) => [kind, word.kinds[kind]] as const),
  ];
  return { title: reportLabel(row), facts: all.filter(([, value]) => value !== '') };
}
