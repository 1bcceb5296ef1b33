/**
 * Which of the known record headers a classic pcap file has, told by its records: the patched libpcap of A. Kuznetzov
 * (magic 0xa1b2cd34) writes 24 octets, a variant of it 28, some files with that magic 16; Nokia firewalls write 20 under
 * the standard magic. The first candidate stands unless its records make no sense and another's do: a cut proves nothing.
 */
import type { RecordForm } from './interface-table.ts';

const RECORDS = 6;
const LARGEST = 262_144;

/** @param headerLengths candidates, most likely first; the first of them is the answer when nothing fits better. */
export function bestRecordForm(
  view: DataView,
  size: number,
  littleEndian: boolean,
  nanoseconds: boolean,
  swapped: RecordForm['swapped'],
  headerLengths: readonly number[],
): RecordForm {
  let best = headerLengths[0]!;
  let bestScore = -1;
  for (const headerLength of headerLengths) {
    const score = countPlausible(view, size, littleEndian, nanoseconds, headerLength, headerLength === headerLengths[0]);
    if (score === RECORDS) return { format: 'pcap', littleEndian, headerLength, swapped };
    if (score > bestScore) {
      best = headerLength;
      bestScore = score;
    }
  }
  return { format: 'pcap', littleEndian, headerLength: best, swapped };
}

/** How many records in a row make sense, at most RECORDS; RECORDS too when the file ends exactly after one, or anywhere if `mayBeCut`. */
function countPlausible(view: DataView, size: number, littleEndian: boolean, nanoseconds: boolean, headerLength: number, mayBeCut: boolean): number {
  let at = 24;
  for (let count = 0; count < RECORDS; count++) {
    if (at === size && count > 0) return RECORDS;
    if (at + headerLength > view.byteLength) return mayBeCut ? RECORDS : count;
    const fraction = view.getUint32(at + 4, littleEndian);
    const a = view.getUint32(at + 8, littleEndian);
    const b = view.getUint32(at + 12, littleEndian);
    const length = Math.min(a, b);
    if (fraction >= (nanoseconds ? 1e9 : 1e6) || length > LARGEST || Math.max(a, b) > LARGEST * 64 || b === 0) return count;
    at += headerLength + a;
  }
  return RECORDS;
}
