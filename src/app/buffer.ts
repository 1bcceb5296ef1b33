/**
 * The jitter buffer behind which quality is rated and sound is played: one choice for the whole page, kept in the settings
 * and in the route, so that a sent link shows the same numbers. As a word: "a" is adaptive, "f50" is fixed with 50 ms.
 */
import type { BufferSetting } from '../contract/quality.ts';
import type { Route } from './route.ts';
import { changeSettings, settings } from './settings.ts';

/** Depths of a fixed buffer that can be chosen, in milliseconds. */
const bufferDepths = { least: 20, most: 400 };

const adaptive: BufferSetting = { kind: 'adaptive', least: 20, most: 500 };
/** by depth: the same choice is the same object, so that what is drawn from it is drawn once */
const fixed = new Map<number, BufferSetting>();
const shape = /^f(\d{1,3})$/;

/** The setting a word names: adaptive for any word that names none. A fixed buffer begins anew at its depth past it, 100 ms at least (semantics 4.4: 50/100, 200/200). */
export function bufferOfWord(word: string | undefined): BufferSetting {
  const depth = Number(shape.exec(word ?? '')?.[1] ?? Number.NaN);
  if (!(depth >= bufferDepths.least && depth <= bufferDepths.most)) return adaptive;
  let setting = fixed.get(depth);
  if (setting === undefined) fixed.set(depth, (setting = { kind: 'fixed', depth, resync: Math.max(100, depth) }));
  return setting;
}

export function wordOfBuffer(setting: BufferSetting): string {
  return setting.kind === 'fixed' ? `f${Math.round(setting.depth)}` : 'a';
}

/** What the route says, else what was chosen last, else adaptive. Watch `settings` to follow it. */
export function bufferOf(route: Route): BufferSetting {
  return bufferOfWord(route.buffer ?? settings.value.choices.get('buffer'));
}

/** Keeps a choice for the next page; the page that shows it puts the word into its route. */
export function keepBuffer(word: string): void {
  changeSettings({ choices: new Map(settings.value.choices).set('buffer', wordOfBuffer(bufferOfWord(word))) });
}
