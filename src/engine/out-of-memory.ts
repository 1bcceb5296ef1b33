/** Whether something thrown says that memory could not be had: the one thrown thing that is no bug of ours and no fault of a file. */

/**
 * Chromium: "Array buffer allocation failed", "Invalid typed array length: 4294967296" (a small or negative one is our bug);
 * Firefox: "out of memory", "allocation size overflow"; WebKit: "Out of memory".
 */
const SAYS_SO = /allocation (?:failed|size overflow)|out of memory|invalid typed array length: \d{9,}|length too large/i;

export function isOutOfMemory(problem: unknown): boolean {
  return SAYS_SO.test(problem instanceof Error ? problem.message : String(problem));
}
