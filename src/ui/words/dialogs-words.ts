/** Words of the page of dialogs, in the language in use. */
import { dialogs as en } from './en/dialogs.ts';
import { area } from './language.ts';
import { dialogs as zhHans } from './zh-hans/dialogs.ts';

export const dialogsWords: () => typeof en = area(en, zhHans);
