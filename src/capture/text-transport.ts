/**
 * What carried a message, as a log says beside the addresses ("UDP:192.0.2.1:5060", "tls/[192.0.2.1]:5061", "… via WSS"), else as the topmost Via
 * names it (RFC 3261 section 18.2.2, RFC 7118 section 5, RFC 4168 section 7). Promise: UDP when neither says anything.
 */

/** in the order of the words that Wireshark's exported PDUs are read with (wire/exported.ts) */
export type TextTransport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss' | 'sctp';

const word = /(?:^|[\s[(<"'=,;/])(udp|tcp|tls|wss?|sctp)(?=[\s:\])>,;"'/]|$)/i;
const via = /^(?:via|v)\s*:\s*SIP\s*\/\s*2\.0\s*\/\s*(udp|tcp|tls|wss?|sctp|tls-sctp)\b/im;

/** @param line the one that named the addresses, if any did */
export function transportOf(line: string | undefined, message: string): TextTransport {
  const said = (line === undefined ? null : word.exec(line)) ?? via.exec(message);
  const name = said?.[1]!.toLowerCase();
  return name === undefined ? 'udp' : name === 'tls-sctp' ? 'sctp' : (name as TextTransport);
}
