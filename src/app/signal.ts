/**
 * A value that can be watched. Own forty lines instead of a library: the page has a handful of them, and Lit already
 * gathers renders. Promise: listeners hear of a change once, after the value has changed, and never of an equal value.
 */
export class Signal<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(next: T) {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const listener of [...this.#listeners]) listener(next);
  }

  /** Calls back after every change; the answer ends it. */
  subscribe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves with the first value the test accepts, the present one included. */
  until(accept: (value: T) => boolean): Promise<T> {
    if (accept(this.#value)) return Promise.resolve(this.#value);
    return new Promise((resolve) => {
      const end = this.subscribe((value) => {
        if (!accept(value)) return;
        end();
        resolve(value);
      });
    });
  }
}
