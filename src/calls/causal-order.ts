/**
 * Rows of a ladder in the order of cause where clocks tie or contradict the protocol: no response before its request, no ACK before
 * the final response it confirms, no forwarded message before the one it forwards (RFC 3261 sections 8.2.6, 13.2.2.4, 16.6, 16.7).
 * A row waits for its causes and for nothing else; with nothing to mend the order stays as it was. O(n log n) at the worst.
 */
import { Method } from '../sip/method.ts';
import type { Chain } from './chain.ts';
import type { Transactions } from './transactions.ts';

/** transactions of one CSeq and method looked at for the one that was forwarded */
const MOST_SIBLINGS = 64;

export type AddCause = (effect: number, cause: number) => void;

/** Tells every cause of every position of a call, as positions of the chain. */
export function findCauses(chain: Chain, transactions: Transactions, add: AddCause): void {
  const siblings = byCseqAndMethod(chain, transactions);
  const parent = forwardedFrom(chain, transactions, siblings);
  const answers = answersBelow(chain, transactions, parent);
  for (let i = 0; i < chain.length; i++) {
    const transaction = transactions.of[i]!;
    const request = transactions.request[transaction]!;
    if (chain.status[i] !== 0) {
      if (request >= 0 && chain.destinationAddress[i] === chain.sourceAddress[request]) add(i, request);
      const below = chain.status[i]! > 100 ? answers.get(transaction)?.get(answerKey(chain, i)) : undefined;
      if (below !== undefined) add(i, below);
    } else if (chain.method[i] === Method.ACK) {
      const final = transactions.firstFinal[transaction]!;
      if (final >= 0 && chain.destinationAddress[final] === chain.sourceAddress[i]) add(i, final);
      // the ACK of a 2xx goes the way of its INVITE; that of a failure is each hop's own and has one Via
      const before = parent[transaction]! < 0 ? -1 : transactions.ack[parent[transaction]!]!;
      if (before >= 0 && chain.viaCount[before] === chain.viaCount[i]! - 1) add(i, before);
    } else if (i === request) {
      const before = parent[transaction]! < 0 ? -1 : transactions.request[parent[transaction]!]!;
      if (before >= 0) add(i, before);
      if (chain.method[i] !== Method.CANCEL) continue;
      for (const other of siblings.get(chain.cseqNumber[i]! * 0x10000 + Method.INVITE) ?? []) {
        const invite = transactions.request[other]!;
        if (chain.branch[invite] === chain.branch[i] && chain.source[invite] === chain.source[i]) add(i, invite);
      }
    } else if (request >= 0) add(i, request);
  }
}

/** Transactions whose request was seen, by CSeq number and method. */
function byCseqAndMethod(chain: Chain, transactions: Transactions): Map<number, number[]> {
  const byKey = new Map<number, number[]>();
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const request = transactions.request[transaction]!;
    if (request < 0) continue;
    const key = chain.cseqNumber[request]! * 0x10000 + chain.method[request]!;
    const siblings = byKey.get(key);
    if (siblings === undefined) byKey.set(key, [transaction]);
    else if (siblings.length < MOST_SIBLINGS) siblings.push(transaction);
  }
  return byKey;
}

/** Per transaction the one whose request came in, with one Via less, where this one's left; -1 when not seen. */
function forwardedFrom(chain: Chain, transactions: Transactions, siblings: ReadonlyMap<number, readonly number[]>): Int32Array {
  const parent = new Int32Array(transactions.count).fill(-1);
  for (let transaction = 0; transaction < transactions.count; transaction++) {
    const request = transactions.request[transaction]!;
    if (request < 0 || chain.viaCount[request]! < 2) continue;
    let alone = -1;
    let above = 0;
    for (const other of siblings.get(chain.cseqNumber[request]! * 0x10000 + chain.method[request]!)!) {
      const before = transactions.request[other]!;
      if (chain.viaCount[before] !== chain.viaCount[request]! - 1 || chain.fromTag[before] !== chain.fromTag[request]) continue;
      if (chain.destinationAddress[before] === chain.sourceAddress[request]) parent[transaction] = other;
      alone = other;
      above++;
    }
    // a proxy with two sides: it came in at another address, and nothing else is one Via shorter
    if (parent[transaction]! < 0 && above === 1) parent[transaction] = alone;
  }
  return parent;
}

/** Per forwarded transaction the first response of each status and To-tag that came back to it. */
function answersBelow(chain: Chain, transactions: Transactions, parent: Int32Array): Map<number, Map<number, number>> {
  const answers = new Map<number, Map<number, number>>();
  for (let i = 0; i < chain.length; i++) {
    if (chain.status[i]! <= 100) continue;
    const above = parent[transactions.of[i]!]!;
    if (above < 0) continue;
    const ofAbove = answers.get(above) ?? new Map<number, number>();
    answers.set(above, ofAbove);
    if (!ofAbove.has(answerKey(chain, i))) ofAbove.set(answerKey(chain, i), i);
  }
  return answers;
}

function answerKey(chain: Chain, position: number): number {
  return chain.status[position]! * 0x100000000 + (chain.toTag[position]! >>> 0);
}

/**
 * The order of `count` rows in which each stands behind its causes, and apart from that as before: rows[k] is the row that
 * stands at k. Pairs effects[n], causes[n]; rows in a circle, which no protocol makes, keep their order at the end.
 */
export function orderByCause(count: number, effects: readonly number[], causes: readonly number[]): Int32Array {
  const order = Int32Array.from({ length: count }, (_, row) => row);
  if (!effects.some((effect, n) => causes[n]! > effect)) return order;
  const waits = new Int32Array(count);
  const first = new Int32Array(count).fill(-1);
  const next = new Int32Array(effects.length);
  for (let n = 0; n < effects.length; n++) {
    waits[effects[n]!]!++;
    next[n] = first[causes[n]!]!;
    first[causes[n]!] = n;
  }
  const free = new LowestFirst(count);
  for (let row = 0; row < count; row++) if (waits[row] === 0) free.push(row);
  let placed = 0;
  while (free.size > 0) {
    const row = free.pop();
    order[placed++] = row;
    for (let n = first[row]!; n >= 0; n = next[n]!) if (--waits[effects[n]!]! === 0) free.push(effects[n]!);
  }
  for (let row = 0; row < count && placed < count; row++) if (waits[row]! > 0) order[placed++] = row;
  return order;
}

/** A heap of numbers, lowest on top. */
class LowestFirst {
  size = 0;
  readonly #heap: Int32Array;

  constructor(most: number) {
    this.#heap = new Int32Array(most);
  }

  push(value: number): void {
    let at = this.size++;
    while (at > 0 && this.#heap[(at - 1) >> 1]! > value) {
      this.#heap[at] = this.#heap[(at - 1) >> 1]!;
      at = (at - 1) >> 1;
    }
    this.#heap[at] = value;
  }

  pop(): number {
    const top = this.#heap[0]!;
    const last = this.#heap[--this.size]!;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.#heap[child + 1]! < this.#heap[child]!) child++;
      if (this.#heap[child]! >= last) break;
      this.#heap[at] = this.#heap[child]!;
      at = child;
    }
    this.#heap[at] = last;
    return top;
  }
}
