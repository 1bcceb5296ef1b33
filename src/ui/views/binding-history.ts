/** What became of the transactions of a binding: each as a tone, and how often it changed between well and ill. */
import type { BindingRow } from '../../contract/bindings.ts';

export type HistoryTone = 'ok' | 'challenged' | 'bad' | 'none';

export function historyTone(status: number): HistoryTone {
  if (status <= 0) return 'none';
  if (status < 300) return 'ok';
  return status === 401 || status === 407 ? 'challenged' : 'bad';
}

/** Changes between accepted and refused or unanswered; challenges are neither. */
export function flaps(history: BindingRow['history']): number {
  let changes = 0;
  let was: HistoryTone | undefined;
  for (const { status } of history) {
    const tone = historyTone(status);
    if (tone === 'challenged') continue;
    const now = tone === 'ok' ? 'ok' : 'bad';
    if (was !== undefined && was !== now) changes++;
    was = now;
  }
  return changes;
}
