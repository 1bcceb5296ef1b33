/** How loss and jitter of streams look, the same in every table, and what is special about a stream as marks. */
import { html, type nothing, type TemplateResult } from 'lit';
import type { CallRow } from '../../contract/calls.ts';
import type { FindingRow } from '../../contract/findings.ts';
import type { SegmentLoss } from '../../contract/points.ts';
import type { LossSite, StreamRow } from '../../contract/streams.ts';
import { formatNumber } from '../parts/format.ts';
import '../parts/sg-badge.ts';
import '../parts/sg-tooltip.ts';
import { streamsWords } from '../words/streams-words.ts';
import { sealMark, sealSign } from './seal-mark.ts';

export type Tone = '' | 'warning' | 'error';

/** percent: one in a hundred is heard, one in twenty disturbs */
export function lossTone(percent: number): Tone {
  return percent >= 5 ? 'error' : percent >= 1 ? 'warning' : '';
}

/** milliseconds: usual jitter buffers hold 40 to 60 */
export function jitterTone(value: number | undefined): Tone {
  return value === undefined ? '' : value >= 60 ? 'error' : value >= 30 ? 'warning' : '';
}

/** Three decimals as Wireshark shows them; below zero is Wireshark's "no value". */
export function milliseconds(value: number | undefined): string {
  return value === undefined || value < 0 ? '–' : formatNumber(value, 3);
}

/** Wireshark marks it, or RFC 3550 counts loss: what the preset "with problems" finds. */
export function hasProblem(row: StreamRow): boolean {
  return row.wireshark.problem || row.rfc3550.lost > 0;
}

/** What only Wireshark marks (repeated end packets of a digit, say) is worth less than loss. */
export function problemTone(row: StreamRow): string {
  return row.rfc3550.lost > 0 ? lossTone(row.rfc3550.lostPercent) || 'warning' : 'faint';
}

export function toned(text: string, tone: Tone): unknown {
  return tone === '' ? text : html`<span class=${tone}>${text}</span>`;
}

/** Where a stream's lost packets went, in a few words; empty without loss and until it is known. */
export function lossSiteText(row: Pick<StreamRow, 'lossSite' | 'lostBetween' | 'rfc3550'>): string {
  return row.lossSite === undefined || row.rfc3550.lost <= 0 ? '' : siteText(row.lossSite, row.lostBetween);
}

/** Of a call: what the finding on its loss says, which knows the far end's reports, where the packets alone do not tell. */
export function toldSite(row: Pick<CallRow, 'lossSite' | 'lostBetween'>, findings: readonly FindingRow[]): string {
  const w = streamsWords();
  const worst = findings.filter(({ rule }) => rule === 'LOSS').toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))[0];
  const site = row.lossSite === 'unclear' ? worst?.facts['site'] : row.lossSite;
  if (site === undefined || site === 'unclear' || !Object.hasOwn(w.lossSites, site)) return w.lossUnclear;
  return siteText(site as LossSite, row.lostBetween);
}

/** Between which capture points, where that is known: the two alone, or several with their numbers. */
export function siteText(site: LossSite, between: readonly SegmentLoss[] | undefined): string {
  const w = streamsWords();
  const [only] = between ?? [];
  if (only === undefined) return w.lossSites[site];
  return between!.length === 1
    ? w.lossBetween(only.from, only.to)
    : w.lossBetweenEach(between!.map(({ from, to, lost }) => `${from} → ${to} ${formatNumber(lost)}`).join(', '));
}

/** A number of lost packets, with where they went on hover. */
export function lostCell(row: StreamRow, cell: unknown): unknown {
  const where = lossSiteText(row);
  return where === '' ? cell : html`<span title=${where}>${cell}</span>`;
}

/** The lock of an encrypted stream, for the column that is always in sight. */
export function streamLock({ seal, packets }: StreamRow): TemplateResult | typeof nothing {
  return sealSign(seal === undefined ? undefined : { seal, packets, streams: 1, opened: seal.state === 'opened' ? 1 : 0 });
}

export function streamMarks(row: StreamRow): TemplateResult {
  const { marks, markHelp } = streamsWords();
  const badge = (text: string, help: string): TemplateResult =>
    html`<sg-tooltip class="mark" .text=${help}><sg-badge tone="note">${text}</sg-badge></sg-tooltip>`;
  return html`${row.seal !== undefined ? sealMark(row.seal, row.packets) : row.encrypted ? badge(marks.encrypted, markHelp.encrypted) : ''}${row.beforeSdp > 0 ? badge(marks.beforeSdp, markHelp.beforeSdp(formatNumber(row.beforeSdp))) : ''}${
    row.seenByWireshark ? '' : badge(marks.notInWireshark, markHelp.notInWireshark)
  }`;
}
