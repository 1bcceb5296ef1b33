/** Media between linked legs as a table: what a box in the middle changed, added and lost, a row a direction of a link. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { LegFamily, LegMedia } from '../../contract/legs.ts';
import { formatMs, formatNumber, formatPercent } from '../parts/format.ts';
import { legsWords } from '../words/legs-words.ts';

/** @param media undefined while packets are compared */
export function legMediaTable(media: readonly LegMedia[] | undefined, family: LegFamily): TemplateResult {
  const w = legsWords().media;
  if (media === undefined || media.length === 0)
    return html`<h3 title=${w.help}>${w.title}</h3><p class="muted">${media === undefined ? w.loading : w.none}</p>`;
  const numbers = new Map(family.members.map(({ row }) => [row.call, row.number]));
  const names = ['way', 'codec', 'delay', 'before', 'between', 'matched'] as const;
  const help: Readonly<Partial<Record<string, string>>> = w.columnHelp;
  return html`<h3 title=${w.help}>${w.title}</h3><div class="scroll" tabindex="0" role="region" aria-label=${w.title}><table><thead><tr>${names.map(
    (name) => html`<th scope="col" title=${help[name] ?? nothing} class=${name === 'way' || name === 'codec' ? '' : 'number'}>${w.columns[name]}</th>`,
  )}</tr></thead>
    <tbody>${media.map((one) => mediaRow(one, numbers))}</tbody></table></div>`;
}

function mediaRow(one: LegMedia, numbers: ReadonlyMap<number, number>): TemplateResult {
  const w = legsWords().media;
  return html`<tr><td>#${numbers.get(one.first.call)} → #${numbers.get(one.second.call)} <span class="muted">${w.way[one.direction]}</span></td>
    <td>${one.transcoded ? html`${one.first.codec} → ${one.second.codec} <span class="mark">${w.transcoded}</span>` : one.first.codec}</td>
    <td class="number">${one.delay === undefined ? '–' : formatMs(one.delay)}</td><td class="number">${formatPercent(one.first.loss, 1)}</td>
    <td class="number">${lostBetween(one)}</td>
    <td class="number">${one.by === undefined ? w.unmatched : html`${formatNumber(one.matched)} <span class="muted">${w.by[one.by]}</span>`}</td></tr>`;
}

function lostBetween(one: LegMedia): string {
  const w = legsWords().media;
  if (one.missing !== undefined) return w.packets(formatNumber(one.missing));
  const more = one.second.loss - one.first.loss;
  if (Math.abs(more) < 0.05) return w.equal;
  return more > 0 ? w.more(formatPercent(more, 1)) : w.fewer(formatPercent(-more, 1));
}
