/** One sentence about a value: what it means here, or what is wrong with it. */
export interface ValueNote {
  readonly text: string;
  readonly isWrong: boolean;
}

export const plain = (text: string): ValueNote => ({ text, isWrong: false });
export const wrong = (text: string): ValueNote => ({ text, isWrong: true });

/** A word looked up by a key from a capture: never a name of the prototype. */
export function wordOf(words: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}

/** The value of `;name=value` or `name=value`, without quotes; '' when the name stands alone, undefined when it is absent. */
export function parameterOf(value: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|[;,\\s])${name}(?:\\s*=\\s*("(?:[^"\\\\]|\\\\.)*"|[^;,\\s>]*))?(?=[;,\\s>]|$)`, 'i').exec(value.slice(0, 4000));
  return found === null ? undefined : (found[1] ?? '').replace(/^"|"$/g, '');
}
