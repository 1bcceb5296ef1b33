/** Words of "decode as", in the language in use. */
import { decode as en } from './en/decode.ts';
import { area } from './language.ts';
import { decode as zhHans } from './zh-hans/decode.ts';

export const decodeWords: () => typeof en = area(en, zhHans);
