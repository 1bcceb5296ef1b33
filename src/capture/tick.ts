/**
 * Timestamps of pcapng interfaces (draft-ietf-opsawg-pcapng section 4.2, if_tsresol and if_tsoffset): 64-bit counts of
 * ticks, each 10^-n or 2^-n seconds, made into whole seconds and nanoseconds. Usual resolutions need no BigInt.
 */

export class Tick {
  /** of the last split(): whole seconds since 1970 before if_tsoffset, and nanoseconds below 1e9 */
  seconds = 0;
  nanoseconds = 0;
  /** nanoseconds per tick as text for people: "1000", "1", "0.001", "2^-64 s" */
  readonly text: string;
  readonly #perSecond: number;
  readonly #exact: bigint;
  readonly #perNanosecond: number;
  readonly #nanosecondsPerTick: number;

  /** @param resolution the if_tsresol octet: a power of ten, or of two when the high bit is set; 6 when absent. */
  constructor(resolution: number) {
    const power = resolution & 0x7f;
    const isBinary = resolution > 0x7f;
    this.#exact = isBinary ? 2n ** BigInt(power) : 10n ** BigInt(power);
    this.#perSecond = !isBinary && power <= 11 ? 10 ** power : isBinary && power <= 21 ? 2 ** power : 0;
    this.#nanosecondsPerTick = !isBinary && power <= 9 ? 10 ** (9 - power) : 0;
    this.#perNanosecond = !isBinary && power > 9 ? 10 ** (power - 9) : 0;
    this.text = isBinary ? `2^-${power} s` : power <= 9 ? String(10 ** (9 - power)) : power <= 18 ? (10 ** (9 - power)).toFixed(power - 9) : `10^-${power} s`;
  }

  /** Splits a 64-bit count, given as two 32-bit words, into `seconds` and `nanoseconds`. */
  split(high: number, low: number): void {
    const perSecond = this.#perSecond;
    if (perSecond === 0 || (perSecond <= 2_097_152 && high > 2_097_151)) return this.#splitExactly(high, low);
    let rest: number;
    if (perSecond <= 2_097_152) {
      const ticks = high * 4_294_967_296 + low;
      this.seconds = Math.floor(ticks / perSecond);
      rest = ticks - this.seconds * perSecond;
    } else {
      const q0 = Math.floor(high / perSecond);
      const t1 = (high - q0 * perSecond) * 65_536 + (low >>> 16);
      const q1 = Math.floor(t1 / perSecond);
      const t2 = (t1 - q1 * perSecond) * 65_536 + (low & 0xffff);
      const q2 = Math.floor(t2 / perSecond);
      this.seconds = q0 * 4_294_967_296 + q1 * 65_536 + q2;
      rest = t2 - q2 * perSecond;
    }
    if (this.#nanosecondsPerTick > 0) this.nanoseconds = rest * this.#nanosecondsPerTick;
    else if (this.#perNanosecond > 0) this.nanoseconds = Math.floor(rest / this.#perNanosecond);
    else this.nanoseconds = Math.floor((rest * 1e9) / perSecond);
  }

  #splitExactly(high: number, low: number): void {
    const ticks = (BigInt(high) << 32n) | BigInt(low);
    this.seconds = Number(ticks / this.#exact);
    this.nanoseconds = Number(((ticks % this.#exact) * 1_000_000_000n) / this.#exact);
  }
}
