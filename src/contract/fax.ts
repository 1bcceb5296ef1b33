/** Faxes over T.38: what the two machines said, in order, and what came of it (semantics 10.1). */
import type { CallIndex, Nanoseconds } from '../base/units.ts';
import type { Endpoint, PacketPlace } from './common.ts';
import type { ToneDirection } from './tones.ts';

export const faxOutcomes = ['complete', 'confirmed', 'unconfirmed', 'pageRejected', 'trainingFailed', 'disconnected', 'noNegotiation', 'incomplete'] as const;
export type FaxOutcome = (typeof faxOutcomes)[number];

/** T.30: call establishment, negotiation, page, confirmation, release */
export type FaxPhase = 'A' | 'B' | 'C' | 'D' | 'E';

export interface FaxStep {
  readonly phase: FaxPhase;
  readonly kind: 'signal' | 'frame' | 'training' | 'page';
  /** "CED", "DIS", "TCF", "page" */
  readonly name: string;
  /** index into FaxSession.flows of who sent it */
  readonly flow: number;
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly place: PacketPlace;
  /** of image or training data */
  readonly octets: number;
  /** HDLC frames of a page sent with error correction */
  readonly frames: number;
  readonly isBad: boolean;
  /** "v17-14400" */
  readonly carrier: string;
  /** digits of CSI and TSI */
  readonly identification: string;
  readonly command: FaxCommand | undefined;
}

export interface FaxCommand {
  /** bit/s */
  readonly speed: number | undefined;
  readonly modulation: string | undefined;
  readonly isFine: boolean;
  readonly ecm: boolean;
}

export interface FaxFlow {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly direction: ToneDirection | undefined;
  readonly packets: number;
  readonly repeats: number;
  readonly malformed: number;
  /** packets that never came, brought back by redundancy or parity, and not */
  readonly recovered: number;
  readonly lost: number;
  /** earlier packets that each packet carries at most (or parities), and how far back one was needed */
  readonly depthOffered: number;
  readonly depthUsed: number;
  readonly isFec: boolean;
}

export interface FaxSession {
  readonly call: CallIndex;
  readonly start: Nanoseconds;
  readonly end: Nanoseconds;
  readonly first: PacketPlace;
  readonly flows: readonly FaxFlow[];
  readonly steps: readonly FaxStep[];
  readonly outcome: FaxOutcome;
  readonly pages: number;
  readonly badPages: number;
  readonly command: FaxCommand | undefined;
  readonly called: string;
  readonly calling: string;
  /** flow that carries the pages, -1 unknown */
  readonly sender: number;
}
