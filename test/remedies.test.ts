/** What could still be read of a capture: each story leaves something unread, and the remedy that is offered reads it. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { DecodeRule } from '../src/contract/decode-as.ts';
import type { Remedy } from '../src/contract/remedies.ts';
import { writeCapture } from './forge/capture.ts';
import { endpoint } from './forge/address.ts';
import { frame } from './forge/frames.ts';
import { hep12 } from './forge/hep.ts';
import { ipPacket, udpPacket } from './forge/network.ts';
import { hex, join, numbers } from './forge/octets.ts';
import { createRandom } from './forge/random.ts';
import { data, sctpSegment } from './forge/sctp.ts';
import { createCall, type Party } from './forge/sip.ts';
import { createStory, type Story } from './forge/story.ts';
import { createTcp } from './forge/tcp.ts';
import { openOctets, type OpenedOctets } from './open-octets.ts';

const far: Party = { user: 'alice', at: endpoint('192.0.2.10:7070') };
const near: Party = { user: 'bob', at: endpoint('192.0.2.20:7071') };

function opened(teller: (story: Story) => void, rules: readonly DecodeRule[] = [], linkType = 1): Promise<OpenedOctets> {
  const story = createStory({});
  teller(story);
  return openOctets([{ name: 'a.pcap', octets: writeCapture(story.told(), { format: 'pcap', linkType }) }], undefined, rules);
}

/** The rule that the form makes of a remedy when nothing is changed in it. */
function ruleOf({ datagram }: Remedy): DecodeRule {
  const { source, destination, as } = datagram!;
  return { as, ...source, peer: destination, payloadTypes: [] };
}

test('media too few to be believed: read as RTP', async () => {
  const few = (story: Story): void => {
    for (const port of [10_000, 10_002, 10_010])
      story.rtp(port - 10_000, endpoint(`192.0.2.10:${port + 20_000}`), endpoint(`192.0.2.20:${port}`), { count: 3, ssrc: port });
  };
  const { engine } = await opened(few);
  const [remedy] = await engine.remedies();
  expect(remedy).toMatchObject({ kind: 'rtp', count: 9, isEstimate: false, leastPort: 10_000, mostPort: 10_010, datagram: { transport: 'udp', as: 'rtp' } });
  const after = await opened(few, [ruleOf(remedy!)]);
  expect(after.engine.overview().counts.streams).toBe(1);
});

test('the name of a proxy is no SIP', async () => {
  const head = 'HTTP/1.1 200 OK\r\nServer: OverSIP/2.0.0\r\nContent-Length: 0\r\n\r\n';
  const web = (story: Story): void => story.packets(0, createTcp(far.at, near.at).send('server', new TextEncoder().encode(head), 1400));
  expect(await (await opened(web)).engine.remedies()).toEqual([]);
});

test('SIP behind other octets, and SIP on a stream without beginning', async () => {
  const behind = (story: Story): void => {
    const call = createCall(far, near);
    for (const [i, one] of [call.invite(), call.bye('caller')].entries()) story.datagram(i, far.at, near.at, join(Uint8Array.of(1, 0, 0, 9), one.octets));
  };
  const [remedy] = await (await opened(behind)).engine.remedies();
  expect(remedy).toMatchObject({ kind: 'sip', count: 2 });
  expect((await opened(behind, [ruleOf(remedy!)])).engine.overview().counts.messages).toBe(2);
  const midway = (story: Story): void => {
    const call = createCall(far, near);
    const segments = createTcp(far.at, near.at).send('client', join(call.invite().octets, call.bye('caller').octets, call.bye('caller').octets), 150);
    story.packets(0, segments.slice(1));
  };
  const [stream] = await (await opened(midway)).engine.remedies();
  expect(stream).toMatchObject({ kind: 'sipStream', datagram: { transport: 'tcp', as: 'sip' } });
  expect((await opened(midway, [ruleOf(stream!)])).engine.overview().counts.messages).toBe(2);
});

test('IPsec, and a link type that is not read', async () => {
  const esp = (story: Story): void => {
    for (let i = 0; i < 3; i++) story.packets(i, [ipPacket(far.at.address, near.at.address, 50, new Uint8Array(40).fill(7 + i))]);
  };
  expect(await (await opened(esp)).engine.remedies()).toMatchObject([{ kind: 'esp', count: 3 }]);
  const user = await opened(esp, [], 147);
  expect(await user.engine.remedies()).toMatchObject([{ kind: 'link', count: 3, link: { linkType: 147 } }]);
});

test('streams under the keys of DTLS: which client random the key log must have', async () => {
  const octets = new Uint8Array(gunzipSync(readFileSync(new URL('recorded/dtls-srtp.pcap.gz', import.meta.url))));
  const { engine } = await openOctets([{ name: 'a.pcap', octets }]);
  expect(await engine.remedies()).toMatchObject([
    { kind: 'seal', count: 2, seal: { missing: 'keyLog', clientRandom: expect.stringMatching(/^[0-9a-f]{64}$/) as string } },
  ]);
});

test('a call that is all read needs nothing', async () => {
  const { engine } = await opened((story) => story.sip(0, createCall(far, near).invite()));
  expect(await engine.remedies()).toEqual([]);
});

describe('a tunnel on a port of its own', () => {
  const invite = createCall(far, near).invite();
  /** a datagram with SIP, as it would stand on the wire */
  const packet = udpPacket(far.at, near.at, invite.octets);
  const framed = frame(packet);
  const agent = endpoint('10.0.0.1:40000');
  const length = (octets: Uint8Array): Uint8Array => numbers([2, octets.length]);
  const wrapped: readonly (readonly [string, Uint8Array])[] = [
    ['vxlan', join(hex('08000000 00007b00'), framed)],
    ['gtp', join(hex('30ff'), length(packet), hex('00000007'), packet)],
    ['geneve', join(hex('00006558 00007b00'), framed)],
    ['tzsp', join(hex('01000001 01'), framed)],
    ['hep', hep12(far.at, near.at, invite.octets)],
    ['hep', hep12(far.at, near.at, invite.octets, 1_700_000_000)],
  ];

  test.each(wrapped)('%s is named, and what it is read as gives the call', async (as, octets) => {
    const story = (one: Story): void => one.datagram(0, agent, endpoint('10.0.0.2:3333'), octets);
    const { engine } = await opened(story);
    expect(engine.overview().counts.messages).toBe(0);
    const [first, ...others] = await engine.remedies();
    expect(first).toMatchObject({ kind: 'tunnel', count: 1, datagram: { as } });
    expect(others).toEqual([]);
    expect((await engine.packet(0))?.datagram?.as).toBe(as);
    const after = await opened(story, [ruleOf(first!)]);
    expect(after.engine.overview().counts.messages).toBe(1);
    expect((await after.engine.message(0))?.source).toEqual(far.at);
  });

  test('SIP over SCTP within UDP', async () => {
    const segment = sctpSegment(far.at, near.at, [data({ tsn: 1, payload: invite.octets })]);
    const story = (one: Story): void => one.datagram(0, agent, endpoint('10.0.0.2:3333'), segment);
    const [first] = await (await opened(story)).engine.remedies();
    expect(first).toMatchObject({ kind: 'tunnel', datagram: { as: 'sctp' } });
    expect((await opened(story, [ruleOf(first!)])).engine.overview().counts.messages).toBe(1);
  });

  test('random datagrams, and a tunnel whose inside is damaged, are none', async () => {
    const random = createRandom(5);
    const noise = (one: Story): void => {
      for (let i = 0; i < 600; i++) {
        const octets = Uint8Array.from({ length: 40 + random.below(200) }, () => random.below(256));
        // as near as chance comes: the headers of tunnels, and noise behind them
        octets.set(
          [
            [0x08, 0, 0, 0],
            [0x30, 0xff, 0, octets.length - 8],
            [0, 0, 0x65, 0x58],
            [1, 0, 0, 1],
            [0x45, 0, 0, octets.length],
          ][i % 5]!,
        );
        one.datagram(i, agent, endpoint('10.0.0.2:3333'), octets);
      }
      const broken = wrapped[0]![1].slice();
      broken[8 + 14 + 10]! ^= 0x55;
      one.datagram(700, agent, endpoint('10.0.0.2:3334'), broken);
    };
    const kinds = (await (await opened(noise)).engine.remedies()).map(({ kind, datagram }) => `${kind} ${datagram?.as}`);
    expect(kinds.filter((kind) => kind.startsWith('tunnel'))).toEqual([]);
  });
});

test('types of RTP that nobody announced stand in the form', async () => {
  const few = (story: Story): void => story.rtp(0, endpoint('192.0.2.10:30000'), endpoint('192.0.2.20:10000'), { count: 3, payloadType: 18, ticks: 160 });
  const { engine } = await opened(few);
  expect((await engine.remedies())[0]?.datagram?.payloadTypes).toEqual([
    { payloadType: 18, packets: 3, name: 'G729', clockRate: 8000, parameters: '', by: 'static' },
  ]);
  expect((await engine.packet(0))?.datagram).toMatchObject({ as: 'rtp', payloadTypes: [{ payloadType: 18, packets: 1, name: 'G729' }] });
});
