/** Words of the streams, in the language in use. */
import { streams as en } from './en/streams.ts';
import { area } from './language.ts';
import { streams as zhHans } from './zh-hans/streams.ts';

export type StreamsWords = typeof en;
export const streamsWords: () => StreamsWords = area(en, zhHans);
