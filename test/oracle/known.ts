/**
 * The disagreements with tshark that we know and stand by, from known.json, and the page docs/oracle.md made of them. A known
 * entry names the whole line of one disagreement, our value included: if our digits change, it no longer fits and must be
 * looked at again.
 */
import { readFileSync } from 'node:fs';
import type { Totals } from './compare.ts';

export interface Known {
  /** folder/name below ../shared/captures */
  readonly file: string;
  readonly kind: string;
  /** the rest of the line that compare() gives */
  readonly match: string;
  readonly reason: string;
}

export const known: readonly Known[] = JSON.parse(readFileSync(new URL('known.json', import.meta.url), 'utf8')) as Known[];

export interface Judged {
  /** disagreements that are not known */
  readonly unknown: readonly string[];
  /** known entries of the file that did not occur */
  readonly gone: readonly string[];
}

export function judge(file: string, differences: readonly string[]): Judged {
  const expected = known.filter((entry) => entry.file === file).map((entry) => `${entry.kind}: ${entry.match}`);
  return { unknown: differences.filter((line) => !expected.includes(line)), gone: expected.filter((line) => !differences.includes(line)) };
}

/** The part of docs/oracle.md that numbers and known.json make. */
export function renderPage(totals: Totals): string {
  const rows = totals.callIds + totals.messages + totals.streams;
  const number = (value: number): string => value.toLocaleString('en-US');
  const lines = [
    `| compared | |`,
    `| --- | ---: |`,
    `| captures | ${number(totals.files)} |`,
    `| packets | ${number(totals.packets)} |`,
    `| Call-IDs | ${number(totals.callIds)} |`,
    `| SIP messages | ${number(totals.messages)} |`,
    `| announced RTP streams | ${number(totals.streams)} |`,
    `| values in them | ${number(totals.values)} |`,
    `| disagreements, all listed below | ${known.length} (${((100 * known.length) / rows).toFixed(2)} % of ${number(rows)} rows) |`,
    '',
    '| capture | kind | disagreement | reason |',
    '| --- | --- | --- | --- |',
  ];
  for (const { file, kind, match, reason } of known) lines.push(`| ${cell(file)} | ${kind} | ${cell(match)} | ${cell(reason)} |`);
  return lines.join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('_', '\\_').replaceAll('*', '\\*');
}
