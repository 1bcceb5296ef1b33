/**
 * Where the capture agents that name themselves stand: at the address that is an end of all they saw, or that they send from
 * when that is one. An agent that watches a whole network stands nowhere (decision 0020). Bounded by limits.hepNodes.
 */
import { limits } from '../base/limits.ts';
import type { AddressId } from '../base/units.ts';

const NOWHERE = -1;

interface Node {
  readonly sender: AddressId;
  /** addresses that are an end of every message so far */
  one: AddressId;
  other: AddressId;
}

export class HepNodes {
  readonly #nodes = new Map<number, Node>();

  /** A message between two addresses, carried by the agent of that name (a text id), which sends from `sender`. True when it found no place any more. */
  note(name: number, sender: AddressId, source: AddressId, destination: AddressId): boolean {
    const node = this.#nodes.get(name);
    if (node === undefined) {
      if (this.#nodes.size >= limits.hepNodes) return true;
      this.#nodes.set(name, { sender, one: source, other: destination });
      return false;
    }
    if (node.one !== source && node.one !== destination) node.one = NOWHERE;
    if (node.other !== source && node.other !== destination) node.other = NOWHERE;
    return false;
  }

  /** Names (text ids) by the address they stand at; of two at one address the first. */
  places(): Map<AddressId, number> {
    const places = new Map<AddressId, number>();
    for (const [name, { sender, one, other }] of this.#nodes) {
      const at = one === sender || other === sender ? sender : one === NOWHERE ? other : other === NOWHERE ? one : NOWHERE;
      if (at !== NOWHERE && !places.has(at)) places.set(at, name);
    }
    return places;
  }
}
