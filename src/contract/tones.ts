/** Digits and tones of a call, by every way they travel, on one line (semantics 9); the same for one stream. */
import type { CallIndex, MessageIndex, Milliseconds, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { PacketPlace } from './common.ts';

/** RTP events (RFC 4733), INFO, KPML (RFC 4730), tones in the sound */
export const digitMethods = ['rfc4733', 'info', 'kpml', 'inband'] as const;
export type DigitMethod = (typeof digitMethods)[number];

export type ToneDirection = 'toCaller' | 'toCallee';

export interface Digit {
  /** "0" to "9", "*", "#", "A" to "D", "flash"; empty for an event that is no digit: see `event` */
  readonly digit: string;
  /** RFC 4733 code, also of digits that came otherwise; -1 when there is none */
  readonly event: number;
  readonly method: DigitMethod;
  readonly time: Nanoseconds;
  readonly duration: Milliseconds | undefined;
  /** of an RTP event: its timestamp, and its duration as sent, in units of the timestamp */
  readonly timestamp: number | undefined;
  readonly units: number | undefined;
  /** dBm0: as the sender told it, or as heard (the louder tone) */
  readonly level: number | undefined;
  readonly direction: ToneDirection | undefined;
  /** its first packet */
  readonly place: PacketPlace;
  /** packets of the event, or 1 */
  readonly packets: number;
  readonly stream: StreamIndex | undefined;
  readonly message: MessageIndex | undefined;
  /** an end packet was seen; undefined where there is no such thing */
  readonly ended: boolean | undefined;
  /** status that answered the INFO, when it was no success, 0 when nothing answered */
  readonly rejected: number | undefined;
  /** index into the digits of the call: the same digit by another way, within half a second */
  readonly doubleOf: number | undefined;
}

export const toneNames = [
  'dial',
  'ringback',
  'busy',
  'congestion',
  'cng',
  'ced',
  'cedReversals',
  'ansam',
  'ansamReversals',
  'v21',
  'callWaiting',
  'otherEvent',
] as const;
export type ToneName = (typeof toneNames)[number];

/** A tone that says something of the call, heard in the sound or sent as an event. */
export interface Tone {
  readonly tone: ToneName;
  readonly method: 'rfc4733' | 'inband';
  /** RFC 4733 code of an event, -1 of a tone that was heard */
  readonly event: number;
  /** Hz, empty for an event */
  readonly frequencies: readonly number[];
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly level: number | undefined;
  readonly direction: ToneDirection | undefined;
  readonly stream: StreamIndex;
  readonly place: PacketPlace;
}

/** Why a stream's sound was not listened to. */
export type Unheard = 'encrypted' | 'codec' | 'notAudio';

export interface CallDigits {
  readonly call: CallIndex;
  /** in order of time */
  readonly digits: readonly Digit[];
  readonly tones: readonly Tone[];
  /** the sound was listened to; false: only what was signalled is here */
  readonly listened: boolean;
  readonly unheard: readonly { readonly stream: StreamIndex; readonly why: Unheard }[];
  readonly revision: number;
}
