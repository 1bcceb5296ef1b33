/** Small makers of inspector nodes over the octets of one message; spans are octet positions in it. */
import type { Field } from '../base/field.ts';
import { readText } from '../base/text.ts';
import type { Param } from './param.ts';

/** A node for octets[at, end), its text as value, folds read as one space. */
export function textField(octets: Uint8Array, key: string, name: string, at: number, end: number, reference?: string, children?: readonly Field[]): Field {
  return {
    key,
    name,
    value: unfold(readText(octets, at, end)),
    at,
    length: end - at,
    ...(reference === undefined ? {} : { reference }),
    ...(children === undefined || children.length === 0 ? {} : { children }),
  };
}

/** The same node with a diagnostic code. */
export function withProblem(field: Field, problem: string | undefined): Field {
  return problem === undefined ? field : { ...field, problem };
}

/** A fold (line end and white space behind it) becomes one space (RFC 3261 section 7.3.1). */
export function unfold(text: string): string {
  return text.includes('\n') || text.includes('\r') ? text.replace(/[ \t]*(?:\r\n|\n|\r)[ \t]*/g, ' ').trim() : text;
}

/** Backslash escapes of a quoted string taken away (RFC 3261 section 25.1). */
export function unquote(text: string): string {
  return text.includes('\\') ? text.replace(/\\([\s\S])/g, '$1') : text;
}

const parameterReferences: ReadonlyMap<string, string> = new Map([
  ['tag', 'RFC 3261 section 19.3'],
  ['branch', 'RFC 3261 section 8.1.1.7'],
  ['received', 'RFC 3261 section 18.2.1'],
  ['rport', 'RFC 3581 section 3'],
  ['maddr', 'RFC 3261 section 19.1.1'],
  ['ttl', 'RFC 3261 section 19.1.1'],
  ['lr', 'RFC 3261 section 19.1.1'],
  ['transport', 'RFC 3261 section 19.1.1'],
  ['user', 'RFC 3261 section 19.1.1'],
  ['method', 'RFC 3261 section 19.1.1'],
  ['q', 'RFC 3261 section 20.10'],
  ['expires', 'RFC 3261 section 20.10'],
  ['+sip.instance', 'RFC 5626 section 4.1'],
  ['reg-id', 'RFC 5626 section 4.2'],
  ['ob', 'RFC 5626 section 4.3'],
  ['gr', 'RFC 5627 section 3.1'],
  ['pub-gruu', 'RFC 5627 section 3.1'],
  ['temp-gruu', 'RFC 5627 section 3.1'],
  ['keep', 'RFC 6223 section 4'],
  ['alias', 'RFC 5923 section 5'],
  ['isfocus', 'RFC 4579 section 5'],
  ['refresher', 'RFC 4028 section 4'],
  ['index', 'RFC 7044 section 5'],
  ['rc', 'RFC 7044 section 5'],
  ['mp', 'RFC 7044 section 5'],
  ['np', 'RFC 7044 section 5'],
  ['oc', 'RFC 7339 section 4'],
  ['cause', 'RFC 3326 section 2'],
  ['text', 'RFC 3326 section 2'],
  ['reason', 'RFC 5806 section 9.1'],
  ['counter', 'RFC 5806 section 9.1'],
  ['privacy', 'RFC 5806 section 9.1'],
  ['to-tag', 'RFC 3891 section 6.1'],
  ['from-tag', 'RFC 3891 section 6.1'],
  ['early-only', 'RFC 3891 section 6.1'],
  ['boundary', 'RFC 2046 section 5.1'],
  ['charset', 'RFC 3261 section 20.15'],
  ['comp', 'RFC 3486 section 4'],
  ['sigcomp-id', 'RFC 5049 section 9'],
  ['phone-context', 'RFC 3966 section 5.1.5'],
  ['isub', 'RFC 3966 section 5.3'],
  ['ext', 'RFC 3966 section 5.3'],
  ['rn', 'RFC 4694 section 4'],
  ['npdi', 'RFC 4694 section 4'],
  ['cpc', 'draft-mahy-iptel-cpc'],
  ['verstat', '3GPP TS 24.229 section 7.2A.20'],
  ['remote', 'RFC 7989 section 5'],
  ['purpose', 'RFC 3261 section 20.9'],
  ['id', 'RFC 6665 section 8.2.1'],
  ['retry-after', 'RFC 6665 section 8.2.3'],
  ['icid-value', 'RFC 7315 section 4.6'],
  ['icid-generated-at', 'RFC 7315 section 4.6'],
  ['orig-ioi', 'RFC 7315 section 4.6'],
  ['term-ioi', 'RFC 7315 section 4.6'],
  ['party', 'draft-ietf-sip-privacy-04'],
  ['screen', 'draft-ietf-sip-privacy-04'],
  ['ppt', 'RFC 8225 section 8'],
  ['alg', 'RFC 8224 section 4'],
  ['info', 'RFC 8224 section 4'],
]);

/** A node for one parameter, octets[at, end), read into `param`. */
export function parameterField(octets: Uint8Array, prefix: string, param: Param): Field {
  const name = readText(octets, param.nameAt, param.nameEnd);
  const end = param.valueAt < 0 ? param.nameEnd : param.valueEnd + (param.quoted ? 1 : 0);
  const value = param.valueAt < 0 ? undefined : readText(octets, param.valueAt, param.valueEnd);
  const reference = parameterReferences.get(name.toLowerCase());
  return {
    key: `${prefix}.${name.toLowerCase()}`,
    name,
    ...(value === undefined ? {} : { value: unfold(param.quoted ? unquote(value) : value) }),
    at: param.nameAt,
    length: end - param.nameAt,
    ...(reference === undefined ? {} : { reference }),
    ...(param.malformed ? { problem: 'sip.parameter' } : {}),
  };
}
