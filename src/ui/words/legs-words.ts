/** Words of legs, in the language in use. */
import { legs as en } from './en/legs.ts';
import { area } from './language.ts';
import { legs as zhHans } from './zh-hans/legs.ts';

export const legsWords: () => typeof en = area(en, zhHans);
