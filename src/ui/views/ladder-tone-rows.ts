/** Digits and faxes as rows of the ladder to draw, and what they say when the pointer rests on them. */
import type { LadderDigits, LadderFax, LadderFaxStep, LadderRow } from '../../contract/ladder.ts';
import { formatDuration, formatMomentFully, formatMs, formatNumber, formatTime } from '../parts/format.ts';
import type { LadderItem, LadderTip, LadderTone } from '../parts/ladder-model.ts';
import type { LadderWords } from '../words/ladder-words.ts';
import { tonesWords } from '../words/tones-words.ts';

export type ToneRow = LadderDigits | LadderFax | LadderFaxStep;

export function isToneRow(row: { readonly kind: string }): row is ToneRow {
  return row.kind === 'digits' || row.kind === 'fax' || row.kind === 'faxStep';
}

export function toneRowKey(row: ToneRow): string {
  return row.kind === 'digits'
    ? `d${row.stream}-${row.time}`
    : row.kind === 'fax'
      ? `f${row.call}-${row.fax}`
      : `t${row.call}-${row.fax}-${row.time}-${row.step.name}`;
}

function faxTone(row: LadderFax): LadderTone {
  if (row.outcome === 'complete' || row.outcome === 'confirmed') return row.lost > 0 ? 'warning' : 'ok';
  return row.outcome === 'incomplete' || row.outcome === 'noNegotiation' ? 'muted' : 'error';
}

function stepTone(row: LadderFaxStep): LadderTone {
  const { name, isBad } = row.step;
  if (isBad || name === 'RTN' || name === 'FTT' || name === 'PIN') return 'error';
  if (name === 'PPR' || name === 'CRP') return 'warning';
  return name === 'MCF' || name === 'CFR' ? 'ok' : 'plain';
}

/** What a step says besides its name: speed of a command, digits of an identification, size of a page. */
export function stepDetail({ step }: Pick<LadderFaxStep, 'step'>): string {
  const word = tonesWords();
  const { command, identification, octets, frames, kind, carrier, isBad } = step;
  return [
    command?.speed === undefined ? '' : `${formatNumber(command.speed)} bit/s ${command.modulation ?? ''}${command.ecm ? ' ECM' : ''}`,
    identification,
    kind === 'page' || kind === 'training' ? `${word.ladder.octets(formatNumber(octets))} ${carrier}` : '',
    frames > 0 ? word.fax.frames(formatNumber(frames)) : '',
    isBad ? word.ladder.bad : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function stepName({ step }: Pick<LadderFaxStep, 'step'>): string {
  const { ladder } = tonesWords();
  return step.kind === 'page' ? ladder.page : step.name;
}

/** @param frame the frame of its first packet, as the ladder names frames */
export function toneItem(row: ToneRow, frame: string): LadderItem {
  const word = tonesWords();
  const place = { key: toneRowKey(row), from: row.fromLane, to: row.toLane, time: row.time, number: frame };
  if (row.kind === 'fax') {
    const facts = [
      row.outcome === 'complete' || row.outcome === 'confirmed' ? '' : word.fax.outcomes[row.outcome],
      row.pages > 0 ? word.fax.pagesText(formatNumber(row.pages), 0) : '',
      row.speed === undefined ? '' : `${formatNumber(row.speed)} bit/s`,
      row.lost > 0 ? word.fax.lost(formatNumber(row.lost)) : '',
    ];
    return {
      kind: 'band',
      ...place,
      end: row.end,
      label: word.ladder.fax,
      aside: facts.filter((fact) => fact !== '').join(' · '),
      tone: faxTone(row),
      bothWays: true,
      strip: [],
    };
  }
  const arrow = { kind: 'arrow', ...place, second: undefined, repeated: false, problem: false } as const;
  if (row.kind === 'faxStep') {
    const length = row.end > row.time && row.step.kind !== 'frame' ? formatDuration((row.end - row.time) / 1e6) : '';
    const facts = [stepDetail(row), length].filter((fact) => fact !== '');
    return { ...arrow, label: stepName(row), badges: [], aside: facts.join(' · '), tone: stepTone(row) };
  }
  const badges = [
    ...(row.unended > 0 ? [{ text: word.ladder.unended(row.unended), tone: 'warning' as const }] : []),
    ...(row.doubled > 0 ? [{ text: word.ladder.doubled(row.doubled), tone: 'warning' as const }] : []),
  ];
  return { ...arrow, label: word.ladder.digits(row.digits.map(shortDigit).join(' ')), badges, aside: word.methods.rfc4733, tone: 'note' };
}

/** Digits of a call as they stand in its ladder: those signalled, in order. */
export function ladderDigits(rows: readonly LadderRow[], call: number): readonly string[] {
  return rows.flatMap((row) => ((row.kind === 'digits' || row.kind === 'message') && row.call === call ? (row.digits ?? []) : []));
}

export function shortDigit(digit: string): string {
  return digit === 'flash' ? '⚡' : digit;
}

export function toneTip(row: ToneRow, ladder: LadderWords): LadderTip {
  const word = tonesWords();
  const { facts } = ladder;
  const ends: readonly [string, string] = [
    facts.ends,
    `${formatTime(row.end)} (${row.kind === 'digits' ? formatMs((row.end - row.time) / 1e6) : formatDuration((row.end - row.time) / 1e6)})`,
  ];
  const time: readonly [string, string] = [facts.time, formatMomentFully(row.time)];
  if (row.kind === 'digits')
    return { title: word.ladder.digits(row.digits.map(shortDigit).join(' ')), facts: [time, ends, [facts.marks, word.methodHelp.rfc4733]] };
  if (row.kind === 'fax')
    return {
      title: word.ladder.fax,
      facts: [time, ends, [facts.packets, formatNumber(row.packets)], [word.fax.outcome, word.fax.outcomes[row.outcome]], [facts.marks, word.fax.help]],
    };
  const meaning = word.fax.stepHelp[row.step.name];
  const detail = stepDetail(row);
  return {
    title: stepName(row),
    facts: [
      time,
      ends,
      [word.fax.columns.phase, word.fax.phases[row.step.phase]],
      ...(detail === '' ? [] : [[word.fax.columns.detail, detail] as const]),
      ...(meaning === undefined ? [] : [[facts.marks, meaning] as const]),
    ],
  };
}
