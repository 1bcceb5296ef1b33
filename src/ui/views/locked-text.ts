/** The sentence above the calls about signalling that stays locked: how many connections, and why when it is the same for all of them. */
import type { Overview } from '../../contract/overview.ts';
import { formatNumber } from '../parts/format.ts';
import { words } from '../words/words.ts';

export function lockedText({ lockedSignalling, lockedFor, secrets }: Pick<Overview, 'lockedSignalling' | 'lockedFor' | 'secrets'>): string {
  const w = words().shell;
  const given = secrets.reduce((sum, source) => sum + (source.kind === 'key-log' ? source.secrets : 0), 0);
  const why = lockedFor === undefined ? undefined : w.lockedFor[lockedFor];
  return [w.lockedSignalling(formatNumber(lockedSignalling)), ...(why === undefined ? [] : [why(formatNumber(given))])].join(' ');
}
