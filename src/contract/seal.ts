/** What is known of an encrypted stream (SRTP, RFC 3711): whether it could be opened, with which key, and else what is missing. */
import type { Endpoint, PacketPlace } from './common.ts';

/** How the ends agree on keys: in SDP (RFC 4568, and MIKEY: RFC 3830), with DTLS (RFC 5764), in the media (ZRTP, RFC 6189). hand: a person typed the key. */
export type SealWay = 'sdes' | 'dtls' | 'zrtp' | 'mikey' | 'hand';

/**
 * sdesKey: the SDP of this call names no key. keyLog, otherKeyLog: DTLS agrees on the key, and no key log was given, or none with this handshake.
 * handshake: the DTLS handshake is not in the capture; answer: its ServerHello is not. profile: it agrees on no SRTP. suite: a cipher that is not
 * opened here. parameter: session parameters that are not. key: a key of the wrong length. authentication: no key fits the packets.
 * zrtp, mikey: key agreement that nobody who only listens can follow.
 */
export type SealMissing =
  | 'sdesKey'
  | 'keyLog'
  | 'otherKeyLog'
  | 'handshake'
  | 'answer'
  | 'profile'
  | 'suite'
  | 'parameter'
  | 'key'
  | 'authentication'
  | 'zrtp'
  | 'mikey';

export interface Seal {
  /** pending: nobody has looked yet */
  readonly state: 'opened' | 'sealed' | 'pending';
  readonly way: SealWay;
  readonly missing: SealMissing | undefined;
  /** as SDP names it, "AES_CM_128_HMAC_SHA1_80"; the refused one when that is what is missing */
  readonly suite: string | undefined;
  /** packet whose SDP has the key, or whose handshake agrees on it */
  readonly place: PacketPlace | undefined;
  /** the key is in the SDP of another leg of the call */
  readonly ofLeg: boolean;
  /** of the DTLS handshake, 64 digits: what a key log names it by */
  readonly clientRandom: string | undefined;
  /** keys used one after the other */
  readonly keys: number;
  /** packets looked at, from the first on, and those whose tag fits */
  readonly looked: number;
  readonly authenticated: number;
}

/** Of several streams: the one that is worst off, and how many there are. */
export interface SealSummary {
  readonly seal: Seal;
  /** packets of that stream */
  readonly packets: number;
  readonly streams: number;
  /** of those, opened */
  readonly opened: number;
}

/** Ways to seal whose keys can be typed, by the names of SDP (RFC 4568, RFC 6188, RFC 7714). */
export const typedSuites = [
  'AES_CM_128_HMAC_SHA1_80',
  'AES_CM_128_HMAC_SHA1_32',
  'AES_192_CM_HMAC_SHA1_80',
  'AES_192_CM_HMAC_SHA1_32',
  'AES_256_CM_HMAC_SHA1_80',
  'AES_256_CM_HMAC_SHA1_32',
  'AEAD_AES_128_GCM',
  'AEAD_AES_256_GCM',
] as const;

/** A stream by what stays when the captures are read again; several of one name are all meant. */
export interface StreamName {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** as rows of streams have it */
  readonly ssrc: string;
}

/** A key that a person typed, for all streams of a call or for one. */
export interface TypedKey {
  readonly callId: string | undefined;
  readonly stream: StreamName | undefined;
  /** one of typedSuites; what a whole line of a=crypto names goes before it */
  readonly suite: string;
  /** base64 as behind "inline:", key and salt as hexadecimal digits, or a whole a=crypto line */
  readonly text: string;
}

/** opened: it fits. noKey: the text is no key of this suite. fitsNothing: it is one, and of no packet here. */
export type KeyAnswer = 'opened' | 'noKey' | 'fitsNothing';
