/**
 * What the hellos of a TLS handshake agree on (RFC 8446 section 4.1, RFC 5246 section 7.4.1): randoms, session, suite, and the extensions that say how
 * records are sealed or whom the client wants. Absent or cut parts are simply not there. No function reads outside [at, end); what is kept is copied.
 */
import { readText } from '../base/text.ts';

export const handshakeTypes = {
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  endOfEarlyData: 5,
  clientKeyExchange: 16,
  finished: 20,
  keyUpdate: 24,
} as const;

export const helloExtensions = {
  serverName: 0,
  alpn: 16,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  sessionTicket: 35,
  preSharedKey: 41,
  earlyData: 42,
  supportedVersions: 43,
} as const;

export interface Hello {
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  /** the version: of a client its highest, of a server the chosen one */
  readonly version: number;
  /** of a server the chosen one, of a client -1 */
  readonly suite: number;
  readonly serverName: string | undefined;
  readonly protocols: readonly string[];
  readonly ticket: Uint8Array | undefined;
  readonly encryptThenMac: boolean;
  readonly extendedMasterSecret: boolean;
  readonly preSharedKey: boolean;
  readonly earlyData: boolean;
  /** a HelloRetryRequest (RFC 8446 section 4.1.4) */
  readonly isRetry: boolean;
}

/** SHA-256 of "HelloRetryRequest", its first four octets (RFC 8446 section 4.1.3) */
const RETRY = [0xcf, 0x21, 0xad, 0x74];
const RANDOM = 32;
const TLS13 = 0x304;
/** extensions looked at */
const MOST_EXTENSIONS = 64;

/** The body of a ClientHello, behind the message's header; undefined when it is cut before its suites end. */
export function readClientHello(octets: Uint8Array, at: number, end: number): Hello | undefined {
  let p = at + 2 + RANDOM;
  if (p + 1 > end) return undefined;
  const sessionAt = p + 1;
  p = sessionAt + octets[p]!;
  if (p + 2 > end) return undefined;
  p += 2 + short(octets, p);
  if (p + 1 > end) return undefined;
  p += 1 + octets[p]!;
  return hello(octets, at, sessionAt, p, end, -1);
}

/** The body of a ServerHello, behind the message's header; undefined when it is cut. */
export function readServerHello(octets: Uint8Array, at: number, end: number): Hello | undefined {
  const sessionAt = at + 2 + RANDOM + 1;
  if (sessionAt > end) return undefined;
  const p = sessionAt + octets[sessionAt - 1]!;
  return p + 3 > end ? undefined : hello(octets, at, sessionAt, p + 3, end, short(octets, p));
}

function hello(octets: Uint8Array, at: number, sessionAt: number, extensionsAt: number, end: number, suite: number): Hello {
  const legacy = short(octets, at);
  let version = legacy;
  let serverName: string | undefined;
  let protocols: readonly string[] = [];
  let ticket: Uint8Array | undefined;
  const seen = new Set<number>();
  forEachExtension(octets, extensionsAt, end, (type, p, stop) => {
    seen.add(type);
    if (type === helloExtensions.serverName && suite < 0) serverName = readServerName(octets, p, stop);
    else if (type === helloExtensions.alpn) protocols = readProtocols(octets, p, stop);
    else if (type === helloExtensions.sessionTicket) ticket = octets.slice(p, stop);
    else if (type === helloExtensions.supportedVersions) version = readVersions(octets, p, stop, suite >= 0) ?? legacy;
  });
  return {
    random: octets.slice(at + 2, at + 2 + RANDOM),
    sessionId: octets.slice(sessionAt, sessionAt + octets[sessionAt - 1]!),
    version,
    suite,
    serverName,
    protocols,
    ticket,
    encryptThenMac: seen.has(helloExtensions.encryptThenMac),
    extendedMasterSecret: seen.has(helloExtensions.extendedMasterSecret),
    preSharedKey: seen.has(helloExtensions.preSharedKey),
    earlyData: seen.has(helloExtensions.earlyData),
    isRetry: suite >= 0 && RETRY.every((octet, i) => octets[at + 2 + i] === octet),
  };
}

/** Calls `each` for every whole extension of the list at octets[at, end), which begins with its length. */
export function forEachExtension(octets: Uint8Array, at: number, end: number, each: (type: number, at: number, end: number) => void): void {
  if (at + 2 > end) return;
  const stop = Math.min(end, at + 2 + short(octets, at));
  let p = at + 2;
  for (let count = 0; p + 4 <= stop && count < MOST_EXTENSIONS; count++) {
    const next = p + 4 + short(octets, p + 2);
    if (next > stop) return;
    each(short(octets, p), p + 4, next);
    p = next;
  }
}

/** The first host name of a server name list (RFC 6066 section 3). */
export function readServerName(octets: Uint8Array, at: number, end: number): string | undefined {
  if (at + 5 > end || octets[at + 2] !== 0) return undefined;
  return readText(octets, at + 5, Math.min(end, at + 5 + short(octets, at + 3)));
}

/** RFC 7301 section 3.1. */
export function readProtocols(octets: Uint8Array, at: number, end: number): string[] {
  const found: string[] = [];
  for (let p = at + 2; p < end && found.length < 16; p += 1 + octets[p]!) found.push(readText(octets, p + 1, Math.min(end, p + 1 + octets[p]!)));
  return found;
}

/** The highest version of TLS offered, or the one chosen; GREASE and drafts (RFC 8701) are left out. */
function readVersions(octets: Uint8Array, at: number, end: number, isServer: boolean): number | undefined {
  if (isServer) return at + 2 <= end ? finalVersion(short(octets, at)) : undefined;
  let highest: number | undefined;
  for (let p = at + 1; p + 2 <= end; p += 2) {
    const version = finalVersion(short(octets, p));
    const isTls = version >= 0x300 && version <= TLS13;
    if (isTls && version > (highest ?? 0)) highest = version;
  }
  return highest;
}

/** Drafts 23 to 28 of TLS 1.3 are the same on the wire. */
function finalVersion(version: number): number {
  return version >= 0x7f17 && version <= 0x7f1c ? TLS13 : version;
}

function short(octets: Uint8Array, at: number): number {
  return (octets[at]! << 8) | octets[at + 1]!;
}
