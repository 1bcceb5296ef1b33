/**
 * Options of pcapng blocks (draft-ietf-opsawg-pcapng section 3.5): code, length, value, padding to four octets. A list may
 * end without its end-of-options mark; one that runs over its block is reported by all of these as far as it can be read.
 */
import { readText } from '../base/text.ts';

export const OPTION_COMMENT = 1;
const MOST_COMMENTS = 1000;
const END_OF_OPTIONS = 0;

/** Calls `each(code, valueAt, valueLength)` for every whole option of [at, end); false when an option runs over the end. */
export function forEachOption(
  view: DataView,
  at: number,
  end: number,
  littleEndian: boolean,
  each: (code: number, at: number, length: number) => void,
): boolean {
  let p = at;
  while (p + 4 <= end) {
    const code = view.getUint16(p, littleEndian);
    const length = view.getUint16(p + 2, littleEndian);
    if (code === END_OF_OPTIONS) return true;
    if (p + 4 + length > end) return false;
    each(code, p + 4, length);
    p += 4 + ((length + 3) & ~3);
  }
  return true;
}

/** 1 when [at, end) has a comment, 0 when not, plus 2 when an option runs over the end. Allocates nothing. */
export function lookForComment(view: DataView, at: number, end: number, littleEndian: boolean): number {
  let found = 0;
  let p = at;
  while (p + 4 <= end) {
    const code = view.getUint16(p, littleEndian);
    const length = view.getUint16(p + 2, littleEndian);
    if (code === END_OF_OPTIONS) return found;
    if (p + 4 + length > end) return found | 2;
    if (code === OPTION_COMMENT) found = 1;
    p += 4 + ((length + 3) & ~3);
  }
  return found;
}

/** Every comment of [at, end), in order, at most a thousand. */
export function readComments(view: DataView, octets: Uint8Array, at: number, end: number, littleEndian: boolean): string[] {
  const comments: string[] = [];
  forEachOption(view, at, end, littleEndian, (code, valueAt, length) => {
    if (code === OPTION_COMMENT && comments.length < MOST_COMMENTS) comments.push(readOptionText(octets, valueAt, length));
  });
  return comments;
}

/** The text of an option's value; a zero octet that some writers put behind it is left out. */
export function readOptionText(octets: Uint8Array, at: number, length: number): string {
  let end = at + length;
  while (end > at && octets[end - 1] === 0) end--;
  return readText(octets, at, end);
}
