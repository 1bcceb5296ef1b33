/** Registrations by binding (semantics 5.7): rows of their table. */
import type { CallIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import type { Endpoint, Sort } from './common.ts';
import type { CallLabel } from './labels.ts';

export const bindingColumns = [
  'start',
  'aor',
  'contact',
  'state',
  'expires',
  'refreshes',
  'challenges',
  'failures',
  'source',
  'destination',
  'userAgent',
  'labels',
] as const;

export type BindingColumn = (typeof bindingColumns)[number];

export interface BindingQuery {
  readonly text: string;
  readonly states: readonly BindingState[];
  /** only bindings with one of these labels; all when empty */
  readonly labels?: readonly CallLabel[];
  readonly sort: Sort<BindingColumn>;
}

export const bindingStates = ['REGISTERED', 'EXPIRED', 'DEREGISTERED', 'CHALLENGED', 'FAILED', 'NO_RESPONSE', 'QUERY'] as const;

export type BindingState = (typeof bindingStates)[number];

/** One binding: address of record and contact (semantics 5.7). */
export interface BindingRow {
  readonly binding: number;
  readonly aor: string;
  readonly contact: string;
  readonly state: BindingState;
  readonly start: Nanoseconds;
  readonly last: Nanoseconds;
  /** seconds granted by the last 200, and when that ends on the time line */
  readonly expires: number | undefined;
  readonly expiresAt: Nanoseconds | undefined;
  readonly refreshes: number;
  readonly challenges: number;
  readonly failures: number;
  readonly lastStatus: number | undefined;
  /** mean seconds between successful refreshes */
  readonly refreshInterval: number | undefined;
  readonly source: Endpoint | undefined;
  readonly destination: Endpoint | undefined;
  readonly userAgent: string | undefined;
  /** what happened to it: REG_DIGEST, REG_REFRESH, DEREG … of those Call-IDs together */
  readonly labels: readonly CallLabel[];
  /** every Call-ID that touched it, first hundred */
  readonly calls: readonly CallIndex[];
  /** time and outcome of each transaction, first five hundred: for the history strip */
  readonly history: readonly { readonly time: Nanoseconds; readonly status: number; readonly packet: PacketIndex }[];
}
