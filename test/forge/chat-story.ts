/** A call whose only media is MSRP: what both sides send on their connection, one after the other. */
import { endpoint } from './address.ts';
import { msrpRequest, msrpResponse, msrpSdp, type MsrpEnd, type MsrpRequest } from './msrp.ts';
import { alice, bob } from './plain-call.ts';
import { createCall } from './sip.ts';
import type { Story } from './story.ts';
import { createTcp, type Side } from './tcp.ts';

export const near: MsrpEnd = { at: endpoint('192.0.2.10:2855'), session: 'iau39soe2843z' };
export const far: MsrpEnd = { at: endpoint('192.0.2.20:2855'), session: '9di4eae923wzd' };

/** octets in segments of at most so many octets */
export type Sent = readonly [side: Side, octets: Uint8Array, segment?: number];
export const send = (request: MsrpRequest): Sent => ['client', msrpRequest(near, far, request)];
export const sendBack = (request: MsrpRequest): Sent => ['server', msrpRequest(far, near, request)];
export const ok = (transaction: string, status = 200, comment = 'OK'): Sent => ['server', msrpResponse(far, near, transaction, status, comment)];
export const okBack = (transaction: string): Sent => ['client', msrpResponse(near, far, transaction)];

export interface Course {
  /** more lines of the caller's m-line */
  readonly lines?: readonly string[];
  /** milliseconds between what is sent, and until the BYE */
  readonly pace?: number;
  readonly until?: number;
  /** segments that were not captured, counted from 0 */
  readonly lost?: readonly number[];
}

export function tellChat(story: Story, sent: readonly Sent[], { lines = [], pace = 20, until = 60_000, lost = [] }: Course = {}): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: msrpSdp(near, lines) });
  const answer = call.respond(invite, 200, { sdp: msrpSdp(far) });
  story.sip(0, invite);
  story.sip(50, answer);
  story.sip(60, call.acknowledge(answer));
  const tcp = createTcp(near.at, far.at);
  story.packets(100, tcp.open());
  let segment = 0;
  for (const [i, [side, octets, size]] of sent.entries())
    story.packets(
      200 + i * pace,
      tcp.send(side, octets, size).filter(() => !lost.includes(segment++)),
    );
  const bye = call.bye();
  story.sip(until, bye);
  story.sip(until + 10, call.respond(bye, 200));
}
