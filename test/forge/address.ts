/** Addresses as people write them, "10.0.0.1:5060" and "[2001:db8::1]:5060", and as octets. */

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export function isIpv6(address: string): boolean {
  return address.includes(':');
}

/** "10.0.0.1:5060" or "[::1]:5060". */
export function endpoint(text: string): Endpoint {
  const colon = text.lastIndexOf(':');
  return { address: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}

/** host:port as it stands in a Via or a URI: IPv6 in brackets. */
export function hostPort(at: Endpoint): string {
  return isIpv6(at.address) ? `[${at.address}]:${at.port}` : `${at.address}:${at.port}`;
}

/** 4 or 16 octets in network order. */
export function addressOctets(address: string): Uint8Array {
  if (!isIpv6(address)) return Uint8Array.from(address.split('.'), Number);
  const [head = '', tail] = address.split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const words = tail === undefined ? left : [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
  return Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
