/** IPv4 and IPv6 addresses from their text (RFC 5952, RFC 4291 section 2.2), as log lines have them. */

/** The 4 or 16 octets; undefined when it is no address. A zone ("%eth0") is passed over. */
export function parseAddress(text: string): Uint8Array | undefined {
  return /^\d+\.\d+\.\d+\.\d+$/.test(text) ? parseIpv4(text) : text.includes(':') ? parseIpv6(text.replace(/%.*$/, '')) : undefined;
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.').map(Number);
  return parts.every((part) => part <= 255) ? Uint8Array.from(parts) : undefined;
}

function parseIpv6(text: string): Uint8Array | undefined {
  const last = text.slice(text.lastIndexOf(':') + 1);
  const tail = last.includes('.') ? parseAddress(last) : undefined;
  if (last.includes('.') && tail === undefined) return undefined;
  const plain = tail === undefined ? text : `${text.slice(0, text.lastIndexOf(':') + 1)}${hexPair(tail, 0)}:${hexPair(tail, 2)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [front, back] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[] | undefined];
  const count = front.length + (back?.length ?? 0);
  if (back === undefined ? count !== 8 : count > 7) return undefined;
  const groups = back === undefined ? front : [...front, ...Array.from({ length: 8 - count }, () => '0'), ...back];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return Uint8Array.from(groups.flatMap((group) => [Number.parseInt(group, 16) >>> 8, Number.parseInt(group, 16) & 0xff]));
}

function hexPair(octets: Uint8Array, at: number): string {
  return ((octets[at]! << 8) | octets[at + 1]!).toString(16);
}
