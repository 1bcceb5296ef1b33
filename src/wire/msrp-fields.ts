/** An MSRP message as fields for the inspector (RFC 4975 section 9): first line, headers, body, end-line, each tied to its octets. */
import type { Field } from '../base/field.ts';
import { searchOctet } from '../base/octet-search.ts';
import { readText } from '../base/text.ts';
import { findEnd, readByteRange, readMsrp } from './msrp.ts';

/** octets of a body shown as text */
const SHOWN = 1024;

const sections: ReadonlyMap<string, string> = new Map([
  ['to-path', 'RFC 4975 section 7.1'],
  ['from-path', 'RFC 4975 section 7.1'],
  ['message-id', 'RFC 4975 section 7.1.1'],
  ['byte-range', 'RFC 4975 section 7.1.1'],
  ['success-report', 'RFC 4975 section 7.1.2'],
  ['failure-report', 'RFC 4975 section 7.1.2'],
  ['status', 'RFC 4975 section 7.1.2'],
  ['use-path', 'RFC 4976 section 5.1'],
  ['www-authenticate', 'RFC 4976 section 9.1'],
  ['authorization', 'RFC 4976 section 9.1'],
  ['authentication-info', 'RFC 4976 section 9.1'],
  ['expires', 'RFC 4976 section 9.1'],
  ['use-nickname', 'RFC 7701 section 7.1'],
]);

/** "SEND d93kswow", "200 OK d93kswow" of the message that begins at `at`. */
export function msrpTitle(octets: Uint8Array, at: number, end: number): string {
  const head = readMsrp(octets, at, end);
  if (head === undefined) return '';
  const what = head.method ?? `${head.status} ${head.comment}`.trim();
  const range = head.method === 'SEND' ? head.headers.get('byte-range') : undefined;
  return [what, head.transaction, range, head.headers.get('content-type')].filter((part) => part !== undefined && part !== '').join(' ');
}

/** The message that begins at octets[at]; what of it is not in [at, end) is not shown. `goesOn`: its end-line is elsewhere. */
export function inspect(octets: Uint8Array, at: number, end: number, goesOn: boolean): Field {
  const tail = findEnd(octets, at, at, end);
  const stop = tail?.end ?? end;
  const head = readMsrp(octets, at, stop);
  const place = { at, length: stop - at };
  if (head === undefined) return { key: 'msrp', name: 'Message Session Relay Protocol', ...place };
  const children: Field[] = lineFields(octets, at, head.bodyAt === head.bodyEnd ? (tail?.lineAt ?? stop) : head.bodyAt);
  if (head.bodyEnd > head.bodyAt) {
    children.push({
      key: 'msrp.data',
      name: 'Body',
      value: readText(octets, head.bodyAt, Math.min(head.bodyEnd, head.bodyAt + SHOWN)),
      at: head.bodyAt,
      length: head.bodyEnd - head.bodyAt,
      reference: 'RFC 4975 section 7.1',
    });
  }
  if (tail !== undefined) children.push({ ...endField(octets, tail), reference: 'RFC 4975 section 7.1' });
  return {
    key: 'msrp',
    name: 'Message Session Relay Protocol',
    value: msrpTitle(octets, at, stop),
    ...place,
    reference: 'RFC 4975 section 9',
    ...(tail === undefined && !goesOn ? { problem: 'msrp.cut' } : {}),
    children,
  };
}

function endField(octets: Uint8Array, { lineAt, end }: { readonly lineAt: number; readonly end: number }): Field {
  const value = readText(octets, lineAt, end).trimEnd();
  return { key: 'msrp.end.line', name: 'End-line', value, at: lineAt, length: end - lineAt };
}

function lineFields(octets: Uint8Array, at: number, end: number): Field[] {
  const fields: Field[] = [];
  for (let p = at; p < end; ) {
    const next = Math.min(end, searchOctet(octets, 0x0a, p, end) + 1);
    const text = readText(octets, p, next).trimEnd();
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(0, colon));
    const place = { at: p, length: next - p };
    if (p === at) fields.push({ key: 'msrp.first', name: /^MSRP \S+ \d/.test(text) ? 'Response-Line' : 'Request-Line', value: text, ...place });
    else if (colon > 0) fields.push(headerField(name, text.slice(colon + 1).trim(), place));
    p = next;
  }
  return fields;
}

function headerField(name: string, value: string, place: { readonly at: number; readonly length: number }): Field {
  const reference = sections.get(name.toLowerCase());
  const isWrong = name.toLowerCase() === 'byte-range' && readByteRange(value) === undefined;
  return { key: `msrp.${name}`, name, value, ...place, ...(reference === undefined ? {} : { reference }), ...(isWrong ? { problem: 'msrp.byte-range' } : {}) };
}
