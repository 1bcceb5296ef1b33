/** Labels as the tables show and filter them: names for bits, and how many rows of either list carry each. */
import type { CallIndex } from '../base/units.ts';
import type { LabelId } from '../calls/label-names.ts';
import type { Labels } from '../calls/labels.ts';
import { callLabels, type CallLabel, type LabelCount } from '../contract/labels.ts';
import type { Session } from './session.ts';

const none: readonly CallLabel[] = [];

export function labelNames(ids: readonly LabelId[]): readonly CallLabel[] {
  return ids.length === 0 ? none : ids.map((id) => callLabels[id]!);
}

/** The two words with the bits of these labels. */
export function labelWords(labels: readonly CallLabel[] | undefined): readonly [low: number, high: number] {
  let low = 0;
  let high = 0;
  for (const label of labels ?? none) {
    const id = callLabels.indexOf(label);
    if (id >= 32) high |= 1 << (id - 32);
    else if (id >= 0) low |= 1 << id;
  }
  return [low, high];
}

/** Sorts rows with the same labels together, rows without any first. */
export function labelKey(ids: readonly LabelId[]): string {
  return ids.map((id) => String.fromCharCode(0x30 + id)).join('');
}

/** What several Call-IDs of one binding carry together. */
export function registrationLabels(labels: Labels, calls: readonly CallIndex[]): readonly CallLabel[] {
  const found = new Set(calls.flatMap((call) => labels.of(call)));
  return labelNames([...found].sort((a, b) => a - b));
}

/** Labels that occur, in the order of callLabels; of bindings once reading has ended. */
export function countLabels({ tables, labels, registered }: Session): readonly LabelCount[] {
  const calls = new Uint32Array(callLabels.length);
  const dialogs = new Uint32Array(callLabels.length);
  for (let call = 0; call < tables.calls.length; call++) {
    const counts = tables.calls.hasInvite(call) ? calls : dialogs;
    for (const label of labels.of(call)) counts[label]!++;
  }
  const bindings = new Map<CallLabel, number>();
  for (const { calls: own } of registered ?? []) for (const label of registrationLabels(labels, own)) bindings.set(label, (bindings.get(label) ?? 0) + 1);
  return callLabels
    .map((label, id) => ({ label, calls: calls[id]!, dialogs: dialogs[id]!, bindings: bindings.get(label) ?? 0 }))
    .filter((count) => count.calls + count.dialogs > 0);
}
