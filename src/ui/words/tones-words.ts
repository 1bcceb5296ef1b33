/** Words of digits, tones, faxes and video frames, in the language in use. */
import { tones as en } from './en/tones.ts';
import { area } from './language.ts';
import { tones as zhHans } from './zh-hans/tones.ts';

export type TonesWords = typeof en;
export const tonesWords: () => TonesWords = area(en, zhHans);
