/** DSCP-SIG: media is marked for voice, its signalling is not marked as such. Looks into packets. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

/** CS3, AF31, CS5 (RFC 4594 section 4.2) */
const SIGNALLING: ReadonlySet<number> = new Set([24, 26, 40]);
const EXPEDITED = 46;

export const dscpSig: CallRule = {
  id: 'DSCP-SIG',
  scope: 'call',
  severity: 'note',
  family: 'network',
  reference: 'RFC 4594 section 4.2',
  check({ deep }, report) {
    if (deep === undefined) return;
    const isVoiceMarked = [...deep.streams.values()].some(({ marks }) => marks.some(({ dscp }) => dscp === EXPEDITED));
    const wrong = deep.signallingMarks.filter(({ dscp }) => !SIGNALLING.has(dscp));
    if (!isVoiceMarked || wrong.length === 0) return;
    report(found(this, { evidence: wrong.map(({ packet }) => ({ packet })), value: wrong[0]!.dscp, facts: { dscp: wrong[0]!.dscp } }));
  },
};
