/** Words of the page of statistics, in the language in use. */
import { statistics as en } from './en/statistics.ts';
import { area } from './language.ts';
import { statistics as zhHans } from './zh-hans/statistics.ts';

export const statisticsWords: () => typeof en = area(en, zhHans);
