/**
 * ICMP-UNREACH: the network says that a SIP message, or sound while the call was up, could not be delivered. Sound that comes
 * after the goodbye finds a closed port in any call.
 */
import type { UnreachableFlow } from '../../calls/network-events.ts';
import { Transport } from '../../calls/endpoint-table.ts';
import { Method } from '../../sip/method.ts';
import { found } from '../found.ts';
import type { MessagesRule } from '../rule.ts';
import { messagesAt, type CallSubject, type MessagesSubject } from '../subject.ts';

/** nanoseconds from a message to the ICMP error about it */
const SOON = 10e9;
/** nanoseconds before the goodbye in which a side may have stopped listening */
const HANGING_UP = 1e9;

export const icmpUnreach: MessagesRule = {
  id: 'ICMP-UNREACH',
  scope: 'messages',
  severity: 'error',
  family: 'network',
  reference: 'RFC 792, RFC 4443 section 3.1',
  check(subject, report) {
    if (!subject.network.hasUnreachable) return;
    const { chain } = subject.summarizer;
    const at = undelivered(subject);
    if (at >= 0) {
      const flow = subject.network.unreachable(chain.source[at]!, chain.destination[at]!)!;
      report(found(this, { evidence: [...messagesAt(chain, [at]), ...flow.packets.map((packet) => ({ packet }))], facts: factsOf(subject, flow, 0) }));
      return;
    }
    const media = subject.isCall ? unheard(subject as CallSubject) : undefined;
    if (media !== undefined)
      report(found(this, { evidence: media.flow.packets.map((packet) => ({ packet })), direction: media.direction, facts: factsOf(subject, media.flow, 1) }));
  },
};

function factsOf({ messages, addressText }: MessagesSubject, flow: UnreachableFlow, media: number): Readonly<Record<string, string | number>> {
  const { endpoints } = messages;
  return {
    what: flow.what,
    to: addressText(endpoints.address(flow.destination)),
    port: String(endpoints.port(flow.destination)),
    by: addressText(flow.by),
    count: flow.count,
    media,
  };
}

/** The first message that an ICMP error speaks of soon after; a response to a BYE finds a client gone that hung up. */
function undelivered({ network, summarizer: { chain } }: MessagesSubject): number {
  for (let i = 0; i < chain.length; i++) {
    if (chain.status[i] !== 0 && chain.cseqMethod[i] === Method.BYE) continue;
    const flow = network.unreachable(chain.source[i]!, chain.destination[i]!);
    if (flow === undefined) continue;
    for (const time of flow.times) if (time >= chain.time[i]! && time - chain.time[i]! <= SOON) return i;
  }
  return -1;
}

function unheard({ network, messages, streams, summary }: CallSubject): { flow: UnreachableFlow; direction: 'toCaller' | 'toCallee' | undefined } | undefined {
  const { answeredAt, endedAt } = summary;
  if (answeredAt === undefined) return undefined;
  for (const stream of streams) {
    const source = messages.endpoints.find(stream.source, stream.sourcePort, Transport.udp);
    const destination = messages.endpoints.find(stream.destination, stream.destinationPort, Transport.udp);
    const flow = source < 0 || destination < 0 ? undefined : network.unreachable(source, destination);
    if (flow?.times.some((time) => time > answeredAt && time < (summary.talkEstimated ? Infinity : (endedAt ?? Infinity)) - HANGING_UP) === true)
      return { flow, direction: stream.direction };
  }
  return undefined;
}
