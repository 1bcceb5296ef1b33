/** UDP-FRAG: messages too long for one packet: IP cuts them in fragments, which firewalls and NAT like to drop. */
import { Flag } from '../../calls/message-fields.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt } from '../subject.ts';

/** octets of a datagram that fit an MTU of 1500 */
const WHOLE_MOST = 1472;

export const udpFrag: MessagesRule = {
  id: 'UDP-FRAG',
  scope: 'messages',
  severity: 'warning',
  family: 'network',
  reference: 'RFC 3261 section 18.1.1',
  check({ messages, summarizer: { chain }, thresholds, methodName }, report) {
    let first = -1;
    let count = 0;
    let longest = 0;
    let fragmented = 0;
    for (let i = 0; i < chain.length; i++) {
      if ((chain.flags[i]! & Flag.stream) !== 0) continue;
      const length = messages.textLength(chain.message[i]!);
      const isFragmented = (chain.flags[i]! & Flag.inArena) !== 0;
      // longer than a packet of Ethernet and yet whole: this link carries it
      if (!isFragmented && (length <= thresholds.datagram || length > WHOLE_MOST)) continue;
      if (first < 0) first = i;
      count++;
      if (isFragmented) fragmented++;
      if (length > longest) longest = length;
    }
    if (first < 0) return;
    const facts = { longest, count, fragmented, what: chain.status[first] === 0 ? methodName(chain.method[first]!) : String(chain.status[first]!) };
    report(
      found(this, {
        severity: fragmented > 0 ? 'warning' : 'note',
        evidence: messagesAt(chain, [first]),
        value: longest,
        threshold: thresholds.datagram,
        facts,
      }),
    );
  },
};
