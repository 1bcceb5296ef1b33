/** How a MOS looks in tables: two decimals, a colour only where it is low, a lock where the sound was not opened, dots while streams are still being rated. */
import { html } from 'lit';
import { Lock } from 'lucide';
import type { RowMos } from '../../contract/quality.ts';
import { formatNumber } from '../parts/format.ts';
import { icon } from '../parts/icon.ts';
import { words } from '../words/words.ts';

/** ITU-T G.109: below 3.6 some users are dissatisfied, below 3.1 many. */
export function mosTone(mos: number): '' | 'warning' | 'error' {
  return mos < 3.1 ? 'error' : mos < 3.6 ? 'warning' : '';
}

/** @param isSealed the stream, or one of the call's, is encrypted and was not opened */
export function mosCell(mos: RowMos, isSealed = false): unknown {
  if (mos === 'pending') return html`<span class="faint" title=${words().common.mosPending}>…</span>`;
  if (mos === undefined) return html`<span class="faint" title=${words().common.mosNone}>–</span>`;
  const tone = mosTone(mos);
  const text = formatNumber(mos, 2);
  if (isSealed) {
    const { mosSealed } = words().common;
    return html`<span class=${tone} title=${mosSealed}><span class="lock" role="img" aria-label=${mosSealed}>${icon(Lock)}</span>${text}</span>`;
  }
  return tone === '' ? text : html`<span class=${tone}>${text}</span>`;
}
