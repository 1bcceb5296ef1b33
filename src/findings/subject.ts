/**
 * What rules look at. A CallSubject is borrowed: its summary, chain, transactions and dialogs are those of the summarizer
 * and valid while the rules of one call run. Rules read positions of the chain and give messages as evidence.
 */
import type { AddressId, CallIndex, MessageIndex, Nanoseconds, PacketIndex, StreamIndex } from '../base/units.ts';
import type { CallSummary } from '../calls/call-summary.ts';
import type { CallTable } from '../calls/call-table.ts';
import type { Chain } from '../calls/chain.ts';
import type { DialogSummarizer, DialogSummary } from '../calls/dialog-summary.ts';
import type { MessageTable } from '../calls/message-table.ts';
import type { MsrpTable } from '../calls/msrp-table.ts';
import type { NetworkEvents } from '../calls/network-events.ts';
import type { Binding } from '../calls/registrations.ts';
import type { CallSummarizer } from '../calls/summary.ts';
import type { Transactions } from '../calls/transactions.ts';
import type { PacketFacts } from '../quality/packet-facts.ts';
import type { Rfc3550Result } from '../rtp/rfc3550-result.ts';
import type { CaptureLoss } from './capture-loss.ts';
import type { DeepFacts } from './deep-facts.ts';
import type { MediaView } from './media-view.ts';
import type { Attempts } from './attempts.ts';
import type { Seen } from './seen.ts';
import type { ThresholdValues } from './thresholds.ts';

/** What every subject offers. */
export interface CaptureContext {
  readonly messages: MessageTable;
  readonly thresholds: ThresholdValues;
  /** times of the first and the newest packet */
  readonly captureStart: Nanoseconds;
  readonly captureEnd: Nanoseconds;
  isPrivate(address: AddressId): boolean;
  /** text of an id of the shared interner */
  text(id: number): string;
  addressText(address: AddressId): string;
  methodName(method: number): string;
  readonly network: NetworkEvents;
  /** messages over MSRP */
  readonly msrp: MsrpTable;
}

/** One stream of a call, as the tables know it. */
export interface StreamFacts {
  readonly stream: StreamIndex;
  readonly direction: 'toCaller' | 'toCallee' | undefined;
  readonly media: 'audio' | 'video' | 'other';
  readonly codec: string;
  readonly payloadTypes: readonly { readonly payloadType: number; readonly name: string; readonly clockRate: number; readonly packets: number }[];
  readonly source: AddressId;
  readonly sourcePort: number;
  readonly destination: AddressId;
  readonly destinationPort: number;
  readonly ssrc: number;
  readonly first: Nanoseconds;
  readonly last: Nanoseconds;
  readonly firstPacket: PacketIndex;
  readonly lastPacket: PacketIndex;
  readonly packets: number;
  readonly rfc3550: Rfc3550Result;
  /** MOS-LQ with the adaptive buffer; undefined when not rated (yet) */
  readonly mos: number | undefined;
  /** why it was bound to the call, semantics 2.4 */
  readonly bindingReason: string;
  readonly encrypted: boolean;
  readonly markers: number;
  readonly comfortNoise: number;
  readonly payloadOctets: number;
  /** what its packets show; undefined until all streams were rated */
  readonly details: PacketFacts | undefined;
  readonly senderReports: number;
  readonly receiverReports: number;
}

/** What is known of any Call-ID. */
export interface MessagesSubject extends CaptureContext {
  readonly call: CallIndex;
  /** it has an INVITE request */
  readonly isCall: boolean;
  readonly summarizer: { readonly chain: Chain; readonly transactions: Transactions };
  readonly seen: Seen;
  /** milliseconds to which its times are known: 0 finely, Infinity not at all */
  readonly timeStep: number;
}

export interface CallSubject extends MessagesSubject {
  readonly summary: CallSummary;
  readonly summarizer: CallSummarizer;
  /** oldest first; empty in a capture without media */
  readonly streams: readonly StreamFacts[];
  /** the capture holds RTP of any call: without it, silence says nothing about this call */
  readonly captureHasMedia: boolean;
  /** offer and answer let RTP be expected, all through the call */
  readonly expected: { readonly toCaller: boolean; readonly toCallee: boolean };
  readonly media: MediaView;
  /** undefined until the call was opened */
  readonly deep: DeepFacts | undefined;
  /** RTCP came on the stream's own port */
  hasReportsOnMediaPort(stream: StreamFacts): boolean;
  /** some stream of the capture comes from or goes to this place, of whatever call */
  hasMediaAt(address: AddressId, port: number): boolean;
  /** main sound of this call and of each leg behind it that is linked with it, by direction; none while reading */
  legSound(): readonly LegSoundPair[];
  /** where a stream's packets were lost; undefined while streams are not rated, and without loss */
  lossVerdict(stream: StreamIndex): CaptureLoss | undefined;
}

/** One direction of a call over two linked Call-IDs: `first` is where its sound comes from. */
export interface LegSoundPair {
  readonly direction: 'toCaller' | 'toCallee';
  readonly first: StreamFacts;
  readonly second: StreamFacts;
  /** Call-ID of the leg behind */
  readonly callId: string;
}

/** A Call-ID without an INVITE: registration, subscription, OPTIONS … */
export interface DialogSubject extends MessagesSubject {
  readonly summary: DialogSummary;
  readonly summarizer: DialogSummarizer;
}

/** The capture as a whole. Call-IDs are numbered in order of their first message, which is that of time. */
export interface CaptureSubject extends CaptureContext {
  /** milliseconds to which the finest of its times are known, attempts and bindings among them: 0 finely, Infinity not at all */
  readonly timeStep: number;
  readonly calls: CallTable;
  /** of a Call-ID with an INVITE: a call state; of another: a dialog state */
  state(call: CallIndex): number;
  /** 0 none */
  finalStatus(call: CallIndex): number;
  /** by the address that sent the first request */
  attempts(): readonly Attempts[];
  /** bindings of every registration; like attempts made when first asked for */
  bindings(): readonly Binding[];
}

/** Evidence of positions of a chain. */
export function messagesAt(chain: { readonly message: Int32Array }, positions: readonly number[]): readonly { readonly message: MessageIndex }[] {
  return positions.filter((position) => position >= 0).map((position) => ({ message: chain.message[position]! }));
}
