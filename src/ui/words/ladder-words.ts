/** Words of the ladder, in the language in use. */
import { ladder as en } from './en/ladder.ts';
import { area } from './language.ts';
import { ladder as zhHans } from './zh-hans/ladder.ts';

export type LadderWords = typeof en;
export const ladderWords: () => LadderWords = area(en, zhHans);
