/** What is wrong, with its proof (semantics 8), and what most needs attention. Sentences are the page's. */
import type { CallIndex, MessageIndex, Nanoseconds, StreamIndex } from '../base/units.ts';
import type { PacketPlace } from './common.ts';

export const findingSeverities = ['note', 'warning', 'error'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

export const findingFamilies = ['signalling', 'registration', 'negotiation', 'presence', 'quality', 'digits', 'security', 'network'] as const;
export type FindingFamily = (typeof findingFamilies)[number];

export interface FindingEvidence {
  readonly place: PacketPlace;
  readonly time: Nanoseconds;
  readonly message: MessageIndex | undefined;
  readonly stream: StreamIndex | undefined;
  /** "INVITE", "200 OK", "RTP" */
  readonly title: string;
}

export interface FindingRow {
  /** "ACK-MISSING" */
  readonly rule: string;
  readonly family: FindingFamily;
  readonly severity: FindingSeverity;
  readonly confidence: 'sure' | 'likely' | 'possible';
  readonly reference: string;
  /** the call, or the Call-ID of another dialog; undefined for the capture as a whole */
  readonly call: CallIndex | undefined;
  readonly callId: string | undefined;
  /** as in the lists: user part or host */
  readonly from: string;
  readonly to: string;
  /** false for a Call-ID without INVITE */
  readonly isCall: boolean;
  readonly direction: 'toCaller' | 'toCallee' | undefined;
  readonly evidence: readonly FindingEvidence[];
  readonly value: number | undefined;
  readonly threshold: number | undefined;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly parent: string | undefined;
}

export const findingGroupings = ['rule', 'endpoint', 'userAgent'] as const;
export type FindingGrouping = (typeof findingGroupings)[number];

/** Findings of the whole capture under one key: a rule, an address that sent the first message, or a user agent. */
export interface FindingGroup {
  readonly by: FindingGrouping;
  /** the rule's id, the address, the user agent as it came */
  readonly key: string;
  /** of a rule; undefined for the other groupings */
  readonly family: FindingFamily | undefined;
  /** the worst that fired */
  readonly severity: FindingSeverity;
  readonly reference: string;
  /** Call-IDs on which something fired, and findings that belong to none; among them Call-IDs with an INVITE, and those findings */
  readonly subjects: number;
  readonly calls: number;
  readonly alone: number;
  /** rules that fired, with the number of Call-IDs of each, most first; one for a rule itself */
  readonly rules: readonly { readonly rule: string; readonly subjects: number }[];
}

/** What a person chose about rules, kept by the page. */
export interface FindingChoice {
  /** thresholds by name; those not named are the defaults */
  readonly thresholds: Readonly<Record<string, number>>;
  readonly muted: readonly string[];
}

export interface FindingThreshold {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly initial: number;
  readonly least: number;
  readonly most: number;
}
