/**
 * Two SIP messages side by side, aligned by what they mean: headers by canonical name whatever their order, SDP lines by
 * media section and type. Values that every message makes anew (branch, tags, CSeq number, nonce, session version …) are
 * told apart from values somebody changed.
 */
import type { MessageDetail } from '../../contract/detail.ts';

/** same: equal; regenerated: differs only in what each message makes anew; changed, left, right: somebody did that. */
export type DiffKind = 'same' | 'regenerated' | 'changed' | 'left' | 'right';

/** A stretch of a value; `differs` from the other side. */
export interface DiffPiece {
  readonly text: string;
  readonly differs: boolean;
}

export interface DiffLine {
  readonly part: 'start' | 'header' | 'body';
  readonly name: string;
  readonly kind: DiffKind;
  readonly left: readonly DiffPiece[] | undefined;
  readonly right: readonly DiffPiece[] | undefined;
}

interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** Most tokens of a value that are aligned one by one; longer ones differ as a whole. */
const TOKENS = 400;
/** Most lines of one name, or of a body, that are aligned one by one. */
const LINES = 600;

/** Parameters and fields that each message makes anew, by header; '*' holds for all. */
const fresh: Readonly<Record<string, RegExp>> = {
  '*': /;\s*(?:branch|tag|rport|received)(?:=[^;,>\s]*)?/gi,
  'call-id': /.+/g,
  cseq: /^\s*\d+/g,
  rack: /^\s*\d+\s+\d+/g,
  rseq: /\d+/g,
  'content-length': /\d+/g,
  date: /.+/g,
  timestamp: /.+/g,
  'max-forwards': /\d+/g,
  'session-id': /.+/g,
  'www-authenticate': /\b(?:nonce|opaque)="[^"]*"/gi,
  'proxy-authenticate': /\b(?:nonce|opaque)="[^"]*"/gi,
  authorization: /\b(?:nonce|cnonce|response|opaque|nc)=(?:"[^"]*"|[^,\s]*)/gi,
  'proxy-authorization': /\b(?:nonce|cnonce|response|opaque|nc)=(?:"[^"]*"|[^,\s]*)/gi,
};

/** The session id and version of o=, which every offer may raise (RFC 3264 section 8). */
const freshOrigin = /^(\S+) \d+ \d+ /;

function settled(name: string, value: string): string {
  const all = value.replace(fresh['*']!, '');
  const own = Object.hasOwn(fresh, name.toLowerCase()) ? fresh[name.toLowerCase()] : undefined;
  return own === undefined ? all : all.replace(own, '');
}

function tokens(text: string): readonly string[] {
  return text.match(/[\w.+-]+|\s+|[^\w\s]/g) ?? [];
}

/** The longest common subsequence of two lists, as pairs of positions. */
function aligned<T>(left: readonly T[], right: readonly T[], same: (a: T, b: T) => boolean): readonly (readonly [number, number])[] {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i * width + j] = same(left[i]!, right[j]!)
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (same(left[i]!, right[j]!)) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}

function pieces(all: readonly string[], kept: ReadonlySet<number>): readonly DiffPiece[] {
  const found: { text: string; differs: boolean }[] = [];
  for (const [i, text] of all.entries()) {
    const differs = !kept.has(i);
    const last = found.at(-1);
    if (last?.differs === differs) last.text += text;
    else found.push({ text, differs });
  }
  return found;
}

/** Two values cut where they differ. */
export function comparePieces(left: string, right: string): readonly [readonly DiffPiece[], readonly DiffPiece[]] {
  const a = tokens(left);
  const b = tokens(right);
  if (a.length > TOKENS || b.length > TOKENS) return [[{ text: left, differs: true }], [{ text: right, differs: true }]];
  const pairs = aligned(a, b, (one, other) => one === other);
  return [pieces(a, new Set(pairs.map(([i]) => i))), pieces(b, new Set(pairs.map(([, j]) => j)))];
}

function whole(text: string): readonly DiffPiece[] {
  return [{ text, differs: false }];
}

function compareValues(part: DiffLine['part'], name: string, left: string | undefined, right: string | undefined, isFresh: boolean): DiffLine {
  if (left === undefined) return { part, name, kind: 'right', left: undefined, right: whole(right ?? '') };
  if (right === undefined) return { part, name, kind: 'left', left: whole(left), right: undefined };
  if (left === right) return { part, name, kind: 'same', left: whole(left), right: whole(right) };
  const [a, b] = comparePieces(left, right);
  return { part, name, kind: isFresh ? 'regenerated' : 'changed', left: a, right: b };
}

/** Lines of one kind on both sides, paired: equal ones first in their order, the rest one with the next. */
function pairUp(left: readonly NamedValue[], right: readonly NamedValue[], part: DiffLine['part'], settle: (line: NamedValue) => string): readonly DiffLine[] {
  const found: DiffLine[] = [];
  const pairs = left.length > LINES || right.length > LINES ? [] : aligned(left, right, (a, b) => a.name === b.name && settle(a) === settle(b));
  let i = 0;
  let j = 0;
  const take = (toLeft: number, toRight: number): void => {
    while (i < toLeft || j < toRight) {
      const a = i < toLeft ? left[i] : undefined;
      const b = j < toRight ? right[j] : undefined;
      const isPair = a !== undefined && b !== undefined && a.name === b.name;
      if (a !== undefined) i++;
      if (b !== undefined && (a === undefined || isPair)) j++;
      found.push(compareValues(part, (a ?? b)!.name, a?.value, a === undefined || isPair ? b?.value : undefined, false));
    }
  };
  for (const [a, b] of pairs) {
    take(a, b);
    found.push(compareValues(part, left[a]!.name, left[a]!.value, right[b]!.value, true));
    i = a + 1;
    j = b + 1;
  }
  take(left.length, right.length);
  return found;
}

function startOf({ startLine }: MessageDetail): NamedValue {
  const { method, requestUri, status, reason } = startLine;
  return method === undefined
    ? { name: String(status ?? ''), value: `${status ?? ''} ${reason ?? ''}`.trim() }
    : { name: method, value: `${method} ${requestUri ?? ''}` };
}

function headersOf(detail: MessageDetail): ReadonlyMap<string, readonly NamedValue[]> {
  const found = new Map<string, NamedValue[]>();
  for (const { canonical, value } of detail.headers) {
    const key = canonical.toLowerCase();
    const list = found.get(key);
    if (list === undefined) found.set(key, [{ name: canonical, value }]);
    else list.push({ name: canonical, value });
  }
  return found;
}

/** Lines of the body; SDP lines carry their media section in the name: "audio a=rtpmap". */
function bodyOf(detail: MessageDetail): readonly NamedValue[] {
  const text = detail.text.slice(textAt(detail));
  if (text.trim() === '') return [];
  const isSdp = detail.bodies.some((body) => /application\/sdp/i.test(body.contentType)) || /^v=0\r?$/m.test(text);
  let section = '';
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line): NamedValue => {
      if (!isSdp || line[1] !== '=') return { name: '', value: line };
      if (line.startsWith('m=')) section = `${line.slice(2).split(' ', 1)[0] ?? ''} `;
      const attribute = /^a=([\w-]+)/.exec(line)?.[1];
      return { name: `${section}${attribute === undefined ? line.slice(0, 2) : `a=${attribute}`}`, value: line };
    });
}

/** Where the body begins in the text: octets and characters differ outside ASCII, so the blank line is looked for. */
function textAt({ text, bodyLength }: MessageDetail): number {
  if (bodyLength === 0) return text.length;
  const blank = /\r?\n\r?\n/.exec(text);
  return blank === null ? text.length : blank.index + blank[0].length;
}

/** Compares two messages. Lines come in the order of the left one; what only the right one has stands where it would be. */
export function compareMessages(left: MessageDetail, right: MessageDetail): readonly DiffLine[] {
  const [a, b] = [startOf(left), startOf(right)];
  const lines: DiffLine[] = [compareValues('start', '', a.value, b.value, false)];
  const [own, others] = [headersOf(left), headersOf(right)];
  for (const [key, values] of own) lines.push(...pairUp(values, others.get(key) ?? [], 'header', ({ name, value }) => settled(name, value)));
  for (const [key, values] of others) if (!own.has(key)) lines.push(...pairUp([], values, 'header', ({ value }) => value));
  lines.push(...pairUp(bodyOf(left), bodyOf(right), 'body', ({ value }) => (value.startsWith('o=') ? value.slice(2).replace(freshOrigin, '$1 ') : value)));
  return lines;
}

/** How many lines somebody changed, left out or added. */
export function countChanges(lines: readonly DiffLine[]): number {
  return lines.filter(({ kind }) => kind === 'changed' || kind === 'left' || kind === 'right').length;
}
