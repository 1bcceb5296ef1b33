/** What is known of an encrypted stream (SRTP, RFC 3711): whether it could be opened, with which key, and else what is missing. */
import type { PacketPlace } from './common.ts';

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
