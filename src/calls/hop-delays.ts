/**
 * How long a proxy kept what it passed on (semantics 6.2): out minus in, at the node. What a message passes on is the newest
 * earlier one that reached its sender with the same CSeq and From-tag: a request with fewer Vias, a response of the same status
 * with more.
 */
import type { Nanoseconds } from '../base/units.ts';
import type { Chain } from './chain.ts';

/** For every position of the chain; NaN for what passes nothing on. @param node the box an endpoint belongs to */
export function hopDelays(chain: Chain, node: (endpoint: number) => number): Float64Array {
  const delays = new Float64Array(chain.length).fill(NaN);
  const arrived = new Map<string, number>();
  const keyOf = (i: number, box: number): string =>
    `${box} ${chain.status[i]} ${chain.cseqMethod[i]} ${chain.method[i]} ${chain.cseqNumber[i]} ${chain.fromTag[i]}`;
  for (let i = 0; i < chain.length; i++) {
    if (chain.isRetransmission(i) || chain.isCaptureDuplicate(i)) continue;
    const before = arrived.get(keyOf(i, node(chain.source[i]!)));
    if (before !== undefined && passesOn(chain, before, i)) delays[i] = delayBetween(chain, before, i);
    arrived.set(keyOf(i, node(chain.destination[i]!)), i);
  }
  return delays;
}

function passesOn(chain: Chain, before: number, i: number): boolean {
  return chain.status[i] === 0 ? chain.viaCount[i]! > chain.viaCount[before]! : chain.viaCount[i]! < chain.viaCount[before]!;
}

function delayBetween(chain: Chain, before: number, i: number): Nanoseconds {
  return chain.time[i]! - chain.time[before]!;
}
