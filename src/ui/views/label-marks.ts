/**
 * Scenario labels as badges that explain themselves, the telling ones first. Their words travel in a chunk of their own,
 * which a page asks for after its first paint: until then there is nothing to see.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { CallLabel, LabelCount } from '../../contract/labels.ts';
import { formatNumber } from '../parts/format.ts';
import '../parts/sg-badge.ts';
import '../parts/sg-menu.ts';
import '../parts/sg-tooltip.ts';
import type * as labelsModule from '../words/labels-words.ts';

/** letters of the two badges a cell has room for; the other labels are counted, and named on pointing */
const ROOM = 20;
/** what nearly every call has: the first is shown where nothing else is, the others have a column of their own */
const common: readonly CallLabel[] = ['BASIC_CALL', 'RELEASE_CALLER', 'RELEASE_CALLEE'];

let loaded: typeof labelsModule | undefined;

export async function loadLabelWords(): Promise<void> {
  loaded ??= await import('../words/labels-words.ts');
}

/** undefined until loadLabelWords() is done */
export function labelWordsNow(): ReturnType<(typeof labelsModule)['labelsWords']> | undefined {
  return loaded?.labelsWords();
}

export function labelName(label: string): string {
  return labelWordsNow()?.names[label] ?? label;
}

/** Labels that occur, each a filter; nothing while there is none. `counted` says which rows the list is of. */
export function labelMenu(
  counts: readonly LabelCount[],
  counted: 'calls' | 'dialogs' | 'bindings',
  chosen: readonly string[] | undefined,
  choose: (label: string) => void,
): TemplateResult | typeof nothing {
  const w = labelWordsNow();
  const found = counts.filter((count) => count[counted] > 0);
  if (w === undefined || found.length === 0) return nothing;
  const items = found.map((count) => ({
    key: count.label,
    label: labelName(count.label),
    hint: formatNumber(count[counted]),
    checked: chosen?.includes(count.label) === true,
  }));
  return html`<sg-menu stays .label=${w.menu} title=${w.menuHelp} .items=${items} @sg-choose=${(event: CustomEvent<{ key: string }>) => choose(event.detail.key)}></sg-menu>`;
}

/** Nothing chosen is no filter. */
export function chosenLabels(list: readonly string[] | undefined): readonly string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

export function labelMarks(labels: readonly CallLabel[]): TemplateResult | string {
  const w = labelWordsNow();
  if (w === undefined || labels.length === 0) return '';
  const telling = labels.filter((label) => !common.includes(label));
  const letters = telling.slice(0, 2).reduce((sum, label) => sum + (w.names[label]?.length ?? 0), 0);
  const fitting = letters <= ROOM ? 2 : 1;
  const shown = telling.length > 0 ? telling.slice(0, fitting) : labels.filter((label) => label === 'BASIC_CALL');
  const rest = telling.slice(fitting);
  const sentence = (label: CallLabel): string => `${w.names[label]}: ${w.help[label]}`;
  return html`${shown.map((label) => html`<sg-tooltip class="mark" .text=${sentence(label)}><sg-badge tone=${telling.includes(label) ? 'note' : 'plain'}>${w.names[label]}</sg-badge></sg-tooltip>`)}${
    rest.length === 0
      ? ''
      : html`<sg-tooltip class="mark" .text=${rest.map(sentence).join('\n')}><sg-badge>${w.more(String(rest.length))}</sg-badge></sg-tooltip>`
  }`;
}
