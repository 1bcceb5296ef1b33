/**
 * Common Presence and Instant Messaging (RFC 3862 section 2): message headers, an empty line, the headers of the content, an empty line,
 * the content. Chats carry it within MSRP; who wrote it, and of what type it is, stands inside.
 */

export interface CpimMessage {
  readonly from: string;
  readonly to: string;
  /** as it came, RFC 3339 */
  readonly dateTime: string;
  /** Content-Type of the content, lower case, without parameters */
  readonly contentType: string;
  readonly content: string;
}

/** The message of a text; undefined when it does not have the two blocks of headers. */
export function readCpim(text: string): CpimMessage | undefined {
  const first = /\r?\n\r?\n/.exec(text);
  if (first === null) return undefined;
  const rest = text.slice(first.index + first[0].length);
  const second = /\r?\n\r?\n/.exec(rest);
  const outer = headersOf(text.slice(0, first.index));
  const inner = headersOf(second === null ? rest : rest.slice(0, second.index));
  if (!outer.has('from') && !outer.has('to') && !outer.has('datetime')) return undefined;
  return {
    from: outer.get('from') ?? '',
    to: outer.get('to') ?? '',
    dateTime: outer.get('datetime') ?? '',
    contentType: bareType(inner.get('content-type') ?? ''),
    content: second === null ? '' : rest.slice(second.index + second[0].length),
  };
}

/** "text/plain" of "Text/Plain; charset=utf-8". */
export function bareType(value: string): string {
  return value.split(';', 1)[0]!.trim().toLowerCase();
}

function headersOf(block: string): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}
