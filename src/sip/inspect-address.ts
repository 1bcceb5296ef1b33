/**
 * Inspector nodes for addresses: URIs with their parameters and headers (RFC 3261 section 19.1, tel: RFC 3966), name-addr with
 * the header's parameters (section 20.10), and Via elements (section 20.42).
 */
import type { Field } from '../base/field.ts';
import { limits } from '../base/limits.ts';
import { readText } from '../base/text.ts';
import { parameterField, textField, unfold, unquote, withProblem } from './inspect-field.ts';
import { findNameAddr, NameAddr } from './name-addr.ts';
import { Param, readParam } from './param.ts';
import { findUriParts, UriParts } from './uri.ts';
import { findVia, Via } from './via.ts';

/** The pieces of the URI octets[at, end). */
export function uriFields(octets: Uint8Array, at: number, end: number, prefix: string): Field[] {
  const uri = new UriParts();
  findUriParts(octets, at, end, uri);
  const fields: Field[] = [];
  if (uri.schemeEnd > at) fields.push(textField(octets, `${prefix}.scheme`, 'Scheme', at, uri.schemeEnd - 1, 'RFC 3986 section 3.1'));
  const isTel = uri.hostAt < 0;
  if (uri.userAt >= 0) {
    fields.push(
      textField(
        octets,
        `${prefix}.user`,
        isTel ? 'Telephone number' : 'User',
        uri.userAt,
        uri.userEnd,
        isTel ? 'RFC 3966 section 3' : 'RFC 3261 section 19.1.1',
      ),
    );
    const sign = uri.hostAt - 1;
    if (!isTel && uri.userEnd < sign) fields.push(textField(octets, `${prefix}.password`, 'Password', uri.userEnd + 1, sign, 'RFC 3261 section 19.1.1'));
  }
  if (uri.hostAt >= 0 && uri.hostEnd > uri.hostAt) fields.push(textField(octets, `${prefix}.host`, 'Host', uri.hostAt, uri.hostEnd, 'RFC 3261 section 19.1.1'));
  if (uri.port !== -1) {
    let last = uri.hostEnd + 1;
    while (last < end && octets[last] !== 0x3b && octets[last] !== 0x3f) last++;
    fields.push(
      withProblem(textField(octets, `${prefix}.port`, 'Port', uri.hostEnd + 1, last, 'RFC 3261 section 19.1.1'), uri.port === -2 ? 'sip.uri-port' : undefined),
    );
  }
  if (uri.paramsAt >= 0) fields.push(...separated(octets, uri.paramsAt + 1, uri.headersAt < 0 ? end : uri.headersAt, 0x3b, `${prefix}.param`));
  if (uri.headersAt >= 0) fields.push(...separated(octets, uri.headersAt + 1, end, 0x26, `${prefix}.header`));
  return fields;
}

/** name or name=value pieces between separators: URI parameters (`;`) and URI headers (`&`), where blanks and commas mean nothing */
function separated(octets: Uint8Array, at: number, end: number, separator: number, prefix: string): Field[] {
  const fields: Field[] = [];
  const param = new Param();
  let p = at;
  while (p <= end && fields.length < limits.sipValues) {
    let last = p;
    let equals = -1;
    for (; last < end && octets[last] !== separator; last++) if (equals < 0 && octets[last] === 0x3d) equals = last;
    if (last > p) {
      param.nameAt = p;
      param.nameEnd = equals < 0 ? last : equals;
      param.valueAt = equals < 0 ? -1 : equals + 1;
      param.valueEnd = equals < 0 ? -1 : last;
      fields.push(parameterField(octets, prefix, param));
    }
    p = last + 1;
  }
  return fields;
}

/** The `;name=value` parameters from the semicolon at `at` on. */
export function parameterFields(octets: Uint8Array, at: number, end: number, prefix: string): Field[] {
  const fields: Field[] = [];
  const param = new Param();
  let i = at;
  while (i < end && octets[i] === 0x3b && fields.length < limits.sipValues) {
    i = readParam(octets, i + 1, end, param);
    if (param.nameEnd > param.nameAt || param.valueAt >= 0) fields.push(parameterField(octets, prefix, param));
  }
  return fields;
}

/** The fields of one name-addr or addr-spec that begins at `at`, and where the next begins. */
export function addressFields(
  octets: Uint8Array,
  at: number,
  end: number,
  prefix: string,
): { readonly fields: Field[]; readonly next: number; readonly malformed: boolean; readonly end: number } {
  const address = new NameAddr();
  const next = findNameAddr(octets, at, end, address);
  const fields: Field[] = [];
  if (address.displayAt >= 0) {
    const value = unquote(unfold(readText(octets, address.displayAt, address.displayEnd)));
    fields.push({
      key: `${prefix}.display`,
      name: 'Display name',
      value,
      at: address.displayAt,
      length: address.displayEnd - address.displayAt,
      reference: 'RFC 3261 section 20.10',
    });
  }
  if (address.uriEnd > address.uriAt) {
    const children = address.star ? [] : uriFields(octets, address.uriAt, address.uriEnd, prefix);
    fields.push(
      withProblem(
        textField(octets, `${prefix}.addr`, 'URI', address.uriAt, address.uriEnd, 'RFC 3261 section 19.1', children),
        address.malformed ? 'sip.name-addr' : undefined,
      ),
    );
  }
  if (address.paramsAt >= 0) fields.push(...parameterFields(octets, address.paramsAt, address.end, prefix));
  return { fields, next, malformed: address.malformed, end: address.end };
}

/** The fields of one Via element that begins at `at`, and where the next begins. */
export function viaFields(
  octets: Uint8Array,
  at: number,
  end: number,
): { readonly fields: Field[]; readonly next: number; readonly malformed: boolean; readonly end: number } {
  const via = new Via();
  const next = findVia(octets, at, end, via);
  const fields: Field[] = [];
  if (via.transportAt >= 0) {
    fields.push(textField(octets, 'sip.Via.protocol', 'Sent protocol', at, via.transportEnd, 'RFC 3261 section 20.42'));
    fields.push(textField(octets, 'sip.Via.transport', 'Transport', via.transportAt, via.transportEnd, 'RFC 3261 section 20.42'));
  }
  if (via.sentByAt >= 0) fields.push(textField(octets, 'sip.Via.sent-by', 'Sent-by', via.sentByAt, via.sentByEnd, 'RFC 3261 section 18.1.1'));
  if (via.paramsAt >= 0) fields.push(...parameterFields(octets, via.paramsAt, via.end, 'sip.Via'));
  return { fields, next, malformed: via.malformed, end: via.end };
}
