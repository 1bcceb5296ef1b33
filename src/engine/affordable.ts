/**
 * Answers that need a walk over everything, while everything still grows: an answer is made anew only after `rest` times as
 * long as making it took, so that looking never takes more than a small part of the time from reading. A page asks for
 * about ten such answers at once, hence the default. Whoever asks again when reading has ended gets the new one.
 */

/** How many times as long as it took to make it an answer stays, unless said otherwise. */
const REST = 80;

export class Affordable<T> {
  #value: T | undefined;
  #revision = -1;
  #madeAt = 0;
  #cost = 0;
  readonly #rest: number;

  constructor(rest: number = REST) {
    this.#rest = rest;
  }

  /** The answer for a revision; an older one while reading goes on and a new one would come too soon. */
  get(revision: number, isReading: boolean, make: () => T): T {
    const now = Date.now();
    if (this.#value !== undefined && (this.#revision === revision || (isReading && now - this.#madeAt < this.#cost * this.#rest))) return this.#value;
    this.#value = make();
    this.#revision = revision;
    this.#madeAt = Date.now();
    this.#cost = this.#madeAt - now;
    return this.#value;
  }
}
