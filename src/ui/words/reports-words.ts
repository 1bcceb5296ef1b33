/** Words of RTCP, in the language in use. */
import { reports as en } from './en/reports.ts';
import { area } from './language.ts';
import { reports as zhHans } from './zh-hans/reports.ts';

export type ReportsWords = typeof en;
export const reportsWords: () => ReportsWords = area(en, zhHans);
