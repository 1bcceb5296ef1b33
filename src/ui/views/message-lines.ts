/**
 * A SIP message as lines of coloured pieces, cut at the octet spans the parser gave: nothing is parsed again by text. Lines
 * no header claims are shown as they came. Every piece is plain text for a text node.
 */
import type { Field } from '../../base/field.ts';
import { readText } from '../../base/text.ts';
import type { MessageDetail, MessageHeader } from '../../contract/detail.ts';

export type PieceKind =
  | 'method'
  | 'uri'
  | 'version'
  | 'status'
  | 'reason'
  | 'name'
  | 'punctuation'
  | 'value'
  | 'string'
  | 'parameter'
  | 'sdp-type'
  | 'sdp-name'
  | 'plain';

export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
}

export interface MessageLine {
  readonly kind: 'start' | 'header' | 'blank' | 'body' | 'body-title' | 'stray';
  readonly pieces: readonly Piece[];
  /** octets of the message */
  readonly at: number;
  readonly length: number;
  readonly header?: MessageHeader;
  /** the field of an SDP line, with its reference */
  readonly field?: Field;
  readonly problems: readonly string[];
}

const valuePattern = /("(?:[^"\\]|\\.)*")|(<[^>]*>)|(\b(?:sips?|tel|urn):[^\s;,>"?]+)|(;\s*[\w.!%*+`'~-]+)(?==|;|,|\s|$)/gi;

/** The pieces of a header's value: quoted strings, addresses and the names of parameters stand out. */
export function valuePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of text.slice(0, 20_000).matchAll(valuePattern)) {
    if (match.index > last) pieces.push({ kind: 'value', text: text.slice(last, match.index) });
    pieces.push({ kind: match[1] !== undefined ? 'string' : match[4] !== undefined ? 'parameter' : 'uri', text: match[0] });
    last = match.index + match[0].length;
  }
  if (last < text.length) pieces.push({ kind: 'value', text: text.slice(last) });
  return pieces;
}

function startPieces(detail: MessageDetail): Piece[] {
  const text = trimEnd(readText(detail.octets, detail.startLine.at, detail.startLine.at + detail.startLine.length));
  const isRequest = detail.startLine.method !== undefined;
  const match = /^(\S+)(\s+)(\S+)(\s*)([^]*)$/.exec(text);
  if (!match) return [{ kind: 'plain', text }];
  const [, first = '', gap = '', second = '', gap2 = '', rest = ''] = match;
  const kinds: readonly PieceKind[] = isRequest ? ['method', 'uri', 'version'] : ['version', 'status', 'reason'];
  return [
    { kind: kinds[0]!, text: first },
    { kind: 'plain', text: gap },
    { kind: kinds[1]!, text: second },
    { kind: 'plain', text: gap2 },
    { kind: kinds[2]!, text: rest },
  ];
}

function trimEnd(text: string): string {
  return text.replace(/[\r\n]+$/, '');
}

function headerLine(detail: MessageDetail, header: MessageHeader): MessageLine {
  const { octets } = detail;
  const before = readText(octets, header.at, header.valueAt);
  const value = trimEnd(readText(octets, header.valueAt, header.valueAt + header.valueLength));
  const after = trimEnd(readText(octets, header.valueAt + header.valueLength, header.at + header.length));
  const colon = before.indexOf(':');
  const name = colon < 0 ? before : before.slice(0, colon);
  const pieces: Piece[] = [{ kind: 'name', text: name }, { kind: 'punctuation', text: colon < 0 ? '' : before.slice(colon) }, ...valuePieces(value)];
  if (after !== '') pieces.push({ kind: 'plain', text: after });
  return { kind: 'header', pieces, at: header.at, length: header.length, header, problems: header.problems };
}

function sdpLine(text: string): Piece[] {
  const match = /^([a-zA-Z])(=)([^]*)$/.exec(text);
  if (!match) return [{ kind: 'plain', text }];
  const [, type = '', equals = '', value = ''] = match;
  const colon = type === 'a' ? value.indexOf(':') : -1;
  const rest: Piece[] =
    colon > 0
      ? [
          { kind: 'sdp-name', text: value.slice(0, colon) },
          { kind: 'punctuation', text: ':' },
          { kind: 'value', text: value.slice(colon + 1) },
        ]
      : [{ kind: type === 'a' ? 'sdp-name' : 'value', text: value }];
  return [{ kind: 'sdp-type', text: type }, { kind: 'punctuation', text: equals }, ...rest];
}

/** Octets [at, end) as lines; a line's length counts its line end. */
function splitLines(octets: Uint8Array, at: number, end: number): { at: number; length: number; text: string }[] {
  const lines: { at: number; length: number; text: string }[] = [];
  let from = at;
  while (from < end) {
    const found = octets.indexOf(10, from);
    const next = found < 0 || found >= end ? end : found + 1;
    lines.push({ at: from, length: next - from, text: trimEnd(readText(octets, from, next)) });
    from = next;
  }
  return lines;
}

function fieldAt(fields: readonly Field[], at: number): Field | undefined {
  for (const field of fields) {
    if (field.at === at && field.value !== undefined && (field.children === undefined || field.length !== undefined)) {
      return field.children?.find((child) => child.at === at && child.reference !== undefined && field.reference === undefined) ?? field;
    }
    const inner = field.children && fieldAt(field.children, at);
    if (inner) return inner;
  }
  return undefined;
}

function isText(octets: Uint8Array, at: number, end: number): boolean {
  let odd = 0;
  for (let i = at; i < Math.min(end, at + 512); i++) if (octets[i]! < 9 || (octets[i]! > 13 && octets[i]! < 32)) odd++;
  return odd <= (Math.min(end, at + 512) - at) / 32;
}

export interface LineWords {
  readonly body: (type: string, length: number) => string;
  readonly binary: string;
}

function bodyLines(detail: MessageDetail, body: MessageDetail['bodies'][number], words: LineWords): MessageLine[] {
  const end = body.at + body.length;
  const title: MessageLine = {
    kind: 'body-title',
    pieces: [{ kind: 'plain', text: words.body(body.contentType, body.length) }],
    at: body.at,
    length: 0,
    problems: [],
  };
  if (!isText(detail.octets, body.at, end))
    return [title, { kind: 'body', pieces: [{ kind: 'plain', text: words.binary }], at: body.at, length: body.length, problems: [] }];
  const isSdp = /\bsdp\b/i.test(body.contentType);
  return [
    title,
    ...splitLines(detail.octets, body.at, end).map((line): MessageLine => {
      const field = fieldAt(body.fields, line.at);
      const problems = [
        ...(field?.problem ? [field.problem] : []),
        ...detail.problems.filter((problem) => problem.at >= line.at && problem.at < line.at + line.length).map((problem) => problem.code),
      ];
      return {
        kind: 'body',
        pieces: isSdp ? sdpLine(line.text) : [{ kind: 'plain', text: line.text }],
        at: line.at,
        length: line.length,
        ...(field ? { field } : {}),
        problems: [...new Set(problems)],
      };
    }),
  ];
}

/** Past the line end at `at` and the blanks before it, when the span before it did not count them. */
function lineEnd(octets: Uint8Array, at: number): number {
  if (octets[at - 1] === 10) return at;
  let next = at;
  while (octets[next] === 32 || octets[next] === 9) next++;
  if (octets[next] === 13) next++;
  return octets[next] === 10 ? next + 1 : at;
}

/** Every line of the message in the order of its octets. */
export function messageLines(detail: MessageDetail, words: LineWords): MessageLine[] {
  const { octets, startLine } = detail;
  const inside = (at: number, length: number): string[] =>
    detail.problems.filter((problem) => problem.at >= at && problem.at < at + Math.max(1, length)).map((problem) => problem.code);
  const lines: MessageLine[] = [
    { kind: 'start', pieces: startPieces(detail), at: startLine.at, length: startLine.length, problems: inside(startLine.at, startLine.length) },
  ];
  let at = lineEnd(octets, startLine.at + startLine.length);
  const stray = (end: number): void => {
    for (const line of splitLines(octets, at, end)) {
      lines.push({
        kind: line.text === '' ? 'blank' : 'stray',
        pieces: [{ kind: 'plain', text: line.text }],
        at: line.at,
        length: line.length,
        problems: line.text === '' ? [] : inside(line.at, line.length),
      });
    }
  };
  const claim = (line: MessageLine): void => {
    if (line.at > at) stray(line.at);
    lines.push(line);
    at = Math.max(at, line.kind === 'header' ? lineEnd(octets, line.at + line.length) : line.at + line.length);
  };
  for (const header of [...detail.headers].sort((a, b) => a.at - b.at)) {
    const line = headerLine(detail, header);
    claim({ ...line, problems: [...new Set([...line.problems, ...inside(header.at, header.length)])] });
  }
  for (const body of [...detail.bodies].sort((a, b) => a.at - b.at)) for (const line of bodyLines(detail, body, words)) claim(line);
  if (detail.bodies.length === 0 && detail.bodyLength > 0 && at <= detail.bodyAt) {
    stray(detail.bodyAt);
    at = detail.bodyAt;
    stray(detail.bodyAt + detail.bodyLength);
  } else stray(octets.length);
  return lines;
}
