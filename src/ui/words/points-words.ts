/** Words of capture points, in the language in use. */
import { points as en } from './en/points.ts';
import { area } from './language.ts';
import { points as zhHans } from './zh-hans/points.ts';

export const pointsWords: () => typeof en = area(en, zhHans);
