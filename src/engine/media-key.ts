/** A key that may open streams, and where it came from. */
import type { PacketIndex } from '../base/units.ts';
import type { SdesKey } from '../crypto/sdes.ts';

export interface MediaKey extends SdesKey {
  /** sdes: a=crypto in SDP (RFC 4568). dtls: a handshake and a key log (RFC 5764). hand: a person typed it */
  readonly way: 'sdes' | 'dtls' | 'hand';
  /** whose it is, as the media see it: 1 the caller's SDP, 2 the callee's, 0 unknown: the side that seals with it (RFC 4568 section 6.1) */
  readonly side: number;
  /** with the SDP, or with the handshake's ServerHello; -1 when typed by hand */
  readonly packet: PacketIndex;
  /** the SDP is that of another leg of the call */
  readonly ofLeg: boolean;
}
