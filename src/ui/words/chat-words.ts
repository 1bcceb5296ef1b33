/** Words of messages over MSRP, in the language in use. */
import { chat as en } from './en/chat.ts';
import { area } from './language.ts';
import { chat as zhHans } from './zh-hans/chat.ts';

export type ChatWords = typeof en;
export const chatWords: () => ChatWords = area(en, zhHans);
