/** Words of offers and answers, in the language in use. */
import { exchanges as en } from './en/exchanges.ts';
import { area } from './language.ts';
import { exchanges as zhHans } from './zh-hans/exchanges.ts';

export type ExchangesWords = typeof en;
export const exchangesWords: () => ExchangesWords = area(en, zhHans);
