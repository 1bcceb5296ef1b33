/** MSRP-FAIL: messages or files of the call's MSRP sessions were refused, or never answered though an answer was due. */
import { msrpMessages, type MsrpMessage } from '../../calls/msrp-messages.ts';
import type { MsrpUnit } from '../../calls/msrp-table.ts';
import type { Evidence } from '../finding.ts';
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

/** a challenge is how a relay answers a client it does not know yet (RFC 4976 section 5.1) */
const CHALLENGE = 401;

export const msrpFail: CallRule = {
  id: 'MSRP-FAIL',
  scope: 'call',
  severity: 'warning',
  family: 'signalling',
  reference: 'RFC 4975 section 7.1',
  check({ call, msrp, captureEnd }, report) {
    const rows = msrp.ofCall(call);
    if (rows.length === 0) return;
    const messages = msrpMessages(msrp.units, rows, captureEnd);
    const wrong = messages.filter((message) => hasFailed(message));
    const first = wrong.find(({ state }) => state === 'failed') ?? wrong[0];
    if (first === undefined) return;
    const facts = { count: wrong.length, sent: messages.length, status: first.status, unanswered: wrong.filter(({ state }) => state === 'unanswered').length };
    const evidence = [first, ...wrong.filter((message) => message !== first)].flatMap((message) => packetsOf(message, msrp.units));
    report(found(this, { evidence, value: wrong.length, facts }));
  },
};

function hasFailed({ state, status, method }: MsrpMessage): boolean {
  return state === 'unanswered' || (state === 'failed' && !(method === 'AUTH' && status === CHALLENGE));
}

function packetsOf(message: MsrpMessage, units: readonly MsrpUnit[]): Evidence[] {
  const proof = message.report >= 0 ? message.report : message.status > 0 ? message.response : -1;
  return [message.chunks[0]!, proof].filter((row) => row >= 0).map((row) => ({ packet: units[row]!.packet }));
}
