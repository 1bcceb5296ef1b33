/**
 * Takes the value of a known header apart for the inspector: one reader for each form of header-names.ts. Values in lists become
 * one node each; bounded by limits.sipValues. What does not fit its grammar is shown as it came, with a code.
 */
import type { Field } from '../base/field.ts';
import { limits } from '../base/limits.ts';
import { readText } from '../base/text.ts';
import type { HeaderName } from './header-names.ts';
import { addressFields, parameterFields, uriFields, viaFields } from './inspect-address.ts';
import { parameterField, textField, withProblem } from './inspect-field.ts';
import { closingQuote, isBlank, Param, readNumber, readParam, skipBlanks } from './param.ts';

export interface InspectedValue {
  readonly parts: readonly Field[];
  readonly problems: readonly string[];
}

const nothing: InspectedValue = { parts: [], problems: [] };

/** The parts of octets[at, end), the trimmed value of `header`. */
export function inspectValue(octets: Uint8Array, at: number, end: number, header: HeaderName): InspectedValue {
  if (at >= end) return nothing;
  switch (header.form) {
    case 'text':
      return nothing;
    case 'number':
      return numberValue(octets, at, end, header);
    case 'tokens':
      return eachElement(octets, at, end, (from, to) => [textField(octets, `sip.${header.name}`, header.name, from, to)]);
    case 'address':
      return addresses(octets, at, end, header);
    case 'uris':
      return eachElement(octets, at, end, (from, to) => bracketed(octets, from, to, `sip.${header.name}`));
    case 'via':
      return vias(octets, at, end);
    case 'cseq':
      return cseqValue(octets, at, end);
    case 'rack':
      return rackValue(octets, at, end);
    case 'authentication':
      return authentication(octets, at, end, header);
    case 'parameters':
      return { parts: commaParameters(octets, at, end, `sip.${header.name}`), problems: [] };
    case 'valueAndParameters':
      return header.isList
        ? eachElement(octets, at, end, (from, to) => valueAndParameters(octets, from, to, header))
        : { parts: valueAndParameters(octets, at, end, header), problems: [] };
    case 'callIdAndParameters':
      return { parts: valueAndParameters(octets, at, end, header), problems: [] };
    case 'date':
      return dateValue(octets, at, end);
    case 'warning':
      return warnings(octets, at, end);
    case 'retryAfter':
      return retryAfter(octets, at, end);
    default:
      return nothing;
  }
}

function numberValue(octets: Uint8Array, at: number, end: number, header: HeaderName): InspectedValue {
  const most = header.name === 'Max-Forwards' ? 255 : 0xffffffff;
  const number = readNumber(octets, at, end);
  if (header.name === 'Content-Length') return { parts: [], problems: number < 0 ? ['sip.content-length-malformed'] : [] };
  return { parts: [], problems: number < 0 || number > most ? ['sip.number'] : [] };
}

/** Calls `read` for every element between commas that are outside quotes and <>; several elements become one node each. */
function eachElement(octets: Uint8Array, at: number, end: number, read: (from: number, to: number) => Field[]): InspectedValue {
  const groups: { readonly fields: Field[]; readonly from: number; readonly to: number }[] = [];
  const problems: string[] = [];
  let p = at;
  while (p < end) {
    if (groups.length >= limits.sipValues) {
      problems.push('limit.sipValues');
      break;
    }
    const comma = elementEnd(octets, p, end);
    const from = skipBlanks(octets, p, comma);
    let to = comma;
    while (to > from && isBlank(octets[to - 1]!)) to--;
    if (to > from) groups.push({ fields: read(from, to), from, to });
    p = comma + 1;
  }
  return { parts: grouped(octets, groups), problems };
}

function elementEnd(octets: Uint8Array, at: number, end: number): number {
  let angle = false;
  for (let i = at; i < end; i++) {
    const octet = octets[i]!;
    if (octet === 0x22 && !angle) {
      const close = closingQuote(octets, i, end);
      if (close < 0) return end;
      i = close;
    } else if (octet === 0x3c) angle = true;
    else if (octet === 0x3e) angle = false;
    else if (octet === 0x2c && !angle) return i;
  }
  return end;
}

function grouped(octets: Uint8Array, groups: readonly { readonly fields: Field[]; readonly from: number; readonly to: number }[]): Field[] {
  if (groups.length === 1) return groups[0]!.fields;
  return groups.map(({ fields, from, to }) =>
    fields.length === 1 && fields[0]!.children === undefined ? fields[0]! : textField(octets, 'sip.value', 'Value', from, to, undefined, fields),
  );
}

function addresses(octets: Uint8Array, at: number, end: number, header: HeaderName): InspectedValue {
  const prefix = header.name === 'From' ? 'sip.from' : header.name === 'To' ? 'sip.to' : header.name === 'Contact' ? 'sip.contact' : `sip.${header.name}`;
  return elements(octets, at, end, header.isList, (from) => addressFields(octets, from, end, prefix), 'sip.name-addr');
}

function vias(octets: Uint8Array, at: number, end: number): InspectedValue {
  return elements(octets, at, end, true, (from) => viaFields(octets, from, end), 'sip.via');
}

interface Element {
  readonly fields: Field[];
  readonly next: number;
  readonly end: number;
  readonly malformed: boolean;
}

function elements(octets: Uint8Array, at: number, end: number, isList: boolean, read: (from: number) => Element, code: string): InspectedValue {
  const groups: { readonly fields: Field[]; readonly from: number; readonly to: number }[] = [];
  const problems: string[] = [];
  let p = at;
  while (p < end) {
    if (groups.length >= limits.sipValues) {
      problems.push('limit.sipValues');
      break;
    }
    const from = skipBlanks(octets, p, end);
    const element = read(from);
    if (element.malformed && !problems.includes(code)) problems.push(code);
    let to = element.end;
    while (to > from && isBlank(octets[to - 1]!)) to--;
    if (element.fields.length > 0) groups.push({ fields: element.fields, from, to });
    p = element.next;
    if (!isList) break;
  }
  return { parts: grouped(octets, groups), problems };
}

/** <URI> and the parameters behind it; a bare URI too */
function bracketed(octets: Uint8Array, at: number, end: number, prefix: string): Field[] {
  let close = at + 1;
  if (octets[at] === 0x3c) while (close < end && octets[close] !== 0x3e) close++;
  else while (close < end && octets[close] !== 0x3b) close++;
  const first = octets[at] === 0x3c ? at + 1 : at;
  const fields = [textField(octets, `${prefix}.uri`, 'URI', first, close, 'RFC 3986', uriFields(octets, first, close, prefix))];
  let i = close;
  while (i < end && octets[i] !== 0x3b) i++;
  return [...fields, ...parameterFields(octets, i, end, prefix)];
}

function valueAndParameters(octets: Uint8Array, at: number, end: number, header: HeaderName): Field[] {
  const prefix = `sip.${header.name}`;
  let last = at;
  while (last < end && octets[last] !== 0x3b) {
    if (octets[last] === 0x22) {
      const close = closingQuote(octets, last, end);
      last = close < 0 ? end : close;
    }
    last++;
  }
  last = Math.min(last, end);
  let to = last;
  while (to > at && isBlank(octets[to - 1]!)) to--;
  const problem = (header.name === 'Session-Expires' || header.name === 'Min-SE') && readNumber(octets, at, to) < 0 ? 'sip.number' : undefined;
  const name = header.form === 'callIdAndParameters' ? 'Call-ID' : header.name;
  return [...(to > at ? [withProblem(textField(octets, prefix, name, at, to, header.reference), problem)] : []), ...parameterFields(octets, last, end, prefix)];
}

function cseqValue(octets: Uint8Array, at: number, end: number): InspectedValue {
  let i = at;
  while (i < end && !isBlank(octets[i]!)) i++;
  const number = readNumber(octets, at, i);
  const problem = number < 0 ? 'sip.cseq-malformed' : number > 0x7fffffff ? 'sip.cseq-range' : undefined;
  const parts = [withProblem(textField(octets, 'sip.CSeq.seq', 'Sequence number', at, i, 'RFC 3261 section 8.1.1.5'), problem)];
  const method = skipBlanks(octets, i, end);
  if (method < end) parts.push(textField(octets, 'sip.CSeq.method', 'Method', method, end, 'RFC 3261 section 20.16'));
  return { parts, problems: problem !== undefined ? [problem] : method < end ? [] : ['sip.cseq-malformed'] };
}

function rackValue(octets: Uint8Array, at: number, end: number): InspectedValue {
  const names: readonly [string, string][] = [
    ['sip.RAck.RSeq.seq', 'RSeq number'],
    ['sip.RAck.CSeq.seq', 'CSeq number'],
    ['sip.RAck.CSeq.method', 'CSeq method'],
  ];
  const parts: Field[] = [];
  let i = at;
  for (const [key, name] of names) {
    i = skipBlanks(octets, i, end);
    const first = i;
    while (i < end && !isBlank(octets[i]!)) i++;
    if (i > first) parts.push(textField(octets, key, name, first, i, 'RFC 3262 section 7.2'));
  }
  return { parts, problems: parts.length === 3 ? [] : ['sip.rack'] };
}

/** scheme SP name=value, name=value … (RFC 3261 section 22, RFC 8760); commas here never join values of the header */
function authentication(octets: Uint8Array, at: number, end: number, header: HeaderName): InspectedValue {
  let i = at;
  while (i < end && !isBlank(octets[i]!)) i++;
  const scheme = textField(octets, 'sip.auth.scheme', 'Scheme', at, i, header.reference);
  return { parts: [scheme, ...commaParameters(octets, i, end, 'sip.auth')], problems: [] };
}

function commaParameters(octets: Uint8Array, at: number, end: number, prefix: string): Field[] {
  const fields: Field[] = [];
  const param = new Param();
  let i = at;
  while (i < end && fields.length < limits.sipValues) {
    i = readParam(octets, i, end, param);
    if (param.nameEnd > param.nameAt) fields.push(parameterField(octets, prefix, param));
    i++;
  }
  return fields;
}

/** RFC 3261 section 20.17: a date in GMT */
function dateValue(octets: Uint8Array, at: number, end: number): InspectedValue {
  const text = readText(octets, at, Math.min(end, at + 64));
  return {
    parts: [],
    problems: /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/i.test(text)
      ? []
      : ['sip.date'],
  };
}

/** three digits, an agent, a quoted text (RFC 3261 section 20.43) */
function warnings(octets: Uint8Array, at: number, end: number): InspectedValue {
  const problems: string[] = [];
  const value = eachElement(octets, at, end, (from, to) => {
    let i = from;
    while (i < to && !isBlank(octets[i]!)) i++;
    const code = readNumber(octets, from, i);
    const problem = code < 100 || code > 999 ? 'sip.warning' : undefined;
    if (problem !== undefined && problems.length === 0) problems.push(problem);
    const agent = skipBlanks(octets, i, to);
    let agentEnd = agent;
    while (agentEnd < to && !isBlank(octets[agentEnd]!) && octets[agentEnd] !== 0x22) agentEnd++;
    const text = skipBlanks(octets, agentEnd, to);
    return [
      withProblem(textField(octets, 'sip.Warning.code', 'Code', from, i, 'RFC 3261 section 20.43'), problem),
      ...(agentEnd > agent ? [textField(octets, 'sip.Warning.agent', 'Agent', agent, agentEnd)] : []),
      ...(text < to ? [textField(octets, 'sip.Warning.text', 'Text', text, to)] : []),
    ];
  });
  return { parts: value.parts, problems: [...value.problems, ...problems] };
}

function retryAfter(octets: Uint8Array, at: number, end: number): InspectedValue {
  let i = at;
  while (i < end && octets[i] !== 0x3b && octets[i] !== 0x28 && !isBlank(octets[i]!)) i++;
  const number = readNumber(octets, at, i);
  const problem = number < 0 || number > 0xffffffff ? 'sip.number' : undefined;
  const parts = [withProblem(textField(octets, 'sip.Retry-After.seconds', 'Seconds', at, i, 'RFC 3261 section 20.33'), problem)];
  let semicolon = i;
  while (semicolon < end && octets[semicolon] !== 0x3b) semicolon++;
  let to = semicolon;
  while (to > i && isBlank(octets[to - 1]!)) to--;
  const comment = skipBlanks(octets, i, to);
  if (comment < to) parts.push(textField(octets, 'sip.Retry-After.comment', 'Comment', comment, to));
  return { parts: [...parts, ...parameterFields(octets, semicolon, end, 'sip.Retry-After')], problems: problem === undefined ? [] : [problem] };
}
