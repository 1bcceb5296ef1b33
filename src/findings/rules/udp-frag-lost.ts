/** UDP-FRAG-LOST: the beginning of a SIP message came in a fragment, the rest never did: nobody got the message. */
import type { MessageTable } from '../../calls/message-table.ts';
import type { LostFragments } from '../../calls/network-events.ts';
import { found } from '../found.ts';
import type { CaptureRule } from '../rule.ts';

export const udpFragLost: CaptureRule = {
  id: 'UDP-FRAG-LOST',
  scope: 'capture',
  severity: 'error',
  family: 'network',
  reference: 'RFC 3261 section 18.1.1',
  check({ network, calls, messages, addressText }, report) {
    for (const lost of network.lostFragments) {
      const { packets, source, destination, callId } = lost;
      const call = callId === undefined ? -1 : calls.find(callId, 0, callId.length);
      if (call >= 0 && cameWhole(messages, calls.tail.values[call]!, lost)) continue;
      report({
        ...found(this, { evidence: packets.map((packet) => ({ packet })), facts: { from: addressText(source), to: addressText(destination) } }),
        calls: call < 0 ? [] : [call],
        address: source,
      });
    }
  },
};

/** Tunnels show a datagram several times, in fragments that belong together or not; and a lost copy may be followed by another. */
function cameWhole(messages: MessageTable, newest: number, { branch, cseqNumber, status }: LostFragments): boolean {
  for (let message = newest; message >= 0; message = messages.previous(message))
    if (messages.branch(message) === branch && messages.cseqNumber(message) === cseqNumber && messages.status(message) === status) return true;
  return false;
}
