/** ECHO-RISK: an endpoint reports that little of its own echo is taken away. Looks into RTCP. */
import { found } from '../found.ts';
import type { CallRule } from '../rule.ts';

/** dB; more is needed where the way is long (ITU-T G.131) */
const LEAST = 35;
const LEAST_FAR = 45;
/** milliseconds */
const FAR = 100;

export const echoRisk: CallRule = {
  id: 'ECHO-RISK',
  scope: 'call',
  severity: 'note',
  family: 'quality',
  reference: 'RFC 3611 section 4.7.5',
  check({ deep, streams }, report) {
    for (const { stream, direction } of streams) {
      const told = deep?.streams.get(stream)?.reports;
      if (told?.echoReturnLoss === undefined) continue;
      const wanted = (told.roundTrip ?? 0) > FAR ? LEAST_FAR : LEAST;
      if (told.echoReturnLoss >= wanted) continue;
      report(
        found(this, {
          confidence: 'possible',
          direction,
          evidence: [{ stream, packet: told.packet }],
          value: told.echoReturnLoss,
          facts: { loss: told.echoReturnLoss, wanted },
        }),
      );
    }
  },
};
