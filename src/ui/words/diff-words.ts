/** Words of comparing, in the language in use. */
import { diff as en } from './en/diff.ts';
import { area } from './language.ts';
import { diff as zhHans } from './zh-hans/diff.ts';

export const diffWords: () => typeof en = area(en, zhHans);
