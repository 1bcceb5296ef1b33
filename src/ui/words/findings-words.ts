/** Words of findings, in the language in use. */
import { findings as en } from './en/findings.ts';
import { area } from './language.ts';
import { findings as zhHans } from './zh-hans/findings.ts';

export const findingsWords: () => typeof en = area(en, zhHans);
