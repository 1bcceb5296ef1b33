/**
 * What a message brings to the message table: the borrowed record push() reads, and the bits of its flags. The engine
 * fills it from a sip/scan.ts record and the packet's layers.
 */
import type { CallIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import type { MethodId } from '../sip/method.ts';
import type { EndpointId } from './endpoint-table.ts';

/** Bits of a message's flags. */
export const Flag = {
  hasSdp: 1,
  /** classified by push() (semantics 5.3): a message is at most one of the two */
  retransmission: 2,
  captureDuplicate: 4,
  /** Wireshark 4.0's sip.resend, another rule than ours */
  wiresharkResend: 8,
  hasAuthorization: 16,
  hasChallenge: 32,
  /** challenge with stale=true (RFC 7616) */
  stale: 64,
  /** 1xx with Require: 100rel and RSeq (RFC 3262) */
  reliable: 128,
  /** the SDP's sender stops receiving: sendonly, inactive, c=0.0.0.0 or every stream with port 0 (semantics 5.4) */
  sdpHold: 256,
  /** the SDP has an image m-line (T.38) */
  sdpImage: 512,
  /** Contact or Record-Route private while the packet's source is public */
  privateContact: 1024,
  /** SDP connection address private while the packet's source is public */
  privateMedia: 2048,
  hasProblem: 4096,
  /** the text is in the arena, not in the packet */
  inArena: 8192,
  /** TCP, TLS or WebSocket */
  stream: 16384,
  /** the top Via has a branch that begins with z9hG4bK */
  cookie: 32768,
  /** a response whose top Via has a received or rport that differs from its sent-by: NAT between (RFC 3581) */
  viaChanged: 0x10000,
  /** a request from a public address whose top Via has a private sent-by and no rport */
  viaStuck: 0x20000,
  /** the capture has fewer octets of the datagram than were sent */
  cut: 0x40000,
  /** the SDP carries the keys of SRTP (a=crypto, RFC 4568) */
  sdpKeys: 0x80000,
  /** the SDP has a public c= and a private o=: something on the way rewrote one of them */
  sdpRewritten: 0x100000,
  /** a fingerprint for DTLS (RFC 8122); candidates of ICE (RFC 8839); preconditions (RFC 3312); voice-band data promised (a=gpmd), silence suppression off */
  sdpFingerprint: 0x200000,
  sdpIce: 0x400000,
  sdpConditions: 0x800000,
  sdpVoiceBandData: 0x1000000,
  sdpNoSilence: 0x4000000,
  /** it has facts that labels are made of (trait-intake.ts) */
  hasTraits: 0x2000000,
  /** a capture agent's copy (HEP): its time is the agent's, and nothing is known of the datagram it came in */
  ownTime: 0x8000000,
} as const;

/** What push() takes; one borrowed record, reused by the caller. Hashes are 32 bits, 0 for absent. */
export interface MessageFields {
  packet: PacketIndex;
  time: Nanoseconds;
  /** offset of the start line in the captured packet, or in the arena (Flag.inArena) */
  textAt: number;
  textLength: number;
  call: CallIndex;
  source: EndpointId;
  destination: EndpointId;
  /** of a request; for a response the method of its CSeq */
  method: MethodId;
  cseqMethod: MethodId;
  /** 0 for a request, else the status code (0 to 65535) */
  status: number;
  /** 0 to 2^32 - 1 */
  cseqNumber: number;
  branch: number;
  fromTag: number;
  toTag: number;
  flags: number;
  viaCount: number;
  /** -1 absent */
  maxForwards: number;
  /** RSeq, -1 absent */
  rseq: number;
  /** of the datagram, for finding capture duplicates: hash of the payload, IPv4 identification (-1 IPv6), TTL or hop limit */
  payloadHash: number;
  identification: number;
  ttl: number;
}

export function createMessageFields(): MessageFields {
  return {
    // NaN: a field that first held a small integer changes the record's shape, and the code compiled for it, two seconds into a capture
    packet: -1,
    time: NaN,
    textAt: 0,
    textLength: 0,
    call: -1,
    source: -1,
    destination: -1,
    method: 0,
    cseqMethod: 0,
    status: 0,
    cseqNumber: 0,
    branch: 0,
    fromTag: 0,
    toTag: 0,
    flags: 0,
    viaCount: 0,
    maxForwards: -1,
    rseq: -1,
    payloadHash: 0,
    identification: -1,
    ttl: 0,
  };
}
