/** Words of the page of diagnostics, in the language in use. */
import { diagnostics as en } from './en/diagnostics.ts';
import { area } from './language.ts';
import { diagnostics as zhHans } from './zh-hans/diagnostics.ts';

export const diagnosticsWords: () => typeof en = area(en, zhHans);
