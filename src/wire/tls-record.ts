/**
 * The record layer of TLS 1.0 to 1.3 (RFC 8446 section 5.1): five octets of header, then the fragment. What begins like one is told by its form,
 * on any port. No function reads outside [at, end).
 *
 *      0               1               2               3               4
 *     +---------------+---------------+---------------+---------------+---------------+
 *     | content type  |        version (3, 0 to 4)    |            length             |
 *     +---------------+---------------+---------------+---------------+---------------+
 */

export const contentTypes = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23, heartbeat: 24 } as const;

export const RECORD_HEADER = 5;
/** octets of a fragment; RFC 5246 section 6.2.3 lets encryption add 2048 */
const LONGEST = 16_384 + 2048;

/** RECORD_HEADER octets at least are there, and they are a record's. */
export function isRecordHeader(octets: Uint8Array, at: number, end: number): boolean {
  if (at + RECORD_HEADER > end) return false;
  const type = octets[at]!;
  const length = recordLength(octets, at);
  if (type < contentTypes.changeCipherSpec || type > contentTypes.heartbeat || octets[at + 1] !== 3 || octets[at + 2]! > 4 || length > LONGEST) return false;
  // only application data may be empty
  return length > 0 || type === contentTypes.applicationData;
}

/** Octets behind the header. */
export function recordLength(octets: Uint8Array, at: number): number {
  return (octets[at + 3]! << 8) | octets[at + 4]!;
}

export function recordVersion(octets: Uint8Array, at: number): number {
  return (octets[at + 1]! << 8) | octets[at + 2]!;
}

/** First position in [at, end) where records begin that follow each other to the end; -1 when there is none. */
export function findRecord(octets: Uint8Array, at: number, end: number): number {
  for (let start = at; start + RECORD_HEADER <= end; start++) {
    if (!isRecordHeader(octets, start, end)) continue;
    const next = start + RECORD_HEADER + recordLength(octets, start);
    // one that runs over the end has only its form to speak for it: the version must be one that records carry
    if (next + RECORD_HEADER > end ? recordVersion(octets, start) >= 0x301 && recordVersion(octets, start) <= 0x303 : isRecordHeader(octets, next, end))
      return start;
  }
  return -1;
}
