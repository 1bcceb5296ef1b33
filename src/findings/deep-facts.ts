/**
 * Facts of a call that stand in its packets' octets: digits, faxes, what RTCP says, marks of quality of service, constant
 * sound, handshakes. Read from the file when the call is opened, and in the background where that is cheap (docs/diagnostics.md).
 */
import type { MessageIndex, Milliseconds, Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';

type Direction = 'toCaller' | 'toCallee' | undefined;

export interface DeepReports {
  /** a report about the stream */
  readonly packet: PacketIndex;
  /** percent, to the receiver and here; undefined without a receiver's report */
  readonly lostThere: number | undefined;
  readonly lostHere: number | undefined;
  readonly expected: number;
  readonly roundTrip: Milliseconds | undefined;
  readonly negativeRoundTrips: number;
  readonly hasWrongClock: boolean;
  readonly clockRatePpm: number | undefined;
  /** dB, least of what VoIP metrics say */
  readonly echoReturnLoss: number | undefined;
  /** requests for a whole picture (PLI, FIR) */
  readonly pictureRequests: number;
}

export interface DeepEvent {
  readonly code: number;
  readonly time: Nanoseconds;
  readonly duration: Milliseconds;
  readonly packet: PacketIndex;
  readonly lastPacket: PacketIndex;
  /** between its first and last packet */
  readonly span: Milliseconds;
  readonly packets: number;
  readonly ended: boolean;
}

export interface DeepStream {
  readonly reports: DeepReports | undefined;
  readonly events: readonly DeepEvent[];
  /** the longest stretch of one and the same octet in all payloads */
  readonly silence: { readonly from: Nanoseconds; readonly to: Nanoseconds; readonly packet: PacketIndex; readonly lastPacket: PacketIndex } | undefined;
  /** of the first and some later packets, as they came */
  readonly marks: readonly { readonly packet: PacketIndex; readonly dscp: number /** tag with priority, -1 none */; readonly vlan: number }[];
}

export interface DeepDigit {
  readonly digit: string;
  readonly method: 'rfc4733' | 'inband' | 'info' | 'kpml';
  readonly direction: Direction;
  readonly time: Nanoseconds;
  readonly duration: Milliseconds | undefined;
  readonly packet: PacketIndex;
  readonly message: MessageIndex | undefined;
  /** an INFO that was refused or never answered */
  readonly isRefused: boolean;
  readonly stream: StreamIndex | undefined;
}

export interface DeepFax {
  readonly packet: PacketIndex;
  readonly outcome: string;
  readonly lost: number;
  readonly recovered: number;
  /** turned down or repeated */
  readonly badPages: number;
  readonly pages: number;
  /** "DCN", "FTT" … the last that was said */
  readonly last: string;
  /** the longest pause within a page */
  readonly pause: { readonly packet: PacketIndex; readonly value: Milliseconds } | undefined;
}

export interface DeepFacts {
  readonly streams: ReadonlyMap<StreamIndex, DeepStream>;
  readonly digits: readonly DeepDigit[];
  /** the sound was listened to as well: without it no digit has the method 'inband' */
  readonly hasListened: boolean;
  readonly faxes: readonly DeepFax[];
  /** calling and answering tones of fax machines and modems */
  readonly faxTones: readonly { readonly packet: PacketIndex; readonly tone: string }[];
  /** of the first SIP packet that was sent each way */
  readonly signallingMarks: readonly { readonly packet: PacketIndex; readonly dscp: number }[];
  /** between endpoints that the call announced */
  readonly handshake:
    | {
        readonly hellos: readonly PacketIndex[];
        readonly span: Milliseconds;
        readonly isDone: boolean;
        /** the first fatal alert: its packet and its number (RFC 8446 section 6.2) */
        readonly alert: { readonly packet: PacketIndex; readonly description: number } | undefined;
        /** a certificate that no a=fingerprint of the call is of: the packet of the ServerHello before it */
        readonly stranger: PacketIndex | undefined;
      }
    | undefined;
  readonly checks: { readonly requests: number; readonly answers: number; readonly packets: readonly PacketIndex[]; readonly span: Milliseconds } | undefined;
}
