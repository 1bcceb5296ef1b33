/** One message or packet, opened: built when asked, never kept. */
import type { Field } from '../base/field.ts';
import type { CallIndex, MessageIndex, Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';
import type { Endpoint, PacketOrigin, PacketPlace, Transport } from './common.ts';
import type { DecodeAs, SeenPayloadType } from './decode-as.ts';
import type { PacketKind } from './overview.ts';
import type { SealSummary } from './seal.ts';
import type { TlsConnectionRow } from './tls.ts';

/** A buffer the fields point into: the captured packet, or octets joined from several packets, decrypted, or freed of WebSocket's mask and compression. */
export interface Octets {
  readonly name: 'packet' | 'reassembled' | 'decrypted' | 'websocket';
  readonly octets: Uint8Array;
  /** packets a reassembled or decrypted buffer was made from */
  readonly from: readonly PacketPlace[];
}

/** What the capture agent (HEP) said that carried a packet or message; its time is the one shown. */
export interface Captured {
  /** when its packet was captured in turn */
  readonly at: Nanoseconds;
  readonly agent: number | undefined;
  readonly node: string | undefined;
  readonly correlation: string | undefined;
}

export interface PacketDetail {
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  /** what the file itself has, where its clock was moved onto another's; and the letter of the capture point, where there are several */
  readonly fileTime?: Nanoseconds;
  readonly point?: string;
  readonly capturedLength: number;
  readonly originalLength: number;
  readonly kind: PacketKind;
  readonly interfaceName: string | undefined;
  readonly comments: readonly string[];
  /** of a packet that was made of text or rtpdump */
  readonly origin?: PacketOrigin | undefined;
  readonly octets: readonly Octets[];
  /** one tree per buffer, same order as `octets` */
  readonly fields: readonly (readonly Field[])[];
  readonly messages: readonly MessageIndex[];
  readonly stream: StreamIndex | undefined;
  readonly call: CallIndex | undefined;
  /** of its stream, when that is encrypted */
  readonly seal: SealSummary | undefined;
  /** the TLS connection it has records of */
  readonly tls: TlsConnectionRow | undefined;
  readonly problems: readonly string[];
  /** the time a capture agent gave it, when that is not the capture's */
  readonly ownTime: Nanoseconds | undefined;
  /** ends of a UDP datagram or TCP segment, so that a person can say how to read it */
  readonly datagram:
    | {
        readonly source: Endpoint;
        readonly destination: Endpoint;
        readonly transport: 'udp' | 'tcp';
        /** of the RTP stream it is of */
        readonly ssrc: number | undefined;
        /** what it is read as, or looks like; undefined when it looks like nothing */
        readonly as: DecodeAs | undefined;
        /** of a datagram that looks like RTP and is of no stream: its own */
        readonly payloadTypes: readonly SeenPayloadType[];
      }
    | undefined;
  /** a link type that is not read, or only as a person said, so that a person can say how to read it */
  readonly link: { readonly linkType: number; readonly name: string } | undefined;
}

export interface MessageHeader {
  /** as it came */
  readonly name: string;
  /** long form of a compact name, in the RFC's spelling; the same as `name` when unknown */
  readonly canonical: string;
  readonly value: string;
  /** octets in MessageDetail.octets: the whole line(s), then the value alone */
  readonly at: number;
  readonly length: number;
  readonly valueAt: number;
  readonly valueLength: number;
  /** "RFC 3261 section 20.10", absent for an unknown header */
  readonly reference: string | undefined;
  readonly parts: readonly Field[];
  readonly problems: readonly string[];
}

export interface MessageDetail {
  readonly message: MessageIndex;
  readonly call: CallIndex;
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  /** of a message that came as text: how well its time is known */
  readonly clock?: PacketOrigin['clock'] | undefined;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly transport: Transport;
  readonly captured: Captured | undefined;
  readonly octets: Uint8Array;
  /** the message as text; `lossy` when octets were not UTF-8 */
  readonly text: string;
  readonly lossy: boolean;
  readonly startLine: {
    readonly at: number;
    readonly length: number;
    readonly method: string | undefined;
    readonly requestUri: string | undefined;
    readonly status: number | undefined;
    readonly reason: string | undefined;
    readonly version: string;
    readonly parts: readonly Field[];
  };
  readonly headers: readonly MessageHeader[];
  readonly bodyAt: number;
  readonly bodyLength: number;
  readonly bodies: readonly { readonly contentType: string; readonly at: number; readonly length: number; readonly fields: readonly Field[] }[];
  readonly problems: readonly { readonly code: string; readonly at: number; readonly length: number }[];
  /** what it belongs to, each as a message to jump to */
  readonly related: readonly {
    readonly relation: 'request' | 'response' | 'retransmissionOf' | 'retransmission' | 'ack' | 'cancel';
    readonly message: MessageIndex;
    readonly place: PacketPlace;
    readonly title: string;
  }[];
}

export interface PacketRow {
  readonly packet: PacketIndex;
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  readonly source: string;
  readonly destination: string;
  readonly kind: PacketKind;
  /** protocol of the innermost layer: "SIP", "RTP", "DNS" */
  readonly protocol: string;
  readonly length: number;
  /** one line: "INVITE sip:bob@example.com", "PT=PCMU, SSRC=0x1234, Seq=7, Time=160, Mark" */
  readonly info: string;
  readonly hasProblem: boolean;
  readonly commented: boolean;
  /** of a packet that was made of text or rtpdump */
  readonly origin?: PacketOrigin | undefined;
}

export interface PacketQuery {
  readonly kinds: readonly PacketKind[];
  /** only packets counted under this not-decoded reason */
  readonly reason?: string;
  /** only packets that carry this diagnostic code (first hundred) */
  readonly diagnostic?: string;
  readonly commented?: boolean;
  readonly call?: CallIndex;
  readonly stream?: StreamIndex;
}
