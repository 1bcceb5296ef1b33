/** English counts: "once", "3 times", "1 packet", "3 packets". The number is text, as it is written on the page. */
export function times(count: string): string {
  return count === '1' ? 'once' : `${count} times`;
}

/** At the beginning of a sentence. */
export function timesFirst(count: string): string {
  return count === '1' ? 'Once' : `${count} times`;
}

/** `one` and `many` are what follows the number. */
export function counted(count: string, one: string, many: string): string {
  return `${count} ${count === '1' ? one : many}`;
}
