/**
 * For tests: four times the input may take ten times the work at most, where a quadratic reader takes sixteen. Processor time is
 * measured and the best of several rounds taken, so that a busy machine does not decide.
 */

declare const process: { cpuUsage(): { readonly user: number; readonly system: number } };

/** Throws when the work that `prepare(n)` makes does not grow about linearly from `n` to `4 * n`. */
export function expectLinear(prepare: (n: number) => () => unknown, n: number): void {
  measure(prepare(n));
  const small = measure(prepare(n));
  const large = measure(prepare(4 * n));
  if (large > 10 * small + 20_000) throw new Error(`${small} microseconds became ${large} for four times the input`);
}

function measure(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage().user;
    work();
    best = Math.min(best, process.cpuUsage().user - before);
  }
  return best;
}
