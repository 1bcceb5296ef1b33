/**
 * Forged captures that between them reach every floor: a call with media, SIP over TCP in pieces, fragments out of order, a
 * challenged registration, IPv6 with RTCP and digits, and what stands beside SIP. For properties and mutations.
 */
import type { ForgedPacket } from './forge/capture.ts';
import { endpoint } from './forge/address.ts';
import { linkTypeOf, type Link } from './forge/frames.ts';
import { icmpError, udpPacket } from './forge/network.ts';
import { hex, octetsOf } from './forge/octets.ts';
import { alice, bob, tellPlainCall } from './forge/plain-call.ts';
import { createRandom } from './forge/random.ts';
import { rtcpBye, rtcpReport } from './forge/rtp.ts';
import { audio, sdp } from './forge/sdp.ts';
import { createCall, createRegistration, type Party } from './forge/sip.ts';
import { createStory, type Story } from './forge/story.ts';
import { createTcp } from './forge/tcp.ts';
import { ok, send, tellChat } from './forge/chat-story.ts';
import { createDeflater, frame, handshake } from './forge/websocket.ts';

export interface NamedStory {
  readonly name: string;
  readonly packets: readonly ForgedPacket[];
  readonly linkType: number;
}

const brief = { ringing: 40, answered: 100, ended: 500 };

function tell(name: string, teller: (story: Story) => void, link: Link = { kind: 'ethernet' }): NamedStory {
  const story = createStory({ link });
  teller(story);
  return { name, packets: story.told(), linkType: linkTypeOf(link) };
}

function tellTcp(story: Story): void {
  const call = createCall({ ...alice, transport: 'TCP' }, { ...bob, transport: 'TCP' });
  const tcp = createTcp(alice.at, bob.at, { clientSequence: 4_294_967_000 });
  const invite = call.invite({ sdp: audio(endpoint('192.0.2.10:4000')) });
  const ok = call.respond(invite, 200, { sdp: audio(endpoint('192.0.2.20:6000')) });
  story.packets(0, tcp.open());
  const pieces = tcp.send('client', invite.octets, 150);
  const order = [0, 2, 1, 1, ...pieces.keys()].filter((piece, i) => i < 4 || piece > 2);
  story.packets(
    5,
    order.map((piece) => pieces[piece]!),
  );
  story.packets(20, tcp.send('server', new Uint8Array([...call.respond(invite, 100).octets, ...call.respond(invite, 180).octets, ...ok.octets]), 1000));
  story.packets(40, tcp.send('client', call.acknowledge(ok).octets, 4000));
  story.packets(60, tcp.send('client', octetsOf('\r\n\r\n'), 4000));
  story.packets(61, tcp.send('server', octetsOf('\r\n'), 4000));
  story.rtp(70, endpoint('192.0.2.10:4000'), endpoint('192.0.2.20:6000'), { count: 12, ssrc: 7 });
  const bye = call.bye('callee');
  story.packets(900, tcp.send('server', bye.octets, 97));
  story.packets(910, tcp.send('client', call.respond(bye, 200).octets, 4000));
  story.packets(950, tcp.close('client'));
}

/** A call over WebSocket: compressed one way, in frames of two and a ping between the other way. */
function tellWebSocket(story: Story): void {
  const call = createCall({ ...alice, transport: 'WS' }, { ...bob, transport: 'WS' });
  const tcp = createTcp(endpoint('192.0.2.10:40000'), endpoint('192.0.2.20:8080'));
  const { request, response } = handshake('permessage-deflate');
  const deflate = createDeflater(true);
  const invite = call.invite({ sdp: audio(endpoint('192.0.2.10:4000')) });
  const ok = call.respond(invite, 200, { sdp: audio(endpoint('192.0.2.20:6000')) });
  const half = invite.octets.length >> 1;
  const first = [
    ...frame(invite.octets.slice(0, half), { mask: 1, final: false }),
    ...frame('?', { opcode: 9, mask: 2 }),
    ...frame(invite.octets.slice(half), { opcode: 0, mask: 3 }),
  ];
  story.packets(0, [...tcp.open(), ...tcp.send('client', request), ...tcp.send('server', response), ...tcp.send('client', Uint8Array.from(first), 300)]);
  story.packets(20, tcp.send('server', frame(deflate(call.respond(invite, 180).octets), { reserved: 4 })));
  story.packets(30, tcp.send('server', frame(deflate(ok.octets), { reserved: 4 }), 100));
  story.packets(40, tcp.send('client', frame(call.acknowledge(ok).octets, { mask: 4 })));
  story.packets(60, tcp.close('client'));
}

/** A chat: a message in two chunks with another between them, one cut into small segments, one refused. */
function tellMsrp(story: Story): void {
  tellChat(
    story,
    [
      send({ transaction: 'c001', messageId: 'long', body: 'abcd', range: '1-4/10', flag: '+' }),
      send({ transaction: 'x001', body: 'between' }),
      ok('c001'),
      send({ transaction: 'c002', messageId: 'long', body: 'efghij', range: '5-10/10' }),
      ok('x001'),
      ok('c002', 481, 'No session'),
      ['client', send({ transaction: 'x002', body: 'in small pieces' })[1], 40],
    ],
    { until: 2000 },
  );
}

function tellFragments(story: Story): void {
  const call = createCall(alice, bob);
  const long = call.invite({ sdp: audio(endpoint('192.0.2.10:4000')), headers: [['X-Long', 'x'.repeat(2500)]] });
  story.sip(0, long, { fragments: 1000 });
  story.sip(10, call.respond(long, 180, { headers: [['X-Long', 'y'.repeat(1900)]] }), { fragments: 512, mirroredAfter: 0.3 });
  const ok = call.respond(long, 200, { sdp: audio(endpoint('192.0.2.20:6000')) });
  story.sip(20, ok);
  story.sip(22, ok);
  story.sip(30, call.acknowledge(ok));
  story.rtp(40, endpoint('192.0.2.10:4000'), endpoint('192.0.2.20:6000'), {
    count: 20,
    lost: [4, 5],
    late: new Map([[9, 50]]),
    doubled: [12],
    jitter: 2000,
    seed: 3,
  });
}

function tellRegistration(story: Story): void {
  const registration = createRegistration({ ...alice, domain: 'example.com' }, endpoint('192.0.2.1:5060'));
  const first = registration.request('REGISTER', { headers: [['Expires', '600']] });
  story.sip(0, first);
  story.sip(10, registration.respond(first, 401, { headers: [['WWW-Authenticate', 'Digest realm="example.com", nonce="abc", stale=true']] }));
  const second = registration.request('REGISTER', {
    headers: [
      ['Authorization', 'Digest username="alice", realm="example.com", nonce="abc", uri="sip:example.com", response="0"'],
      ['Expires', '600'],
    ],
  });
  story.sip(20, second);
  story.sip(25, registration.respond(second, 200, { headers: [['Contact', '<sip:alice@192.0.2.10>;expires=600']] }));
}

function tellMixed(story: Story): void {
  const callee: Party = { user: 'bob', display: 'Ünï "Bob"', at: endpoint('[2001:db8::2]:5060') };
  const caller: Party = { user: 'alice', at: endpoint('[2001:db8::1]:5060') };
  const [near, far] = [endpoint('[2001:db8::1]:4000'), endpoint('[2001:db8::2]:6000')];
  tellPlainCall(story, 0, { caller, callee, ...brief, callerMedia: near, calleeMedia: far, toCallee: { digits: [{ index: 5, event: 7, packets: 3 }] } });
  const up = (at: ReturnType<typeof endpoint>): ReturnType<typeof endpoint> => ({ ...at, port: at.port + 1 });
  story.datagram(
    300,
    up(near),
    up(far),
    rtcpReport(0xa11ce, [{ ssrc: 0xb0b, lost: -1, highestSequence: 9 }], { sender: { ntp: 5n << 32n, timestamp: 9, packets: 4, octets: 640 }, cname: 'a@b' }),
  );
  story.datagram(510, up(near), up(far), rtcpBye(0xa11ce, 'done'));
  story.datagram(90, near, far, hex('000100002112a442000102030405060708090a0b'));
  story.datagram(91, far, near, octetsOf('\r\n\r\n'));
}

function tellSides(story: Story): void {
  const call = createCall(alice, bob);
  const invite = call.invite({
    sdp: sdp({
      address: '192.0.2.10',
      media: [
        { port: 4000, codecs: ['96 opus/48000/2'] },
        { kind: 'image', port: 4002, protocol: 'udptl', codecs: ['t38'] },
      ],
    }),
  });
  story.sip(0, invite);
  story.packets(5, [icmpError('192.0.2.20', '192.0.2.10', 3, 3, udpPacket(alice.at, bob.at, invite.octets))]);
  story.datagram(6, endpoint('192.0.2.10:4444'), endpoint('192.0.2.9:53'), hex('00010100000100000000000003736970076578616d706c650000010001'));
  story.rtp(10, endpoint('198.51.100.1:7000'), endpoint('198.51.100.2:7002'), { count: 24, ssrc: 99, payloadType: 8 });
  story.datagram(600, endpoint('192.0.2.10:4002'), endpoint('192.0.2.20:4002'), hex('0000010600000000'));
  story.sip(700, call.respond(invite, 486, { headers: [['Reason', 'Q.850;cause=17;text="busy"']] }));
}

/** A plain call among `noise` datagrams of random octets on its own ports. */
function tellNoise(story: Story): void {
  tellPlainCall(story, 0, brief);
  const random = createRandom(11);
  for (let i = 0; i < 30; i++) {
    const octets = Uint8Array.from({ length: 4 + random.below(60) }, () => random.below(256));
    story.datagram(i * 15, endpoint('192.0.2.10:4000'), endpoint(random.chance(50) ? '192.0.2.20:6000' : '192.0.2.20:5060'), octets);
  }
}

export const stories: readonly NamedStory[] = [
  tell('plain call', (story) => void tellPlainCall(story, 0, brief)),
  tell('over TCP', tellTcp),
  tell('over WebSocket', tellWebSocket),
  tell('MSRP', tellMsrp),
  tell('fragments', tellFragments),
  tell('registration', tellRegistration, { kind: 'linux-cooked-2' }),
  tell('IPv6, RTCP, digits', tellMixed, { kind: 'ethernet', vlans: [{ id: 7 }] }),
  tell('beside SIP', tellSides, { kind: 'raw' }),
  tell('noise', tellNoise),
];
