/**
 * Reads many session descriptions (RFC 8866) that resemble each other. Phones of one make differ in o=, the address of c=
 * and the ports alone, so a description whose other lines were seen before, octet by octet, is not parsed again: the
 * earlier result is given with its address and ports replaced, which makes no garbage.
 */
import { Interner } from '../base/intern.ts';
import { four } from '../base/octet-search.ts';
import type { MutableSession, Session } from './model.ts';
import { parseSession } from './session.ts';
import { readIpv4, readPort } from './words.ts';

/** patterns kept, octets and m-lines of a description: what is beyond is parsed */
const MOST_PATTERNS = 512;
const MOST_OCTETS = 4096;
const MOST_MEDIA = 8;
/** words that stand for a value in a pattern; a line has no such octets */
const ADDRESS = 1,
  PORT = 2,
  RTCP_PORT = 3;
const NONE = -1;
const SSRC = four('ssrc'),
  CANDIDATE = four('cand'),
  CRYPTO = four('cryp'),
  FINGERPRINT = four('fing'),
  ICE = four('ice-'),
  RTCP = four('rtcp');
const V = 0x76,
  O = 0x6f,
  C = 0x63,
  M = 0x6d,
  A = 0x61,
  B = 0x62;

export class SeenSessions {
  readonly #patterns: Interner = new Interner(64);
  /** by pattern; undefined for one whose description has problems: their places differ */
  readonly #sessions: (MutableSession | undefined)[] = [];
  /** lines as words, the first octet lowest, each padded with zeros; and as octets, for the interner */
  readonly #pattern: Int32Array = new Int32Array(MOST_OCTETS);
  readonly #octets: Uint8Array = new Uint8Array(this.#pattern.buffer);
  #length = 0;
  /** m-lines so far, and by section (0 the session, then the m-lines) what stands in the pattern's places; NONE nothing */
  #media = 0;
  readonly #address: Float64Array = new Float64Array(MOST_MEDIA + 1);
  readonly #port: Int32Array = new Int32Array(MOST_MEDIA + 1);
  readonly #rtcpPort: Int32Array = new Int32Array(MOST_MEDIA + 1);
  /** sections that have a c= line, as bits */
  #connected = 0;

  /**
   * The session description octets[at, end) as calls need it, borrowed until the next read(). Names, spans and texts of
   * addresses may be those of an earlier description: kinds, formats, attributes, ports and `ipv4` are this one's.
   */
  read(octets: Uint8Array, at: number, end: number): Session {
    if (!this.#makePattern(octets, at, end)) return parseSession(octets, at, end);
    const known = this.#patterns.find(this.#octets, 0, this.#length * 4);
    if (known >= 0) {
      const session = this.#sessions[known];
      return session === undefined ? parseSession(octets, at, end) : this.#replaceValues(session);
    }
    const session = parseSession(octets, at, end);
    if (this.#patterns.count < MOST_PATTERNS) {
      const pattern = this.#patterns.intern(this.#octets, 0, this.#length * 4);
      this.#sessions[pattern] = session.problems.length === 0 ? (session as MutableSession) : undefined;
    }
    return session;
  }

  #replaceValues(session: MutableSession): Session {
    if (this.#address[0]! >= 0) session.connection!.ipv4 = this.#address[0]!;
    for (let section = 1; section <= this.#media; section++) {
      const media = session.media[section - 1]!;
      if (this.#address[section]! >= 0) media.connection!.ipv4 = this.#address[section]!;
      if (this.#port[section]! >= 0) media.port = this.#port[section]!;
      if (this.#rtcpPort[section]! >= 0) media.rtcp!.port = this.#rtcpPort[section]!;
    }
    return session;
  }

  /** The lines that matter, their values taken out. False for what is better parsed. */
  #makePattern(octets: Uint8Array, at: number, end: number): boolean {
    if (end - at > MOST_OCTETS || end - at < 5 || octets[at] !== V || octets[at + 1] !== 0x3d || octets[at + 2] !== 0x30) return false;
    this.#length = 0;
    this.#media = 0;
    this.#connected = 0;
    this.#address[0] = NONE;
    let p = at + 3;
    if (octets[p] !== 0x0d && octets[p] !== 0x0a) return false;
    while (p < end) {
      const octet = octets[p]!;
      if (octet === 0x0a || octet === 0x0d) {
        p++;
        continue;
      }
      if (p + 2 > end || octets[p + 1] !== 0x3d) return false;
      p = this.#addLine(octets, octet, p, end);
      if (p < 0) return false;
    }
    return true;
  }

  /** Adds the line at `at`. Returns where it ends, or -1: each octet is looked at once. */
  #addLine(octets: Uint8Array, type: number, at: number, end: number): number {
    switch (type) {
      case A:
        return this.#addAttribute(octets, at, end);
      case M:
        return this.#addMedia(octets, at, end);
      case C:
        return this.#addConnection(octets, at, end);
      case O:
        return endOfSixWords(octets, at + 2, end);
      case B:
        return this.#addRest(octets, at, end);
      // s, t, r, z, i, u, e, p, k: say nothing about media
      case 0x73:
      case 0x74:
      case 0x72:
      case 0x7a:
      case 0x69:
      case 0x75:
      case 0x65:
      case 0x70:
      case 0x6b:
        return lineEnd(octets, at + 2, end);
      default:
        return -1;
    }
  }

  /** What is unique to a call (keys, candidates, sources) would make a pattern of every description. */
  #addAttribute(octets: Uint8Array, at: number, end: number): number {
    switch (octets[at + 2]! | (octets[at + 3]! << 8) | (octets[at + 4]! << 16) | (octets[at + 5]! << 24) | 0x20202020) {
      case SSRC:
      case CANDIDATE:
      case CRYPTO:
      case FINGERPRINT:
      case ICE:
        return -1;
      case RTCP:
        if (this.#media > 0 && octets[at + 6] === 0x3a) return this.#addRtcp(octets, at + 7, end);
        break;
      default:
    }
    return this.#addRest(octets, at, end);
  }

  #addRtcp(octets: Uint8Array, at: number, end: number): number {
    const last = lineEnd(octets, at, end);
    const port = readPort(octets, at, last);
    if (port < 0) return -1;
    // the first of a section counts
    if (this.#rtcpPort[this.#media]! >= 0) return last;
    this.#rtcpPort[this.#media] = port;
    this.#addWord(RTCP_PORT);
    return last;
  }

  /** "m=audio 4000 RTP/AVP 8": the port is taken out. */
  #addMedia(octets: Uint8Array, at: number, end: number): number {
    if (this.#media === MOST_MEDIA) return -1;
    let portAt = at + 2;
    while (portAt < end && octets[portAt]! > 0x20) portAt++;
    if (portAt >= end || octets[portAt] !== 0x20 || portAt === at + 2) return -1;
    let portEnd = portAt + 1;
    while (portEnd < end && octets[portEnd]! > 0x20) portEnd++;
    const port = readPort(octets, portAt + 1, portEnd);
    if (port < 0) return -1;
    const section = ++this.#media;
    this.#address[section] = NONE;
    this.#rtcpPort[section] = NONE;
    this.#port[section] = port;
    this.#addWord(PORT);
    return this.#addRest(octets, at, portAt) < 0 ? -1 : this.#addRest(octets, portEnd, end);
  }

  /** "c=IN IP4 192.0.2.1": the address is taken out, but for the null address, which means hold. */
  #addConnection(octets: Uint8Array, at: number, end: number): number {
    const bit = 1 << this.#media;
    const isFirst = (this.#connected & bit) === 0;
    this.#connected |= bit;
    if (
      end - at < 16 ||
      octets[at + 2] !== 0x49 ||
      octets[at + 3] !== 0x4e ||
      octets[at + 4] !== 0x20 ||
      octets[at + 5] !== 0x49 ||
      octets[at + 6] !== 0x50 ||
      octets[at + 7] !== 0x34 ||
      octets[at + 8] !== 0x20
    )
      return this.#addRest(octets, at, end);
    const last = lineEnd(octets, at + 9, end);
    const address = readIpv4(octets, at + 9, last);
    if (address <= 0) return this.#addRest(octets, at, end);
    if (!isFirst) return last;
    this.#address[this.#media] = address;
    this.#addWord(ADDRESS);
    return last;
  }

  #addWord(word: number): void {
    this.#pattern[this.#length++] = word;
  }

  /** Adds the line from `at` on, four octets at a time, and a line end. Returns where it ends; -1 when a control octet is in it. */
  #addRest(octets: Uint8Array, at: number, end: number): number {
    const pattern = this.#pattern;
    let length = this.#length;
    let i = at;
    for (; i + 4 <= end; i += 4) {
      const word = octets[i]! | (octets[i + 1]! << 8) | (octets[i + 2]! << 16) | (octets[i + 3]! << 24);
      // an octet below 0x0e: most likely the line end
      if (((word - 0x0e0e0e0e) & ~word & 0x80808080) !== 0) break;
      pattern[length++] = word;
    }
    let word = 0;
    let shift = 0;
    for (; i < end && octets[i] !== 0x0a && octets[i] !== 0x0d; i++, shift += 8) {
      if (octets[i]! < 0x0e) return -1;
      word |= octets[i]! << shift;
    }
    pattern[length++] = word | (0x0a << shift);
    this.#length = length;
    return i;
  }
}

function lineEnd(octets: Uint8Array, at: number, end: number): number {
  while (at < end && octets[at] !== 0x0a && octets[at] !== 0x0d) at++;
  return at;
}

/** Where the line ends when it has six words, as o= must (RFC 8866 section 5.2); else -1. */
function endOfSixWords(octets: Uint8Array, at: number, end: number): number {
  let words = 0;
  let isInside = false;
  let i = at;
  for (; i < end; i++) {
    const octet = octets[i]!;
    if (octet > 0x20) {
      if (!isInside) words++;
      isInside = true;
    } else if (octet === 0x0a || octet === 0x0d) break;
    else if (octet === 0x20 || octet === 0x09) isInside = false;
    else return -1;
  }
  return words >= 6 ? i : -1;
}
