/** Words of the lanes of a ladder, in the language in use. */
import { lanes as en } from './en/lanes.ts';
import { area } from './language.ts';
import { lanes as zhHans } from './zh-hans/lanes.ts';

export const lanesWords: () => typeof en = area(en, zhHans);
