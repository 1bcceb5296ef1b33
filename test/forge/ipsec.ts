/** ESP with NULL encryption (RFC 2410, RFC 4303), AH (RFC 4302) and Teredo (RFC 4380). Integrity check values are made up. */
import { addressOctets, type Endpoint } from './address.ts';
import { join, numbers } from './octets.ts';

/** `checkValue` octets of integrity check value, of 0xa5; padding as RFC 4303 section 2.4 says. */
export function esp(next: number, payload: Uint8Array, checkValue = 12, spi = 0x1000): Uint8Array {
  const padding = (4 - ((payload.length + 2) % 4)) % 4;
  const trailer = join(
    Uint8Array.from({ length: padding }, (_, i) => i + 1),
    numbers([1, padding], [1, next]),
  );
  return join(numbers([4, spi], [4, 1]), payload, trailer, new Uint8Array(checkValue).fill(0xa5));
}

export function ah(next: number, payload: Uint8Array, checkValue = 12): Uint8Array {
  return join(numbers([1, next], [1, (12 + checkValue) / 4 - 2], [2, 0], [4, 0x1000], [4, 1]), new Uint8Array(checkValue).fill(0xa5), payload);
}

export interface TeredoOptions {
  readonly origin?: Endpoint;
  /** an authentication header with a client identifier of so many octets */
  readonly identifier?: number;
}

export function teredo(packet: Uint8Array, { origin, identifier }: TeredoOptions = {}): Uint8Array {
  const head = identifier === undefined ? '' : join(numbers([2, 1], [1, identifier], [1, 0]), new Uint8Array(identifier + 9));
  const inverted =
    origin === undefined
      ? ''
      : join(
          numbers([2, 0], [2, origin.port ^ 0xffff]),
          addressOctets(origin.address).map((octet) => octet ^ 0xff),
        );
  return join(head, inverted, packet);
}
