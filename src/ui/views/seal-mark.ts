/** The lock of encrypted media, the same wherever they are shown: closed, open, or open but for some packets; with the whole of it as help. */
import { html, nothing, type TemplateResult } from 'lit';
import { Lock, LockKeyhole, LockOpen } from 'lucide';
import type { Seal } from '../../contract/seal.ts';
import { icon } from '../parts/icon.ts';
import '../parts/sg-badge.ts';
import '../parts/sg-tooltip.ts';
import { lockState, sealLabel, sealText } from './seal-text.ts';

const look = { open: { tone: 'ok', sign: LockOpen }, partly: { tone: 'warning', sign: LockKeyhole }, closed: { tone: 'note', sign: Lock } } as const;

export function sealMark(seal: Seal | undefined, packets: number): TemplateResult | typeof nothing {
  if (seal === undefined) return nothing;
  const { tone, sign } = look[lockState(seal)];
  return html`<sg-tooltip class="mark" .text=${sealText(seal, packets)}><sg-badge tone=${tone}>${icon(sign)}${sealLabel(seal)}</sg-badge></sg-tooltip>`;
}
