/** Words of the page of a call, in the language in use. */
import { call as en } from './en/call.ts';
import { area } from './language.ts';
import { call as zhHans } from './zh-hans/call.ts';

export type CallWords = typeof en;
export const callWords: () => CallWords = area(en, zhHans);
