/** Calls over SCTP (RFC 4168): whole, in fragments, several in a packet, in IP fragments, and within UDP. */
import { expect, test } from 'vitest';
import type { Engine } from '../src/engine/engine.ts';
import { endpoint } from './forge/address.ts';
import { ipFragments } from './forge/network.ts';
import { chunk, chunkFlags, data, sctpPacket, sctpSegment } from './forge/sctp.ts';
import { createCall, type SipMessage } from './forge/sip.ts';
import { createStory, type Story } from './forge/story.ts';
import { openOctets } from './open-octets.ts';

const alice = { user: 'alice', at: endpoint('192.0.2.10:5060') };
const bob = { user: 'bob', at: endpoint('198.51.100.7:5060') };

async function opened(story: Story): Promise<Engine> {
  const { engine } = await openOctets([{ name: 'sctp.pcap', octets: story.capture() }]);
  return engine;
}

const send = (message: SipMessage, tsn: number): Uint8Array =>
  sctpPacket(message.from, message.to, [data({ tsn, payload: message.octets })], message.from.port);

test('a call: fragments, two messages in one packet, a packet sent again, IP fragments; others count as SCTP', async () => {
  const story = createStory();
  const call = createCall(alice, bob);
  const invite = call.invite();
  const [ringing, ok] = [call.respond(invite, 180), call.respond(invite, 200)];
  const ack = call.acknowledge(ok);
  const bye = call.bye();
  story.packets(0, [sctpPacket(alice.at, bob.at, [chunk(1, 0, new Uint8Array(16))])]);
  story.packets(10, [sctpPacket(alice.at, bob.at, [data({ tsn: 9, payload: invite.octets.subarray(0, 100), flags: chunkFlags.begin })])]);
  story.packets(20, [sctpPacket(alice.at, bob.at, [data({ tsn: 10, payload: invite.octets.subarray(100), flags: chunkFlags.end })])]);
  const both = sctpPacket(bob.at, alice.at, [data({ tsn: 1, payload: ringing.octets }), data({ tsn: 2, payload: ok.octets })], 99);
  story.packets(30, [both, both]);
  story.packets(40, [send(ack, 11)]);
  story.packets(50, ipFragments(alice.at.address, bob.at.address, 132, sctpSegment(alice.at, bob.at, [data({ tsn: 12, payload: bye.octets })]), 200));
  story.packets(60, [send(call.respond(bye, 200), 3)]);
  const engine = await opened(story);
  expect((await engine.call(0))!.row).toMatchObject({ state: 'COMPLETED', transports: ['sctp'], messages: 6, retransmissions: 0 });
  expect(engine.overview().accounting.kinds).toMatchObject({ sctp: 2, sip: 6, other: 0 });
  expect((await engine.message(0))!.text.startsWith('INVITE')).toBe(true);
  const packet = (await engine.packet(3))!;
  expect(packet.messages).toEqual([1, 2]);
  expect(packet.fields[0]!.map(({ key }) => key)).toEqual(['eth', 'ip', 'sctp', 'sip', 'sip']);
  const { rows } = await engine.packets({ kinds: ['sctp'] }, { offset: 0, limit: 5 });
  expect(rows.map(({ protocol, info }) => `${protocol} ${info}`)).toEqual(['SCTP 5060 → 5060 INIT', 'SCTP 5060 → 5060 DATA, DATA']);
});

test('within UDP, on its port and on any that a person says', async () => {
  const story = createStory();
  const invite = createCall(alice, bob).invite();
  const segment = sctpSegment(alice.at, bob.at, [data({ tsn: 1, payload: invite.octets })]);
  story.datagram(0, { ...alice.at, port: 9899 }, { ...bob.at, port: 9899 }, segment);
  const again = createStory();
  again.datagram(0, { ...alice.at, port: 4242 }, { ...bob.at, port: 4242 }, segment);
  expect((await opened(story)).overview().accounting.kinds.sip).toBe(1);
  const files = [{ name: 'a', octets: again.capture() }];
  expect((await openOctets(files)).engine.overview().accounting.kinds.sip).toBe(0);
  expect((await openOctets(files, undefined, [{ as: 'sctp', port: 4242, payloadTypes: [] }])).engine.overview().accounting.kinds.sip).toBe(1);
});

test('behind a translator one end has another port; RTP that happens to use the port stays RTP', async () => {
  const story = createStory();
  const segment = sctpSegment(alice.at, bob.at, [data({ tsn: 1, payload: createCall(alice, bob).invite().octets })]);
  story.datagram(0, { ...alice.at, port: 9899 }, { ...bob.at, port: 33_333 }, segment);
  story.rtp(10, { ...alice.at, port: 9899 }, { ...bob.at, port: 4000 }, { count: 200 });
  story.rtp(11, { ...bob.at, port: 4000 }, { ...alice.at, port: 9899 }, { count: 200 });
  const { kinds } = (await opened(story)).overview().accounting;
  expect([kinds.sip, kinds.rtp, kinds.sctp]).toEqual([1, 400, 0]);
});
