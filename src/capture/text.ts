/** Text with SIP messages or hex dumps in it: told by its content, and made into a capture line by line. */
import type { PackedInput, Unpacking } from '../unpack/packed-input.ts';
import { captureHeader } from './made-capture.ts';
import { TextMessages } from './text-messages.ts';

/** octets of a line; a longer one is taken in pieces */
const LINE_MOST = 65_536;

/** True when text (its first octets) holds a SIP message or a hex dump. */
export function holdsMessages(head: Uint8Array): boolean {
  const messages = new TextMessages(() => undefined);
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (at < head.length && messages.count === 0) {
    const end = head.indexOf(0x0a, at);
    const stop = end < 0 ? head.length : end;
    messages.line(head.subarray(at, stop), at);
    at = stop + 1;
  }
  messages.end();
  return messages.count > 0;
}

/** The packets of a text as pcapng octets. @param note told of what was missing and is made up, with the place in the text. */
export function* convertText(input: PackedInput, note: (code: string, at: number) => void): Unpacking {
  const messages = new TextMessages(note);
  let place = 0;
  yield captureHeader();
  for (let searched = 0; ; ) {
    const end = input.octets.indexOf(0x0a, input.at + searched);
    const isWhole = end >= 0 && end < input.end;
    if (!isWhole && input.left < LINE_MOST && !input.ended) {
      searched = input.left;
      yield undefined;
      continue;
    }
    searched = 0;
    if (!isWhole && input.left === 0) break;
    const length = isWhole ? Math.min(end - input.at, LINE_MOST) : Math.min(input.left, LINE_MOST);
    messages.line(input.octets.subarray(input.at, input.at + length), place);
    const taken = length + (isWhole && input.at + length === end ? 1 : 0);
    input.at += taken;
    place += taken;
    yield* messages.made.splice(0);
  }
  messages.end();
  yield* messages.made.splice(0);
  return undefined;
}
