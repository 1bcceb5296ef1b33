import { describe, expect, test } from 'vitest';
import { endpoint } from './address.ts';
import { toHex } from './octets.ts';
import { alice, bob, tellPlainCall } from './plain-call.ts';
import { createRandom } from './random.ts';
import { rtcpReport, rtpPacket, rtpTrain } from './rtp.ts';
import { audio } from './sdp.ts';
import { branchOf, createCall, createRegistration, headerOf } from './sip.ts';
import { aLaw, muLaw, tone } from './sound.ts';
import { createStory } from './story.ts';
import { createTcp } from './tcp.ts';

const text = (octets: Uint8Array): string => new TextDecoder().decode(octets);

test('the noise of semantics 1.10', () => {
  const random = createRandom(1);
  expect([random.below(1 << 24), random.below(1 << 24), random.below(1 << 24)]).toEqual([4_310_654, 1_474_224, 2_589_156]);
});

describe('SIP', () => {
  test('a call: tags, branches and CSeq', () => {
    const call = createCall(alice, bob);
    const invite = call.invite({ sdp: audio(endpoint('192.0.2.10:4000')) });
    const ok = call.respond(invite, 200, { sdp: audio(endpoint('192.0.2.20:6000')) });
    const ack = call.acknowledge(ok);
    const bye = call.bye('callee');
    expect(headerOf(invite, 'To')).toBe('"Bob" <sip:bob@192.0.2.20>');
    expect(headerOf(ok, 'To')).toBe('"Bob" <sip:bob@192.0.2.20>;tag=tag-bob');
    expect([headerOf(invite, 'CSeq'), headerOf(ack, 'CSeq'), headerOf(bye, 'CSeq')]).toEqual(['1 INVITE', '1 ACK', '101 BYE']);
    expect(branchOf(ok)).toBe(branchOf(invite));
    expect(branchOf(ack)).not.toBe(branchOf(invite));
    expect(headerOf(bye, 'From')).toBe('"Bob" <sip:bob@192.0.2.20>;tag=tag-bob');
    expect(headerOf(call.respond(bye, 200), 'To')).toBe('"Alice" <sip:alice@192.0.2.10>;tag=tag-alice');
    expect(bye.to).toEqual(alice.at);
    expect(text(invite.octets)).toContain(`\r\nContent-Length: ${invite.body.length}\r\n\r\nv=0\r\n`);
  });

  test('ACK for a failure and CANCEL repeat the branch of the INVITE', () => {
    const call = createCall(alice, bob);
    const invite = call.invite();
    const cancel = call.cancel(invite);
    const terminated = call.respond(invite, 487);
    expect([cancel, call.acknowledge(terminated)].map(branchOf)).toEqual([branchOf(invite), branchOf(invite)]);
    expect(headerOf(cancel, 'CSeq')).toBe('1 CANCEL');
    expect(headerOf(call.acknowledge(terminated), 'To')).toContain(';tag=tag-bob');
  });

  test('a registration and a lying Content-Length', () => {
    const registration = createRegistration({ ...alice, domain: 'example.com' }, endpoint('192.0.2.1:5060'));
    const register = registration.request('REGISTER', {
      headers: [
        ['Expires', '600'],
        ['Max-Forwards', undefined],
      ],
      contentLength: 9,
    });
    expect(register.startLine).toBe('REGISTER sip:example.com SIP/2.0');
    expect(headerOf(register, 'To')).toBe('<sip:alice@example.com>');
    expect(headerOf(register, 'Max-Forwards')).toBe('');
    expect(headerOf(register, 'Content-Length')).toBe('9');
  });
});

describe('RTP', () => {
  test('a packet with everything', () => {
    const octets = rtpPacket({
      sequence: 65_537,
      timestamp: 2,
      ssrc: 3,
      payloadType: 96,
      marker: true,
      csrcs: [9],
      extension: [0xbede, Uint8Array.of(1, 2)],
      padding: 4,
      payload: Uint8Array.of(7),
    });
    expect(toHex(octets)).toBe('b1e0000100000002000000030000000 9bede0001010200000700000004'.replaceAll(' ', ''));
  });

  test('loss, lateness and copies', () => {
    const sequence = (octets: Uint8Array): number => ((octets[2] ?? 0) << 8) | (octets[3] ?? 0);
    const train = rtpTrain({ count: 6, firstSequence: 10, lost: [1], late: new Map([[2, 25]]), doubled: [4] });
    expect(train.map((packet) => sequence(packet.octets))).toEqual([10, 13, 12, 14, 14, 15]);
    expect(train.map((packet) => packet.at)).toEqual([0, 60, 65, 80, 80.04, 100]);
  });

  test('a digit keeps its timestamp and ends three times', () => {
    const train = rtpTrain({ count: 10, digits: [{ index: 3, event: 5, packets: 4 }] });
    const digits = train.filter((packet) => ((packet.octets[1] ?? 0) & 0x7f) === 101);
    expect(digits.map((packet) => toHex(packet.octets.subarray(4, 8)))).toEqual(new Array(6).fill('00004060'));
    expect(digits.map((packet) => toHex(packet.octets.subarray(12)))).toEqual(['050a00a0', '050a0140', '050a01e0', '058a0280', '058a0280', '058a0280']);
  });

  test('G.711 of silence and full scale (ITU-T G.711 tables 1a and 2a)', () => {
    expect([...muLaw(Int16Array.of(0, 32_767, -32_768))]).toEqual([0xff, 0x80, 0x00]);
    expect([...aLaw(Int16Array.of(0, 32_767, -32_768))]).toEqual([0xd5, 0xaa, 0x2a]);
    expect(tone(0).length).toBe(160);
  });

  test('a sender report with a block and a name chains to its end', () => {
    const octets = rtcpReport(1, [{ ssrc: 2, lost: -1, highestSequence: 5 }], {
      sender: { ntp: 1n << 32n, timestamp: 9, packets: 1, octets: 160 },
      cname: 'a@b',
    });
    const view = new DataView(octets.buffer);
    const first = 4 * (view.getUint16(2) + 1);
    expect(first).toBe(52);
    expect(octets.length).toBe(first + 4 * (view.getUint16(first + 2) + 1));
    expect(view.getUint32(32)).toBe(0x00ffffff);
  });
});

describe('story', () => {
  test('the plain call: 7 messages, 250 packets each way, in the order of time', () => {
    const story = createStory();
    tellPlainCall(story);
    const told = story.told();
    expect(told.length).toBe(7 + 500);
    expect(told.every((packet, index) => index === 0 || packet.time >= (told[index - 1]?.time ?? 0n))).toBe(true);
    expect(text(story.capture())).toContain('INVITE sip:bob@192.0.2.20:5060 SIP/2.0');
  });

  test('lost is not captured, mirrored is captured twice, over TCP is cut', () => {
    const story = createStory();
    const call = createCall(alice, bob);
    const tcp = createTcp(alice.at, bob.at);
    story.packets(0, tcp.open());
    story.sip(1, call.invite(), { over: tcp, segment: 100 });
    const segments = story.told().length - 3;
    expect(segments).toBeGreaterThan(2);
    story.sip(2, call.invite(), { lost: true });
    story.sip(3, call.invite(), { mirroredAfter: 0.05 });
    expect(story.told().length).toBe(3 + segments + 2);
  });
});
