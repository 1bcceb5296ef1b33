/** Words of scenario labels, in the language in use. */
import { labels as en } from './en/labels.ts';
import { area } from './language.ts';
import { labels as zhHans } from './zh-hans/labels.ts';

export const labelsWords: () => typeof en = area(en, zhHans);
