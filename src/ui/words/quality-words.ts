/** Words of quality, in the language in use. */
import { quality as en } from './en/quality.ts';
import { area } from './language.ts';
import { quality as zhHans } from './zh-hans/quality.ts';

export type QualityWords = typeof en;
export const qualityWords: () => QualityWords = area(en, zhHans);
