/** Calls that capture agents (HEP) sent: their addresses, time, order, names and copies; and nothing of their passwords. */
import { expect, test } from 'vitest';
import { limits } from '../src/base/limits.ts';
import type { PacketExport } from '../src/contract/capture-queries.ts';
import type { DecodeRule } from '../src/contract/decode-as.ts';
import type { Engine } from '../src/engine/engine.ts';
import { endpoint, type Endpoint } from './forge/address.ts';
import { hep12, hep3, type HepOptions } from './forge/hep.ts';
import { transportChecksum } from './forge/network.ts';
import { hex, join } from './forge/octets.ts';
import { createCall, type SipMessage } from './forge/sip.ts';
import { createTcp } from './forge/tcp.ts';
import { createStory, type Story } from './forge/story.ts';
import { openOctets } from './open-octets.ts';

const [agent, server] = [endpoint('203.0.113.5:40000'), endpoint('203.0.113.6:9060')];
const alice = { user: 'alice', at: endpoint('192.0.2.10:5060') };
const bob = { user: 'bob', at: endpoint('198.51.100.7:5060') };
const START = Date.parse('2026-01-05T09:00:00Z') / 1000;

function callMessages(): readonly SipMessage[] {
  const call = createCall(alice, bob);
  const invite = call.invite();
  const ok = call.respond(invite, 200);
  const ack = call.acknowledge(ok);
  const bye = call.bye();
  return [invite, call.respond(invite, 180), ok, ack, bye, call.respond(bye, 200)];
}

/** An agent's copy of a message, seen at `seen` seconds, that arrives at `at` milliseconds. */
function carry(story: Story, at: number, message: SipMessage, seen: number, options: HepOptions = {}, by: Endpoint = agent): void {
  story.datagram(at, by, server, hep3(message.from, message.to, message.octets, { time: START + seen, ...options }));
}

async function opened(story: Story): Promise<Engine> {
  const { engine } = await openOctets([{ name: 'hep.pcap', octets: story.capture() }]);
  return engine;
}

test('the agent’s times, addresses and transport are the call’s, in the order they happened, and the frame keeps its own', async () => {
  const story = createStory();
  // the answer reaches the server before the INVITE, everything an hour after it happened
  const [invite, ringing, ok, ack, bye, done] = callMessages() as [SipMessage, SipMessage, SipMessage, SipMessage, SipMessage, SipMessage];
  const options = { agent: 2001, node: 'edge-1', correlation: 'xyz', protocol: 22 };
  carry(story, 0, ok, -3598, options);
  carry(story, 1, invite, -3600, options);
  carry(story, 2, ringing, -3599.5, options);
  carry(story, 3, ack, -3597.9, options);
  carry(story, 4, bye, -3590, options);
  carry(story, 5, done, -3589.9, options);
  story.datagram(6, agent, server, hep3(alice.at, bob.at, '{"sender_information":{}}', { type: 5, time: START, correlation: 'xyz' }));
  story.datagram(7, agent, server, hep3(alice.at, bob.at, 'SYSLOG: processed', { type: 100, time: START, correlation: 'call-alice-bob@forge.example' }));
  const engine = await opened(story);
  expect(engine.overview().accounting.kinds).toMatchObject({ sip: 6, hep: 2, udp: 0 });
  expect((await engine.call(0))!.row).toMatchObject({ state: 'COMPLETED', transports: ['tls'], from: expect.anything() });
  const ladder = await engine.ladder([0]);
  expect(ladder.rows.flatMap((row) => (row.kind === 'message' ? [`${row.place.frame} ${row.status ?? row.method}`] : []))).toEqual(
    ['2 INVITE', '3 180', '1 200', '4 ACK', '5 BYE', '6 200'], // prettier-ignore
  );
  expect(await engine.message(1)).toMatchObject({
    time: -3_600_000_000_000,
    transport: 'tls',
    source: { address: '192.0.2.10', port: 5060 },
    captured: { at: 1e6, agent: 2001, node: 'edge-1', correlation: 'xyz' },
  });
  expect(await engine.packet(1)).toMatchObject({ time: 1e6, ownTime: -3_600_000_000_000, kind: 'sip', messages: [1] });
  expect((await engine.packet(6))!.call).toBe(0);
  expect((await engine.packet(7))!.call).toBe(0);
  const { rows } = await engine.packets({ kinds: ['hep'] }, { offset: 0, limit: 10 });
  expect(rows.map(({ protocol, info }) => `${protocol} ${info}`)).toEqual(['HEP RTCP "{"sender_information":{}}"', 'HEP Log "SYSLOG: processed"']);
});

test('versions 1 and 2, and one in IP fragments, are calls too', async () => {
  const story = createStory();
  const [invite, ringing, ok] = callMessages();
  story.datagram(0, agent, server, hep12(alice.at, bob.at, invite!.octets));
  story.datagram(100, agent, server, hep12(bob.at, alice.at, ringing!.octets, START + 7, false));
  story.datagram(200, agent, server, hep3(bob.at, alice.at, ok!.octets, { time: START + 8 }), { fragments: 200 });
  const engine = await opened(story);
  const times = await Promise.all([0, 1, 2].map(async (message) => (await engine.message(message))!.time));
  expect(times).toEqual([0, 7e9, 8e9]);
  expect(engine.overview().accounting.kinds).toMatchObject({ sip: 3 });
});

test('two agents’ copies of one message are one message, whichever comes first', async () => {
  const story = createStory();
  const [invite, ringing] = callMessages();
  carry(story, 0, invite!, 0.002, { node: 'callee-side', protocol: 6 });
  carry(story, 1, invite!, 0, { node: 'caller-side', protocol: 6 });
  carry(story, 2, ringing!, 1, { node: 'caller-side', protocol: 6 });
  const engine = await opened(story);
  const ladder = await engine.ladder([0]);
  const rows = ladder.rows.flatMap((row) => (row.kind === 'message' ? [[row.place.frame, row.captureDuplicateOf?.frame, row.retransmissionOf?.frame]] : []));
  expect(rows).toEqual([
    [2, 1, undefined],
    [1, undefined, undefined],
    [3, undefined, undefined],
  ]);
});

test('a node’s name stands over the lane its agent is at', async () => {
  const story = createStory();
  const [invite, ringing, ok] = callMessages();
  const proxy = endpoint('192.0.2.99:5060');
  const toProxy: SipMessage = { ...invite!, to: proxy };
  // the agent sees both sides of the proxy; another, on the callee's host, sends from there; a third watches everything
  carry(story, 0, toProxy, 0, { node: 'proxy-1' });
  carry(story, 10, { ...invite!, from: proxy }, 0.1, { node: 'proxy-1' });
  carry(story, 20, { ...ringing!, from: bob.at, to: proxy }, 0.2, { node: 'phone' }, { ...bob.at, port: 41_000 });
  for (const [i, message] of [
    { ...ok!, to: proxy },
    { ...ok!, from: proxy },
    { ...ok!, from: alice.at, to: endpoint('192.0.2.77:5060') },
  ].entries())
    carry(story, 30 + i, message, 0.3, { node: 'mirror port' });
  const { lanes } = await (await opened(story)).ladder([0]);
  expect(lanes.map(({ address, node }) => [address, node])).toEqual(
    expect.arrayContaining([
      ['192.0.2.10', undefined],
      ['192.0.2.99', 'proxy-1'],
      ['198.51.100.7', 'phone'],
    ]),
  );
});

test('no export holds an agent’s password, and its checksums are right', async () => {
  const story = createStory();
  const [invite, ringing] = callMessages();
  carry(story, 0, invite!, 0, { key: 'myHepPassword' });
  carry(story, 1, ringing!, 1, { key: 'odd', agent: 1 });
  const engine = await opened(story);
  for (const format of ['pcap', 'pcapng'] as const) {
    const request: PacketExport = { format, calls: [0], streams: [], media: false };
    let octets = new Uint8Array(0);
    for await (const piece of engine.exportPackets(request)) octets = new Uint8Array([...octets, ...piece]);
    const text = new TextDecoder('latin1').decode(octets);
    expect(text).not.toContain('myHepPassword');
    expect(text).toContain('\0\0\0\x0e\0\x09xxx');
    const { engine: again } = await openOctets([{ name: 'again', octets }]);
    expect(again.overview().accounting.kinds).toMatchObject({ sip: 2 });
    for (const packet of [0, 1]) {
      const {
        octets: [first],
      } = (await again.packet(packet))!; // prettier-ignore
      // a right checksum makes the sum over all of the segment zero
      expect(transportChecksum('203.0.113.5', '203.0.113.6', 17, first!.octets.slice(34))).toBe(0);
    }
  }
});

test('what is remembered of agents is bounded, and said', async () => {
  const story = createStory();
  const [invite] = callMessages();
  for (let i = 0; i <= limits.ownTimeSteps + 2; i++) carry(story, i / 100, { ...invite!, octets: createCall(alice, bob, { cseq: i + 1 }).invite().octets }, i);
  carry(story, 500, invite!, -5);
  for (let i = 0; i <= limits.hepNodes; i++) carry(story, 700 + i / 100, invite!, i, { node: `node ${i}` });
  const codes = (await opened(story)).diagnostics().map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['limit.ownTimeSteps', 'limit.hepNodes']));
});

test('versions 1 and 2 on another port are believed when a person says so, and version 3 is not when a person says it is nothing', async () => {
  const story = createStory();
  const [invite] = callMessages();
  story.datagram(0, agent, { ...server, port: 7000 }, hep12(alice.at, bob.at, invite!.octets));
  story.datagram(1, agent, { ...server, port: 7001 }, hep3(alice.at, bob.at, invite!.octets));
  const files = [{ name: 'hep.pcap', octets: story.capture() }];
  const sip = async (rules: readonly DecodeRule[]): Promise<number> => (await openOctets(files, undefined, rules)).engine.overview().accounting.kinds.sip;
  expect(await sip([])).toBe(1);
  expect(await sip([{ as: 'hep', port: 7000, payloadTypes: [] }])).toBe(2);
  expect(await sip([{ as: 'none', port: 7001, payloadTypes: [] }])).toBe(0);
});

test.each([1, 7, 100, 1460])('over TCP in segments of %i octets: the same call, with the agents’ times', async (segment) => {
  const story = createStory();
  const tcp = createTcp(agent, server);
  const messages = callMessages();
  const log = hep3(alice.at, bob.at, 'a log', { type: 100 });
  const packets = messages.map((message, i) =>
    hep3(message.from, message.to, message.octets, { time: START + i / 2 - 9, node: 'edge', key: 'hidden', protocol: 6 }),
  );
  story.packets(0, tcp.open());
  story.packets(1, tcp.send('client', join(packets[0]!, packets[1]!, log, ...packets.slice(2)), segment));
  const engine = await opened(story);
  expect((await engine.call(0))!.row).toMatchObject({ state: 'COMPLETED', transports: ['tcp'], messages: 6 });
  const times = await Promise.all(messages.map(async (_, message) => (await engine.message(message))!.time));
  expect(times).toEqual(messages.map((_, i) => (i / 2 - 9) * 1e9));
  expect((await engine.message(0))!.captured).toMatchObject({ node: 'edge' });
  expect((await engine.ladder([0])).lanes.map(({ address }) => address)).toEqual(['192.0.2.10', '198.51.100.7']);
  expect(engine.diagnostics()).toEqual([]);
  if (segment < 1460) return;
  const keys = (await engine.packet(3))!.fields[0]!.map(({ key }) => key); // prettier-ignore
  expect(keys.filter((key) => key === 'hep').length).toBeGreaterThan(2);
});

test('over TCP: after lost octets and after a length that cannot be, reading goes on at the next packet', async () => {
  const story = createStory();
  const tcp = createTcp(agent, server);
  const opening = tcp.open();
  const [invite, ringing, ok] = callMessages().map((message) => hep3(message.from, message.to, message.octets));
  const segments = [invite!, ringing!, join('HEP3', hex('0003'), 'rubbish'), ok!].flatMap((octets) => tcp.send('client', octets, 2000));
  story.packets(0, [...opening, segments[0]!, ...segments.slice(2)]); // the second is lost
  const engine = await opened(story);
  expect((await engine.call(0))!.row.messages).toBe(2);
  expect(engine.diagnostics().map(({ code }) => code)).toEqual(['hep.length', 'tcp.gap']);
});
