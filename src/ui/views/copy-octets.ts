/** Octets as text to paste: a hex dump as Wireshark writes it, or a string with escapes. */

export function hexDump(octets: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < octets.length; at += 16) {
    const row = octets.subarray(at, at + 16);
    const hex = [...row].map((octet) => octet.toString(16).padStart(2, '0')).join(' ');
    const ascii = [...row].map((octet) => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.')).join('');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(48)} ${ascii}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Printable ASCII as it is, everything else as \r \n \t \xNN: fit for a C, Python or JavaScript string of octets. */
export function escapedOctets(octets: Uint8Array): string {
  const named: ReadonlyMap<number, string> = new Map([
    [9, '\\t'],
    [10, '\\n'],
    [13, '\\r'],
    [34, '\\"'],
    [92, '\\\\'],
  ]);
  let out = '"';
  for (const octet of octets)
    out += named.get(octet) ?? (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\x${octet.toString(16).padStart(2, '0')}`);
  return `${out}"`;
}
