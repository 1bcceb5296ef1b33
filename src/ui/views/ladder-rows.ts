/**
 * A ladder of the contract as rows to draw: which rows stay under the switches, their labels, tones, badges and second
 * lines. Challenges are notes, never failures; a retransmission is dashed and leads to its original.
 */
import type { Ladder, LadderMark, LadderMedia, LadderMessage, LadderReport, LadderRow } from '../../contract/ladder.ts';
import type { PacketPlace } from '../../contract/common.ts';
import { formatMs, formatNumber, formatPercent } from '../parts/format.ts';
import { seriesTone } from '../parts/ladder-model.ts';
import type { LadderBadge, LadderItem, LadderStretch, LadderTone } from '../parts/ladder-model.ts';
import { lanesWords } from '../words/lanes-words.ts';
import type { LadderWords } from '../words/ladder-words.ts';
import { sealWords } from '../words/seal-words.ts';
import { chatItem, chatRowKey } from './chat-look.ts';
import { errorItem, errorRowKey, isErrorRow } from './ladder-error-rows.ts';
import { foldReports, isKeepAlive, reportItem, reportKey } from './ladder-report-rows.ts';
import type { ReportTexts } from './known-reports.ts';
import { segmentLine, stationAside, stationBadges, stationsOf } from './ladder-stations.ts';
import { isToneRow, shortDigit, toneItem, toneRowKey } from './ladder-tone-rows.ts';
import { mosTone } from './mos-look.ts';
import { sealText } from './seal-text.ts';

export const colourModes = ['kind', 'dialog', 'transaction', 'call'] as const;
export type ColourMode = (typeof colourModes)[number];
export const ladderTimeModes = ['absolute', 'start', 'previous', 'scale'] as const;
export type LadderTimeMode = (typeof ladderTimeModes)[number];

export interface LadderSwitches {
  readonly sdp: boolean;
  readonly media: boolean;
  readonly duplicates: boolean;
  readonly hops: boolean;
  /** digits sent as RTP events, and the steps of a fax */
  readonly digits: boolean;
  readonly fax: boolean;
  /** messages over MSRP */
  readonly chat: boolean;
  /** RTCP, and each packet of it rather than one row for ten and more */
  readonly reports: boolean;
  readonly allReports: boolean;
  readonly colour: ColourMode;
  /** methods (of requests, and of the CSeq of responses) not shown */
  readonly hidden: ReadonlySet<string>;
}

export function rowKey(row: LadderRow): string {
  if (row.kind === 'report') return reportKey(row);
  if (isErrorRow(row)) return errorRowKey(row);
  if (isToneRow(row)) return toneRowKey(row);
  if (row.kind === 'chat') return chatRowKey(row);
  return row.kind === 'message' ? messageKey(row.message) : `s${row.stream}-${row.time}`;
}

/** Rows that are packets and no SIP: the inspector shows the packet. */
export function isPacketRow(row: LadderRow): boolean {
  return isToneRow(row) || row.kind === 'report' || row.kind === 'chat';
}

export function messageKey(message: number): string {
  return `m${message}`;
}

/** Methods of a ladder, most used first. */
export function methodsOf(ladder: Ladder): { readonly method: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const row of ladder.rows)
    if (row.kind === 'message') counts.set(row.cseqMethod || row.method || '?', (counts.get(row.cseqMethod || row.method || '?') ?? 0) + 1);
  return [...counts].map(([method, count]) => ({ method, count })).sort((a, b) => b.count - a.count);
}

export function isShown(row: LadderRow, switches: LadderSwitches): boolean {
  if (row.kind === 'media' || row.kind === 'fax') return switches.media;
  if (isErrorRow(row)) return true;
  if (row.kind === 'digits') return switches.digits;
  if (row.kind === 'chat') return switches.chat && switches.media;
  if (row.kind === 'report') return switches.reports && (switches.allReports || !isKeepAlive(row));
  if (row.kind === 'faxStep') return switches.fax && switches.media;
  if (row.captureDuplicateOf !== undefined && !switches.duplicates) return false;
  if (!switches.hops && row.marks.includes('hopForward')) return false;
  return !switches.hidden.has(row.cseqMethod || row.method || '?');
}

export function labelOf(row: LadderMessage): string {
  if (row.method !== undefined) return row.method;
  return `${row.status ?? ''} ${row.reason ?? ''}`.trim();
}

export function frameText(place: PacketPlace, captures: number, word: LadderWords): string {
  return captures > 1 ? word.frameOf(place.capture, place.frame) : word.frame(place.frame);
}

function toneByOutcome(row: LadderMessage): LadderTone {
  const { status } = row;
  if (status === undefined) return 'plain';
  if (status < 200) return 'muted';
  if (status < 300) return 'ok';
  if (status < 400 || status === 401 || status === 407) return 'note';
  return 'error';
}

function toneOf(row: LadderMessage, mode: ColourMode, callPosition: ReadonlyMap<number, number>): LadderTone {
  if (mode === 'dialog') return seriesTone(row.dialog);
  if (mode === 'transaction') return seriesTone(row.transaction);
  if (mode === 'call') return seriesTone(callPosition.get(row.call) ?? 0);
  return toneByOutcome(row);
}

/** marks of what every call does; all others say something special */
const plainMarks: ReadonlySet<LadderMark> = new Set(['offer', 'answer', 'sessionTimerRefresh', 'sessionModify', 'hopForward']);

function badgesOf(row: LadderMessage, keyOfPacket: ReadonlyMap<number, string>, captures: number, word: LadderWords): LadderBadge[] {
  const badges: LadderBadge[] = [];
  if (row.hasSdp && !row.marks.includes('offer') && !row.marks.includes('answer')) badges.push({ text: word.sdp, tone: 'plain' });
  if (row.digits !== undefined) badges.push({ text: `DTMF ${row.digits.map(shortDigit).join(' ')}`, tone: 'note' });
  for (const mark of row.marks) if (mark !== 'hopForward') badges.push({ text: word.marks[mark], tone: plainMarks.has(mark) ? 'plain' : 'note' });
  const original = (place: PacketPlace, text: string, tone: LadderTone): LadderBadge => {
    const target = keyOfPacket.get(place.packet);
    return target === undefined ? { text, tone } : { text, tone, target };
  };
  if (row.clock !== undefined) badges.push(original(row.clock.cause, lanesWords().clock, 'warning'));
  if (row.captureDuplicateOf) badges.push(original(row.captureDuplicateOf, word.duplicate(frameText(row.captureDuplicateOf, captures, word)), 'plain'));
  else if (row.retransmissionOf) badges.push(original(row.retransmissionOf, word.retransmission(frameText(row.retransmissionOf, captures, word)), 'warning'));
  return badges;
}

/** How bad a stream is at a glance: loss from 1 % and jitter from 30 ms are worth a look, 5 % and 60 ms are heard. */
export function mediaTone(loss: number, jitter: number | undefined): LadderTone {
  if (loss >= 5 || (jitter ?? 0) >= 60) return 'error';
  if (loss >= 1 || (jitter ?? 0) >= 30) return 'warning';
  return 'ok';
}

/** Of all packets, and of the worst five seconds where those were bad though the whole is not. */
function mosFact(mos: number, quality: LadderMedia['quality'], word: LadderWords): string {
  const least = quality.reduce((low, one) => Math.min(low, one.mos), mos);
  return mosTone(least) === mosTone(mos) ? word.mos(formatNumber(mos, 2)) : word.mosLeast(formatNumber(mos, 2), formatNumber(least, 2));
}

/** Windows as shares of the band, those of one tone joined: colour only where the score is low. */
function qualityStrip({ time, end, quality }: LadderMedia): LadderStretch[] {
  const length = Math.max(1, end - time);
  const stretches: { from: number; to: number; tone: LadderTone }[] = [];
  for (const one of quality) {
    const [from, to] = [(one.from - time) / length, Math.min(1, (one.to - time) / length)];
    const tone = mosTone(one.mos) || 'muted';
    const last = stretches.at(-1);
    if (last !== undefined && last.tone === tone && from - last.to < 1e-9) last.to = to;
    else stretches.push({ from, to, tone });
  }
  return stretches;
}

function bandOf(row: LadderMedia, captures: number, word: LadderWords, letters: readonly string[]): LadderItem {
  const facts = [
    word.packets(formatNumber(row.packets)),
    word.loss(formatPercent(row.loss)),
    ...(typeof row.mos === 'number'
      ? [row.seal?.state === 'sealed' ? word.mosSealed(mosFact(row.mos, row.quality, word)) : mosFact(row.mos, row.quality, word)]
      : []),
    ...(row.jitter === undefined ? [] : [word.jitter(formatMs(row.jitter))]),
    ...(row.seal === undefined ? [] : [sealText(row.seal, row.packets)]),
  ];
  return {
    kind: 'band',
    key: rowKey(row),
    from: row.fromLane,
    to: row.toLane,
    time: row.time,
    end: row.end,
    number: frameText(row.place, captures, word),
    label: row.seal === undefined ? `RTP ${row.codec}`.trim() : sealWords().band[row.seal.state](row.codec),
    aside: facts.join(' · '),
    second: segmentLine(row, letters),
    tone: mediaTone(row.loss, row.jitter),
    strip: qualityStrip(row),
  };
}

/** CSeq, and how long a proxy took to pass it on. */
function asideOf(row: LadderMessage, word: LadderWords): string {
  const cseq = `CSeq ${row.cseqNumber}${row.method === undefined ? ` ${row.cseqMethod}` : ''}`;
  return row.hopDelay === undefined ? cseq : `${cseq} · ${word.passedOn(formatMs(row.hopDelay))}`;
}

export function ladderItems(
  ladder: Ladder,
  switches: LadderSwitches,
  captures: number,
  word: LadderWords,
  texts: ReportTexts = new Map(),
): { readonly items: LadderItem[]; readonly rows: LadderRow[]; readonly runs: readonly (readonly LadderRow[])[] } {
  const runs = foldReports(
    ladder.rows.filter((row) => isShown(row, switches)),
    switches.allReports,
  );
  const rows = runs.map((run) => run[0]!);
  const keyOfPacket = new Map(rows.map((row) => [row.place.packet, rowKey(row)]));
  const letters = ladder.points ?? [];
  const callPosition = new Map(ladder.calls.map((call, i) => [call as number, i]));
  const items = rows.map((row, i): LadderItem => {
    if (row.kind === 'report') return reportItem(runs[i] as readonly LadderReport[], texts, frameText(row.place, captures, word));
    if (row.kind === 'media') return bandOf(row, captures, word, letters);
    if (isErrorRow(row)) return errorItem(row, frameText(row.place, captures, word));
    if (isToneRow(row)) return toneItem(row, frameText(row.place, captures, word));
    if (row.kind === 'chat') return chatItem(row, frameText(row.place, captures, word));
    return {
      kind: 'arrow',
      key: rowKey(row),
      from: row.fromLane,
      to: row.toLane,
      time: row.time,
      number: frameText(row.place, captures, word),
      label: labelOf(row),
      badges: [...badgesOf(row, keyOfPacket, captures, word), ...stationBadges(row, letters)],
      aside: [asideOf(row, word), stationAside(row, letters)].filter((part) => part !== '').join(' · '),
      stations: stationsOf(row, letters),
      second: switches.sdp && row.hasSdp && row.sdp !== undefined && row.sdp !== '' ? row.sdp : undefined,
      tone: toneOf(row, switches.colour, callPosition),
      repeated: row.retransmissionOf !== undefined || row.captureDuplicateOf !== undefined,
      problem: row.hasProblem,
    };
  });
  return { items, rows, runs };
}
