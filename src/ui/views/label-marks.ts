/**
 * Scenario labels as badges that explain themselves, the telling ones first. Their words travel in a chunk of their own,
 * which a page asks for after its first paint: until then there is nothing to see.
 */
import { html, type TemplateResult } from 'lit';
import type { CallLabel } from '../../contract/labels.ts';
import '../parts/sg-badge.ts';
import '../parts/sg-tooltip.ts';

/** badges a cell shows; the others are counted, and named on pointing */
const SHOWN = 2;
/** what nearly every call has: the first is shown where nothing else is, the others have a column of their own */
const common: readonly CallLabel[] = ['BASIC_CALL', 'RELEASE_CALLER', 'RELEASE_CALLEE'];

type LabelsWords = typeof import('../words/labels-words.ts');
let loaded: LabelsWords | undefined;

export async function loadLabelWords(): Promise<void> {
  loaded ??= await import('../words/labels-words.ts');
}

/** undefined until loadLabelWords() is done */
export function labelWordsNow(): ReturnType<LabelsWords['labelsWords']> | undefined {
  return loaded?.labelsWords();
}

export function labelName(label: string): string {
  return labelWordsNow()?.names[label] ?? label;
}

export function labelMarks(labels: readonly CallLabel[]): TemplateResult | string {
  const w = labelWordsNow();
  if (w === undefined || labels.length === 0) return '';
  const telling = labels.filter((label) => !common.includes(label));
  const shown = telling.length > 0 ? telling.slice(0, SHOWN) : labels.filter((label) => label === 'BASIC_CALL');
  const rest = telling.slice(SHOWN);
  const sentence = (label: CallLabel): string => `${w.names[label]}: ${w.help[label]}`;
  return html`${shown.map((label) => html`<sg-tooltip class="mark" .text=${sentence(label)}><sg-badge tone=${telling.includes(label) ? 'note' : 'plain'}>${w.names[label]}</sg-badge></sg-tooltip>`)}${
    rest.length === 0
      ? ''
      : html`<sg-tooltip class="mark" .text=${rest.map(sentence).join('\n')}><sg-badge>${w.more(String(rest.length))}</sg-badge></sg-tooltip>`
  }`;
}
