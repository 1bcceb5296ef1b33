/** Legs of one call: Call-IDs that a box in the middle made of each other, why they are held to be, and what differs between them. */
import type { CallIndex, Milliseconds, StreamIndex } from '../base/units.ts';
import type { CallRow } from './calls.ts';

/** semantics 6.1, the heaviest first; the last four name another dialog to take its place or act on it: transfers, no legs */
export const legEvidenceKinds = [
  'xCallId',
  'xCid',
  'xCallid',
  'xOrigCallId',
  'inReplyTo',
  'ownHeader',
  'chargingVector',
  'sessionId',
  'callId',
  'origin',
  'mediaEndpoint',
  'fingerprint',
  'iceUfrag',
  'crypto',
  'rtpNumbers',
  'rtpPayload',
  'users',
  'soon',
  'identity',
  'ringing',
  'outcome',
  'bye',
  'pinned',
  'replaces',
  'referTo',
  'join',
  'targetDialog',
] as const;
export type LegEvidenceKind = (typeof legEvidenceKinds)[number];

export interface LegReason {
  readonly kind: LegEvidenceKind;
  /** 0 where another reason says the same */
  readonly points: number;
}

/** `to` was made of `from`. */
export interface LegLink {
  readonly from: CallIndex;
  readonly to: CallIndex;
  /** linked from five on; 0 for a transfer */
  readonly score: number;
  readonly reasons: readonly LegReason[];
  /** from INVITE to INVITE */
  readonly gap: Milliseconds;
  readonly pinned: boolean;
}

/** One direction of media on one leg. */
export interface LegSound {
  readonly call: CallIndex;
  readonly stream: StreamIndex;
  readonly codec: string;
  readonly packets: number;
  /** percent, RFC 3550 profile: lost before this place */
  readonly loss: number;
}

/** The same direction on both legs of a link, the leg it comes from first. */
export interface LegMedia {
  readonly from: CallIndex;
  readonly to: CallIndex;
  readonly direction: 'toCaller' | 'toCallee';
  readonly first: LegSound;
  readonly second: LegSound;
  readonly transcoded: boolean;
  /** how packets of one were found in the other; undefined when none were */
  readonly by: 'numbers' | 'payload' | undefined;
  /** packets found on both legs, and what the box added to them (median) */
  readonly matched: number;
  readonly delay: Milliseconds | undefined;
  /** packets of the first leg that the second never carried while both lasted; known only by numbers */
  readonly missing: number | undefined;
}

export interface LegMember {
  readonly row: CallRow;
  /** links between it and the first leg */
  readonly depth: number;
}

export interface LegTransfer {
  readonly link: LegLink;
  /** the call outside the family */
  readonly other: CallRow;
}

export interface LegFamily {
  /** in order A, B, C: each before what was made of it; one when the call has no legs */
  readonly members: readonly LegMember[];
  readonly links: readonly LegLink[];
  readonly transfers: readonly LegTransfer[];
  /** links of this call that a person cut */
  readonly cuts: readonly { readonly link: LegLink; readonly other: CallRow }[];
  /** header whose value is the other Call-ID, as chosen; '' none */
  readonly header: string;
  readonly revision: number;
}
