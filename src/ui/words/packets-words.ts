/** Words of the page of packets, in the language in use. */
import { packets as en } from './en/packets.ts';
import { area } from './language.ts';
import { packets as zhHans } from './zh-hans/packets.ts';

export const packetsWords: () => typeof en = area(en, zhHans);
