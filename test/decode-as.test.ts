/** Datagrams read as a person says: what nobody announced, what was announced wrongly, and types named by hand. */
import { describe, expect, test } from 'vitest';
import type { DatagramRule, DecodeAs, DecodeRule } from '../src/contract/decode-as.ts';
import type { StreamRow } from '../src/contract/streams.ts';
import { writeCapture } from './forge/capture.ts';
import { DecodeRules } from '../src/engine/decode-rules.ts';
import { AddressTable } from '../src/net/address.ts';
import { endpoint } from './forge/address.ts';
import { createCall, type Party } from './forge/sip.ts';
import { createTcp } from './forge/tcp.ts';
import { frame } from './forge/frames.ts';
import { udpPacket } from './forge/network.ts';
import { hex, join } from './forge/octets.ts';
import { tellPlainCall } from './forge/plain-call.ts';
import { createStory, type Story } from './forge/story.ts';
import { openOctets, type OpenedOctets } from './open-octets.ts';

const here = endpoint('192.0.2.10:4000');
const there = endpoint('192.0.2.20:6000');

function opened(teller: (story: Story) => void, rules: readonly DecodeRule[] = []): Promise<OpenedOctets> {
  const story = createStory({});
  teller(story);
  return openOctets([{ name: 'a.pcap', octets: writeCapture(story.told(), { format: 'pcap', linkType: 1 }) }], undefined, rules);
}

async function streams(teller: (story: Story) => void, rules: readonly DecodeRule[] = []): Promise<readonly StreamRow[]> {
  const { engine } = await opened(teller, rules);
  return engine.streams({ text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } }, { offset: 0, limit: 100 }).rows;
}

/** Three packets: too few to be believed without an announcement. */
const few = (story: Story): void => story.rtp(0, here, there, { count: 3, payloadType: 97, ticks: 160 });
const many = (story: Story): void => story.rtp(0, here, there, { count: 200, payloadType: 97, ticks: 960 });
const between: Pick<DatagramRule, 'address' | 'port' | 'peer'> = { address: '192.0.2.20', port: 6000, peer: { address: '192.0.2.10', port: 4000 } };

test('three packets are no stream until somebody says so', async () => {
  expect(await streams(few)).toHaveLength(0);
  const [row] = await streams(few, [{ as: 'rtp', ...between, payloadTypes: [] }]);
  expect([row?.packets, row?.detectedBy, row?.wireshark.packets]).toEqual([3, 'decode-as', 3]);
});

test.each<readonly [string, Pick<DatagramRule, 'address' | 'port' | 'peer'>, number]>([
  ['a port of any address', { port: 4000 }, 1],
  ['an address and port', { address: '192.0.2.10', port: 4000 }, 1],
  ['another port', { port: 4001 }, 0],
  ['the port of another address', { address: '192.0.2.11', port: 4000 }, 0],
  ['another peer', { port: 4000, peer: { address: '192.0.2.99', port: 6000 } }, 0],
])('%s', async (_, ends, count) => {
  expect(await streams(few, [{ as: 'rtp', ...ends, payloadTypes: [] }])).toHaveLength(count);
});

test('a type named by hand has its clock rate, so its jitter', async () => {
  const [unnamed] = await streams(many);
  expect(unnamed?.payloadTypes[0]?.name).not.toBe('opus');
  const [row] = await streams(many, [{ as: 'rtp', ...between, payloadTypes: [{ payloadType: 97, name: 'opus', clockRate: 48_000 }] }]);
  expect(row?.payloadTypes).toMatchObject([{ number: 97, name: 'opus', clockRate: 48_000 }]);
  expect(row?.rfc3550.ptime).toBe(20);
  expect(row?.rfc3550.maxJitter).toBeLessThan(1);
});

test('what a person names beats what the SDP said, and the stream stays with its call', async () => {
  const call = (story: Story): void => {
    tellPlainCall(story, 0, { toCaller: { payloadType: 101 }, toCallee: { payloadType: 101 } });
  };
  const before = await streams(call);
  expect(before.find((row) => row.direction === 'toCaller')?.payloadTypes).toMatchObject([{ number: 101, name: 'telephone-event' }]);
  const after = await streams(call, [{ as: 'rtp', port: 4000, payloadTypes: [{ payloadType: 101, name: 'AMR', clockRate: 8000 }] }]);
  expect(after.find((row) => row.direction === 'toCaller')?.payloadTypes).toMatchObject([{ number: 101, name: 'AMR', clockRate: 8000 }]);
  expect(after.map((row) => [row.callId, row.packets])).toEqual(before.map((row) => [row.callId, row.packets]));
});

describe('any type is named', () => {
  const named = (...payloadTypes: DatagramRule['payloadTypes']): readonly DecodeRule[] => [{ as: 'rtp', port: 4000, payloadTypes }];
  const to = (rows: readonly StreamRow[]): StreamRow | undefined => rows.find((row) => row.direction === 'toCaller');

  test('a static one that the SDP announced: name, clock, rating and sound follow', async () => {
    const call = (story: Story): void => void tellPlainCall(story);
    const before = to(await streams(call));
    expect(before).toMatchObject({ codec: 'PCMU', payloadTypes: [{ number: 0, name: 'PCMU', clockRate: 8000 }] });
    const rules = named({ payloadType: 0, name: 'G722', clockRate: 16_000 });
    const after = to(await streams(call, rules));
    expect(after).toMatchObject({
      codec: 'G722',
      callId: before?.callId,
      packets: before?.packets,
      payloadTypes: [{ number: 0, name: 'G722', clockRate: 16_000 }],
    });
    // 160 ticks are 10 ms of such a clock, and 20 pass
    expect([before?.rfc3550.ptime, after?.rfc3550.ptime]).toEqual([20, 10]);
    expect(after?.wireshark.maxJitter).toBeGreaterThan(before!.wireshark.maxJitter + 5);
    const { engine } = await opened(call, named({ payloadType: 0, name: 'PCMA', clockRate: 0 }));
    const row = to(
      engine.streams({ text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } }, { offset: 0, limit: 9 }).rows,
    );
    expect(row).toMatchObject({ codec: 'PCMA', payloadNames: 'PCMA', payloadTypes: [{ clockRate: 8000 }], rfc3550: { ptime: 20 } });
    expect(row?.mos).toBeDefined();
    const plan = await engine.sound({ streams: [row!.stream] }, { kind: 'fixed', depth: 60, resync: 200 });
    expect(JSON.stringify(plan)).toContain('PCMA');
  });

  test('a static one of a stream that nobody announced', async () => {
    const unannounced = (story: Story): void => story.rtp(0, here, there, { count: 100, payloadType: 18, ticks: 240, interval: 30 });
    expect((await streams(unannounced))[0]?.codec).toBe('G729');
    expect((await streams(unannounced, named({ payloadType: 18, name: 'G723', clockRate: 8000 })))[0]).toMatchObject({ codec: 'G723', rfc3550: { ptime: 30 } });
  });

  test('one from 64 to 95 is RTP with the marker too, while whole RTCP stays RTCP', async () => {
    const odd = (story: Story): void => {
      story.rtp(0, here, there, { count: 6, payloadType: 80, ticks: 160, markers: [0, 3] });
      story.datagram(200, here, there, hex('80c90001 00000007'));
    };
    expect((await streams(odd, named()))[0]?.packets).toBe(4);
    const [row] = await streams(odd, named({ payloadType: 80, name: 'PCMU', clockRate: 8000 }));
    expect([row?.packets, row?.codec, row?.rtcp.receiverReports]).toEqual([6, 'PCMU', 0]);
  });

  test('of one stream alone, and one stream alone is left alone', async () => {
    const two = (story: Story): void => {
      story.rtp(0, here, there, { count: 60, ssrc: 7, ticks: 160 });
      story.rtp(5, here, there, { count: 60, ssrc: 8, ticks: 160 });
    };
    const rule: DecodeRule = { as: 'rtp', port: 4000, ssrc: 8, payloadTypes: [{ payloadType: 0, name: 'PCMA', clockRate: 8000 }] };
    expect((await streams(two, [rule])).map((row) => [row.ssrc, row.codec])).toEqual([
      ['0x00000007', 'PCMU'],
      ['0x00000008', 'PCMA'],
    ]);
    expect((await streams(two, [{ as: 'none', port: 4000, ssrc: 8, payloadTypes: [] }])).map((row) => row.ssrc)).toEqual(['0x00000007']);
  });

  test('the form sees what the types between two ends are taken for, and by whose word', async () => {
    const call = (story: Story): void => void tellPlainCall(story, 0, { toCaller: { payloadType: 101 } });
    const ends = [
      { address: '192.0.2.10', port: 4000 },
      { address: '192.0.2.20', port: 6000 },
    ] as const;
    const { engine } = await opened(call);
    expect(engine.seenTypes(...ends)).toEqual([
      { payloadType: 0, packets: 250, name: 'PCMU', clockRate: 8000, parameters: '', by: 'static' },
      { payloadType: 101, packets: 250, name: 'telephone-event', clockRate: 0, parameters: '', by: 'sdp' },
    ]);
    expect(engine.seenTypes(...ends, 0xb0b)).toHaveLength(1);
    const said = await opened(call, named({ payloadType: 101, name: 'AMR', clockRate: 8000, parameters: 'octet-align=1' }));
    expect(said.engine.seenTypes(ends[1], ends[0])[1]).toEqual({
      payloadType: 101,
      packets: 250,
      name: 'AMR',
      clockRate: 8000,
      parameters: 'octet-align=1',
      by: 'hand',
    });
  });
});

test('nothing is looked for in datagrams that are to be left alone', async () => {
  expect(await streams(many)).toHaveLength(1);
  expect(await streams(many, [{ as: 'none', ...between, payloadTypes: [] }])).toHaveLength(0);
});

describe('tunnels and link types', () => {
  const inside = createStory({});
  inside.rtp(0, here, there, { count: 3, payloadType: 97, ticks: 160 });
  const rule: DecodeRule = { as: 'rtp', port: 4000, payloadTypes: [] };
  /** the same three packets, each in what `wrap` makes of its frame */
  async function found(wrap: (octets: Uint8Array) => Uint8Array, linkType: number, rules: readonly DecodeRule[]): Promise<number> {
    const packets = inside.told().map((packet) => ({ ...packet, octets: wrap(packet.octets) }));
    const { engine } = await openOctets([{ name: 'a.pcap', octets: writeCapture(packets, { format: 'pcap', linkType }) }], undefined, rules);
    const page = engine.streams({ text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } }, { offset: 0, limit: 9 });
    return page.rows[0]?.packets ?? 0;
  }
  const inVxlan = (port: number) => (octets: Uint8Array) =>
    frame(udpPacket(endpoint('10.0.0.1:9'), endpoint(`10.0.0.2:${port}`), join(hex('08000000 00007b00'), octets)));
  const tunnel = (as: DecodeAs, port: number, address?: string): DecodeRule => ({ as, port, address, payloadTypes: [] });
  const same = (octets: Uint8Array): Uint8Array => octets;

  test.each<readonly [string, number, readonly DecodeRule[], number]>([
    ['VXLAN on its own port', 4789, [], 3],
    ['VXLAN on another port', 8472, [], 0],
    ['VXLAN on another port, as somebody says', 8472, [tunnel('vxlan', 8472)], 3],
    ['of another address', 8472, [tunnel('vxlan', 8472, '10.0.0.3')], 0],
    ['VXLAN on its own port, but left alone', 4789, [tunnel('none', 4789)], 0],
    ['VXLAN taken for Geneve, which it is not', 8472, [tunnel('geneve', 8472)], 0],
  ])('%s', async (_, port, rules, count) => {
    expect(await found(inVxlan(port), 1, [rule, ...rules])).toBe(count);
  });

  test.each<readonly [string, number, readonly DecodeRule[], number]>([
    ['a link type of the user', 147, [], 0],
    ['as Ethernet', 147, [{ as: 'ethernet', linkType: 147 }], 3],
    ['as something else', 147, [{ as: 'ip', linkType: 147 }], 0],
    ['another one as Ethernet', 147, [{ as: 'ethernet', linkType: 148 }], 0],
    ['a link type that is read by itself stays what it is', 1, [{ as: 'ip', linkType: 1 }], 3],
  ])('%s', async (_, linkType, rules, count) => {
    expect(await found(same, linkType, [rule, ...rules])).toBe(count);
  });
});

test('the first rule that fits decides, and a rule whose address is none does nothing', async () => {
  const rules: readonly DecodeRule[] = [
    { as: 'rtp', address: 'nowhere', port: 4000, payloadTypes: [] },
    { as: 'none', port: 4000, payloadTypes: [] },
    { as: 'rtp', port: 4000, payloadTypes: [] },
  ];
  expect(await streams(few, rules)).toHaveLength(0);
});

const far: Party = { user: 'alice', at: endpoint('192.0.2.10:7070') };
const near: Party = { user: 'bob', at: endpoint('192.0.2.20:7071') };

/** A call whose INVITE begins in front of the capture, on ports that no SIP is expected on. */
const midway = (story: Story): void => {
  const call = createCall(far, near);
  const tcp = createTcp(far.at, near.at);
  const invite = call.invite();
  const segments = tcp.send('client', join(invite.octets, call.bye('caller').octets), 200);
  story.packets(0, segments.slice(1));
};

test('a TCP stream without its beginning is SIP when somebody says so', async () => {
  const unsaid = await opened(midway);
  expect(unsaid.engine.overview().counts.messages).toBe(0);
  const said = await opened(midway, [{ as: 'sip', port: 7071, payloadTypes: [] }]);
  expect(said.engine.overview().counts.messages).toBe(1);
  expect((await said.engine.packet(0))?.datagram).toMatchObject({ transport: 'tcp', source: { port: 7070 } });
});

test('a message behind octets of somebody’s own is SIP when somebody says so, and is left alone when they say so', async () => {
  const behind = (story: Story): void => story.datagram(0, far.at, near.at, join(Uint8Array.of(1, 0, 0, 9), createCall(far, near).invite().octets));
  expect((await opened(behind)).engine.overview().counts.messages).toBe(0);
  const { engine } = await opened(behind, [{ as: 'sip', port: 7071, payloadTypes: [] }]);
  expect(JSON.stringify((await engine.message(0))?.startLine)).toContain('INVITE');
  const plain = (story: Story): void => story.sip(0, createCall(far, near).invite());
  expect((await opened(plain)).engine.overview().counts.messages).toBe(1);
  expect((await opened(plain, [{ as: 'none', port: 7071, payloadTypes: [] }])).engine.overview().counts.messages).toBe(0);
});

test('parameters of a type named by hand reach the decoder', async () => {
  const told = (parameters: string | undefined): readonly DecodeRule[] => [
    { as: 'rtp', port: 4000, payloadTypes: [{ payloadType: 97, name: 'iLBC', clockRate: 8000, parameters }] },
  ];
  const ilbc = (story: Story): void => story.rtp(0, here, there, { count: 60, payloadType: 97, ticks: 160, payload: () => new Uint8Array(38) });
  const rules = new DecodeRules(told('mode=20'), new AddressTable());
  expect(rules.named({ source: 1, sourcePort: 4000, destination: 2, destinationPort: 9 }, 7, 97)?.parameters).toBe('mode=20');
  expect((await streams(ilbc, told('mode=20')))[0]?.payloadTypes).toMatchObject([{ name: 'iLBC' }]);
});
