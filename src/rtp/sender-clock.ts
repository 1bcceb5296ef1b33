/**
 * A sender's two clocks against each other and against ours: its reports pair NTP time with RTP timestamps (RFC 3550 section
 * 6.4.1), which gives the rate its media clock truly has, and how its wall clock differs from the capture's.
 */
import type { SenderInfo } from './rtcp-statement.ts';

const TO_1970 = 2_208_988_800n;
/** reports nearer than this say nothing about a rate, and further than this the timestamp's wraps cannot be told */
const LEAST_SECONDS = 1;
const MOST_SECONDS = 86_400;

/** Epoch nanoseconds; undefined when the sender has no wall clock (zero, or counting from its start: RFC 3550 section 6.4.1). */
export function wallClock(report: SenderInfo): bigint | undefined {
  if (report.ntpSeconds < 0x80000000) return undefined;
  return (BigInt(report.ntpSeconds) - TO_1970) * 1_000_000_000n + ((BigInt(report.ntpFraction) * 1_000_000_000n) >> 32n);
}

/** Hz from the first and the last of these reports, oldest first; undefined when they are too near to tell. */
export function trueClockRate(reports: readonly SenderInfo[], nominal: number): number | undefined {
  const first = reports[0];
  if (first === undefined || nominal <= 0) return undefined;
  for (let i = reports.length - 1; i > 0; i--) {
    const last = reports[i]!;
    const seconds = last.ntpSeconds - first.ntpSeconds + (last.ntpFraction - first.ntpFraction) / 4_294_967_296;
    if (seconds < LEAST_SECONDS) return undefined;
    if (seconds > MOST_SECONDS) continue;
    const wanted = seconds * nominal;
    const low = (last.rtpTimestamp - first.rtpTimestamp) >>> 0;
    const ticks = low + Math.round((wanted - low) / 4_294_967_296) * 4_294_967_296;
    // a clock that is a tenth off is a restart or another codec's
    return Math.abs(ticks - wanted) > wanted / 10 ? undefined : ticks / seconds;
  }
  return undefined;
}
