/**
 * No export holds an octet of a capture agent's password (HEP chunk 14), however it came: whole, several, cut, in IP fragments, over TCP in any
 * segments, out of order, sent again, beside lost octets. What cannot be located is left out and said.
 */
import { describe, expect, test } from 'vitest';
import type { Engine } from '../src/engine/engine.ts';
import { endpoint } from './forge/address.ts';
import { hep3 } from './forge/hep.ts';
import { ipFragments, transportChecksum } from './forge/network.ts';
import { join } from './forge/octets.ts';
import { createCall } from './forge/sip.ts';
import { createStory, type Story } from './forge/story.ts';
import { createTcp, tcpPacket } from './forge/tcp.ts';
import { openOctets } from './open-octets.ts';

const [agent, server] = [endpoint('203.0.113.5:40000'), endpoint('203.0.113.6:9060')];
const alice = { user: 'alice', at: endpoint('192.0.2.10:5060') };
const bob = { user: 'bob', at: endpoint('198.51.100.7:5060') };
const START = Date.parse('2026-01-05T09:00:00Z') / 1000;
/** octets that occur nowhere else in what is forged here */
const SECRET = '§¥µ¿±ØÞ';
const secretOctets = Uint8Array.from(SECRET, (letter) => letter.charCodeAt(0));

const messages = (() => {
  const call = createCall(alice, bob);
  const invite = call.invite();
  const ok = call.respond(invite, 200);
  return [invite, call.respond(invite, 180), ok, call.acknowledge(ok), call.bye()];
})();
const carried = messages.map(({ from, to, octets }, i) => hep3(from, to, octets, { time: START + i, chunks: [{ type: 14, data: secretOctets }] }));

async function exported(story: Story | Uint8Array): Promise<{ readonly engine: Engine; readonly octets: Uint8Array; readonly again: Engine }> {
  const { engine } = await openOctets([{ name: 'hep.pcap', octets: story instanceof Uint8Array ? story : story.capture() }]);
  let octets = new Uint8Array(0);
  for await (const piece of engine.exportPackets({ format: 'pcap', calls: [0], streams: [], media: false })) octets = new Uint8Array([...octets, ...piece]);
  const { engine: again } = await openOctets([{ name: 'again.pcap', octets }]);
  return { engine, octets, again };
}

/** Which octets of the secret stand behind the headers in a capture: Ethernet, IPv4, and TCP or UDP where it stands. */
function leaked(capture: Uint8Array): readonly string[] {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.length);
  const found = new Set<string>();
  for (let at = 24; at < capture.length; at += 16 + view.getUint32(at + 8, true)) {
    const frame = capture.subarray(at + 16, at + 16 + view.getUint32(at + 8, true));
    const isFirst = (((frame[20]! & 0x1f) << 8) | frame[21]!) === 0;
    const payload = frame.subarray(!isFirst ? 34 : frame[23] === 6 ? 54 : 42);
    for (const letter of SECRET) if (payload.includes(letter.charCodeAt(0))) found.add(letter);
  }
  return [...found];
}

const frames = async (engine: Engine): Promise<readonly Uint8Array[]> => {
  const all: Uint8Array[] = [];
  for (let packet = 0; ; packet++) {
    const found = await engine.packet(packet);
    if (found === undefined) return all;
    all.push(found.octets[0]!.octets);
  }
};

describe('over TCP', () => {
  const whole = join(...carried);
  const tell = (change: (segments: Uint8Array[]) => readonly Uint8Array[], segment: number): Story => {
    const story = createStory();
    const tcp = createTcp(agent, server, { clientSequence: 0xffff_fe00 });
    story.packets(0, tcp.open());
    story.packets(1, change(tcp.send('client', whole, segment)));
    return story;
  };

  test.each([1, 5, 11, 64, 333, 1000, 1460])('in segments of %i octets, checksums right', async (segment) => {
    const { octets, again, engine } = await exported(tell((segments) => segments, segment));
    expect(leaked(octets)).toEqual([]);
    expect(engine.diagnostics()).toEqual([]);
    if (segment < 64) return;
    expect(again.overview().accounting.kinds.sip).toBe((await frames(again)).length);
    for (const frame of await frames(again)) expect(transportChecksum(agent.address, server.address, 6, frame.slice(34))).toBe(0);
  });

  test('every place where a segment may end', async () => {
    const first = carried[0]!.length;
    for (let cut = first + 70; cut < first + 130; cut++) {
      const story = createStory();
      const tcp = createTcp(agent, server);
      story.packets(0, [...tcp.open(), ...tcp.send('client', whole.subarray(0, cut), 4000), ...tcp.send('client', whole.subarray(cut), 4000)]);
      expect(leaked((await exported(story)).octets)).toEqual([]);
    }
  });

  test('segments out of order', async () => {
    const { octets, again } = await exported(tell((segments) => segments.toReversed(), 333));
    expect(leaked(octets)).toEqual([]);
    expect(again.overview().accounting.kinds.sip).toBeGreaterThan(0);
  });

  test('octets sent again with new ones behind them, and a beginning that comes late', async () => {
    for (let overlap = 1; overlap < 300; overlap += 7) {
      const story = createStory();
      const tcp = createTcp(agent, server);
      tcp.open();
      const at = carried[0]!.length + 250;
      story.packets(0, [
        tcp.segmentAt('client', carried[0]!.length, whole.subarray(carried[0]!.length, at)),
        tcp.segmentAt('client', carried[0]!.length - overlap, whole.subarray(carried[0]!.length - overlap, at + 30)),
        tcp.segmentAt('client', at - overlap, whole.subarray(at - overlap)),
      ]);
      const { octets, again } = await exported(story);
      expect(leaked(octets)).toEqual([]);
      expect(again.overview().accounting.kinds.sip).toBeGreaterThan(0);
    }
  });

  test('beside lost octets: what nobody could read does not leave either', async () => {
    for (let lost = 1; lost < 8; lost++) {
      const { octets } = await exported(tell((segments) => segments.filter((_, i) => i !== lost), 211));
      expect(leaked(octets)).toEqual([]);
    }
    const { octets } = await exported(tell((segments) => segments.slice(0, -2), 211));
    expect(leaked(octets)).toEqual([]);
  });

  test('the same ports used again, by an agent with other sequence numbers', async () => {
    const story = createStory();
    for (const [i, clientSequence] of [7, 900_000_000].entries()) {
      const tcp = createTcp(agent, server, { clientSequence });
      story.packets(i * 1000, [...tcp.open(), ...tcp.send('client', whole, 100), ...tcp.close('client')]);
    }
    expect(leaked((await exported(story)).octets)).toEqual([]);
  });

  test('a stream without passwords leaves as it is', async () => {
    const story = createStory();
    const tcp = createTcp(agent, server);
    const plain = join(...messages.map(({ from, to, octets }) => hep3(from, to, octets)));
    story.packets(0, [...tcp.open(), ...tcp.send('client', plain, 300).filter((_, i) => i !== 2)]);
    const { octets, engine } = await exported(story);
    const original = await frames(engine);
    for (const frame of await frames((await openOctets([{ name: 'again', octets }])).engine)) expect(original).toContainEqual(frame);
  });

  test('segments in IP fragments are left out, and that is said', async () => {
    const story = createStory();
    const segment = tcpPacket(agent, server, 1, 1, 0x18, whole);
    story.packets(0, ipFragments(agent.address, server.address, 6, segment.slice(20), 400));
    const { octets, engine } = await exported(story);
    expect(octets.length).toBe(24);
    expect(engine.diagnostics().map(({ code }) => code)).toContain('hep.key-left-out');
  });
});

describe('over UDP', () => {
  test('two passwords, two packets in one datagram, and a broken chunk before a password', async () => {
    const chunks = [
      { type: 14, data: secretOctets },
      { type: 14, data: secretOctets },
    ];
    const [{ from, to, octets: text }] = messages as [(typeof messages)[0]];
    const story = createStory();
    story.datagram(0, agent, server, join(hep3(from, to, text, { chunks }), hep3(from, to, text, { chunks })));
    story.datagram(1, agent, server, join(hep3(from, to, text), new Uint8Array([0, 0, 0, 14, 0, 2]), secretOctets));
    const { octets, again } = await exported(story);
    expect(leaked(octets)).toEqual([]);
    expect(again.overview().accounting.kinds.sip).toBe(2);
  });

  test('a datagram that the capture cut within the password', async () => {
    const story = createStory();
    const [{ from, to, octets: text }] = messages as [(typeof messages)[0]];
    const packet = join(hep3(from, to, text), new Uint8Array([0, 0, 0, 14, 0, 15]), secretOctets);
    new DataView(packet.buffer).setUint16(4, packet.length);
    story.datagram(0, agent, server, packet);
    const capture = story.capture();
    // the record holds four octets less than were sent
    new DataView(capture.buffer).setUint32(24 + 8, new DataView(capture.buffer).getUint32(24 + 8, true) - 4, true);
    const { octets } = await exported(capture.slice(0, -4));
    expect(octets.length).toBeGreaterThan(400);
    expect(leaked(octets)).toEqual([]);
  });

  test.each([8, 64, 200, 400])('in fragments of %i octets, in any order; the checksum of the whole is right', async (fragments) => {
    const story = createStory();
    for (const [i, octets] of carried.entries()) {
      const told = createStory();
      told.datagram(0, agent, server, octets, { fragments, identification: i });
      const packets = told.told().map((packet) => packet.octets.slice(14));
      story.packets(i * 100, i % 2 === 0 ? packets : packets.toReversed());
    }
    const { octets, again } = await exported(story);
    expect(leaked(octets)).toEqual([]);
    if (fragments < 64) return;
    expect(again.overview().accounting.kinds.sip).toBe(5);
    const first = (await frames(again)).filter((frame) => frame[19] === 0);
    const parts = first.map((frame) => ({ at: (((frame[20]! & 0x1f) << 8) | frame[21]!) * 8, octets: frame.slice(34) })).sort((a, b) => a.at - b.at);
    expect(transportChecksum(agent.address, server.address, 17, join(...parts.map((part) => part.octets)))).toBe(0);
  });
});
