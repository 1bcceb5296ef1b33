/** Announced endpoints: which announcement counts (semantics 2.3), RTCP, alternatives, the revision; and binding (2.4). */
import { describe, expect, test } from 'vitest';
import { tellCalls, type CallStory } from '../../test/forge/call-story.ts';
import { toOctets } from '../base/text.ts';
import { AddressTable } from '../net/address.ts';
import { PayloadMaps } from '../rtp/payload-type.ts';
import { parseSession } from '../sdp/session.ts';
import { bindingReasons, isWiresharkBinding, MediaBinder, type StreamRows, type Talk } from './media-binding.ts';
import { MediaRegistry, Role } from './media-registry.ts';
import { SessionAnnouncer } from './session-announcer.ts';

interface Announced extends CallStory {
  readonly registry: MediaRegistry;
  readonly announcer: SessionAnnouncer;
  readonly maps: PayloadMaps;
  readonly addresses: AddressTable;
  readonly nat: boolean[];
}

/** Tells a story, then announces the SDP body of each message number given. */
function announce(story: string, bodies: Record<number, string>): Announced {
  const told = tellCalls(story);
  const registry = new MediaRegistry();
  const maps = new PayloadMaps();
  const addresses = new AddressTable();
  const announcer = new SessionAnnouncer(told.table, registry, maps, addresses);
  const nat = Object.entries(bodies).map(([message, body]) => {
    const octets = toOctets(`v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nt=0 0\r\n${body.split('; ').join('\r\n')}\r\n`);
    return announcer.announce(Number(message), parseSession(octets, 0, octets.length));
  });
  return { ...told, registry, announcer, maps, addresses, nat };
}

const address = new AddressTable();
const ip = (text: string): number => address.parse(text);
const call = '0 A>B INVITE 1 sdp\n1 B>A 200 1 to=b sdp\n1.1 A>B ACK 1 to=b br=x';
const bodies = { 0: 'c=IN IP4 10.0.0.1; m=audio 4000 RTP/AVP 8 96; a=rtpmap:96 opus/48000/2', 1: 'c=IN IP4 10.0.0.2; m=audio 5000 RTP/AVP 8' };

describe('registry', () => {
  test('destination before source; nobody else', () => {
    const { registry, maps } = announce(call, bodies);
    const toCallee = registry.lookup(ip('10.0.0.1'), 4000, ip('10.0.0.2'), 5000);
    const toCaller = registry.lookup(ip('10.0.0.2'), 5000, ip('10.0.0.1'), 4000);
    expect([registry.side(toCallee), registry.side(toCaller), registry.setup(toCallee), registry.setup(toCaller)]).toEqual([2, 1, 0, 0]);
    expect(registry.lookup(ip('10.0.0.1'), 4000, ip('9.9.9.9'), 9)).toBe(toCaller);
    expect(registry.lookup(ip('9.9.9.9'), 1, ip('9.9.9.9'), 9)).toBe(-1);
    expect([maps.shortName(registry.map(toCaller), 96), maps.clock(registry.map(toCaller), 96)]).toEqual(['opus', 48000]);
  });
  test('the highest setup frame wins, whatever comes later', () => {
    const story = '0 A>B INVITE 1 sdp\n0.5 B>A 183 1 to=b sdp\n1 B>A 200 1 to=b sdp';
    const { registry } = announce(story, { 0: bodies[0], 1: bodies[1], 2: bodies[1] });
    expect(registry.setup(registry.lookup(0, 0, ip('10.0.0.2'), 5000))).toBe(1);
  });
  test('a repeated INVITE changes nothing, a repeated 200 credits itself', () => {
    const story = '0 A>B INVITE 1 sdp\n0.5 A>B INVITE 1 sdp\n1 B>A 200 1 to=b sdp\n1.5 B>A 200 1 to=b sdp';
    const { registry } = announce(story, { 0: bodies[0], 1: bodies[0], 2: bodies[1], 3: bodies[1] });
    expect([registry.setup(registry.at(ip('10.0.0.1'), 4000)), registry.setup(registry.at(ip('10.0.0.2'), 5000))]).toEqual([0, 3]);
  });
  test('a PRACK in between: the 200 credits itself [measured on RTP-Protocol.pcap]', () => {
    const story = '0 A>B INVITE 1 sdp\n0.5 B>A 180 1 to=b rel=1\n0.6 A>B PRACK 2 to=b\n1 B>A 200 1 to=b sdp';
    const { registry } = announce(story, { 0: bodies[0], 3: bodies[1] });
    expect(registry.setup(registry.at(ip('10.0.0.2'), 5000))).toBe(3);
  });
  test('beyond four m-lines: bound by us, not seen by Wireshark', () => {
    const lines = (port: number): string => `c=IN IP4 10.0.0.1; ${[0, 2, 4].map((n) => `m=audio ${port + n} RTP/AVP 0`).join('; ')}`;
    const { registry } = announce(call, { 0: lines(4000), 1: lines(5000) });
    const seen = [4000, 4002, 4004, 5000, 5002, 5004].map((port) => registry.isSeenByWireshark(registry.lookup(0, 0, ip('10.0.0.1'), port)));
    expect(seen).toEqual([true, true, true, true, false, false]);
  });
  test('RTCP: next port, a=rtcp, same port', () => {
    const { registry } = announce(call, { 0: bodies[0], 1: 'c=IN IP4 10.0.0.2; m=audio 5000 RTP/AVP 8; a=rtcp:5555' });
    const at = (port: number): number => registry.lookupRtcp(9, 9, ip('10.0.0.2'), port);
    expect([at(5000) >= 0, at(5001) >= 0, registry.role(at(5555)), at(5557)]).toEqual([true, true, Role.rtcp, -1]);
    expect(registry.lookup(9, 9, ip('10.0.0.2'), 5555)).toBe(-1);
  });
  test('port 0, port 9, null addresses and host names announce nothing', () => {
    const { registry } = announce(call, {
      0: 'c=IN IP4 10.0.0.1; m=audio 0 RTP/AVP 8; m=audio 9 RTP/AVP 8; c=IN IP4 0.0.0.0',
      1: 'c=IN IP4 host.example; m=audio 5000 RTP/AVP 8',
    });
    expect(registry.length).toBe(0);
  });
  test('candidates and BUNDLE', () => {
    const body =
      'c=IN IP4 0.0.0.0; m=audio 9 UDP/TLS/RTP/SAVPF 111; a=rtpmap:111 opus/48000/2; a=candidate:1 1 udp 1 192.0.2.7 6000 typ host; m=video 9 UDP/TLS/RTP/SAVPF 96; a=rtpmap:96 VP8/90000; a=ssrc:77 cname:x';
    const { registry, maps } = announce(call, { 0: body });
    const id = registry.lookup(0, 0, ip('192.0.2.7'), 6000);
    expect([registry.role(id), registry.isSeenByWireshark(id), maps.shortName(registry.map(id), 111), maps.shortName(registry.map(id), 96)]).toEqual([
      Role.candidate,
      false,
      'opus',
      'VP8',
    ]);
  });
  test('the revision rises with every announcement that may matter', () => {
    const { registry } = announce(call, { 0: bodies[0] });
    const before = registry.revision;
    expect(before).toBeGreaterThan(0);
    expect(announce(call, bodies).registry.revision).toBeGreaterThan(before);
  });
  test('many endpoints', () => {
    const registry = new MediaRegistry();
    const one = { address: 0, port: 0, role: 0, bits: 0, kind: 1, line: 0, map: 0, message: 0, call: 0, side: 1, packet: 1, setup: 1, time: 0 };
    for (let n = 0; n < 5000; n++) registry.announce({ ...one, address: 0x0a000000 + (n % 100), port: 10000 + n });
    for (let n = 0; n < 5000; n++) expect(registry.lookup(1, 1, 0x0a000000 + (n % 100), 10000 + n)).toBe(n);
  });
});

interface Flow {
  from: string;
  to: string;
  ssrc: number;
  first: number;
  last: number;
}

function bind(announced: Announced, flows: Flow[], talks: Talk[] = []): string[] {
  const split = (text: string): [number, number] => [ip(text.split(':')[0]!), Number(text.split(':')[1])];
  const rows: StreamRows = {
    count: flows.length,
    sourceAddress: (n) => split(flows[n]!.from)[0],
    sourcePort: (n) => split(flows[n]!.from)[1],
    destinationAddress: (n) => split(flows[n]!.to)[0],
    destinationPort: (n) => split(flows[n]!.to)[1],
    ssrc: (n) => flows[n]!.ssrc,
    firstTime: (n) => flows[n]!.first * 1e9,
    lastTime: (n) => flows[n]!.last * 1e9,
  };
  const binder = new MediaBinder(announced.table, announced.registry, announced.announcer.bySsrc, () => 100e9);
  const out = binder.bind(rows, talks);
  return flows.map((_, n) => `${bindingReasons[out.reason[n]!]} ${out.call[n]} ${['?', 'caller', 'callee'][out.toward[n]!]}`);
}

describe('binding', () => {
  const flow = (from: string, to: string, more: Partial<Flow> = {}): Flow => ({ from, to, ssrc: 1, first: 2, last: 50, ...more });
  test('destination, source, reverse', () => {
    const announced = announce(call, bodies);
    expect(bind(announced, [flow('10.0.0.1:4000', '10.0.0.2:5000'), flow('10.0.0.2:5000', '9.9.9.9:7'), flow('10.0.0.3:9', '10.0.0.4:9')])).toEqual([
      'destination 0 callee',
      'source 0 caller',
      'none -1 ?',
    ]);
    const [id] = [announced.registry.at(ip('10.0.0.1'), 4000)];
    expect([isWiresharkBinding(announced.registry, 1, id!), isWiresharkBinding(announced.registry, 6, id!)]).toEqual([true, false]);
  });
  test('outside the life of the call: not bound', () => {
    const announced = announce(call, bodies);
    expect(
      bind(announced, [flow('1.1.1.1:1', '10.0.0.2:5000', { first: 140, last: 150 }), flow('1.1.1.1:1', '10.0.0.2:5000', { first: -9, last: -1 })]),
    ).toEqual(['none -1 ?', 'none -1 ?']);
  });
  test('media that began before its SDP is bound all the same', () => {
    expect(bind(announce(call, bodies), [flow('10.0.0.1:4000', '10.0.0.2:5000', { first: 0.5 })])).toEqual(['destination 0 callee']);
  });
  test('private c= behind a public source: the signalling source', () => {
    const told = announce('0 a>b INVITE 1 sdp\n1 b>a 200 1 to=b sdp', {
      0: 'c=IN IP4 192.168.1.5; m=audio 4000 RTP/AVP 8',
      1: 'c=IN IP4 203.0.113.2; m=audio 5000 RTP/AVP 8',
    });
    expect(told.nat).toEqual([true, false]);
    expect(bind(told, [flow('203.0.113.2:6000', '203.0.113.1:4000'), flow('203.0.113.1:4000', '203.0.113.2:6000')])).toEqual([
      'signallingSource 0 caller',
      'signallingSource 0 callee',
    ]);
    expect(told.registry.isSeenByWireshark(told.registry.at(ip('203.0.113.1'), 4000))).toBe(false);
  });
  test('another address with the announced port, when the sender or the peer is known', () => {
    const told = announce(call, { 0: 'c=IN IP4 10.0.0.77; m=audio 4000 RTP/AVP 8', 1: bodies[1] });
    expect(bind(told, [flow('10.0.0.2:6000', '10.0.0.1:4000'), flow('10.0.0.99:4000', '10.0.0.2:6000'), flow('10.0.0.99:4000', '10.0.0.98:6000')])).toEqual([
      'samePort 0 caller',
      'samePort 0 callee',
      'none -1 ?',
    ]);
  });
  test('a=ssrc names a sender wherever it sends from', () => {
    const announced = announce(call, { ...bodies, 1: `${bodies[1]}; a=ssrc:77 cname:x` });
    expect(bind(announced, [flow('8.8.8.8:1', '8.8.4.4:1', { ssrc: 77 })])).toEqual(['ssrc 0 caller']);
  });
  test('reverse of a bound flow, rebinding of a known sender', () => {
    const announced = announce(call, { ...bodies, 1: `${bodies[1]}; a=ssrc:77 cname:x` });
    const flows = [
      flow('8.8.8.8:1', '8.8.4.4:1', { ssrc: 77 }),
      flow('8.8.4.4:1', '8.8.8.8:1', { ssrc: 5 }),
      flow('8.8.9.9:3', '8.8.4.4:1', { ssrc: 77, first: 51, last: 60 }),
      flow('8.8.9.9:3', '8.8.4.4:2', { ssrc: 5, first: 99, last: 120 }),
    ];
    announced.announcer.bySsrc.clear();
    announced.announcer.bySsrc.set(77, announced.registry.at(ip('10.0.0.2'), 5000));
    expect(bind(announced, flows)).toEqual(['ssrc 0 caller', 'reverse 0 callee', 'ssrc 0 caller', 'none -1 ?']);
    expect(
      bind(announce(call, bodies), [flow('10.0.0.1:4000', '7.7.7.7:7', { ssrc: 6 }), flow('6.6.6.6:6', '7.7.7.7:7', { ssrc: 6, first: 52, last: 70 })]),
    ).toEqual(['source 0 callee', 'rebinding 0 callee']);
  });
  test('probable: one call of that address talks, no second', () => {
    const announced = announce(call, {});
    const talk = (call: number, from: number, to: number): Talk => ({ call, from: from * 1e9, to: to * 1e9, addresses: [ip('10.0.0.1'), ip('10.0.0.2')] });
    const flows = [flow('10.0.0.1:7000', '9.9.9.9:7000')];
    expect(bind(announced, flows, [talk(0, 1, 60)])).toEqual(['probable 0 ?']);
    expect(bind(announced, flows, [talk(0, 1, 60), talk(1, 20, 30)])).toEqual(['none -1 ?']);
    expect(bind(announced, flows, [talk(0, 1, 60), talk(1, 80, 90)])).toEqual(['probable 0 ?']);
  });
});
