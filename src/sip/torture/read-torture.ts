/** Reads the torture messages of this folder back into octets; for tests. The format is told in the files themselves. */

export interface TortureMessage {
  readonly section: string;
  readonly name: string;
  readonly verdict: string;
  readonly note: string;
  readonly octets: Uint8Array;
}

export function readTorture(file: string): TortureMessage[] {
  const messages: TortureMessage[] = [];
  for (const part of file.split(/^=== /m).slice(1)) {
    const lines = part.split('\n');
    const [, section = '', name = '', verdict = '', note = ''] = /^(\S+) (\S+) (\w+): (.*)$/.exec(lines[0] ?? '') ?? [];
    const text = lines.slice(1, -1).join('\r\n') + '\r\n';
    messages.push({ section, name, verdict, note, octets: unescape(text.endsWith('\\z\r\n') ? text.slice(0, -4) : text) });
  }
  return messages;
}

function unescape(text: string): Uint8Array {
  const plain = text.replace(/\\(?:x([0-9a-f]{2})|\\)/g, (_all, hex: string | undefined) =>
    hex === undefined ? '\\' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
