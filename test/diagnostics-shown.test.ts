/**
 * The diagnostic codes that no test of a floor shows by name, each from the fewest octets that bring it up, opened as a
 * person would: the code stands in the list of diagnostics, or on the opened packet or message. docs/diagnostics.md points here.
 */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Field } from '../src/base/field.ts';
import { limits } from '../src/base/limits.ts';
import type { Packing } from '../src/capture/sniff.ts';
import { checkHeader, headerProblemCodes } from '../src/rtp/header.ts';
import { inspectStun } from '../src/rtp/inspect-stun.ts';
import { checkRtcp, rtcpProblemCodes } from '../src/rtp/rtcp.ts';
import { inspectUdptl } from '../src/rtp/inspect-t38.ts';
import { inspectDtls } from '../src/wire/inspect-dtls.ts';
import { inspectZrtp } from '../src/wire/zrtp.ts';
import { DecompressedSource } from '../src/worker/decompressed-source.ts';
import { endpoint } from './forge/address.ts';
import { clientHello, dtlsMessage, dtlsRecord } from './forge/dtls.ts';
import { ethernetFrame, frame } from './forge/frames.ts';
import { ipFragments, ipPacket, udpPacket, type UdpOptions } from './forge/network.ts';
import { hex, join, lines, numbers, octetsOf } from './forge/octets.ts';
import { writePcap, type PcapOptions } from './forge/pcap.ts';
import { block, secretsBlock, writeOptions, writePcapng, type PcapngOptions } from './forge/pcapng.ts';
import { rtpPacket } from './forge/rtp.ts';
import { tcpPacket } from './forge/tcp.ts';
import { openOctets } from './open-octets.ts';

const alice = endpoint('192.0.2.10:5060');
const bob = endpoint('192.0.2.20:5060');
const bob6000 = endpoint('192.0.2.20:6000');
const [mediaFrom, mediaTo] = [endpoint('192.0.2.20:4000'), endpoint('192.0.2.10:4000')];
const [controlFrom, controlTo] = [endpoint('192.0.2.20:4001'), endpoint('192.0.2.10:4001')];
const second = 1_767_600_000_000_000_000n;
const timed = (octets: Uint8Array, i: number): { time: bigint; octets: Uint8Array } => ({ time: second + BigInt(i) * 1_000_000n, octets });

/** Every code of a capture: of the list, of each opened packet, of each opened message. */
async function codesOf(capture: Uint8Array): Promise<Set<string>> {
  const { engine, result } = await openOctets([{ name: 'forged', octets: capture }]);
  expect(result.opens).toBe(true);
  const found = new Set(engine.diagnostics().map(({ code }) => code));
  const { packets, counts } = engine.overview();
  for (let packet = 0; packet < Math.min(packets, 50); packet++) for (const code of (await engine.packet(packet))?.problems ?? []) found.add(code);
  for (let message = 0; message < Math.min(counts.messages, 50); message++)
    for (const { code } of (await engine.message(message))?.problems ?? []) found.add(code);
  for (let message = 0; message < Math.min(counts.messages, 50); message++)
    for (const header of (await engine.message(message))?.headers ?? [])
      for (const part of header.parts) if (part.problem !== undefined) found.add(part.problem);
  return found;
}

const frames = (octets: readonly Uint8Array[], options: PcapOptions = {}): Promise<Set<string>> => codesOf(writePcap(octets.map(timed), options));
const packets = (...octets: Uint8Array[]): Promise<Set<string>> => frames(octets.map((packet) => frame(packet)));
const onEthernet = (type: number, payload: string): Promise<Set<string>> => frames([ethernetFrame(type, hex(payload))]);
const onLink = (linkType: number, octets: string): Promise<Set<string>> => frames([hex(octets)], { linkType });
const blocks = (options: PcapngOptions): Promise<Set<string>> => codesOf(writePcapng([timed(Uint8Array.of(1, 2, 3, 4), 0)], options));
const little = (...fields: [1 | 2 | 4 | 8, number | bigint][]): Uint8Array => join(...fields.map((field) => numbers(field).reverse()));

/** An INVITE as text: its start line and headers may be replaced, headers added, and it may have an SDP body. */
function invite(change: { readonly start?: string; readonly via?: string; readonly headers?: string; readonly body?: string } = {}): Uint8Array {
  const { start = 'INVITE sip:bob@192.0.2.20 SIP/2.0', via = 'Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKa', headers = '', body = '' } = change;
  const text = `${start}\n${via}\nFrom: <sip:alice@a>;tag=1\nTo: <sip:bob@b>\nCall-ID: a@b\nCSeq: 1 INVITE\nMax-Forwards: 70\n${headers}`;
  const content = lines(body);
  return join(lines(`${text}Content-Length: ${content.length}\n\n`), content);
}

const message = (change: Parameters<typeof invite>[0]): Promise<Set<string>> => packets(udpPacket(alice, bob, invite(change)));
const session = 'v=0\no=- 1 1 IN IP4 192.0.2.10\ns=-\nc=IN IP4 192.0.2.10\nt=0 0\nm=audio 4000 RTP/AVP 0\n';
const sdp = (body: string): Promise<Set<string>> => message({ headers: 'Content-Type: application/sdp\n', body });
const offered = (body = session): Uint8Array => udpPacket(alice, bob, invite({ headers: 'Content-Type: application/sdp\n', body }));
const media = (payload: Uint8Array, options: UdpOptions = {}): Promise<Set<string>> => packets(offered(), udpPacket(mediaFrom, mediaTo, payload, options));
const control = (payload: Uint8Array): Promise<Set<string>> => packets(offered(), udpPacket(controlFrom, controlTo, payload));
const sound = (first: string, rest = '00'.repeat(160)): Uint8Array => hex(`${first} 0001 00000000 0a0b0c0d ${rest}`);
const stun = (text: string): Promise<Set<string>> => packets(udpPacket(endpoint('192.0.2.10:9000'), endpoint('192.0.2.20:9001'), hex(text)));
const handshakes = (messages: readonly Uint8Array[]): Promise<Set<string>> =>
  packets(...messages.map((one) => udpPacket(endpoint('192.0.2.10:9000'), endpoint('192.0.2.20:9001'), dtlsRecord(22, one))));
const segment = (sequence: number, text: string): Uint8Array => tcpPacket(alice, bob, sequence, 1, 0x18, octetsOf(text));
const changed = (octets: Uint8Array, at: number, ...values: number[]): Uint8Array => octets.map((octet, i) => values[i - at] ?? octet);
const ip = (payload = octetsOf('hello, hello')): Uint8Array => udpPacket(alice, bob, payload);

const shown: Readonly<Record<string, () => Promise<Set<string>>>> = {
  // files
  'pcap.truncated': () => codesOf(writePcap([timed(ip(), 0), timed(ip(), 1)]).subarray(0, -3)),
  'pcapng.truncated': () => codesOf(writePcapng([timed(ip(), 0), timed(ip(), 1)]).subarray(0, -3)),
  'pcapng.block-length': () => blocks({ extra: [block(3, new Uint8Array(0))] }),
  'pcapng.resynchronised': () => {
    const octets = writePcapng([0, 1, 2].map((i) => timed(ip(), i)));
    const at = octets.length - 2 * ((octets.length - 28 - 20) / 3);
    return codesOf(changed(octets, at + 4, 9, 0, 0, 0));
  },
  'pcapng.section-version': () => codesOf(join(writePcapng([timed(ip(), 0)]), changed(writePcapng([timed(ip(), 1)]), 12, 2))),
  'pcapng.captured-above-original': () => blocks({ extra: [block(6, join(little([4, 0], [4, 0], [4, 0], [4, 4], [4, 2]), new Uint8Array(4)))] }),
  'pcapng.option-length': () => blocks({ extra: [block(1, join(little([2, 1], [2, 0], [4, 0]), writeOptions([[14, new Uint8Array(4)]])))] }),
  'pcapng.statistics': () => blocks({ extra: [block(5, little([4, 77], [4, 0], [4, 0]))] }),
  'limit.interfaces': () => blocks({ extra: Array.from({ length: 65_600 }, () => block(1, little([2, 1], [2, 0], [4, 0]))) }),
  'limit.secrets': () => blocks({ extra: Array.from({ length: 40 }, () => secretsBlock('x'.repeat(500_000))) }),
  'capture.no-packets': () => codesOf(writePcap([])),
  'capture.no-voip': () => packets(ip()),
  // link layer to transport
  'link.header-cut': () => frames([hex('0102030405')]),
  'vlan.cut': () => onEthernet(0x8100, '00'),
  'llc.cut': () => onEthernet(0x0002, 'aaaa'),
  'mpls.cut': () => onEthernet(0x8847, '0000'),
  'pppoe.cut': () => onEthernet(0x8864, '1100'),
  'ppp.cut': () => onLink(9, 'ff'),
  'arp.cut': () => onEthernet(0x0806, '000108'),
  'icmp.cut': () => packets(ipPacket(alice.address, bob.address, 1, hex('03'))),
  'ip.fragment-length': () =>
    packets(changed(ipFragments(alice.address, bob.address, 17, hex('13c4 13c4 001c 0000 00000000 00000000 00000000 00'), 24)[0]!, 6, 0x20)),
  'ip.total-length-zero': () => packets(changed(ip(), 2, 0, 0)),
  'ip.total-length-above-packet': () => packets(changed(ip(), 2, 0x01, 0x00)),
  'ipv6.header-cut': () => onEthernet(0x86dd, '60000000 0000'),
  'udp.length-zero': () => packets(udpPacket(alice, bob, octetsOf('hello'), { length: 0 })),
  'udp.length-below-payload': () => packets(udpPacket(alice, bob, octetsOf('hello'), { length: 10 })),
  'tcp.sequence-jump': () => packets(segment(1, 'OPTIONS sip:a'), segment(0x60000000, 'OPTIONS sip:a')),
  'limit.fragmentDatagrams': () =>
    frames(
      Array.from({ length: limits.fragmentDatagrams + 1 }, (_, i) =>
        frame(ipFragments(alice.address, `10.0.${i >> 8}.${i & 255}`, 17, new Uint8Array(32), 16)[0]!),
      ),
    ),
  'limit.fragmentOctets': () =>
    frames(
      Array.from({ length: 600 }, (_, i) =>
        frame(changed(ipFragments(alice.address, `10.0.${i >> 8}.${i & 255}`, 17, new Uint8Array(32), 16)[1]!, 6, 0x1f, 0x00)),
      ),
    ),
  // SIP
  'sip.start-line-octet': () => message({ start: 'SIP/2.0 200 O\u0000K' }),
  'sip.method': () => message({ start: 'INV<TE sip:bob@192.0.2.20 SIP/2.0' }),
  'sip.charset': async () =>
    packets(
      udpPacket(alice, bob, join('', changed(invite({ headers: 'Subject: xx\n' }), find(invite({ headers: 'Subject: xx\n' }), 'Subject: ') + 9, 0xff, 0xfe))),
    ),
  'sip.nul-octet': () => message({ headers: 'Subject: a\u0000b\n' }),
  'sip.parameter': () => message({ headers: 'Contact: <sip:a@b>;x="a"b\n' }),
  'sip.rack': () => message({ headers: 'RAck: 1 2\n' }),
  'sip.uri-port': () => message({ headers: 'Contact: <sip:a@b:99999>\n' }),
  'sip.multipart-boundary': () => message({ headers: 'Content-Type: multipart/mixed\n', body: 'x' }),
  'sip.content-length-missing': () =>
    packets(
      segment(
        1,
        'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bKa\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: a\r\nCSeq: 1 OPTIONS\r\n\r\n',
      ),
    ),
  'sip.stream-garbage': () => {
    const whole =
      'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bKa\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: a\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n';
    return packets(segment(1, `${whole}what is this?\r\nand this\r\n\r\n${whole}`));
  },
  'limit.sipMessageLength': () => {
    const start =
      'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bKa\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: a\r\nCSeq: 1 OPTIONS\r\n';
    const pieces = [start, ...Array.from({ length: 40 }, () => `X: ${'y'.repeat(32_000)}\r\n`)];
    let sequence = 1;
    return packets(...pieces.map((text) => segment((sequence += text.length) - text.length, text)));
  },
  'limit.sipHeaders': () => message({ headers: 'X: 1\n'.repeat(limits.sipHeaders + 1) }),
  'limit.sipValues': () => message({ headers: `Supported: ${'a,'.repeat(limits.sipValues + 2)}a\n` }),
  // SDP
  'sdp.line-order': () => sdp(session.replace('v=0\n', '').replace('s=-', 'v=0\ns=-')),
  'sdp.version-missing': () => sdp(session.replace('v=0\n', '')),
  'sdp.second-session': () => sdp(`${session}v=0\n`),
  'sdp.origin': () => sdp(session.replace(/o=.*\n/, 'o=- 1\n')),
  'sdp.payload-type': () => sdp(session.replace('AVP 0', 'AVP 200')),
  'sdp.bandwidth': () => sdp(session.replace('t=0 0', 'b=AS:much\nt=0 0')),
  'sdp.ptime': () => sdp(`${session}a=ptime:soon\n`),
  'sdp.rtcp': () => sdp(`${session}a=rtcp:x\n`),
  'sdp.ssrc': () => sdp(`${session}a=ssrc:x cname:y\n`),
  'sdp.crypto': () => sdp(`${session}a=crypto:x\n`),
  'sdp.candidate': () => sdp(`${session}a=candidate:1 1\n`),
  'limit.sdpFormats': () => sdp(session.replace('AVP 0', `AVP${' 0'.repeat(limits.sdpFormats + 1)}`)),
  // media
  'rtp.short': () => media(hex('8000 0001 0000')),
  'rtp.csrc-list-cut': () => media(sound('8f00', '00')),
  'rtp.extension-cut': () => media(sound('9000', 'bede ffff')),
  'rtp.padding-too-long': () => media(sound('a000', 'ff')),
  'rtp.reserved-payload-type': () => media(sound('8047')),
  'rtp.payload-cut': () =>
    frames(
      [offered(), udpPacket(mediaFrom, mediaTo, rtpPacket({ sequence: 1, timestamp: 1, ssrc: 1, payloadType: 0, payload: new Uint8Array(900) } as never))].map(
        (one) => frame(one),
      ),
      { snapLength: 600 },
    ),
  'rtcp.length': () => control(hex('80c9 0001 00000001 00')),
  'rtcp.chain-broken': () => control(hex('80c9 0007 00000001')),
  'rtcp.padding': () => control(hex('a0c9 0001 00000000')),
  'rtcp.contents': () => control(hex('85c9 0001 00000001')),
  'stun.attribute-cut': () => stun(`0001 0008 2112a442 ${'00'.repeat(12)} 0006 0100 61626364`),
  'dtls.handshake-cut': () => handshakes([dtlsMessage(1, new Uint8Array(4))]),
  'limit.dtlsMessage': () => handshakes([dtlsMessage(1, new Uint8Array(9), { length: limits.dtlsMessage + 1, end: 9 })]),
  'limit.dtlsOctets': () =>
    handshakes(Array.from({ length: 9 }, (_, sequence) => dtlsMessage(1, new Uint8Array(9), { sequence, length: limits.dtlsMessage, end: 9 }))),
  'limit.dtlsHandshakes': () => handshakes(Array.from({ length: 17 }, (_, random) => dtlsMessage(1, clientHello({ random })))),
  'limit.rtpCandidates': () =>
    frames(
      Array.from({ length: limits.rtpCandidates + 1 }, (_, i) =>
        frame(udpPacket(endpoint(`10.0.${(i >> 8) & 255}.${i & 255}:${20_000 + 2 * (i >> 16)}`), bob6000, sound('8000', '00'))),
      ),
    ),
  'gzip.corrupt': async () => unpacked(join(gzipSync(ip()).subarray(0, 10), hex('ff ff ff ff'), new Uint8Array(40))),
  'limit.decompressionRatio': async () => unpacked(gzipSync(new Uint8Array(120_000_000))),
  // Guards: shape decides what a payload is, so these octets are shown as something else before they get here.
  'rtp.version': () => Promise.resolve(new Set([headerProblemCodes[checkHeader(viewOf(sound('4000')), 0, 172, 172)]!])),
  'rtp.is-rtcp': () => Promise.resolve(new Set([headerProblemCodes[checkHeader(viewOf(sound('80c8')), 0, 172, 172)]!])),
  'rtcp.short': () => checked('80c9 0001'),
  'rtcp.version': () => checked('40c9 0001 00000001'),
  'rtcp.type': () => checked('8000 0001 00000001'),
  'stun.short': () => opened((view, octets) => inspectStun(view, octets, 0, octets.length), '0001 0000 2112a442'),
  'stun.length': () => opened((view, octets) => inspectStun(view, octets, 0, octets.length), `0001 0004 2112a442 ${'00'.repeat(12)}`),
  'stun.cookie': () => opened((view, octets) => inspectStun(view, octets, 0, octets.length), `0001 0000 00000000 ${'00'.repeat(12)}`),
  'dtls.record-cut': () => opened((view, octets) => inspectDtls(view, 0, octets.length), '16fefd 0000 000000000000 0001'),
  'zrtp.cut': () => opened((view, octets) => inspectZrtp(view, 0, octets.length), '1000 0001 5a525450 00000001 505a 0003'),
  'udptl.short': () => opened((view, octets) => inspectUdptl(view, 0, octets.length), '0001 c5 00'),
  'udptl.primary-cut': () => opened((view, octets) => inspectUdptl(view, 0, octets.length), '0001 70 c0'),
  'udptl.recovery-cut': () => opened((view, octets) => inspectUdptl(view, 0, octets.length), '0001 01 04 00 02 01 04'),
  'ifp.cut': () => opened((view, octets) => inspectUdptl(view, 0, octets.length), '0001 03 c0 01 80 00 00'),
};

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}

function checked(text: string): Promise<Set<string>> {
  return Promise.resolve(new Set([rtcpProblemCodes[checkRtcp(viewOf(hex(text)), 0, hex(text).length)]!]));
}

function opened(inspect: (view: DataView, octets: Uint8Array) => Field, text: string): Promise<Set<string>> {
  const octets = hex(text);
  const field = inspect(viewOf(octets), octets);
  return Promise.resolve(new Set([field, ...(field.children ?? [])].flatMap(({ problem }) => (problem === undefined ? [] : [problem]))));
}

async function unpacked(octets: Uint8Array, packing: Packing = 'gzip'): Promise<Set<string>> {
  const source = new DecompressedSource(new Blob([new Uint8Array(octets)]), 'forged', packing);
  for await (const window of source.windows({ aborted: false })) expect(window.length).toBeGreaterThan(0);
  return new Set(source.problem === undefined ? [] : [source.problem]);
}

function find(octets: Uint8Array, text: string): number {
  return new TextDecoder('latin1').decode(octets).indexOf(text);
}

test.each(Object.keys(shown))('%s', async (code) => {
  expect([...(await shown[code]!())]).toContain(code);
});

test('RTP within TURN channel data is opened behind its four octets', async () => {
  const relayed = join(hex('4001 0018'), sound('8000', '00'.repeat(12)));
  const { engine } = await openOctets([
    { name: 'forged', octets: writePcap([offered(), udpPacket(mediaFrom, mediaTo, relayed)].map((packet, i) => timed(frame(packet), i))) },
  ]);
  const detail = await engine.packet(1);
  expect([detail?.kind, detail?.problems]).toEqual(['rtp', []]);
  expect(detail?.fields[0]?.slice(-2).map(({ key, value }) => [key, value])).toEqual([
    ['turn.channel_data', '0x4001'],
    ['rtp', 'g711U 1'],
  ]);
});
