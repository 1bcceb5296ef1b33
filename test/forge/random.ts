/**
 * A noise source that gives the same noise on every machine: the generator of semantics 1.10.
 * x ← (1103515245·x + 12345) mod 2³¹, output x >> 8.
 */
export interface Random {
  /** whole number in [0, below) */
  below(below: number): number;
  /** whole number in [-spread, spread] */
  around(spread: number): number;
  /** true in `percent` of a hundred cases */
  chance(percent: number): boolean;
}

export function createRandom(seed: number): Random {
  let state = seed & 0x7fffffff;
  const next = (): number => {
    state = (Math.imul(1103515245, state) + 12345) & 0x7fffffff;
    return state >>> 8;
  };
  return {
    below: (below) => next() % below,
    around: (spread) => (spread === 0 ? 0 : (next() % (2 * spread + 1)) - spread),
    chance: (percent) => (next() % 100_000) / 1000 < percent,
  };
}
