/**
 * The language of the page: English or Simplified Chinese. Every sentence and label lives in pairs of catalogues
 * `en/<area>.ts` and `zh-hans/<area>.ts`; `area(en, zhHans)` picks by the language in use. Promise: a catalogue that lacks
 * a word of the English one does not compile.
 */
export const languages = ['en', 'zh-hans'] as const;
export type Language = (typeof languages)[number];

let current: Language = 'en';
const listeners = new Set<() => void>();

export function language(): Language {
  return current;
}

/** BCP 47 tag for Intl and the lang attribute. */
export function languageTag(): string {
  return current === 'en' ? 'en' : 'zh-Hans';
}

/** The language a list of preferences (navigator.languages) asks for; English when none is ours. */
export function preferredLanguage(preferences: readonly string[]): Language {
  for (const preference of preferences) {
    const tag = preference.toLowerCase();
    if (tag.startsWith('zh')) return 'zh-hans';
    if (tag.startsWith('en')) return 'en';
  }
  return 'en';
}

/** Switches the whole page; elements with a WordsController render again. */
export function setLanguage(next: Language): void {
  const changed = next !== current;
  current = next;
  if (typeof document !== 'undefined') document.documentElement.lang = languageTag();
  if (changed) for (const listener of listeners) listener();
}

/** Calls back after every switch; the answer ends it. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A pair of catalogues as one function that answers in the language in use. */
export function area<Words>(en: Words, zhHans: NoInfer<Words>): () => Words {
  return () => (current === 'en' ? en : zhHans);
}

/** What a Lit element is, as far as a controller cares: no import of lit needed here. */
interface Host {
  addController(controller: { hostConnected(): void; hostDisconnected(): void }): void;
  requestUpdate(): void;
}

/** Renders its element again when the language changes: `readonly _words = new WordsController(this);` */
export class WordsController {
  readonly #host: Host;
  #end: (() => void) | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#end = onLanguage(() => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#end?.();
  }
}
