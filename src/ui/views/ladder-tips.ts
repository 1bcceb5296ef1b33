/** What a row of the ladder says when the pointer rests on it: its facts, and what its method, status and marks mean. */
import type { LadderMedia, LadderMessage, LadderRow } from '../../contract/ladder.ts';
import { formatDuration, formatEndpoint, formatMomentFully, formatMs, formatNumber, formatPercent, formatTime } from '../parts/format.ts';
import type { LadderTip } from '../parts/ladder-model.ts';
import { methodSentence, statusSentence } from '../words/explain-words.ts';
import { lanesWords } from '../words/lanes-words.ts';
import { ladderWords } from '../words/ladder-words.ts';
import { frameText, labelOf } from './ladder-rows.ts';
import { sealText } from './seal-text.ts';
import { segmentFacts, stationFacts } from './ladder-stations.ts';
import { siteText } from './stream-look.ts';
import { spanText } from './limited-time.ts';
import type { SourceLimits } from '../../contract/common.ts';
import { sourceWords } from '../words/source-words.ts';

/** @param captures number of open captures: frames are named with theirs when there are several */
export function messageTip(
  row: LadderMessage,
  previous: LadderRow | undefined,
  captures: number,
  letters: readonly string[] = [],
  limits?: SourceLimits,
): LadderTip {
  const word = ladderWords();
  const { facts, markHelp } = word;
  const meaning = row.method === undefined ? statusSentence(row.status ?? 0) : methodSentence(row.method);
  const marks = [meaning, ...row.marks.map((mark) => markHelp[mark])].filter((text) => text !== '').map((text) => text.replace(/[.。]$/, ''));
  const all: readonly (readonly [string, string])[] = [
    [facts.time, limits?.timeStep === Infinity ? sourceWords().noTime : formatMomentFully(row.time)],
    [facts.previous, previous === undefined ? '' : spanText((row.time - previous.time) / 1e6, limits)],
    [facts.frame, frameText(row.place, captures, word)],
    [facts.from, formatEndpoint(row.source)],
    [facts.to, formatEndpoint(row.destination)],
    [facts.transport, row.transport.toUpperCase()],
    [facts.cseq, `${row.cseqNumber} ${row.cseqMethod}`],
    [facts.hopDelay, row.hopDelay === undefined ? '' : formatMs(row.hopDelay)],
    [facts.sdp, row.sdp ?? ''],
    [facts.marks, marks.join(word.sentence)],
    [facts.retransmission, row.retransmissionOf ? frameText(row.retransmissionOf, captures, word) : ''],
    [lanesWords().clockName, clockText(row, captures)],
    ...stationFacts(row, letters),
    ['▲', row.hasProblem ? word.problem : ''],
  ];
  return { title: labelOf(row), facts: all.filter(([, value]) => value !== '') };
}

/** What the clock says against the place of the row. */
function clockText({ clock }: LadderMessage, captures: number): string {
  if (clock === undefined) return '';
  const cause = frameText(clock.cause, captures, ladderWords());
  return clock.behind > 0 ? lanesWords().clockHelp(cause, formatMs(clock.behind / 1e6)) : lanesWords().clockTie(cause);
}

/** @param letters of the capture points, for what each two of them lost */
export function mediaTip(row: LadderMedia, letters: readonly string[] = []): LadderTip {
  const { facts } = ladderWords();
  return {
    title: `RTP ${row.codec}`,
    facts: [
      [facts.time, formatMomentFully(row.time)],
      [facts.ends, `${formatTime(row.end)} (${formatDuration((row.end - row.time) / 1e6)})`],
      [facts.packets, formatNumber(row.packets)],
      [facts.loss, row.lossSite === undefined ? formatPercent(row.loss, 2) : `${formatPercent(row.loss, 2)}: ${siteText(row.lossSite, row.lostBetween)}`],
      [facts.jitter, formatMs(row.jitter)],
      ...(typeof row.mos === 'number' ? [['MOS', formatNumber(row.mos, 2)] as const] : []),
      ...(row.seal === undefined ? [] : [['SRTP', sealText(row.seal, row.packets)] as const]),
      ...segmentFacts(row, letters),
    ],
  };
}
