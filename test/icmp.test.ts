/** ICMP errors that quote SIP and RTP: in the ladder where they came, in the list and the inspector, with the call or stream they are about; never traffic. */
import { describe, expect, test } from 'vitest';
import type { LadderError } from '../src/contract/ladder.ts';
import type { Engine } from '../src/engine/engine.ts';
import { endpoint } from './forge/address.ts';
import { icmpError, ipPacket, udpPacket } from './forge/network.ts';
import { join, numbers } from './forge/octets.ts';
import { tellPlainCall } from './forge/plain-call.ts';
import { rtpTrain } from './forge/rtp.ts';
import { createCall } from './forge/sip.ts';
import { createStory, type Story } from './forge/story.ts';
import { openOctets } from './open-octets.ts';

const alice = { user: 'alice', at: endpoint('192.0.2.10:5060') };
const bob = { user: 'bob', at: endpoint('198.51.100.7:5060') };

async function opened(story: Story): Promise<Engine> {
  const { engine } = await openOctets([{ name: 'icmp.pcap', octets: story.capture() }]);
  return engine;
}

async function errors(engine: Engine, call: number): Promise<string[]> {
  const { rows, lanes } = await engine.ladder([call]);
  const told = (row: LadderError): string =>
    `${row.place.frame} ${row.error} ${row.quote} ${lanes[row.fromLane]!.address} → ${lanes[row.toLane]!.address} by ${row.by}`;
  return rows.flatMap((row) => (row.kind === 'icmp' ? [told(row)] : []));
}

describe('quotes of SIP', () => {
  const story = createStory();
  const [one, two] = [createCall(alice, bob, { callId: 'one' }), createCall(alice, bob, { callId: 'two' })];
  const [first, second] = [one.invite(), two.invite()];
  const packet = udpPacket(alice.at, bob.at, first.octets);
  story.sip(0, first);
  story.sip(10, second);
  story.packets(20, [icmpError(bob.at.address, alice.at.address, 3, 3, packet)]);
  // a router on the way quotes 28 octets of the other, and one says that the packet took too long
  story.packets(30, [icmpError('203.0.113.1', alice.at.address, 3, 1, udpPacket(alice.at, bob.at, second.octets), 28)]);
  story.packets(40, [icmpError('203.0.113.1', alice.at.address, 11, 0, packet)]);
  story.packets(50, [icmpError(bob.at.address, alice.at.address, 0, 0, packet)]);

  test('stand in the ladder of the call they name; one too short for a name in those that sent something there', async () => {
    const engine = await opened(story);
    const own = '3 port INVITE 198.51.100.7 → 192.0.2.10 by 198.51.100.7';
    expect(await errors(engine, 0)).toEqual([
      own,
      '4 host  198.51.100.7 → 192.0.2.10 by 203.0.113.1',
      '5 timeExceeded INVITE 198.51.100.7 → 192.0.2.10 by 203.0.113.1',
    ]);
    expect(await errors(engine, 1)).toEqual(['4 host  198.51.100.7 → 192.0.2.10 by 203.0.113.1']);
    expect(engine.overview().accounting.kinds).toMatchObject({ sip: 2, icmp: 4 });
  });

  test('are named in the list and opened in the inspector, with the way to the call', async () => {
    const engine = await opened(story);
    const { rows } = await engine.packets({ kinds: ['icmp'] }, { offset: 0, limit: 5 });
    expect(rows[0]!.info).toBe('Destination Unreachable: port unreachable, quoting INVITE 5060 → 5060');
    expect(rows[3]!.info).toBe('Echo Reply');
    const detail = (await engine.packet(2))!;
    expect(detail).toMatchObject({ kind: 'icmp', call: 0, messages: [], problems: [] });
    const quoted = detail.fields[0]!.at(-1)!;
    expect(quoted).toMatchObject({ key: 'icmp.quoted', value: 'INVITE', at: 14 + 28 + 28 });
    expect(quoted.children![0]).toMatchObject({ key: 'sip' });
  });
});

test('a quote of RTP names its stream, in IPv6 and within a tunnel too', async () => {
  const story = createStory();
  const call = tellPlainCall(story, 0, {});
  void call;
  const before = (await opened(story)).streams(
    { text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } },
    { offset: 0, limit: 9 },
  ).rows;
  const { source, destination, ssrc } = before[0]!;
  const [rtp] = rtpTrain({ count: 1, ssrc: Number(ssrc) });
  const quoted = udpPacket(source, destination, rtp!.octets);
  story.packets(3000, [icmpError(destination.address, source.address, 3, 3, quoted)]);
  story.packets(3001, [icmpError(destination.address, source.address, 3, 3, ipPacket('10.0.0.1', '10.0.0.2', 4, quoted))]);
  story.packets(3002, [icmpError('2001:db8::9', '2001:db8::1', 1, 4, udpPacket(endpoint('[2001:db8::1]:4000'), endpoint('[2001:db8::9]:5000'), rtp!.octets))]);
  const engine = await opened(story);
  const ends = `${destination.address} → ${source.address} by ${destination.address}`;
  expect((await errors(engine, 0)).map((text) => text.slice(text.indexOf(' ') + 1))).toEqual([`port RTP ${ends}`, `port RTP ${ends}`]);
  const detail = engine.stream(before[0]!.stream)!;
  expect(detail.errors).toMatchObject([{ error: 'port', by: destination.address, count: 2 }]);
  const frame = detail.errors[0]!.place.packet;
  expect(await engine.packet(frame)).toMatchObject({ kind: 'icmp', stream: before[0]!.stream, call: 0 });
  const { rows } = await engine.packets({ kinds: ['icmp'] }, { offset: 2, limit: 1 });
  expect(rows[0]!.info).toBe('Destination Unreachable: port unreachable, quoting RTP 4000 → 5000');
  expect(detail.row.packets).toBe(before[0]!.packets);
});

test('any quote, cut anywhere, opens', async () => {
  const story = createStory();
  const packet = udpPacket(alice.at, bob.at, createCall(alice, bob).invite().octets);
  for (let length = 0; length < 120; length++) story.packets(length, [icmpError(bob.at.address, alice.at.address, 3, 3, packet, length)]);
  story.packets(200, [ipPacket(bob.at.address, alice.at.address, 1, join(numbers([1, 3], [1, 3]), new Uint8Array(3)))]);
  const engine = await opened(story);
  for (let frame = 0; frame <= 120; frame++) expect((await engine.packet(frame))!.kind).toBe('icmp');
});
