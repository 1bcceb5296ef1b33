/** UDP-FRAG-LOST: the beginning of a SIP message came in a fragment, the rest never did: nobody got the message. */
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';

export const udpFragLost: CaptureRule = {
  id: 'UDP-FRAG-LOST',
  scope: 'capture',
  severity: 'error',
  family: 'network',
  reference: 'RFC 3261 section 18.1.1',
  check({ network, calls, addressText }, report) {
    for (const { packets, source, destination, callId } of network.lostFragments) {
      const call = callId === undefined ? -1 : calls.find(callId, 0, callId.length);
      report({
        ...found(this, { evidence: packets.map((packet) => ({ packet })), facts: { from: addressText(source), to: addressText(destination) } }),
        calls: call < 0 ? [] : [call],
        address: source,
      });
    }
  },
};
