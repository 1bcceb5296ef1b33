/** What could still be read of a capture, and how: one entry a reason, the most packets first. Where a person can say it, with what the form begins. */
import type { Endpoint, PacketPlace } from './common.ts';
import type { DecodeAs, SeenPayloadType } from './decode-as.ts';
import type { Seal } from './seal.ts';
import type { TlsState } from './tls.ts';

/**
 * rtp, rtcp, t38, sip: datagrams that look like it, and nobody announced. tunnel: datagrams with packets inside, on a port that names none (datagram.as which). sipStream: a TCP stream whose octets look like SIP. tls: closed connections. link: packets of a
 * link type that is not read. esp: IPsec (RFC 4303). seal: encrypted streams that nothing opens.
 */
export const remedyKinds = ['rtp', 'rtcp', 't38', 'sip', 'sipStream', 'tunnel', 'tls', 'link', 'esp', 'seal'] as const;
export type RemedyKind = (typeof remedyKinds)[number];

export interface Remedy {
  readonly kind: RemedyKind;
  /** of datagrams an estimate when isEstimate; of streams and connections how many of them there are */
  readonly count: number;
  readonly isEstimate: boolean;
  readonly first: PacketPlace;
  /** of UDP and TCP, the range their ports on one side are in; 0 when it is about none */
  readonly leastPort: number;
  readonly mostPort: number;
  /** what the form of "decode as" begins with */
  readonly datagram:
    | {
        readonly source: Endpoint;
        readonly destination: Endpoint;
        readonly transport: 'udp' | 'tcp';
        readonly as: DecodeAs;
        readonly payloadTypes: readonly SeenPayloadType[];
        /** of a stream that is the only one */
        readonly ssrc?: number | undefined;
      }
    | undefined;
  readonly link: { readonly linkType: number; readonly name: string } | undefined;
  /** of encrypted streams: of the first of them */
  readonly seal: Seal | undefined;
  /** of TLS connections: why they stay closed, and how many secrets were given */
  readonly tls: { readonly state: TlsState; readonly secretsGiven: number } | undefined;
  /** of a TLS connection: what the line of a key log begins with */
  readonly clientRandom: string | undefined;
}
