/** Words of the time chart, in the language in use. */
import { chart as en } from './en/chart.ts';
import { area } from './language.ts';
import { chart as zhHans } from './zh-hans/chart.ts';

export const chartWords: () => typeof en = area(en, zhHans);
