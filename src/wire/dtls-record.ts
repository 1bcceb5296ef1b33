/**
 * DTLS records (RFC 6347 section 4.1, RFC 9147 section 4) and the header of handshake messages in them (RFC 6347 section 4.2.2).
 * Promise: reads nothing outside [at, end); what does not fit is not called a record.
 */

/** the record version that stands for DTLS 1.3; 1.0 is fe ff, 1.2 fe fd */
export const DTLS_1_3 = 0xfefc;

export const contentType = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
  heartbeat: 24,
  connectionId: 25,
  acknowledgement: 26,
} as const;
export const handshakeType = { clientHello: 1, serverHello: 2, helloVerifyRequest: 3, certificate: 11 } as const;

export const RECORD_HEADER = 13;
export const FRAGMENT_HEADER = 12;

/** Where the record at `at` ends, -1 when no whole record with a full header stands there. */
export function recordEnd(view: DataView, at: number, end: number): number {
  if (end - at < RECORD_HEADER) return -1;
  const type = view.getUint8(at);
  if (type < contentType.changeCipherSpec || type > contentType.acknowledgement || view.getUint8(at + 1) !== 0xfe) return -1;
  const stop = at + RECORD_HEADER + view.getUint16(at + 11);
  return stop <= end ? stop : -1;
}

/** The epoch of the record at `at`: 0 is in the clear. */
export function recordEpoch(view: DataView, at: number): number {
  return view.getUint16(at + 3);
}

/** RFC 9147 section 4: first octet 001CSLEE, a record under keys of DTLS 1.3. Only where a handshake came before is it one. */
export function hasUnifiedHeader(first: number): boolean {
  return first >> 5 === 1;
}

/** True when the fragment header at `at` fits [at, end) and itself: offset and length within the message's length. */
export function isFragment(view: DataView, at: number, end: number): boolean {
  if (end - at < FRAGMENT_HEADER) return false;
  const length = readLength(view, at + 9);
  return at + FRAGMENT_HEADER + length <= end && readLength(view, at + 6) + length <= readLength(view, at + 1);
}

/** Three octets as a number. */
export function readLength(view: DataView, at: number): number {
  return (view.getUint16(at) << 8) | view.getUint8(at + 2);
}
