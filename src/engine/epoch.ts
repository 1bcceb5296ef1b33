/** Whole nanoseconds on the time line to epoch text: a double cannot hold epoch nanoseconds, so this is BigInt, cold. */
import type { CaptureInterface } from '../capture/interface-table.ts';

/**
 * Epoch seconds with nine decimals: "1795221017.780363993". Times before 1970 are negative. A Float64 holds nanoseconds
 * exactly for 104 days from the first packet; beyond, the nearest multiple of `tick` is what the capture said.
 */
export function epochText(epoch: bigint, time: number, tick = 1): string {
  let total = epoch + (Number.isFinite(time) ? BigInt(Math.round(time)) : 0n);
  if (tick > 1 && Math.abs(time) > Number.MAX_SAFE_INTEGER) total = nearest(total, BigInt(tick));
  const magnitude = total < 0n ? -total : total;
  const seconds = magnitude / 1_000_000_000n;
  const rest = String(magnitude % 1_000_000_000n).padStart(9, '0');
  return `${total < 0n ? '-' : ''}${seconds}.${rest}`;
}

/** Nanoseconds of the finest clock among the interfaces, where that is whole microseconds or coarser; else 1. */
export function sharedTick(interfaces: readonly CaptureInterface[]): number {
  let finest = Infinity;
  for (const { linkType, resolution } of interfaces) if (linkType >= 0) finest = Math.min(finest, /^\d+$/.test(resolution) ? Number(resolution) : 1);
  return finest >= 1000 && finest <= 1e9 ? finest : 1;
}

function nearest(value: bigint, step: bigint): bigint {
  const beyond = ((value % step) + step) % step;
  return beyond * 2n >= step ? value - beyond + step : value - beyond;
}
