/**
 * A call through boxes that answer for themselves (RFC 7092): every leg has its own Call-ID, INVITEs go on 20 ms later, responses and
 * the BYE come back through all of them. What the legs share is told by whoever asks: nothing but time and path otherwise.
 */
import { endpoint, type Endpoint } from './address.ts';
import { sdp } from './sdp.ts';
import { createCall, type HeaderChange, type Party, type SipCall } from './sip.ts';
import type { Story } from './story.ts';

export interface Leg {
  readonly from: Party;
  readonly to: Party;
  readonly callId: string;
  readonly headers?: readonly HeaderChange[];
  /** media the caller's side of the leg announces, and the o= it announces it with */
  readonly media?: Endpoint;
  readonly origin?: string;
  readonly lines?: readonly string[];
  readonly callee?: Endpoint;
  /** PCMU alone when absent */
  readonly codec?: `${number} ${string}`;
}

export interface BridgedOptions {
  /** milliseconds from leg to leg, of requests and of responses */
  readonly pause?: number;
  /** final response; 200 when absent */
  readonly status?: number;
  readonly ringing?: number;
  readonly answered?: number;
  readonly ended?: number;
}

/** A phone or a box, "192.0.2.10". */
export function party(user: string, address: string): Party {
  return { user, at: endpoint(`${address}:5060`), domain: 'forge.example' };
}

/** Tells the call and returns its legs. */
export function tellBridged(story: Story, at: number, legs: readonly Leg[], options: BridgedOptions = {}): SipCall[] {
  const { pause = 20, status = 200, ringing = 200, answered = 1000, ended = 6000 } = options;
  const last = legs.length - 1;
  const calls = legs.map((leg) => createCall(leg.from, leg.to, { callId: leg.callId, fromTag: `f-${leg.callId}`, toTag: `t-${leg.callId}` }));
  const invites = calls.map((call, i) =>
    call.invite({
      sdp: describe(legs[i]!, legs[i]!.media ?? { address: legs[i]!.from.at.address, port: 20_000 + 2 * i + (at % 1000) * 4 }),
      ...headers(legs[i]!),
    }),
  );
  for (const [i, invite] of invites.entries()) {
    const call = calls[i]!;
    const back = (last - i) * pause;
    story.sip(at + i * pause, invite);
    story.sip(at + i * pause + 3, call.respond(invite, 100));
    story.sip(at + ringing + back, call.respond(invite, 180));
    const ok = call.respond(
      invite,
      status,
      status < 300
        ? { sdp: describe({ ...legs[i]!, lines: [] }, legs[i]!.callee ?? { address: legs[i]!.to.at.address, port: 30_000 + 2 * i + (at % 1000) * 4 }) }
        : {},
    );
    story.sip(at + answered + back, ok);
    story.sip(at + answered + back + 5, call.acknowledge(ok));
    if (status >= 300) continue;
    const bye = call.bye('caller');
    story.sip(at + ended + i * pause, bye);
    story.sip(at + ended + i * pause + 4, call.respond(bye, 200));
  }
  return calls;
}

function headers(leg: Leg): { readonly headers?: readonly HeaderChange[] } {
  return leg.headers === undefined ? {} : { headers: leg.headers };
}

function describe(leg: Leg, at: Endpoint): Uint8Array {
  const octets = sdp({ address: at.address, media: [{ port: at.port, codecs: [leg.codec ?? '0 PCMU/8000'], lines: leg.lines ?? [] }] });
  return new TextEncoder().encode(new TextDecoder().decode(octets).replace(/^o=\S+ \S+/m, `o=${leg.origin ?? `${leg.callId.replace('@', '-at-')} 10001`}`));
}
