/** PT-ASYM: one codec one way, another one back: allowed, and a trial for old gateways. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';
import { toward, voiceStreams, wholeStream } from '../talk.ts';

export const ptAsym: CallRule = {
  id: 'PT-ASYM',
  scope: 'call',
  severity: 'note',
  family: 'negotiation',
  reference: 'RFC 3264 section 5.1',
  check(subject, report) {
    const long = new Set(voiceStreams(subject));
    const there = toward(subject, 'toCallee').filter((stream) => long.has(stream));
    const back = toward(subject, 'toCaller').filter((stream) => long.has(stream));
    if (there.length === 0 || back.length === 0) return;
    const names = new Set(back.map(({ codec }) => codec.toLowerCase()));
    const [first] = there;
    if (there.some(({ codec }) => names.has(codec.toLowerCase()))) return;
    report(
      found(this, {
        evidence: [...wholeStream(first!), ...wholeStream(back[0]!)],
        facts: { toCallee: first!.codec, toCaller: back[0]!.codec },
      }),
    );
  },
};
