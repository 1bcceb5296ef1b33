/** Words of the page of registrations, in the language in use. */
import { registrations as en } from './en/registrations.ts';
import { area } from './language.ts';
import { registrations as zhHans } from './zh-hans/registrations.ts';

export type RegistrationsWords = typeof en;
export const registrationsWords: () => RegistrationsWords = area(en, zhHans);
