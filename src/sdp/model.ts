/**
 * What a session description says, as plain objects (RFC 8866). Absent is undefined. Spans are absolute octet positions in the
 * octets that were parsed. The Mutable forms are for the parser alone.
 */

export const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;
export type Direction = (typeof directions)[number];

export interface SdpProblem {
  readonly code: string;
  readonly at: number;
  readonly length: number;
}

export interface Origin {
  readonly username: string;
  readonly sessionId: string;
  readonly sessionVersion: string;
  readonly networkType: string;
  readonly addressType: string;
  readonly address: string;
  readonly at: number;
  readonly length: number;
}

export interface Connection {
  /** 'IP4', 'IP6' or as it came */
  readonly addressType: string;
  /** an address literal or a host name, suffixes cut off */
  readonly address: string;
  /** the address as an unsigned word when it is a dotted quad, else -1 */
  readonly ipv4: number;
  readonly ttl: number | undefined;
  readonly count: number | undefined;
  readonly malformed: boolean;
  /** the line, then the address alone */
  readonly at: number;
  readonly length: number;
  readonly addressAt: number;
  readonly addressLength: number;
}

export interface RtpMap {
  /** encoding name as it came */
  readonly name: string;
  /** ticks a second; 0 when absent or not a number of 1 to 4294967295 */
  readonly rate: number;
  readonly channels: number;
}

/** a=rtcp (RFC 3605) */
export interface RtcpAttribute {
  readonly port: number;
  readonly address: string | undefined;
}

/** a=candidate (RFC 8839 section 5.1) */
export interface Candidate {
  readonly foundation: string;
  readonly component: number;
  readonly transport: string;
  readonly priority: number;
  readonly address: string;
  readonly port: number;
  /** host, srflx, prflx, relay */
  readonly type: string;
  readonly relatedAddress: string | undefined;
  readonly relatedPort: number | undefined;
  readonly at: number;
  readonly length: number;
}

/** a=crypto (RFC 4568); the key stays in the octets */
export interface Crypto {
  readonly tag: number;
  readonly suite: string;
  /** of the first key parameter, behind "inline:" */
  readonly keyAt: number;
  readonly keyLength: number;
  readonly at: number;
  readonly length: number;
}

/** a=fingerprint (RFC 8122) */
export interface Fingerprint {
  readonly hash: string;
  readonly value: string;
}

/** a=ssrc (RFC 5576); one entry an SSRC */
export interface SsrcAttribute {
  readonly ssrc: number;
  readonly cname: string | undefined;
}

export interface Group {
  /** BUNDLE, LS, FID … */
  readonly semantics: string;
  readonly mids: readonly string[];
}

interface Common {
  readonly connection: Connection | undefined;
  /** undefined when the level does not say */
  readonly direction: Direction | undefined;
  readonly setup: string | undefined;
  readonly fingerprint: Fingerprint | undefined;
  readonly iceUfrag: string | undefined;
  /** b=AS in kbit/s */
  readonly bandwidth: number | undefined;
}

export interface Media extends Common {
  readonly index: number;
  /** audio, video, image, message, application, text … */
  readonly kind: string;
  /** 0 when rejected or malformed */
  readonly port: number;
  readonly portCount: number;
  /** as it came: RTP/AVP, UDP/TLS/RTP/SAVPF, udptl, TCP/MSRP … */
  readonly protocol: string;
  /** the protocol carries RTP */
  readonly isRtp: boolean;
  readonly formats: readonly string[];
  /** formats that are RTP payload types, each once, in order */
  readonly payloadTypes: readonly number[];
  /** by payload type; includes those given before the first m-line */
  readonly rtpmaps: ReadonlyMap<number, RtpMap>;
  /** id of the payload map these make, for whoever announces media to remember; -1 before */
  payloadMap: number;
  readonly fmtp: ReadonlyMap<number, string>;
  readonly ptime: number | undefined;
  readonly maxptime: number | undefined;
  readonly rtcp: RtcpAttribute | undefined;
  readonly rtcpMux: boolean;
  readonly candidates: readonly Candidate[];
  readonly ssrcs: readonly SsrcAttribute[];
  readonly crypto: readonly Crypto[];
  readonly mid: string | undefined;
  readonly label: string | undefined;
  /** a=curr/des/conf of RFC 3312 are there */
  readonly preconditions: boolean;
  /** a=gpmd with vbd=yes (ITU-T V.152); a=silenceSupp:off (RFC 3108 section 5.6.3.2) */
  readonly voiceBandData: boolean;
  readonly noSilenceSuppression: boolean;
  /** T38… attributes by lower-case name, '' without a value */
  readonly t38: ReadonlyMap<string, string>;
  /** MSRP (RFC 4975): a=path */
  readonly path: string | undefined;
  /** MSRP: a=accept-types (RFC 4975 section 8.6), as it came */
  readonly acceptTypes: string | undefined;
  /** a file to be sent (RFC 5547): a=file-selector */
  readonly fileSelector: string | undefined;
  /** m-line up to the last line of the section */
  readonly at: number;
  readonly end: number;
  readonly lineLength: number;
}

export interface Session extends Common {
  readonly at: number;
  readonly end: number;
  readonly version: number | undefined;
  readonly origin: Origin | undefined;
  readonly name: string | undefined;
  readonly media: readonly Media[];
  readonly groups: readonly Group[];
  readonly iceLite: boolean;
  /** every line as a pair: at, end (line end excluded) */
  readonly lines: readonly number[];
  readonly problems: readonly SdpProblem[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : T[K] };
type MutableConnection = { connection: Mutable<Connection> | undefined };
export type MutableMedia = Omit<Mutable<Media>, 'connection' | 'rtcp'> & MutableConnection & { rtcp: Mutable<RtcpAttribute> | undefined; overflow?: boolean };
export type MutableSession = Omit<Mutable<Session>, 'media' | 'connection'> &
  MutableConnection & { media: MutableMedia[]; rtpmaps: Map<number, RtpMap>; fmtp: Map<number, string> };

export function newSession(at: number, end: number): MutableSession {
  return {
    at,
    end,
    version: undefined,
    origin: undefined,
    name: undefined,
    connection: undefined,
    direction: undefined,
    setup: undefined,
    fingerprint: undefined,
    iceUfrag: undefined,
    bandwidth: undefined,
    media: [],
    groups: [],
    iceLite: false,
    lines: [],
    problems: [],
    rtpmaps: new Map(),
    fmtp: new Map(),
  };
}

/** An empty m-line section; rtpmap and fmtp lines of the session level apply to it (semantics 2.3). */
export function newMedia(index: number, at: number, end: number, session: MutableSession): MutableMedia {
  return {
    index,
    at,
    end,
    lineLength: end - at,
    kind: '',
    port: 0,
    portCount: 1,
    protocol: '',
    isRtp: false,
    formats: [],
    payloadTypes: [],
    rtpmaps: new Map(session.rtpmaps),
    payloadMap: -1,
    fmtp: new Map(session.fmtp),
    connection: undefined,
    direction: undefined,
    setup: undefined,
    fingerprint: undefined,
    iceUfrag: undefined,
    bandwidth: undefined,
    ptime: undefined,
    maxptime: undefined,
    rtcp: undefined,
    rtcpMux: false,
    candidates: [],
    ssrcs: [],
    crypto: [],
    mid: undefined,
    label: undefined,
    preconditions: false,
    voiceBandData: false,
    noSilenceSuppression: false,
    t38: new Map(),
    path: undefined,
    acceptTypes: undefined,
    fileSelector: undefined,
  };
}

/** Notes a problem with octets[at, end); the first 64 of a session are kept. */
export function report(session: MutableSession, code: string, at: number, end: number): void {
  if (session.problems.length < 64) session.problems.push({ code, at, length: Math.max(0, end - at) });
}
