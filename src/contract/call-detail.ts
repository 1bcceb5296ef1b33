/** One call, whole: what ended it, its dialogs, offers and answers, media and moments. */
import type { MessageIndex, Milliseconds, Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';
import type { CallRow, CallState } from './calls.ts';
import type { Endpoint, PacketPlace } from './common.ts';

export interface Dialog {
  readonly localTag: string;
  readonly remoteTag: string;
  readonly state: CallState;
  readonly early: boolean;
  readonly remote: Endpoint | undefined;
  readonly messages: number;
}

export interface Cause {
  readonly q850: number | undefined;
  readonly sip: number | undefined;
  readonly text: string | undefined;
  /** header it was taken from: "Reason", "X-Asterisk-HangupCauseCode", "status" */
  readonly from: string;
  readonly message: MessageIndex;
}

/** Media as the offer/answer of one dialog left it, per m-line; declared against observed. */
export interface MediaLine {
  readonly index: number;
  readonly media: string;
  readonly protocol: string;
  readonly caller: MediaSide | undefined;
  readonly callee: MediaSide | undefined;
  readonly streams: readonly StreamIndex[];
}

export interface MediaSide {
  readonly endpoint: Endpoint;
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  readonly codecs: readonly string[];
  /** of MSRP (RFC 4975): the MIME types it takes, and whether a file is offered (RFC 5547) */
  readonly messages?: { readonly types: readonly string[]; readonly file: boolean } | undefined;
  readonly ptime: number | undefined;
  readonly encrypted: boolean;
  readonly message: MessageIndex;
}

/** Messages in which the moments of a call are seen, where they are in the capture. */
export interface CallMoments {
  readonly invite: MessageIndex | undefined;
  readonly challenge: MessageIndex | undefined;
  readonly ringing: MessageIndex | undefined;
  readonly answer: MessageIndex | undefined;
  readonly ack: MessageIndex | undefined;
  readonly cancel: MessageIndex | undefined;
  readonly bye: MessageIndex | undefined;
  /** the response that gave the final status */
  readonly final: MessageIndex | undefined;
  /** first message that repeats another */
  readonly repeated: MessageIndex | undefined;
}

/** One side of an m-line within one exchange. */
export interface ExchangeSide extends MediaSide {
  /** how keys are agreed: suites of a=crypto, "DTLS-SRTP", or nothing */
  readonly keys: string;
  /** attributes of T.38 that matter, "14400 bit/s, t38UDPRedundancy"; '' for other media */
  readonly fax: string;
}

/** One offer of a call and what became of it (RFC 3264), as the caller's hop saw it. */
export interface MediaExchange {
  readonly by: 'caller' | 'callee';
  /** preview: answered by an unreliable provisional response alone */
  readonly outcome: 'open' | 'preview' | 'answered' | 'refused';
  /** the offer, its answer, the response that refused it */
  readonly offer: ExchangeMessage;
  readonly answer: ExchangeMessage | undefined;
  readonly refusal: ExchangeMessage | undefined;
  readonly lines: readonly {
    readonly index: number;
    readonly media: string;
    readonly protocol: string;
    /** formats both sides named; what was offered while nothing answers */
    readonly kept: readonly string[];
    readonly caller: ExchangeSide | undefined;
    readonly callee: ExchangeSide | undefined;
  }[];
}

export interface ExchangeMessage {
  readonly message: MessageIndex;
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  /** "INVITE", "200 OK" */
  readonly title: string;
}

export interface CallDetail {
  readonly row: CallRow;
  readonly cause: Cause | undefined;
  readonly dialogs: readonly Dialog[];
  readonly media: readonly MediaLine[];
  /** in order of time */
  readonly exchanges: readonly MediaExchange[];
  readonly streams: readonly StreamIndex[];
  /** milliseconds; semantics 5.6 */
  readonly times: {
    readonly trying: Milliseconds | undefined;
    readonly networkPdd: Milliseconds | undefined;
    readonly disconnect: Milliseconds | undefined;
    readonly firstMediaToCaller: Milliseconds | undefined;
    readonly firstMediaToCallee: Milliseconds | undefined;
  };
  readonly moments: CallMoments;
  readonly challenges: number;
  readonly forks: number;
  /** T.38 packets of the call */
  readonly faxPackets: number;
  /** MSRP requests and responses of the call */
  readonly chatUnits: number;
  readonly held: readonly { readonly from: Nanoseconds; readonly to: Nanoseconds | undefined; readonly by: 'caller' | 'callee' }[];
  readonly sessionExpires: number | undefined;
  readonly firstPacket: PacketIndex;
  readonly lastPacket: PacketIndex;
  /** what Wireshark and sngrep would call this state (semantics 5.5) */
  readonly wiresharkState: string;
  readonly revision: number;
}
