/** Words of the media of a call, in the language in use. */
import { media as en } from './en/media.ts';
import { area } from './language.ts';
import { media as zhHans } from './zh-hans/media.ts';

export type MediaWords = typeof en;
export const mediaWords: () => MediaWords = area(en, zhHans);
