/**
 * The ways messages take: from one address to another, past which points, in which order. What a point on the way did not see was lost
 * before it, or the point did not listen then.
 */
import type { AddressId, Nanoseconds } from '../../base/units.ts';

interface Lag {
  count: number;
  sum: Nanoseconds;
}

export interface Way {
  /** points in the order of the way */
  readonly points: readonly number[];
  /** mean time after the first point */
  readonly lags: readonly Nanoseconds[];
}

export class Ways {
  readonly #lags: Map<string, Map<number, Map<number, Lag>>> = new Map();
  readonly #known: Map<string, Way> = new Map();

  /** A packet on its way was seen at these points at these times. */
  add(from: AddressId, to: AddressId, points: readonly number[], times: readonly Nanoseconds[]): void {
    const key = `${from} ${to}`;
    const way = this.#lags.get(key) ?? new Map<number, Map<number, Lag>>();
    this.#lags.set(key, way);
    for (const [i, one] of points.entries()) {
      const after = way.get(one) ?? new Map<number, Lag>();
      way.set(one, after);
      for (const [j, other] of points.entries()) {
        if (i === j) continue;
        const lag = after.get(other) ?? { count: 0, sum: 0 };
        lag.count++;
        lag.sum += times[j]! - times[i]!;
        after.set(other, lag);
      }
    }
  }

  /** Undefined where no packet was seen twice. */
  of(from: AddressId, to: AddressId): Way | undefined {
    const key = `${from} ${to}`;
    const lags = this.#lags.get(key);
    if (lags === undefined) return undefined;
    let way = this.#known.get(key);
    if (way === undefined) this.#known.set(key, (way = orderOf(lags)));
    return way;
  }
}

function orderOf(lags: ReadonlyMap<number, ReadonlyMap<number, Lag>>): Way {
  const after = (one: number, other: number): Nanoseconds => {
    const lag = lags.get(one)?.get(other);
    return lag === undefined ? 0 : lag.sum / lag.count;
  };
  const points = [...lags.keys()].sort((a, b) => a - b).sort((a, b) => -after(a, b));
  let lag = 0;
  return { points, lags: points.map((point, i) => (i === 0 ? 0 : (lag += after(points[i - 1]!, point)))) };
}
