/**
 * DNS over UDP (RFC 1035 section 4.1), as much as tells a failed look-up: the first question, whether it is answered, and how.
 * Promise: never reads outside [at, end), takes no compression in a question, and gives undefined for what is no such message.
 */

const HEADER = 12;
const NAME_MOST = 255;

/** QTYPE numbers that matter for finding a SIP server (RFC 3263). */
export const dnsTypes: ReadonlyMap<number, string> = new Map([
  [1, 'A'],
  [28, 'AAAA'],
  [33, 'SRV'],
  [35, 'NAPTR'],
]);

export interface DnsMessage {
  readonly isResponse: boolean;
  /** RCODE: 0 right, 2 server failure, 3 no such name, 5 refused */
  readonly code: number;
  readonly answers: number;
  /** in lower case, without the dot at the end */
  readonly name: string;
  readonly type: number;
}

export function readDns(octets: Uint8Array, at: number, end: number): DnsMessage | undefined {
  if (at + HEADER + 5 > end) return undefined;
  const flags = (octets[at + 2]! << 8) | octets[at + 3]!;
  const questions = (octets[at + 4]! << 8) | octets[at + 5]!;
  if ((flags & 0x7800) !== 0 || questions !== 1) return undefined;
  const labels: string[] = [];
  let i = at + HEADER;
  let length = 0;
  while (i < end && octets[i] !== 0) {
    const size = octets[i]!;
    length += size + 1;
    if (size > 63 || i + 1 + size >= end || length > NAME_MOST) return undefined;
    let label = '';
    for (let n = i + 1; n <= i + size; n++) label += String.fromCharCode(octets[n]!);
    labels.push(label.toLowerCase());
    i += size + 1;
  }
  if (i + 5 > end) return undefined;
  const type = (octets[i + 1]! << 8) | octets[i + 2]!;
  return { isResponse: (flags & 0x8000) !== 0, code: flags & 15, answers: (octets[at + 6]! << 8) | octets[at + 7]!, name: labels.join('.'), type };
}
