/**
 * What a rule says of a call, a registration or the capture (semantics 8): which rule, how bad, how sure, and the packets
 * that prove it. Sentences are made of `facts` by the page, in the language in use.
 */
import type { AddressId, CallIndex, MessageIndex, PacketIndex, StreamIndex } from '../base/units.ts';

/** From the least to the worst. */
export const severities = ['note', 'warning', 'error'] as const;
export type Severity = (typeof severities)[number];
export type Confidence = 'sure' | 'likely' | 'possible';

/** One proof: a message, a packet, or a stream as a whole. */
export interface Evidence {
  readonly message?: MessageIndex;
  readonly packet?: PacketIndex;
  readonly stream?: StreamIndex;
}

/** Pieces of evidence kept of one finding, the first and the last among them (semantics 8). */
export const EVIDENCE_KEPT = 20;

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  /** who should have heard it */
  readonly direction?: 'toCaller' | 'toCallee' | undefined;
  /** measured and asked for, in the unit of the rule's threshold */
  readonly value?: number | undefined;
  readonly threshold?: number | undefined;
  /** what the sentence is made of; texts may come from the capture */
  readonly facts: Readonly<Record<string, string | number>>;
  /** the rule whose finding is the cause of this one: this one is folded under it */
  readonly parent?: string | undefined;
}

/** A finding about the capture as a whole, one source, or several Call-IDs at once. */
export interface CaptureFinding extends Finding {
  /** Call-IDs it also shows on; none when it belongs to no one */
  readonly calls: readonly CallIndex[];
  /** whom it is about */
  readonly address: AddressId | undefined;
}

/** The first and the last of a long list, with some between: at most EVIDENCE_KEPT. */
export function keepEvidence(all: readonly Evidence[]): readonly Evidence[] {
  if (all.length <= EVIDENCE_KEPT) return all;
  return [...all.slice(0, EVIDENCE_KEPT - 1), all.at(-1)!];
}
