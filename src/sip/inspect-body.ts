/**
 * The bodies of an opened message: media type, octets, and for the small SIP-made types their fields (DTMF of INFO, message/sipfrag of
 * RFC 3420, nested message/sip). Session descriptions are left to sdp/inspect.ts: sip and sdp do not know each other.
 */
import type { Field } from '../base/field.ts';
import { limits } from '../base/limits.ts';
import { readText } from '../base/text.ts';
import { walkBodies } from './body.ts';
import type { Body } from './body.ts';
import { findHeaderField, HeaderField } from './header.ts';
import { headerNamed } from './header-names.ts';
import { textField } from './inspect-field.ts';

export interface InspectedBody {
  /** media type in lower case without parameters; '' when the message does not say */
  readonly contentType: string;
  readonly at: number;
  readonly length: number;
  readonly fields: readonly Field[];
}

type Limit = 'bodyParts' | 'bodyDepth';

/** The bodies of octets[at, end): none when it is empty; the parts of a multipart, without the containers. */
export function inspectBodies(
  octets: Uint8Array,
  typeAt: number,
  typeEnd: number,
  at: number,
  end: number,
  depth: number,
): { readonly bodies: readonly InspectedBody[]; readonly limit: Limit | undefined } {
  const bodies: InspectedBody[] = [];
  if (end <= at) return { bodies, limit: undefined };
  const containers: Body[] = [];
  let nested: Limit | undefined;
  const limit = walkBodies(octets, typeAt, typeEnd, at, end, (body) => {
    if (body.type.startsWith('multipart/')) containers.push(body);
    else {
      const inspected = leafFields(octets, body, depth);
      nested ??= inspected.limit;
      bodies.push({ contentType: body.type, at: body.at, length: body.end - body.at, fields: inspected.fields });
    }
  });
  // a multipart that could not be taken apart is shown whole
  if (bodies.length === 0)
    for (const body of containers.slice(0, 1)) bodies.push({ contentType: body.type, at: body.at, length: body.end - body.at, fields: [] });
  return { bodies, limit: limit ?? nested };
}

function leafFields(octets: Uint8Array, body: Body, depth: number): { readonly fields: readonly Field[]; readonly limit: Limit | undefined } {
  const fields: Field[] = [];
  if (body.headersAt >= 0) fields.push(...headerLines(octets, body.headersAt, body.headersEnd));
  switch (body.type) {
    case 'application/dtmf-relay':
    case 'application/vnd.nortelnetworks.digits':
      return { fields: [...fields, ...assignments(octets, body)], limit: undefined };
    case 'application/dtmf':
      return { fields: [...fields, textField(octets, 'sip.dtmf.signal', 'Signal', body.at, body.end)], limit: undefined };
    case 'message/sipfrag':
    case 'message/sip': {
      if (depth >= limits.bodyDepth) return { fields, limit: 'bodyDepth' };
      const inner = fragment(octets, body, depth + 1);
      return { fields: [...fields, ...inner.fields], limit: inner.limit };
    }
    default:
      return { fields, limit: undefined };
  }
}

/** Signal=5 / Duration=160, one a line */
function assignments(octets: Uint8Array, body: Body): Field[] {
  const fields: Field[] = [];
  let p = body.at;
  while (p < body.end && fields.length < 64) {
    let lineEnd = p;
    while (lineEnd < body.end && octets[lineEnd] !== 0x0d && octets[lineEnd] !== 0x0a) lineEnd++;
    let equals = p;
    while (equals < lineEnd && octets[equals] !== 0x3d && octets[equals] !== 0x3a) equals++;
    if (equals < lineEnd) {
      const name = readText(octets, p, equals).trim();
      fields.push({ key: `sip.dtmf.${name.toLowerCase()}`, name, value: readText(octets, equals + 1, lineEnd).trim(), at: p, length: lineEnd - p });
    }
    p = lineEnd + 1;
  }
  return fields;
}

/** A message or a piece of one (RFC 3420): its first line if that is no header, its headers, its bodies. */
function fragment(octets: Uint8Array, body: Body, depth: number): { readonly fields: Field[]; readonly limit: Limit | undefined } {
  let lineEnd = body.at;
  while (lineEnd < body.end && octets[lineEnd] !== 0x0d && octets[lineEnd] !== 0x0a) lineEnd++;
  const first = readText(octets, body.at, Math.min(lineEnd, body.at + 4096));
  const hasStartLine = /^SIP\/\d|\sSIP\/\d\S*\s*$/i.test(first);
  const fields: Field[] = hasStartLine
    ? [
        textField(
          octets,
          first.startsWith('SIP/') ? 'sip.Status-Line' : 'sip.Request-Line',
          first.startsWith('SIP/') ? 'Status-Line' : 'Request-Line',
          body.at,
          lineEnd,
          'RFC 3420 section 2',
        ),
      ]
    : [];
  let p = hasStartLine ? lineEnd : body.at;
  if (hasStartLine && p < body.end) p += octets[p] === 0x0d && octets[p + 1] === 0x0a ? 2 : 1;
  const headersAt = Math.min(p, body.end);
  const field = new HeaderField();
  let typeAt = -1;
  let typeEnd = -1;
  while (p < body.end && octets[p] !== 0x0d && octets[p] !== 0x0a) {
    p = findHeaderField(octets, p, body.end, field);
    if (typeAt < 0 && field.valueAt >= 0 && headerNamed(readText(octets, field.nameAt, Math.min(field.nameEnd, field.nameAt + 64)))?.name === 'Content-Type') {
      typeAt = field.valueAt;
      typeEnd = field.valueEnd;
    }
  }
  fields.push(...headerLines(octets, headersAt, Math.min(p, body.end)));
  const bodyAt = p < body.end && octets[p] === 0x0d && octets[p + 1] === 0x0a ? p + 2 : p + 1;
  if (typeAt < 0 || bodyAt >= body.end) return { fields, limit: undefined };
  const inner = inspectBodies(octets, typeAt, typeEnd, bodyAt, body.end, depth);
  for (const part of inner.bodies)
    fields.push({
      ...textField(octets, 'sip.msg_body', part.contentType, part.at, part.at + Math.min(part.length, 256)),
      length: part.length,
      ...(part.fields.length > 0 ? { children: part.fields } : {}),
    });
  return { fields, limit: inner.limit };
}

function headerLines(octets: Uint8Array, at: number, end: number): Field[] {
  const fields: Field[] = [];
  const field = new HeaderField();
  let p = at;
  while (p < end && fields.length < limits.sipValues) {
    p = findHeaderField(octets, p, end, field);
    if (field.valueAt < 0) continue;
    const name = readText(octets, field.nameAt, field.nameEnd);
    const known = headerNamed(name);
    fields.push({
      ...textField(octets, `sip.${known?.name ?? name}`, known?.name ?? name, field.valueAt, field.valueEnd, known?.reference),
      at: field.at,
      length: field.end - field.at,
    });
  }
  return fields;
}
