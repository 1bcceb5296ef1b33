/** Messages and files that a call carried over MSRP (RFC 4975), one row for each, however many chunks and hops it took. */
import type { CallIndex, Milliseconds, Nanoseconds, PacketIndex } from '../base/units.ts';
import type { Endpoint, PacketPlace } from './common.ts';

/**
 * delivered: a report says so; accepted: the next hop said 200; sent: no response was wanted; failed: a status above 299; unanswered: no
 * response in 30 seconds; open: none yet when the capture ended; abandoned: given up by its sender; incomplete: its end was not seen
 */
export const chatStates = ['delivered', 'accepted', 'sent', 'failed', 'unanswered', 'open', 'abandoned', 'incomplete'] as const;
export type ChatState = (typeof chatStates)[number];

export interface ChatMessage {
  readonly time: Nanoseconds;
  /** of its last chunk */
  readonly end: Nanoseconds;
  /** "SEND", "AUTH", "NICKNAME" */
  readonly method: string;
  readonly messageId: string;
  readonly direction: 'toCaller' | 'toCallee' | undefined;
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** without parameters; "" for none */
  readonly contentType: string;
  /** what a message/cpim (RFC 3862) says inside; its content type is `contentType` then */
  readonly wrapped: { readonly from: string; readonly to: string; readonly dateTime: string } | undefined;
  /** octets as its Byte-Range says, and as were seen */
  readonly size: number;
  readonly seen: number;
  readonly chunks: number;
  readonly hops: number;
  /** of a text type, as it is here; `textCut` when there is more */
  readonly text: string | undefined;
  readonly textCut: boolean;
  /** name of the file that the session was announced for (RFC 5547), "" for none */
  readonly file: string;
  readonly state: ChatState;
  /** of what failed; 0 otherwise */
  readonly status: number;
  readonly reason: string;
  /** until the response */
  readonly responseTime: Milliseconds | undefined;
  readonly place: PacketPlace;
  /** of the response or report that `state` rests on */
  readonly proof: PacketPlace | undefined;
  readonly packet: PacketIndex;
}

export interface Chat {
  readonly call: CallIndex;
  /** in order of time */
  readonly messages: readonly ChatMessage[];
  /** messages beyond those listed */
  readonly omitted: number;
  readonly revision: number;
}
