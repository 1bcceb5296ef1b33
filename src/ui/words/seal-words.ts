/** Words of encrypted media, in the language in use. */
import { seal as en } from './en/seal.ts';
import { area } from './language.ts';
import { seal as zhHans } from './zh-hans/seal.ts';

export type SealWords = typeof en;
export const sealWords: () => SealWords = area(en, zhHans);
