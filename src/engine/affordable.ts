/**
 * Answers that need a walk over everything, while everything still grows: an answer is made anew only after twenty times
 * as long as making it took, so that looking never takes more than a twentieth of the time from reading. An older answer
 * carries its older revision, and whoever asks again when revisions differ gets the new one in the end.
 */

/** Looking may take this part of the time. */
const SHARE = 20;

export class Affordable<T> {
  #value: T | undefined;
  #revision = -1;
  #madeAt = 0;
  #cost = 0;

  /** The answer for a revision; an older one while reading goes on and a new one would come too soon. */
  get(revision: number, isReading: boolean, make: () => T): T {
    const now = Date.now();
    if (this.#value !== undefined && (this.#revision === revision || (isReading && now - this.#madeAt < this.#cost * SHARE))) return this.#value;
    this.#value = make();
    this.#revision = revision;
    this.#madeAt = Date.now();
    this.#cost = this.#madeAt - now;
    return this.#value;
  }
}
