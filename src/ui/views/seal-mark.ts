/** The lock of an encrypted stream: open or closed, with the whole of it as help. */
import { html, nothing, type TemplateResult } from 'lit';
import { Lock, LockOpen } from 'lucide';
import type { Seal } from '../../contract/seal.ts';
import { icon } from '../parts/icon.ts';
import '../parts/sg-badge.ts';
import '../parts/sg-tooltip.ts';
import { sealLabel, sealText } from './seal-text.ts';

export function sealMark(seal: Seal | undefined, packets: number): TemplateResult | typeof nothing {
  if (seal === undefined) return nothing;
  return html`<sg-tooltip class="mark" .text=${sealText(seal, packets)}><sg-badge tone=${seal.state === 'opened' ? 'ok' : 'note'}>${icon(seal.state === 'opened' ? LockOpen : Lock)}${sealLabel(seal)}</sg-badge></sg-tooltip>`;
}
