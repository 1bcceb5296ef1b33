/** Words of encrypted signalling, in the language in use. */
import { tls as en } from './en/tls.ts';
import { area } from './language.ts';
import { tls as zhHans } from './zh-hans/tls.ts';

export type TlsWords = typeof en;
export const tlsWords: () => TlsWords = area(en, zhHans);
