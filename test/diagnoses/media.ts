/** Rules about media (semantics 8.2 to 8.4). */
import type { Diagnosis } from './diagnosis.ts';
import { digits } from './media-digits.ts';
import { negotiation } from './media-negotiation.ts';
import { presence } from './media-presence.ts';
import { quality } from './media-quality.ts';
import { reports } from './media-reports.ts';

export const media: readonly Diagnosis[] = [...presence, ...negotiation, ...quality, ...reports, ...digits];
