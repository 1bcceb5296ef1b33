/** The lock of encrypted media, the same wherever they are shown: closed, open, or open but for some packets; with the whole of it as help. */
import { html, nothing, type TemplateResult } from 'lit';
import { Lock, LockKeyhole, LockOpen } from 'lucide';
import type { Seal, SealSummary } from '../../contract/seal.ts';
import { icon } from '../parts/icon.ts';
import '../parts/sg-badge.ts';
import '../parts/sg-tooltip.ts';
import { lockState, sealLabel, sealText, summaryText } from './seal-text.ts';

const look = { open: { tone: 'ok', sign: LockOpen }, partly: { tone: 'warning', sign: LockKeyhole }, closed: { tone: 'note', sign: Lock } } as const;

export function sealMark(seal: Seal | undefined, packets: number): TemplateResult | typeof nothing {
  if (seal === undefined) return nothing;
  const { tone, sign } = look[lockState(seal)];
  return html`<sg-tooltip class="mark" .text=${sealText(seal, packets)}><sg-badge tone=${tone}>${icon(sign)}${sealLabel(seal)}</sg-badge></sg-tooltip>`;
}

/** The sign alone, for rows of lists: of the stream that is worst off. */
export function sealSign(summary: SealSummary | undefined): TemplateResult | typeof nothing {
  if (summary === undefined) return nothing;
  const text = summaryText(summary);
  return html`<span class="lock" role="img" aria-label=${text} title=${text}>${icon(look[lockState(summary.seal)].sign)}</span>`;
}
