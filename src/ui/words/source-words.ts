/** Words of what a source could not say, in the language in use. */
import { source as en } from './en/source.ts';
import { area } from './language.ts';
import { source as zhHans } from './zh-hans/source.ts';

export const sourceWords: () => typeof en = area(en, zhHans);
