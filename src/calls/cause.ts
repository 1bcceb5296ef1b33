/**
 * Why a call ended, first available (semantics 5.6): Reason Q.850 in the BYE, CANCEL or final response, Reason SIP there
 * (RFC 3326), X-Asterisk-HangupCauseCode, else the status code of a failure.
 */
import type { MessageIndex } from '../base/units.ts';
import type { Chain } from './chain.ts';
import { Fact } from './fact-table.ts';
import type { MessageTable } from './message-table.ts';

/** 0 none; the words the contract's Cause.from uses */
export const causeSources = ['', 'Reason', 'X-Asterisk-HangupCauseCode', 'status'] as const;

export interface CallCause {
  /** -1 absent */
  q850: number;
  sip: number;
  /** text id, -1 absent */
  text: number;
  /** index into causeSources */
  from: number;
  message: MessageIndex;
}

export function createCause(): CallCause {
  return { q850: -1, sip: -1, text: -1, from: 0, message: -1 };
}

/** Fills `out` from the messages at these positions (-1: not there), in order of trust; `final` also for its status. */
export function findCause(chain: Chain, bye: number, cancel: number, final: number, out: CallCause): void {
  out.q850 = -1;
  out.sip = -1;
  out.text = -1;
  out.from = 0;
  out.message = -1;
  const table = chain.table!;
  if (takeReason(chain, table, bye, out) || takeReason(chain, table, cancel, out) || takeReason(chain, table, final, out)) return;
  if (takeHangupCause(chain, table, bye, out) || takeHangupCause(chain, table, final, out)) return;
  if (final < 0 || chain.status[final]! < 300) return;
  out.sip = chain.status[final]!;
  out.from = 3;
  out.message = chain.message[final]!;
}

function takeReason(chain: Chain, table: MessageTable, position: number, out: CallCause): boolean {
  if (position < 0) return false;
  const message = chain.message[position]!;
  if (table.factHead(message) < 0) return false;
  out.q850 = table.fact(message, Fact.reasonQ850);
  out.sip = table.fact(message, Fact.reasonSip);
  if (out.q850 < 0 && out.sip < 0) return false;
  out.text = table.fact(message, Fact.reasonText);
  out.from = 1;
  out.message = message;
  return true;
}

function takeHangupCause(chain: Chain, table: MessageTable, position: number, out: CallCause): boolean {
  if (position < 0) return false;
  const message = chain.message[position]!;
  const cause = table.fact(message, Fact.hangupCause);
  if (cause < 0) return false;
  out.q850 = cause;
  out.from = 2;
  out.message = message;
  return true;
}
