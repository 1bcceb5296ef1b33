/** How a MOS looks in tables: two decimals, a colour only where it is low, dots while streams are still being rated. */
import { html } from 'lit';
import type { RowMos } from '../../contract/quality.ts';
import { formatNumber } from '../parts/format.ts';
import { words } from '../words/words.ts';

/** ITU-T G.109: below 3.6 some users are dissatisfied, below 3.1 many. */
export function mosTone(mos: number): '' | 'warning' | 'error' {
  return mos < 3.1 ? 'error' : mos < 3.6 ? 'warning' : '';
}

export function mosCell(mos: RowMos): unknown {
  if (mos === 'pending') return html`<span class="faint" title=${words().common.mosPending}>…</span>`;
  if (mos === undefined) return html`<span class="faint" title=${words().common.mosNone}>–</span>`;
  const tone = mosTone(mos);
  return tone === '' ? formatNumber(mos, 2) : html`<span class=${tone}>${formatNumber(mos, 2)}</span>`;
}
