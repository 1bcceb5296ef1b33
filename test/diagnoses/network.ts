/** Rules about the network below SIP (semantics 8.1): a story on which each fires, and one on which it must not. */
import { endpoint, type Endpoint } from '../forge/address.ts';
import { icmpError, udpFragments, udpPacket } from '../forge/network.ts';
import { hex, join, numbers, octetsOf } from '../forge/octets.ts';
import { ok, send, tellChat } from '../forge/chat-story.ts';
import { alice, bob, tellPlainCall } from '../forge/plain-call.ts';
import { audio, sdp } from '../forge/sdp.ts';
import { createCall, type HeaderChange, type Party } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import { createTcp } from '../forge/tcp.ts';
import type { Diagnosis } from './diagnosis.ts';
import { aliceMedia, bobMedia, tellAnswer, tellBye, tellLater } from './healthy.ts';

const outside = endpoint('203.0.113.5:5060');
const inside = endpoint('192.168.1.5:5060');

/** A call that is refused as busy, the INVITE changed; from and to wherever. */
function tellBusy(story: Story, headers: readonly HeaderChange[], from: Endpoint = alice.at, via: readonly HeaderChange[] = [], back: Endpoint = from): void {
  const own = createCall({ ...alice, at: from }, bob);
  const invite = own.invite({ sdp: audio({ address: from.address, port: 4000 }), headers });
  const busy = own.respond(invite, 486, { headers: via });
  story.sip(0, invite);
  story.sip(50, { ...busy, to: back });
  story.sip(70, own.acknowledge(busy, { headers: headers.filter(([name]) => name === 'Via') }));
}

/** A request that the network refuses to carry, or media after so many milliseconds of an answered call. */
function tellIcmp(story: Story, what: 'request' | 'media', at: number): void {
  const own = createCall(alice, bob);
  if (what === 'request') {
    const invite = own.invite({ sdp: audio(aliceMedia) });
    story.sip(0, invite);
    story.packets(at, [icmpError('192.0.2.20', '192.0.2.10', 3, 3, udpPacket(alice.at, bob.at, invite.octets), 64)]);
    return;
  }
  tellAnswer(story, own);
  story.rtp(120, aliceMedia, bobMedia, { count: 200, ssrc: 1 });
  story.rtp(120, bobMedia, aliceMedia, { count: 200, ssrc: 2 });
  story.packets(at, [icmpError('192.0.2.20', '192.0.2.10', 3, 3, udpPacket(aliceMedia, bobMedia, new Uint8Array(172)), 36)]);
  tellBye(story, own, 4200);
}

/** An INVITE in fragments, all of them or the first alone. */
function tellFragments(story: Story, lost: boolean): void {
  const own = createCall(alice, bob);
  const lines = Array.from({ length: 60 }, (_, n) => `a=note:${n} makes the message longer than it should be`);
  const invite = own.invite({ sdp: audio(aliceMedia, { lines }) });
  const fragments = udpFragments(alice.at, bob.at, invite.octets, 1480, { identification: 77 });
  story.packets(0, lost ? fragments.slice(0, 1) : fragments);
  tellLater(story, 60_000);
}

function tellLong(story: Story, length: number): void {
  const own = createCall(alice, bob);
  const empty = own.invite({ sdp: audio(aliceMedia) }).octets.length;
  const other = createCall(alice, bob);
  const invite = other.invite({ sdp: audio(aliceMedia), headers: [['Subject', 'x'.repeat(length - empty - 12)]] });
  const busy = other.respond(invite, 486);
  story.dialogue(0, 20, [invite, busy, other.acknowledge(busy)]);
}

/** A call over TCP; the connection is reset at that moment. */
function tellReset(story: Story, at: number): void {
  const caller: Party = { ...alice, transport: 'TCP', at: endpoint('192.0.2.10:49152') };
  const own = createCall(caller, { ...bob, transport: 'TCP' });
  const over = createTcp(caller.at, bob.at);
  story.packets(0, over.open());
  const invite = own.invite({ sdp: audio(aliceMedia) });
  const ok = own.respond(invite, 200, { sdp: audio(bobMedia, { codecs: ['0 PCMU/8000'] }) });
  story.sip(10, invite, { over });
  story.sip(100, ok, { over });
  story.sip(110, own.acknowledge(ok), { over });
  if (at > 2000) {
    const bye = own.bye();
    story.sip(2000, bye, { over });
    story.sip(2010, own.respond(bye, 200), { over });
  }
  story.packets(at, [over.reset('server')]);
  tellLater(story, 10_000);
}

/** A TLS record of an alert on port 5061. */
function tellAlert(story: Story, level: number): void {
  const over = createTcp(endpoint('192.0.2.10:49200'), endpoint('192.0.2.20:5061'));
  story.packets(0, over.open());
  story.packets(10, over.send('client', hex('160301002d0100002903030000000000000000000000000000000000000000000000000000000000000000000002c02f0100')));
  story.packets(20, over.send('server', join(hex('1503030002'), numbers([1, level], [1, 48]))));
  tellLater(story, 100);
}

/** A ClientHello on port 5061 that is answered or not; the connection ends, or the capture goes on for so many milliseconds. */
function tellOpenHandshake(story: Story, port: number, isAnswered: boolean, end: 'closed' | number): void {
  const over = createTcp(endpoint('192.0.2.10:49200'), endpoint(`192.0.2.20:${port}`));
  const randoms = 'ab'.repeat(32);
  story.packets(0, over.open());
  story.packets(10, over.send('client', hex(`160301002d010000290303${randoms}000002c02f0100`)));
  if (isAnswered) story.packets(20, over.send('server', hex(`160303002c020000280303${randoms}00c02f000000`)));
  if (end === 'closed') story.packets(1000, [over.reset('server')]);
  tellLater(story, end === 'closed' ? 1500 : end);
}

function dns(name: string, type: number, code: number, answers: number): Uint8Array {
  const labels = name.split('.').map((label) => join(numbers([1, label.length]), octetsOf(label)));
  const head = numbers([2, 7], [2, code < 0 ? 0x0100 : 0x8180 | code], [2, 1], [2, answers], [2, 0], [2, 0]);
  return join(head, ...labels, numbers([1, 0], [2, type], [2, 1]));
}

/** A look-up of the callee's domain, answered with a code, then the call to it. */
function tellLookup(story: Story, name: string, type: number, code: number, answers: number): void {
  const [client, resolver] = [endpoint('192.0.2.10:41000'), endpoint('192.0.2.53:53')];
  story.datagram(0, client, resolver, dns(name, type, -1, 0));
  story.datagram(20, resolver, client, dns(name, type, code, answers));
  const own = createCall(alice, { ...bob, domain: 'example.net' });
  const invite = own.invite({ sdp: audio(aliceMedia) });
  const busy = own.respond(invite, 486);
  story.dialogue(100, 20, [invite, busy, own.acknowledge(busy)]);
}

/** o= and c= as given, and a length that is right or not. */
function tellRewritten(story: Story, origin: string, shortBy: number): void {
  const own = createCall({ ...alice, at: outside }, bob);
  const text = new TextDecoder().decode(sdp({ address: outside.address, media: [{ port: 4000 }] })).replace(`IN IP4 ${outside.address}`, `IN IP4 ${origin}`);
  const body = octetsOf(text);
  const invite = own.invite({ sdp: body, contentLength: body.length - shortBy });
  const busy = own.respond(invite, 486);
  story.dialogue(0, 20, [invite, busy, own.acknowledge(busy)]);
}

const date = (seconds: number): HeaderChange => ['Date', new Date(Date.parse('2026-01-05T09:00:00Z') + seconds * 1000).toUTCString()];
const privateVia: HeaderChange = ['Via', 'SIP/2.0/UDP 192.168.1.5:5060;branch=z9hG4bK-nat'];
const seenVia: HeaderChange = ['Via', 'SIP/2.0/UDP 192.168.1.5:5060;branch=z9hG4bK-nat;received=203.0.113.5;rport=5060'];
const askingVia: HeaderChange = ['Via', 'SIP/2.0/UDP 192.168.1.5:5060;branch=z9hG4bK-nat;rport'];

export const network: readonly Diagnosis[] = [
  {
    rule: 'ICMP-UNREACH',
    fires: (story) => tellIcmp(story, 'request', 5),
    evidence: [1, 2],
    facts: { what: 'port', to: '192.0.2.20', port: '5060', media: 0 },
    nearMiss: (story) => void tellPlainCall(story),
  },
  {
    rule: 'ICMP-UNREACH',
    about: 'of media',
    fires: (story) => tellIcmp(story, 'media', 2000),
    facts: { media: 1, port: '6000' },
    nearMiss: (story) => tellIcmp(story, 'media', 4210),
  },
  { rule: 'UDP-FRAG-LOST', fires: (story) => tellFragments(story, true), evidence: [1], nearMiss: (story) => tellFragments(story, false) },
  {
    rule: 'UDP-FRAG',
    severity: 'warning',
    fires: (story) => tellFragments(story, false),
    facts: { fragmented: 1 },
    nearMiss: (story) => tellLong(story, 1200),
  },
  {
    rule: 'UDP-FRAG',
    about: 'close to it',
    severity: 'note',
    fires: (story) => tellLong(story, 1400),
    facts: { fragmented: 0 },
    nearMiss: (story) => tellLong(story, 1200),
  },
  {
    rule: 'MSRP-FAIL',
    about: 'refused',
    fires: (story) =>
      tellChat(story, [send({ transaction: 'aaaa', body: 'one' }), ok('aaaa'), send({ transaction: 'bbbb', body: 'two' }), ok('bbbb', 481, 'No session')]),
    evidence: [9, 10],
    facts: { count: 1, sent: 2, status: 481, unanswered: 0 },
    nearMiss: (story) =>
      tellChat(story, [send({ transaction: 'aaaa', body: 'one' }), ok('aaaa'), send({ transaction: 'bbbb', method: 'AUTH' }), ok('bbbb', 401, 'Unauthorized')]),
  },
  {
    rule: 'MSRP-FAIL',
    about: 'not answered in 30 seconds',
    fires: (story) => tellChat(story, [send({ transaction: 'aaaa', body: 'one' })], { until: 30_250 }),
    evidence: [7],
    facts: { count: 1, sent: 1, status: 0, unanswered: 1 },
    nearMiss: (story) => tellChat(story, [send({ transaction: 'aaaa', body: 'one' })], { until: 29_000 }),
  },
  { rule: 'TCP-RESET', fires: (story) => tellReset(story, 1500), facts: { reset: 1 }, nearMiss: (story) => tellReset(story, 2100) },
  { rule: 'TLS-ALERT', fires: (story) => tellAlert(story, 2), facts: { alert: 'unknown_ca' }, nearMiss: (story) => tellAlert(story, 1) },
  {
    rule: 'TLS-ALERT',
    about: 'a handshake that is cut off',
    fires: (story) => tellOpenHandshake(story, 5061, true, 'closed'),
    evidence: [4],
    facts: { kind: 'open', count: 1 },
    nearMiss: (story) => tellOpenHandshake(story, 5061, true, 2000),
  },
  {
    rule: 'TLS-ALERT',
    about: 'a handshake nobody answers',
    fires: (story) => tellOpenHandshake(story, 5061, false, 12_000),
    evidence: [4],
    facts: { kind: 'silent', count: 1 },
    nearMiss: (story) => tellOpenHandshake(story, 443, false, 12_000),
  },
  {
    rule: 'DNS-FAIL',
    fires: (story) => tellLookup(story, 'example.net', 1, 3, 0),
    evidence: [1, 2],
    facts: { code: 'NXDOMAIN', type: 'A' },
    nearMiss: (story) => tellLookup(story, '_sip._udp.example.net', 33, 3, 0),
  },
  {
    rule: 'DNS-FAIL',
    about: 'a server that fails',
    fires: (story) => tellLookup(story, '_sip._udp.example.net', 33, 2, 0),
    nearMiss: (story) => tellLookup(story, '_sip._udp.example.net', 33, 0, 1),
  },
  {
    rule: 'CONTACT-PRIVATE',
    fires: (story) => tellBusy(story, [['Contact', '<sip:alice@192.168.1.5:5060>']], outside),
    evidence: [1],
    nearMiss: (story) => tellBusy(story, [['Contact', '<sip:alice@192.168.1.5:5060>']], inside),
  },
  {
    rule: 'ALG-REWRITE',
    fires: (story) => tellRewritten(story, '192.168.1.5', 4),
    facts: { signs: 2, sdp: 1, length: 1 },
    nearMiss: (story) => tellRewritten(story, '192.168.1.5', 0),
  },
  {
    rule: 'VIA-NORPORT',
    fires: (story) => tellBusy(story, [privateVia], { ...outside, port: 40_000 }, [], outside),
    evidence: [1, 2],
    facts: { lost: 0 },
    nearMiss: (story) => tellBusy(story, [askingVia], { ...outside, port: 40_000 }),
  },
  { rule: 'VIA-NAT', fires: (story) => tellBusy(story, [askingVia], outside, [seenVia]), evidence: [1, 2], nearMiss: (story) => tellBusy(story, []) },
  {
    rule: 'TIME-SKEW',
    fires: (story) => tellBusy(story, [date(-3600)]),
    evidence: [1],
    facts: { seconds: 3600, ahead: 0 },
    nearMiss: (story) => tellBusy(story, [date(30)]),
  },
  {
    rule: 'SIP-TRUNC',
    fires: (story) => {
      const own = createCall(alice, bob);
      const invite = own.invite({ sdp: audio(aliceMedia) });
      const packet = udpPacket(alice.at, bob.at, invite.octets);
      story.packets(0, [packet.subarray(0, packet.length - 40)]);
    },
    evidence: [1],
    nearMiss: (story) => tellBusy(story, []),
  },
];
