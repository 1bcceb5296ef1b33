/** Words of what could still be read, in the language in use. */
import { remedies as en } from './en/remedies.ts';
import { area } from './language.ts';
import { remedies as zhHans } from './zh-hans/remedies.ts';

export const remediesWords: () => typeof en = area(en, zhHans);
