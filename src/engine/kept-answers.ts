/**
 * Answers that cost reading or a walk: the last ones are kept, each for the revision it was made at. What was not asked for the
 * longest goes first. An answer that fails is not kept.
 */
export class KeptAnswers<Answer> {
  readonly #kept = new Map<string | number, { readonly revision: number; readonly answer: Answer }>();
  readonly #most: number;

  /** @param most answers kept, 1 or more */
  constructor(most: number) {
    this.#most = most;
  }

  get(name: string | number, revision: number, make: () => Answer): Answer {
    const known = this.#kept.get(name);
    // what is out of date need not be held while the new one is made
    this.#kept.delete(name);
    const kept = known?.revision === revision ? known : { revision, answer: make() };
    this.#kept.set(name, kept);
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value!);
    if (kept !== known && kept.answer instanceof Promise) kept.answer.catch(() => this.#kept.get(name) === kept && this.#kept.delete(name));
    return kept.answer;
  }
}
