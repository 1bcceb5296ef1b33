/** What is known of an encrypted stream (SRTP, RFC 3711): whether it could be opened, with which key, and else what is missing. */
import type { PacketPlace } from './common.ts';

/**
 * sdesKey: the SDP of this call names no key. keyLog: DTLS agrees on the key, a key log would open it. suite: a cipher that is not
 * opened here. parameter: session parameters that are not. key: a key of the wrong length. authentication: no key fits the packets.
 */
export type SealMissing = 'sdesKey' | 'keyLog' | 'suite' | 'parameter' | 'key' | 'authentication';

export interface Seal {
  /** pending: nobody has looked yet */
  readonly state: 'opened' | 'sealed' | 'pending';
  readonly missing: SealMissing | undefined;
  /** as SDP names it, "AES_CM_128_HMAC_SHA1_80"; the refused one when that is what is missing */
  readonly suite: string | undefined;
  /** packet whose SDP has the key */
  readonly place: PacketPlace | undefined;
  /** keys used one after the other */
  readonly keys: number;
  /** packets looked at, from the first on, and those whose tag fits */
  readonly looked: number;
  readonly authenticated: number;
}
