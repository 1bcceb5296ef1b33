/**
 * The user and host of a URI, found in place (RFC 3261 section 19.1, RFC 3966 for tel:). Escapes stay escapes: `sip:a%40b@c`
 * has the user `a%40b`. Works for any scheme; what is not there is -1. Never reads outside [at, end).
 */

export class UriParts {
  /** after the scheme's colon; equals `at` when there is no scheme */
  schemeEnd = -1;
  userAt = -1;
  /** before a password's colon */
  userEnd = -1;
  hostAt = -1;
  hostEnd = -1;
  /** 1 to 65535; -1 absent, -2 not a number or out of range */
  port = -1;
  /** the first `;` behind the host (or behind a tel number), -1 when none */
  paramsAt = -1;
  /** the `?` that begins the headers, -1 when none */
  headersAt = -1;
}

/** Splits the URI octets[at, end) into `out`. */
export function findUriParts(octets: Uint8Array, at: number, end: number, out: UriParts): void {
  out.userAt = out.userEnd = out.hostAt = out.hostEnd = out.port = out.paramsAt = out.headersAt = -1;
  let colon = at;
  while (colon < end && octets[colon] !== 0x3a && octets[colon] !== 0x40) colon++;
  const rest = colon < end && octets[colon] === 0x3a ? colon + 1 : at;
  out.schemeEnd = rest;
  if (isTel(octets, at, rest)) {
    let i = rest;
    while (i < end && octets[i] !== 0x3b) i++;
    out.userAt = rest;
    out.userEnd = i;
    if (i < end) out.paramsAt = i;
    return;
  }
  let sign = rest;
  let password = -1;
  while (sign < end && octets[sign] !== 0x40) {
    if (octets[sign] === 0x3a && password < 0) password = sign;
    sign++;
  }
  if (sign >= end) {
    findHost(octets, rest, end, out);
    return;
  }
  out.userAt = rest;
  out.userEnd = password >= 0 ? password : sign;
  findHost(octets, sign + 1, end, out);
}

function findHost(octets: Uint8Array, at: number, end: number, out: UriParts): void {
  let i = at;
  if (i < end && octets[i] === 0x5b) {
    while (i < end && octets[i] !== 0x5d) i++;
    if (i < end) i++;
  }
  while (i < end && octets[i] !== 0x3a && octets[i] !== 0x3b && octets[i] !== 0x3f) i++;
  out.hostAt = at;
  out.hostEnd = i;
  if (i < end && octets[i] === 0x3a) {
    let port = 0;
    let digits = 0;
    for (i++; i < end && octets[i] !== 0x3b && octets[i] !== 0x3f; i++) {
      const digit = octets[i]! - 0x30;
      if (digit < 0 || digit > 9 || port < 0) port = -2;
      else port = port * 10 + digit > 65535 ? -2 : port * 10 + digit;
      digits++;
    }
    out.port = digits === 0 || port === 0 ? -2 : port;
  }
  if (i < end && octets[i] === 0x3b) {
    out.paramsAt = i;
    while (i < end && octets[i] !== 0x3f) i++;
  }
  if (i < end) out.headersAt = i;
}

function isTel(octets: Uint8Array, at: number, rest: number): boolean {
  return rest - at === 4 && (octets[at]! | 0x20) === 0x74 && (octets[at + 1]! | 0x20) === 0x65 && (octets[at + 2]! | 0x20) === 0x6c;
}
