/** DTLS-FAIL: a handshake for the keys of the media is tried again and again and never ends. Looks into packets. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

/** milliseconds from the first to the last try */
const TRIED = 3000;

export const dtlsFail: CallRule = {
  id: 'DTLS-FAIL',
  scope: 'call',
  severity: 'error',
  family: 'negotiation',
  reference: 'RFC 5764 section 4',
  check({ deep }, report) {
    const handshake = deep?.handshake;
    if (handshake === undefined || handshake.isDone || handshake.hellos.length < 2 || handshake.span < TRIED) return;
    report(
      found(this, {
        confidence: 'likely',
        evidence: handshake.hellos.map((packet) => ({ packet })),
        value: handshake.hellos.length,
        facts: { hellos: handshake.hellos.length, seconds: handshake.span / 1000 },
      }),
    );
  },
};
