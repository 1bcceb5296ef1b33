/** What values mean, in the language in use. */
import { values as en } from './en/values.ts';
import { area } from './language.ts';
import { values as zhHans } from './zh-hans/values.ts';

export type ValuesWords = typeof en;
export const valuesWords: () => ValuesWords = area(en, zhHans);
