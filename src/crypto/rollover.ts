/**
 * The rollover counter of each packet of a stream, guessed from the order of arrival as a receiver does (RFC 3711 section 3.3.1
 * and appendix A), counted from the first packet: where a capture begins midway, the true counter is higher by a constant.
 */
export function rollovers(sequence: ArrayLike<number>, count: number): Int32Array {
  const found = new Int32Array(count);
  let counter = 0;
  let highest = count > 0 ? sequence[0]! : 0;
  for (let i = 0; i < count; i++) {
    const number = sequence[i]!;
    const step = ((number - highest) << 16) >> 16;
    // late packets of before the last wrap belong to the counter before it
    const next = highest + step;
    found[i] = counter + (next > 0xffff ? 1 : next < 0 ? -1 : 0);
    if (step <= 0) continue;
    if (next > 0xffff) counter++;
    highest = number;
  }
  return found;
}
