/**
 * Whether a host, as its octets stand in a URI, is an address that is not reachable from elsewhere: RFC 1918, RFC 6598
 * (100.64/10), link-local, loopback, and for IPv6 fc00::/7, fe80::/10, ::1. Host names are not private.
 */

export function isPrivateHost(octets: Uint8Array, at: number, end: number): boolean {
  if (at < 0 || end <= at) return false;
  if (octets[at] === 0x5b) return isPrivateIpv6(octets, at + 1, end);
  const first = readOctet(octets, at, end);
  if (first < 0) return false;
  if (first === 10 || first === 127) return isDotted(octets, at, end);
  const dot = octets.indexOf(0x2e, at);
  if (dot < 0 || dot >= end) return false;
  const second = readOctet(octets, dot + 1, end);
  const isPrivate =
    (first === 192 && second === 168) ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 100 && second >= 64 && second <= 127) ||
    (first === 169 && second === 254);
  return isPrivate && isDotted(octets, at, end);
}

/** The decimal octet before the next dot, or -1. */
function readOctet(octets: Uint8Array, at: number, end: number): number {
  let value = 0;
  let i = at;
  for (; i < end && octets[i] !== 0x2e; i++) {
    const digit = octets[i]! - 0x30;
    if (digit < 0 || digit > 9 || i - at === 3) return -1;
    value = value * 10 + digit;
  }
  return i === at ? -1 : value;
}

function isDotted(octets: Uint8Array, at: number, end: number): boolean {
  let dots = 0;
  for (let i = at; i < end; i++) {
    const octet = octets[i]!;
    if (octet === 0x2e) dots++;
    else if (octet < 0x30 || octet > 0x39) return false;
  }
  return dots === 3;
}

function isPrivateIpv6(octets: Uint8Array, at: number, end: number): boolean {
  const first = octets[at]! | 0x20;
  const second = octets[at + 1]! | 0x20;
  if (first === 0x66)
    return second === 0x63 || second === 0x64 || (second === 0x65 && at + 2 < end && '89ab'.includes(String.fromCharCode(octets[at + 2]! | 0x20)));
  return end - at === 4 && octets[at] === 0x3a && octets[at + 1] === 0x3a && octets[at + 2] === 0x31;
}

/** The same for an IPv4 address as an unsigned word. Loopback in an o= says no more than that nobody filled it in. */
export function isPrivateIpv4(word: number): boolean {
  const first = word >>> 24;
  const second = (word >>> 16) & 0xff;
  return (
    first === 10 || (first === 192 && second === 168) || (first === 172 && second >= 16 && second <= 31) || (first === 100 && second >= 64 && second <= 127)
  );
}
