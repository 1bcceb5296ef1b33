/** DTLS-FAIL: the handshake for the keys of the media never ends, is refused, or shows a certificate that SDP did not promise. Looks into packets. */
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
    if (handshake === undefined) return;
    const { hellos, span, isDone, alert, stranger } = handshake;
    const facts = { hellos: hellos.length, seconds: span / 1000 };
    if (stranger !== undefined) report(found(this, { evidence: [{ packet: stranger }], facts: { ...facts, kind: 'fingerprint' } }));
    else if (isDone) return;
    else if (alert !== undefined) report(found(this, { evidence: [{ packet: alert.packet }], facts: { ...facts, kind: 'alert', alert: alert.description } }));
    else if (hellos.length >= 2 && span >= TRIED)
      report(found(this, { confidence: 'likely', evidence: hellos.map((packet) => ({ packet })), value: hellos.length, facts: { ...facts, kind: 'open' } }));
  },
};
