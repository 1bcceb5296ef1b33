/**
 * The words of the first paint: common, shell, start and calls. `words().calls.title` answers in the language in use.
 * Pages that load later keep their own pair and pick with `area`, so that their words travel with their chunk:
 *   en/streams.ts  export const streams = { title: 'Streams', lost: (n: string) => `${n} lost` };
 *   zh-hans/streams.ts  import type { streams as english } from '../en/streams.ts'; export const streams: typeof english = {…};
 *   streams-words.ts  export const streamsWords = area(en, zhHans);   then  streamsWords().title
 */
import { calls as callsEn } from './en/calls.ts';
import { common as commonEn } from './en/common.ts';
import { shell as shellEn } from './en/shell.ts';
import { start as startEn } from './en/start.ts';
import { area } from './language.ts';
import { calls as callsZh } from './zh-hans/calls.ts';
import { common as commonZh } from './zh-hans/common.ts';
import { shell as shellZh } from './zh-hans/shell.ts';
import { start as startZh } from './zh-hans/start.ts';

const en = { common: commonEn, shell: shellEn, start: startEn, calls: callsEn };
const zhHans: typeof en = { common: commonZh, shell: shellZh, start: startZh, calls: callsZh };

export type Words = typeof en;
export const words: () => Words = area(en, zhHans);
