/** Dialogs and transactions that are no calls: rows of their table. */
import type { CallIndex, Milliseconds, Nanoseconds } from '../base/units.ts';
import type { Endpoint, Sort, SourceLimits } from './common.ts';
import type { CallLabel } from './labels.ts';

export const dialogStates = ['OK', 'CHALLENGED', 'FAILED', 'NO_RESPONSE', 'PARTIAL'] as const;

export type DialogState = (typeof dialogStates)[number];

export const dialogColumns = [
  'index',
  'start',
  'method',
  'from',
  'to',
  'state',
  'status',
  'duration',
  'messages',
  'retransmissions',
  'source',
  'destination',
  'userAgent',
  'labels',
  'callId',
] as const;

export type DialogColumn = (typeof dialogColumns)[number];

export interface DialogQuery {
  readonly text: string;
  readonly states: readonly DialogState[];
  readonly methods: readonly string[];
  readonly labels?: readonly CallLabel[];
  readonly sort: Sort<DialogColumn>;
}

/** A Call-ID without an INVITE request: REGISTER, OPTIONS, SUBSCRIBE, MESSAGE, or a call whose start is missing. */
export interface DialogRow {
  readonly call: CallIndex;
  readonly number: number;
  readonly callId: string;
  readonly method: string;
  readonly limits?: SourceLimits | undefined;
  readonly start: Nanoseconds;
  readonly end: Nanoseconds;
  readonly from: string;
  readonly fromUri: string;
  readonly to: string;
  readonly toUri: string;
  readonly state: DialogState;
  readonly finalStatus: number | undefined;
  readonly finalReason: string | undefined;
  readonly messages: number;
  readonly retransmissions: number;
  readonly source: Endpoint | undefined;
  readonly destination: Endpoint | undefined;
  readonly userAgents: readonly string[];
  readonly labels: readonly CallLabel[];
  /** round trip of the last transaction that was answered */
  readonly responseTime: Milliseconds | undefined;
}
