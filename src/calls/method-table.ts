/**
 * Method ids of the message table: the known methods keep the ids of sip/method.ts, every other token (any is legal,
 * RFC 3261 section 7.1) gets the next id from `firstUnknown` on. A response carries the method of its CSeq.
 */
import { Interner } from '../base/intern.ts';
import { readText } from '../base/text.ts';
import { Method, methodId, methodNames, type MethodId } from '../sip/method.ts';

/** the first id that is not of sip/method.ts; ids stay below `lastMethod`, which all later tokens share */
export const firstUnknown = 16;
export const lastMethod = 0xffff;

export class MethodTable {
  readonly #unknown = new Interner(16);

  /** The id of the method token octets[at, end), exact and case-sensitive; `Method.other` (0) for an empty one. */
  id(octets: Uint8Array, at: number, end: number): MethodId {
    if (end <= at) return Method.other;
    const known = methodId(octets, at, end);
    if (known !== Method.other) return known;
    if (this.#unknown.count >= lastMethod - firstUnknown) {
      const found = this.#unknown.find(octets, at, end);
      return found < 0 ? lastMethod : found + firstUnknown;
    }
    return this.#unknown.intern(octets, at, end) + firstUnknown;
  }

  /** The token as it came; empty for `Method.other` and for the id all surplus tokens share. */
  name(id: MethodId): string {
    if (id < firstUnknown) return methodNames[id] ?? '';
    return id - firstUnknown < this.#unknown.count ? readText(this.#unknown.octets(id - firstUnknown)) : '';
  }
}
