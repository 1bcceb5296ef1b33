/** Words of listening, in the language in use. */
import { sound as en } from './en/sound.ts';
import { area } from './language.ts';
import { sound as zhHans } from './zh-hans/sound.ts';

export type SoundWords = typeof en;
export const soundWords: () => SoundWords = area(en, zhHans);
