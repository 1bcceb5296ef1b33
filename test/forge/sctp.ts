/** SCTP packets (RFC 9260): a common header and chunks. The checksum is left zero: nobody here looks at it. */
import type { Endpoint } from './address.ts';
import { ipPacket } from './network.ts';
import { join, numbers, padded } from './octets.ts';

export const chunkFlags = { end: 1, begin: 2, unordered: 4 } as const;

export interface ForgedData {
  readonly tsn: number;
  readonly payload: Uint8Array | string;
  readonly stream?: number;
  readonly ssn?: number;
  /** begin and end when absent: a whole message */
  readonly flags?: number;
}

/** A chunk of any type; `length` when it shall lie. */
export function chunk(type: number, flags: number, body: Uint8Array, length: number = body.length + 4): Uint8Array {
  return padded(join(numbers([1, type], [1, flags], [2, length]), body), 4);
}

export function data({ tsn, payload, stream = 0, ssn = 0, flags = 3 }: ForgedData): Uint8Array {
  return chunk(0, flags, join(numbers([4, tsn], [2, stream], [2, ssn], [4, 0]), payload));
}

/** I-DATA (RFC 8260): `fsn` stands where a first fragment has its payload protocol identifier. */
export function interleaved({ tsn, payload, stream = 0, flags = 3 }: ForgedData, mid: number, fsn: number): Uint8Array {
  return chunk(64, flags, join(numbers([4, tsn], [2, stream], [2, 0], [4, mid], [4, fsn]), payload));
}

export function sctpSegment(from: Endpoint, to: Endpoint, chunks: readonly Uint8Array[], tag = 0x1234): Uint8Array {
  return join(numbers([2, from.port], [2, to.port], [4, tag], [4, 0]), ...chunks);
}

export function sctpPacket(from: Endpoint, to: Endpoint, chunks: readonly Uint8Array[], tag = 0x1234): Uint8Array {
  return ipPacket(from.address, to.address, 132, sctpSegment(from, to, chunks, tag));
}
