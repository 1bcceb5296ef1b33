/** REG-EXPIRE: a registration had run out before it was made anew: meanwhile nobody could call. */
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';

export const regExpire: CaptureRule = {
  id: 'REG-EXPIRE',
  scope: 'capture',
  severity: 'warning',
  family: 'registration',
  reference: 'RFC 3261 section 10.2.4',
  check({ bindings, text, messages }, report) {
    for (const { aor, lapses, calls, source } of bindings()) {
      if (lapses.length === 0) continue;
      const late = Math.max(...lapses.map((lapse) => lapse.late));
      report({
        ...found(this, { evidence: lapses.map(({ packet }) => ({ packet })), value: late, facts: { aor: text(aor), late, times: lapses.length } }),
        calls,
        address: messages.endpoints.address(source),
      });
    }
  },
};
