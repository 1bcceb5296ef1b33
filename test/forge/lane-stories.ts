/**
 * Calls over boxes of more than one address, told hop by hop: a proxy with two sides, a chain of many, a far side whose clock is
 * wrong. A proxy here adds its Via (RFC 3261 section 16.6) and records its route with both sides (section 16.12, r2=on).
 */
import { endpoint, hostPort, type Endpoint } from './address.ts';
import { audio } from './sdp.ts';
import { createCall, message, type SipMessage } from './sip.ts';
import { createStory } from './story.ts';

export const inside: Endpoint = endpoint('198.51.100.5:5060');
export const outside: Endpoint = endpoint('203.0.113.5:5080');
const alice = { user: 'alice', at: endpoint('192.0.2.10:5060') };
const bob = { user: 'bob', at: endpoint('203.0.113.20:5060') };
/** bob's media come from another address than his signalling */
const bobsMedia = endpoint('203.0.113.21:6000');
const alicesMedia = endpoint('192.0.2.10:4000');

const again = (of: SipMessage, from: Endpoint, to: Endpoint, headers: SipMessage['headers']): SipMessage =>
  message(
    from,
    to,
    of.startLine,
    headers.filter(([name]) => !/^content-length$/i.test(name)),
    { body: of.body },
  );

/** A request one hop further: a Via on top, and what the proxy records. */
export function forward(request: SipMessage, from: Endpoint, to: Endpoint, routes: readonly string[] = []): SipMessage {
  const via = ['Via', `SIP/2.0/UDP ${hostPort(from)};branch=z9hG4bK-${from.address}-${request.headers[0]![1].slice(-12)}`] as const;
  return again(request, from, to, [via, ...routes.map((route) => ['Record-Route', route] as const), ...request.headers]);
}

/** A response one hop back: without the topmost Via. */
function back(response: SipMessage, from: Endpoint, to: Endpoint): SipMessage {
  return again(response, from, to, response.headers.slice(1));
}

/** @param early milliseconds by which the far side's clock is behind, so that it seems to act before it is asked */
export function tellTwoSides(early = 0): Uint8Array {
  const story = createStory();
  const call = createCall(alice, bob, { callId: 'two-sides@forge.example' });
  const invite = again(
    call.invite({ sdp: audio(alicesMedia) }),
    alice.at,
    inside,
    call.invite({ cseq: 1, branch: 'z9hG4bK-first', sdp: audio(alicesMedia) }).headers,
  );
  const routes = [`<sip:${hostPort(outside)};r2=on;lr>`, `<sip:${hostPort(inside)};r2=on;lr>`];
  const onward = forward(invite, outside, bob.at, routes);
  const ringing = call.respond(onward, 180);
  const answer = call.respond(onward, 200, { sdp: audio(bobsMedia) });
  const ack = call.acknowledge(answer);
  story.sip(0, invite);
  story.sip(5 - early, onward);
  story.sip(40 - early, ringing);
  story.sip(45, back(ringing, inside, alice.at));
  story.sip(900 - early, answer);
  story.sip(905, back(answer, inside, alice.at));
  story.sip(930, again(ack, alice.at, inside, ack.headers));
  story.sip(935 - early, forward(again(ack, alice.at, inside, ack.headers), outside, bob.at));
  story.rtp(950, bobsMedia, alicesMedia, { ssrc: 7, count: 100 });
  story.rtp(950, alicesMedia, bobsMedia, { ssrc: 8, count: 100 });
  return story.capture();
}

/** A call through so many proxies that no window shows them all. */
export function tellChain(hops: number): Uint8Array {
  const story = createStory();
  const call = createCall(alice, bob, { callId: 'chain@forge.example' });
  const nodes = [alice.at, ...Array.from({ length: hops - 1 }, (_, n) => endpoint(`198.51.${100 + Math.floor(n / 200)}.${(n % 200) + 1}:5060`)), bob.at];
  let request = call.invite({ sdp: audio(alicesMedia) });
  let at = 0;
  request = again(request, nodes[0]!, nodes[1]!, request.headers);
  story.sip(at, request);
  for (let hop = 1; hop < hops; hop++) story.sip((at += 2), (request = forward(request, nodes[hop]!, nodes[hop + 1]!)));
  for (const status of [180, 200]) {
    let response = call.respond(request, status, status === 200 ? { sdp: audio(bobsMedia) } : {});
    story.sip((at += 100), response);
    for (let hop = hops - 1; hop > 0; hop--) story.sip((at += 2), (response = back(response, nodes[hop]!, nodes[hop - 1]!)));
  }
  return story.capture();
}

export interface RelayOptions {
  /** sound back to alice goes through the relay too */
  readonly isBothWays: boolean;
  /** behind the relay another sound goes on */
  readonly isOther?: boolean;
  /** milliseconds in the relay */
  readonly delay?: number;
}

/** A proxy of one address that has media go through a relay of two, of which no message but SDP speaks. */
export function tellRelay({ isBothWays, isOther = false, delay = 1 }: RelayOptions): Uint8Array {
  const story = createStory();
  const call = createCall(alice, bob, { callId: 'relay@forge.example' });
  const [near, far] = [endpoint('198.51.100.9:30000'), endpoint('203.0.113.9:30002')];
  const anew = (of: SipMessage, media: Endpoint): SipMessage =>
    message(
      of.from,
      of.to,
      of.startLine,
      of.headers.filter(([name]) => !/^content-length$/i.test(name)),
      { body: audio(media) },
    );
  const first = call.invite({ sdp: audio(alicesMedia) });
  const invite = again(first, alice.at, inside, first.headers);
  const onward = anew(forward(invite, inside, bob.at), far);
  const answer = call.respond(onward, 200, { sdp: audio(bobsMedia) });
  const toInside = again(answer, bob.at, inside, answer.headers);
  story.sip(0, invite);
  story.sip(5, onward);
  story.sip(500, toInside);
  story.sip(505, anew(back(toInside, inside, alice.at), near));
  const sound = { ssrc: 7, count: 150 };
  story.rtp(600, alicesMedia, near, sound);
  story.rtp(
    600 + delay,
    far,
    bobsMedia,
    isOther ? { ssrc: 9, count: 150, firstSequence: 9000, payload: (n: number) => new Uint8Array(160).fill((n * 31) & 0xff) } : sound,
  );
  if (!isBothWays) return story.capture();
  const other = { ssrc: 8, count: 150, firstSequence: 700, firstTimestamp: 90_000, payload: (n: number) => new Uint8Array(160).fill((n * 13 + 5) & 0xff) };
  story.rtp(603, bobsMedia, far, other);
  story.rtp(
    603 + delay,
    near,
    alicesMedia,
    isOther ? { ...other, ssrc: 10, firstSequence: 40_000, payload: (n: number) => new Uint8Array(160).fill(n & 0xff) } : other,
  );
  return story.capture();
}
