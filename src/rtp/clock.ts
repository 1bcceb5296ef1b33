/** Time as the RTP statistics use it: Wireshark's split of seconds and nanoseconds into one double of milliseconds (semantics 1.2). */
import type { Milliseconds, Nanoseconds } from '../base/units.ts';

/**
 * Milliseconds of whole nanoseconds since the file's first frame, with the two roundings that Wireshark makes:
 * seconds × 1000 + nanoseconds / 10^6. Times before the first frame are the mirror image, as nstime_delta gives them.
 */
export function splitMilliseconds(time: Nanoseconds): Milliseconds {
  if (time < 0) return -splitMilliseconds(-time);
  let seconds = Math.floor(time * 1e-9);
  let rest = time - seconds * 1e9;
  // the product is rounded, so it may be off by one near a whole second
  if (rest < 0) {
    seconds--;
    rest += 1e9;
  } else if (rest >= 1e9) {
    seconds++;
    rest -= 1e9;
  }
  return seconds * 1000 + rest / 1e6;
}
