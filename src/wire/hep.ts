/**
 * HEP, the Homer Encapsulation Protocol (EEP): a capture agent's copy of a message with the addresses and the time it saw.
 * Version 3 is a list of chunks (vendor, type, length of 16 bits each); versions 1 and 2 have a fixed header. There is no
 * RFC: github.com/sipcapture/HEP is the specification.
 * Promise: no read outside [at, end), whatever the lengths say; a packet is taken for HEP only when its octets leave no doubt.
 */

/** UDP and TCP port that capture servers listen on. */
export const HEP_PORT = 9060;
const MAGIC = 0x48455033;
const CHUNK_HEADER = 6;
/** magic and total length */
export const HEP3_HEADER = 6;

/** Chunk types of vendor 0. */
export const chunkTypes = {
  FAMILY: 1,
  PROTOCOL: 2,
  SOURCE_IPV4: 3,
  DESTINATION_IPV4: 4,
  SOURCE_IPV6: 5,
  DESTINATION_IPV6: 6,
  SOURCE_PORT: 7,
  DESTINATION_PORT: 8,
  SECONDS: 9,
  MICROSECONDS: 10,
  PAYLOAD_TYPE: 11,
  AGENT: 12,
  KEEP_ALIVE: 13,
  KEY: 14,
  PAYLOAD: 15,
  COMPRESSED_PAYLOAD: 16,
  CORRELATION: 17,
  VLAN: 18,
  NODE: 19,
} as const;

/** What the payload is, by chunk 11. */
export const payloadTypes = { NONE: 0, SIP: 1, RTP: 4, RTCP: 5 } as const;

/** Bits of HepHeader.problems, bit n named by element n. */
export const hepProblems = ['hep.length', 'hep.chunk-length', 'hep.no-payload', 'hep.no-addresses', 'hep.compressed'] as const;
const WRONG_LENGTH = 1;
const WRONG_CHUNK = 2;
const NO_PAYLOAD = 4;
const NO_ADDRESSES = 8;
const COMPRESSED = 16;

/** Where the parts of one packet stand; borrowed, filled anew by readHep(). Positions are -1 where there is no such part. */
export class HepHeader {
  version = 0;
  /** the first octet behind the packet, within the datagram */
  end = 0;
  payloadAt = -1;
  payloadEnd = -1;
  /** where the payload ends by its announced length; above payloadEnd when the datagram was cut */
  announcedEnd = -1;
  sourceAt = -1;
  destinationAt = -1;
  isIpv6 = false;
  isDestinationIpv6 = false;
  sourcePort = 0;
  destinationPort = 0;
  /** IP protocol number as the agent gives it: 17, 6, 132; 22 and 50 stand for TLS and WebSocket */
  protocol = -1;
  /** chunk 11; NONE where there is none */
  payloadType = 0;
  secondsAt = -1;
  microsecondsAt = -1;
  agentAt = -1;
  /** the password, without the chunk's header */
  keyAt = -1;
  keyEnd = -1;
  nodeAt = -1;
  nodeEnd = -1;
  correlationAt = -1;
  correlationEnd = -1;
  /** bits named by hepProblems */
  problems = 0;
}

/** True when a packet of version 3 begins at `at`: magic, and a total length or a first chunk that fits. @param announced where the datagram ends as sent */
export function isHep3(view: DataView, at: number, end: number, announced: number): boolean {
  if (at + HEP3_HEADER + CHUNK_HEADER > end || view.getUint32(at) !== MAGIC) return false;
  const total = view.getUint16(at + 4);
  const chunk = view.getUint16(at + HEP3_HEADER + 4);
  return at + total === announced || (chunk >= CHUNK_HEADER && at + HEP3_HEADER + chunk <= end);
}

/**
 * True when a packet of version 1 or 2 begins at `at`. Its header is short, so version, length, address family and protocol
 * must all be such as agents write: sngrep writes the upper half of the whole length where the header's belongs.
 */
export function isHep12(view: DataView, at: number, end: number, announced: number): boolean {
  if (at + 16 > end) return false;
  const version = view.getUint8(at);
  if (version !== 1 && version !== 2) return false;
  const family = view.getUint8(at + 2);
  if (family !== 2 && !isIpv6Family(family)) return false;
  const protocol = view.getUint8(at + 3);
  if (protocol !== 17 && protocol !== 6 && protocol !== 22 && protocol !== 50 && protocol !== 132) return false;
  const addresses = family === 2 ? 8 : 32;
  const length = view.getUint8(at + 1);
  return length === 8 + addresses || length === 20 + addresses || length === 18 + addresses || length === (announced - at) >>> 8;
}

/** AF_INET6 of Linux, BSD, FreeBSD, Darwin, Windows. */
function isIpv6Family(family: number): boolean {
  return family === 10 || family === 24 || family === 28 || family === 30 || family === 23;
}

/** Reads the packet at `at`, which isHep3() or isHep12() has accepted. */
export function readHep(view: DataView, at: number, end: number, announced: number, out: HepHeader): void {
  out.sourceAt = out.destinationAt = out.secondsAt = out.microsecondsAt = out.agentAt = out.nodeAt = out.nodeEnd = out.keyAt = out.keyEnd = -1;
  out.correlationAt = out.correlationEnd = out.payloadAt = out.payloadEnd = out.announcedEnd = out.protocol = -1;
  out.sourcePort = out.destinationPort = out.payloadType = out.problems = 0;
  out.isIpv6 = out.isDestinationIpv6 = false;
  out.end = end;
  if (view.getUint8(at) === 0x48) readChunks(view, at, end, announced, out);
  else readFixed(view, at, end, announced, out);
  if (out.sourceAt < 0 || out.destinationAt < 0 || out.isIpv6 !== out.isDestinationIpv6) out.problems |= NO_ADDRESSES;
  if (out.payloadAt < 0 && (out.problems & COMPRESSED) === 0) out.problems |= NO_PAYLOAD;
}

function readChunks(view: DataView, at: number, end: number, announced: number, out: HepHeader): void {
  out.version = 3;
  const total = view.getUint16(at + 4);
  let last = at + total;
  if (last > announced || total < HEP3_HEADER) {
    out.problems |= WRONG_LENGTH;
    last = announced;
  }
  const stop = last < end ? last : end;
  out.end = stop;
  let p = at + HEP3_HEADER;
  while (p + CHUNK_HEADER <= stop) {
    const length = view.getUint16(p + 4);
    if (length < CHUNK_HEADER || p + length > last) out.problems |= WRONG_CHUNK;
    if (length < CHUNK_HEADER) return;
    const dataEnd = p + length < stop ? p + length : stop;
    if (view.getUint16(p) === 0) takeChunk(view, view.getUint16(p + 2), p + CHUNK_HEADER, dataEnd, p + length < last ? p + length : last, out);
    p += length;
  }
}

/** @param announced where the chunk ends as sent, which a cut capture may not hold */
function takeChunk(view: DataView, type: number, at: number, end: number, announced: number, out: HepHeader): void {
  const length = end - at;
  switch (type) {
    case chunkTypes.PROTOCOL:
      if (length >= 1) out.protocol = view.getUint8(at);
      return;
    case chunkTypes.SOURCE_IPV4:
    case chunkTypes.SOURCE_IPV6:
      if (length >= (type === chunkTypes.SOURCE_IPV4 ? 4 : 16)) out.sourceAt = at;
      out.isIpv6 = type === chunkTypes.SOURCE_IPV6;
      return;
    case chunkTypes.DESTINATION_IPV4:
    case chunkTypes.DESTINATION_IPV6:
      if (length >= (type === chunkTypes.DESTINATION_IPV4 ? 4 : 16)) out.destinationAt = at;
      out.isDestinationIpv6 = type === chunkTypes.DESTINATION_IPV6;
      return;
    case chunkTypes.SOURCE_PORT:
      if (length >= 2) out.sourcePort = view.getUint16(at);
      return;
    case chunkTypes.DESTINATION_PORT:
      if (length >= 2) out.destinationPort = view.getUint16(at);
      return;
    case chunkTypes.SECONDS:
      if (length >= 4) out.secondsAt = at;
      return;
    case chunkTypes.MICROSECONDS:
      if (length >= 4) out.microsecondsAt = at;
      return;
    default:
      takeContent(view, type, at, end, announced, out);
  }
}

function takeContent(view: DataView, type: number, at: number, end: number, announced: number, out: HepHeader): void {
  switch (type) {
    case chunkTypes.PAYLOAD_TYPE:
      if (end > at) out.payloadType = view.getUint8(at);
      return;
    case chunkTypes.AGENT:
      if (end - at >= 4) out.agentAt = at;
      return;
    case chunkTypes.PAYLOAD:
      out.payloadAt = at;
      out.payloadEnd = end;
      out.announcedEnd = announced;
      return;
    case chunkTypes.COMPRESSED_PAYLOAD:
      out.problems |= COMPRESSED;
      return;
    case chunkTypes.CORRELATION:
      out.correlationAt = at;
      out.correlationEnd = end;
      return;
    case chunkTypes.KEY:
      out.keyAt = at;
      out.keyEnd = end;
      return;
    case chunkTypes.NODE:
      out.nodeAt = at;
      out.nodeEnd = end;
      return;
    default:
  }
}

/** Versions 1 and 2: eight octets, two addresses, and in version 2 the agent's time and number, padded to twelve. */
function readFixed(view: DataView, at: number, end: number, announced: number, out: HepHeader): void {
  out.version = view.getUint8(at);
  out.isIpv6 = out.isDestinationIpv6 = view.getUint8(at + 2) !== 2;
  out.protocol = view.getUint8(at + 3);
  out.sourcePort = view.getUint16(at + 4);
  out.destinationPort = view.getUint16(at + 6);
  const length = out.isIpv6 ? 16 : 4;
  let p = at + 8;
  if (p + 2 * length > end) return;
  out.sourceAt = p;
  out.destinationAt = p + length;
  p += 2 * length;
  if (out.version === 2) {
    if (p + 12 > end) return;
    out.secondsAt = p;
    out.microsecondsAt = p + 4;
    out.agentAt = p + 8;
    p += 12;
  }
  if (p >= announced) return;
  out.payloadAt = p < end ? p : end;
  out.payloadEnd = end;
  out.announcedEnd = announced;
}

/**
 * Passwords in the packets of version 3 that stand in octets[at, end), one or several, whole or cut: `visit` gets where each lies. Their lengths may
 * lie: chunks are followed to `end`, and what stands behind one that cannot be is given as a whole.
 */
export function eachHepKey(octets: Uint8Array, at: number, end: number, visit: (at: number, end: number) => void): void {
  const word = (p: number): number => (octets[p]! << 8) | octets[p + 1]!;
  let p = at;
  while (p + CHUNK_HEADER <= end) {
    if (word(p) === MAGIC >>> 16 && word(p + 2) === (MAGIC & 0xffff)) {
      p += HEP3_HEADER;
      continue;
    }
    const length = word(p + 4);
    if (length < CHUNK_HEADER) return visit(p, end);
    const next = Math.min(end, p + length);
    if (word(p) === 0 && word(p + 2) === chunkTypes.KEY && next > p + CHUNK_HEADER) visit(p + CHUNK_HEADER, next);
    p += length;
  }
}

/** True when two addresses of one family and a payload that is a packet's own are there: it takes the place of the datagram. */
export function carriesPacket(header: HepHeader): boolean {
  if (header.payloadAt < 0 || (header.problems & NO_ADDRESSES) !== 0) return false;
  const type = header.payloadType;
  return type === payloadTypes.NONE || type === payloadTypes.SIP || type === payloadTypes.RTP || type === payloadTypes.RTCP;
}

/**
 * Seconds since 1970 of the agent's clock, -1 without one. Version 2 is written in the agent's own byte order: the one nearer
 * to `captured` (seconds since 1970) is meant.
 */
export function hepSeconds(view: DataView, header: HepHeader, captured: number): number {
  if (header.secondsAt < 0) return -1;
  const big = view.getUint32(header.secondsAt);
  if (header.version === 3) return big === 0 ? -1 : big;
  const little = view.getUint32(header.secondsAt, true);
  const seconds = Math.abs(little - captured) <= Math.abs(big - captured) ? little : big;
  return seconds === 0 ? -1 : seconds;
}

/** Microseconds beyond hepSeconds(), 0 to 999,999; 0 where the field holds no such number. */
export function hepMicroseconds(view: DataView, header: HepHeader, captured: number): number {
  if (header.microsecondsAt < 0) return 0;
  const isLittle = header.version === 2 && hepSeconds(view, header, captured) === view.getUint32(header.secondsAt, true);
  const value = view.getUint32(header.microsecondsAt, isLittle);
  return value < 1_000_000 ? value : 0;
}

/** The capture agent's number, -1 without one: 32 bits, in version 2 only 16. */
export function hepAgent(view: DataView, header: HepHeader): number {
  if (header.agentAt < 0) return -1;
  return header.version === 3 ? view.getUint32(header.agentAt) : view.getUint16(header.agentAt, true);
}
