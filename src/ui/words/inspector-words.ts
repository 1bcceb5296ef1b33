/** Words of the message and packet inspector, in the language in use. */
import { inspector as en } from './en/inspector.ts';
import { area } from './language.ts';
import { inspector as zhHans } from './zh-hans/inspector.ts';

export type InspectorWords = typeof en;
export const inspectorWords: () => InspectorWords = area(en, zhHans);
