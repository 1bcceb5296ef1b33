/** The value of the first header field of one name in a message, as octets: for names that only a person knows. */
export interface HeaderValue {
  readonly at: number;
  readonly end: number;
}

/** @param name in lower case */
export function findHeader(octets: Uint8Array, name: Uint8Array): HeaderValue | undefined {
  let line = 0;
  while (line < octets.length) {
    let end = octets.indexOf(0x0a, line);
    if (end < 0) end = octets.length;
    const last = end > line && octets[end - 1] === 0x0d ? end - 1 : end;
    if (last === line) return undefined;
    if (isName(octets, line, last, name)) {
      let at = line + name.length;
      while (at < last && (octets[at] === 0x20 || octets[at] === 0x09)) at++;
      if (octets[at] === 0x3a) return { at: at + 1, end: last };
    }
    line = end + 1;
  }
  return undefined;
}

function isName(octets: Uint8Array, at: number, end: number, name: Uint8Array): boolean {
  if (at + name.length >= end) return false;
  for (let i = 0; i < name.length; i++) {
    const octet = octets[at + i]!;
    if ((octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet) !== name[i]) return false;
  }
  return true;
}
