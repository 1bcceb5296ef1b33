import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toOctets } from '../base/text.ts';
import type { Session } from './model.ts';
import { SeenSessions } from './seen-sessions.ts';
import { parseSession } from './session.ts';

/** What calls read of a description. */
function facts(session: Session): unknown {
  const connection = (of: Session['connection']): unknown =>
    of && [of.addressType, of.ipv4 < 0 || of.address === '0.0.0.0' ? of.address : of.ipv4, of.malformed];
  return [
    connection(session.connection),
    session.direction,
    session.fingerprint,
    session.iceUfrag,
    session.problems,
    session.media.map((media) => [
      media.kind,
      media.port,
      media.portCount,
      media.protocol,
      media.isRtp,
      media.payloadTypes,
      [...media.rtpmaps],
      [...media.fmtp],
      connection(media.connection),
      media.direction,
      media.rtcp,
      media.rtcpMux,
      media.candidates,
      media.ssrcs,
      media.crypto,
      media.fingerprint,
      media.iceUfrag,
      media.ptime,
    ]),
  ];
}

const phone = (n: number): string =>
  `v=0\r\no=- ${n} ${n} IN IP4 10.0.0.${n}\r\ns=-\r\nc=IN IP4 10.0.0.${n}\r\nt=0 0\r\nm=audio ${4000 + n} RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=rtcp:${4001 + n}\r\n`;

function same(cache: SeenSessions, text: string): Session {
  const octets = toOctets(text);
  const read = cache.read(octets, 0, octets.length);
  expect(facts(read)).toEqual(facts(parseSession(octets, 0, octets.length)));
  return read;
}

describe('SeenSessions', () => {
  test('gives an earlier result with address and ports replaced', () => {
    const cache = new SeenSessions();
    const first = same(cache, phone(1));
    expect(same(cache, phone(2))).toBe(first);
    expect([first.connection?.ipv4, first.media[0]?.port, first.media[0]?.rtcp?.port]).toEqual([0x0a000002, 4002, 4003]);
  });

  test('parses what differs in more', () => {
    const cache = new SeenSessions();
    const first = same(cache, phone(1));
    const others = [
      phone(1).replace('8 101', '0 101'),
      phone(1).replace('IN IP4 10.0.0.1\r\nt', 'IN IP4 0.0.0.0\r\nt'),
      phone(1).replace('RTP/AVP', 'RTP/SAVP'),
      phone(1).replace(' 4001 ', ' 4001/2 '),
      phone(1).replace('a=rtcp:4002', 'a=rtcp:4002 IN IP4 1.2.3.4'),
      `${phone(1)}a=sendonly\r\n`,
      `${phone(1)}a=ssrc:5 cname:x\r\n`,
      phone(1).replace('v=0', 'v=1'),
      phone(1).replace('o=- 1', 'o=-'),
    ];
    for (const other of others) expect(same(cache, other)).not.toBe(first);
    expect(same(cache, phone(3))).toBe(first);
  });

  test('any lines in any order: what parseSession says', () => {
    const n = fc.integer({ min: 0, max: 260 });
    const line = fc.oneof(
      n.map((x) => `c=IN IP4 10.0.0.${x}`),
      fc.constantFrom('c=IN IP4 0.0.0.0', 'c=IN IP6 ::1', 'c=IN IP4 host', 'c=IN IP4 1.2.3.4/127', 'c=IN IP4 1.2.3.04', 'c=in IP4 1.2.3.4', 'c=IN IP4 1.2.3'),
      n.map((x) => `m=audio ${x * 300} RTP/AVP 8`),
      n.map((x) => `m=video ${x} RTP/SAVPF 96 97`),
      fc.constantFrom('m=audio 5000/2 RTP/AVP 0', 'm= 5000 RTP/AVP 0', 'm=audio  5 RTP/AVP 8', 'm=audio 00012 RTP/AVP 8', 'm=audio', 'm=image 0 udptl t38'),
      n.map((x) => `a=rtcp:${x * 300}`),
      fc.constantFrom(
        'a=rtcp:',
        'a=RTCP:77',
        'a=rtcp:5 IN IP4 1.1.1.1',
        'a=rtcp-mux',
        'a=rtpmap:96 opus/48000/2',
        'a=fmtp:96 x',
        'a=inactive',
        'a=ssrc:1 cname:a',
        'a=ice-ufrag:x',
        'a=ptime:20',
        'a=crypto:1 A inline:k',
      ),
      fc.constantFrom('v=0', 'o=- 1 1 IN IP4 h', 'o=- 1', 's=x', 't=0 0', 'b=AS:64', 'x=1', '', '\u0001=audio RTP/AVP 8', 'm =video'),
    );
    const cache = new SeenSessions();
    fc.assert(
      fc.property(fc.array(line, { maxLength: 9 }), fc.constantFrom('\r\n', '\n', '\r'), (lines, end) => {
        same(cache, ['v=0', 'o=- 1 1 IN IP4 h', ...lines, ''].join(end));
      }),
      { numRuns: 3000 },
    );
  });

  test('never reads outside', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(0, 0xff, 0x0a), (body, around) => {
        const octets = new Uint8Array([around, around, around, ...toOctets('v=0\r\n'), ...body, around, around, around]);
        expect(() => new SeenSessions().read(octets, 3, octets.length - 3)).not.toThrow();
      }),
    );
  });
});
