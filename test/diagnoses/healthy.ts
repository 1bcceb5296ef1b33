/** Calls and registrations with nothing wrong: no rule of warning or error severity may fire on any of them. */
import { endpoint } from '../forge/address.ts';
import { alice, bob, tellPlainCall } from '../forge/plain-call.ts';
import { audio } from '../forge/sdp.ts';
import { createCall, createRegistration, type Party, type SipCall, type SipMessage } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import { createTcp } from '../forge/tcp.ts';

export interface HealthyStory {
  readonly name: string;
  readonly tell: (story: Story) => void;
}

export const aliceMedia = endpoint('192.0.2.10:4000');
export const bobMedia = endpoint('192.0.2.20:6000');
export const challenge = ['WWW-Authenticate', 'Digest realm="example.com", nonce="n1", algorithm=SHA-256, qop="auth"'] as const;
export const credentials = [
  'Authorization',
  'Digest username="alice", realm="example.com", nonce="n1", uri="sip:example.com", response="0", algorithm=SHA-256, qop=auth, cnonce="c", nc=00000001',
] as const;

/** INVITE, 200, ACK without media, at 0, 100 and 110 ms: what dialogs in these stories begin with. */
export function tellAnswer(story: Story, call: SipCall, at = 0): SipMessage {
  const invite = call.invite({ sdp: audio(aliceMedia) });
  const ok = call.respond(invite, 200, { sdp: audio(bobMedia, { codecs: ['0 PCMU/8000'] }) });
  story.sip(at, invite);
  story.sip(at + 100, ok);
  story.sip(at + 110, call.acknowledge(ok));
  return ok;
}

/** BYE and its 200. */
export function tellBye(story: Story, call: SipCall, at: number, by: 'caller' | 'callee' = 'caller'): void {
  const bye = call.bye(by);
  story.sip(at, bye);
  story.sip(at + 5, call.respond(bye, 200));
}

/** Keeps the capture going until `at`, with an OPTIONS that is answered. */
export function tellLater(story: Story, at: number): void {
  const other = createCall(
    { user: 'x', at: endpoint('192.0.2.77:5060') },
    { user: 'y', at: endpoint('192.0.2.78:5060') },
    { callId: `later-${at}@forge.example` },
  );
  const options = other.request('OPTIONS');
  story.sip(at, options);
  story.sip(at + 5, other.respond(options, 200));
}

function tellRegistration(story: Story): void {
  const registration = createRegistration({ ...alice, domain: 'example.com' }, endpoint('192.0.2.1:5060'));
  const contact = ['Contact', '<sip:alice@192.0.2.10:5060>;expires=600'] as const;
  for (const at of [0, 300_000, 600_000]) {
    const first = registration.request('REGISTER', { headers: [['Expires', '600']] });
    story.sip(at, first);
    story.sip(at + 10, registration.respond(first, 401, { headers: [challenge] }));
    const second = registration.request('REGISTER', { headers: [credentials, ['Expires', '600']] });
    story.sip(at + 20, second);
    story.sip(at + 25, registration.respond(second, 200, { headers: [contact] }));
  }
}

function tellHold(story: Story): void {
  const call = createCall(alice, bob);
  tellAnswer(story, call);
  story.rtp(120, aliceMedia, bobMedia, { count: 100, ssrc: 1, firstSequence: 0, firstTimestamp: 0 });
  story.rtp(120, bobMedia, aliceMedia, { count: 100, ssrc: 2, firstSequence: 0, firstTimestamp: 0 });
  for (const [at, near, far] of [
    [2200, 'sendonly', 'recvonly'],
    [5000, 'sendrecv', 'sendrecv'],
  ] as const) {
    const invite = call.invite({ sdp: audio(aliceMedia, { direction: near, codecs: ['0 PCMU/8000'], version: at }) });
    const ok = call.respond(invite, 200, { sdp: audio(bobMedia, { direction: far, codecs: ['0 PCMU/8000'], version: at }) });
    story.dialogue(at, 10, [invite, ok, call.acknowledge(ok)]);
  }
  story.rtp(5100, aliceMedia, bobMedia, { count: 100, ssrc: 1, firstSequence: 100, firstTimestamp: 40_000 });
  story.rtp(5100, bobMedia, aliceMedia, { count: 100, ssrc: 2, firstSequence: 100, firstTimestamp: 40_000 });
  tellBye(story, call, 7200);
}

function tellOverTcp(story: Story): void {
  const [caller, callee]: [Party, Party] = [
    { ...alice, transport: 'TCP', at: endpoint('192.0.2.10:49152') },
    { ...bob, transport: 'TCP' },
  ];
  const over = createTcp(caller.at, callee.at);
  story.packets(0, over.open());
  tellPlainCall(story, 10, { caller, callee, callerMedia: aliceMedia, how: { over } });
  story.packets(6100, over.close('client'));
}

function tellIpv6(story: Story): void {
  const caller: Party = { user: 'alice', at: endpoint('[2001:db8::1]:5060') };
  const callee: Party = { user: 'bob', at: endpoint('[2001:db8::2]:5060') };
  tellPlainCall(story, 0, { caller, callee });
}

function tellFork(story: Story): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: audio(aliceMedia) });
  const ok = call.respond(invite, 200, { toTag: 'two', sdp: audio(bobMedia, { codecs: ['0 PCMU/8000'] }) });
  story.sip(0, invite);
  story.sip(5, call.respond(invite, 100));
  story.sip(100, call.respond(invite, 180, { toTag: 'one' }));
  story.sip(150, call.respond(invite, 180, { toTag: 'two' }));
  story.sip(900, ok);
  story.sip(910, call.acknowledge(ok));
  story.rtp(920, aliceMedia, bobMedia, { count: 100, ssrc: 1 });
  story.rtp(920, bobMedia, aliceMedia, { count: 100, ssrc: 2 });
  const bye = call.bye('caller', { headers: [['To', `<sip:bob@192.0.2.20>;tag=two`]] });
  story.sip(3000, bye);
  story.sip(3005, call.respond(bye, 200));
}

function tellCancelled(story: Story): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: audio(aliceMedia) });
  const cancel = call.cancel(invite);
  const end = call.respond(invite, 487);
  story.sip(0, invite);
  story.sip(5, call.respond(invite, 100));
  story.sip(100, call.respond(invite, 180));
  // an unreliable 180 may be repeated (RFC 3261 section 13.3.1.1)
  story.sip(3100, call.respond(invite, 180));
  story.sip(6100, call.respond(invite, 180));
  story.sip(8000, cancel);
  story.sip(8005, call.respond(cancel, 200));
  story.sip(8010, end);
  story.sip(8015, call.acknowledge(end));
  tellLater(story, 60_000);
}

function tellBusy(story: Story): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: audio(aliceMedia) });
  const busy = call.respond(invite, 486);
  story.dialogue(0, 20, [invite, call.respond(invite, 100), busy, call.acknowledge(busy)]);
}

function tellMirrored(story: Story): void {
  tellPlainCall(story, 0, { how: { mirroredAfter: 0.2 }, ended: 3000, calleeMedia: bobMedia });
}

function tellAuthenticatedCall(story: Story): void {
  const call = createCall(alice, bob);
  const first = call.invite({ sdp: audio(aliceMedia) });
  const refused = call.respond(first, 401, { headers: [challenge] });
  story.dialogue(0, 10, [first, call.respond(first, 100), refused, call.acknowledge(refused)]);
  const invite = call.invite({ sdp: audio(aliceMedia), headers: [['To', '<sip:bob@192.0.2.20>'], credentials] });
  const ok = call.respond(invite, 200, { sdp: audio(bobMedia, { codecs: ['0 PCMU/8000'] }) });
  story.dialogue(50, 10, [invite, call.respond(invite, 180), ok, call.acknowledge(ok)]);
  story.rtp(100, aliceMedia, bobMedia, { count: 150, ssrc: 1 });
  story.rtp(100, bobMedia, aliceMedia, { count: 150, ssrc: 2 });
  tellBye(story, call, 3100, 'callee');
}

/** Through a proxy: the same Call-ID on two hops, a Via more on the second; no repetition and no loop. */
function tellProxied(story: Story): void {
  const proxy = endpoint('192.0.2.1:5060');
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: audio(aliceMedia) });
  const ok = call.respond(invite, 200, { sdp: audio(bobMedia, { codecs: ['0 PCMU/8000'] }) });
  const ack = call.acknowledge(ok);
  const bye = call.bye();
  const gone = call.respond(bye, 200);
  let at = 0;
  for (const message of [invite, ok, ack, bye, gone]) {
    const via = 'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-proxy-';
    const octets = (vias: string): Uint8Array => new TextEncoder().encode(new TextDecoder().decode(message.octets).replace('\r\nVia:', `\r\n${vias}Via:`));
    const inner = octets(`Via: ${via}${message.headers.find(([name]) => name === 'CSeq')![1].replace(' ', '')}\r\n`);
    const isForward = message.from.address === alice.at.address;
    const [near, far] = [message.octets, inner];
    if (isForward) {
      story.datagram(at, alice.at, proxy, near);
      story.datagram(at + 2, proxy, bob.at, far);
    } else {
      story.datagram(at, bob.at, proxy, far);
      story.datagram(at + 2, proxy, alice.at, near);
    }
    at += message === ack ? 2000 : 100;
  }
}

export const healthy: readonly HealthyStory[] = [
  { name: 'plain call', tell: (story) => void tellPlainCall(story) },
  { name: 'authenticated registration, refreshed', tell: tellRegistration },
  { name: 'authenticated call', tell: tellAuthenticatedCall },
  { name: 'hold and resume', tell: tellHold },
  { name: 'over TCP', tell: tellOverTcp },
  { name: 'IPv6', tell: tellIpv6 },
  { name: 'forked', tell: tellFork },
  { name: 'cancelled', tell: tellCancelled },
  { name: 'busy', tell: tellBusy },
  { name: 'recorded twice by a port mirror', tell: tellMirrored },
  { name: 'through a proxy', tell: tellProxied },
];
