/** Whole nanoseconds on the time line to epoch text: a double cannot hold epoch nanoseconds, so this is BigInt, cold. */

/** Epoch seconds with nine decimals: "1795221017.780363993". Times before 1970 are negative. */
export function epochText(epoch: bigint, time: number): string {
  const total = epoch + (Number.isFinite(time) ? BigInt(Math.round(time)) : 0n);
  const magnitude = total < 0n ? -total : total;
  const seconds = magnitude / 1_000_000_000n;
  const rest = String(magnitude % 1_000_000_000n).padStart(9, '0');
  return `${total < 0n ? '-' : ''}${seconds}.${rest}`;
}
