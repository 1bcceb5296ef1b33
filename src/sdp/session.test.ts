import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readText, toOctets } from '../base/text.ts';
import { parseSession } from './session.ts';
import type { Session } from './model.ts';

const parse = (...lines: string[]): Session => {
  const octets = toOctets(lines.join('\r\n') + '\r\n');
  return parseSession(octets, 0, octets.length);
};

describe('parseSession', () => {
  it('reads a call offer', () => {
    const session = parse(
      'v=0',
      'o=alice 2890844526 2890844527 IN IP4 host.example.com',
      's=-',
      'c=IN IP4 192.0.2.10',
      't=0 0',
      'm=audio 49170 RTP/AVP 8 0 101',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-15',
      'a=ptime:20',
      'a=sendonly',
      'm=video 51372/2 RTP/AVPF 96',
      'c=IN IP6 2001:db8::1',
      'a=rtpmap:96 H264/90000',
      'a=rtcp:51380 IN IP4 192.0.2.99',
      'a=rtcp-mux',
    );
    expect(session.problems).toEqual([]);
    expect(session.origin).toMatchObject({ username: 'alice', sessionId: '2890844526', sessionVersion: '2890844527', address: 'host.example.com' });
    expect(session.connection).toMatchObject({ addressType: 'IP4', address: '192.0.2.10' });
    expect(session.media[0]).toMatchObject({
      kind: 'audio',
      port: 49170,
      protocol: 'RTP/AVP',
      isRtp: true,
      payloadTypes: [8, 0, 101],
      direction: 'sendonly',
      ptime: 20,
    });
    expect(session.media[0]?.rtpmaps.get(101)).toEqual({ name: 'telephone-event', rate: 8000, channels: 1 });
    expect(session.media[0]?.fmtp.get(101)).toBe('0-15');
    expect(session.media[1]).toMatchObject({
      port: 51372,
      portCount: 2,
      rtcpMux: true,
      rtcp: { port: 51380, address: '192.0.2.99' },
      connection: { addressType: 'IP6', address: '2001:db8::1' },
    });
  });

  it('applies rtpmaps before the first m-line to all of them (semantics 2.3)', () => {
    const session = parse('v=0', 'o=- 1 1 IN IP4 10.0.0.1', 's=-', 't=0 0', 'a=rtpmap:96 opus/48000/2', 'm=audio 4000 RTP/AVP 96', 'm=audio 4002 RTP/AVP 96');
    for (const media of session.media) expect(media.rtpmaps.get(96)).toEqual({ name: 'opus', rate: 48000, channels: 2 });
  });

  it('reads a WebRTC offer', () => {
    const session = parse(
      'v=0',
      'o=- 1 2 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=group:BUNDLE 0 1',
      'a=ice-lite',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'c=IN IP4 0.0.0.0',
      'a=ice-ufrag:abcd',
      'a=fingerprint:sha-256 AA:BB',
      'a=setup:actpass',
      'a=mid:0',
      'a=candidate:1 1 udp 2122260223 192.0.2.3 46154 typ srflx raddr 10.0.0.1 rport 5000',
      'a=ssrc:3735928559 cname:x@y',
      'a=ssrc:3735928559 msid:a b',
      'a=rtcp-mux',
    );
    expect(session.groups).toEqual([{ semantics: 'BUNDLE', mids: ['0', '1'] }]);
    expect(session.iceLite).toBe(true);
    expect(session.media[0]).toMatchObject({
      mid: '0',
      setup: 'actpass',
      iceUfrag: 'abcd',
      fingerprint: { hash: 'sha-256', value: 'AA:BB' },
      ssrcs: [{ ssrc: 3735928559, cname: 'x@y' }],
      rtcpMux: true,
    });
    expect(session.media[0]?.candidates[0]).toMatchObject({ address: '192.0.2.3', port: 46154, type: 'srflx', relatedAddress: '10.0.0.1', relatedPort: 5000 });
  });

  it('keeps the place of a key, not the key (RFC 4568)', () => {
    const text = 'v=0\nm=audio 4 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4\n';
    const octets = toOctets(text);
    const crypto = parseSession(octets, 0, octets.length).media[0]!.crypto[0]!;
    expect(crypto).toMatchObject({ tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80' });
    expect(readText(octets, crypto.keyAt, crypto.keyAt + crypto.keyLength)).toBe('WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz');
  });

  it('reads T.38 and MSRP', () => {
    const session = parse(
      'v=0',
      'o=- 1 1 IN IP4 10.0.0.1',
      's=-',
      'c=IN IP4 10.0.0.1',
      't=0 0',
      'm=image 4004 udptl t38',
      'a=T38FaxVersion:0',
      'a=T38FaxUdpEC:t38UDPRedundancy',
      'm=message 7654 TCP/MSRP *',
      'a=path:msrp://10.0.0.1:7654/jshA7weztas;tcp',
    );
    expect(session.media[0]).toMatchObject({ kind: 'image', port: 4004, protocol: 'udptl', isRtp: false, formats: ['t38'] });
    expect(session.media[0]?.t38.get('t38faxudpec')).toBe('t38UDPRedundancy');
    expect(session.media[1]?.path).toBe('msrp://10.0.0.1:7654/jshA7weztas;tcp');
  });

  it.each([
    ['m=audio -1 RTP/AVP 0', 'sdp.media'],
    ['m=audio 65536 RTP/AVP 0', 'sdp.media'],
    ['m=audio abc RTP/AVP 0', 'sdp.media'],
    ['m=audio  RTP/AVP 0', 'sdp.media'],
    ['m=audio 20000/99999999 RTP/AVP 0', 'sdp.media'],
    ['c=IN IP4', 'sdp.connection'],
    ['c=IN IP4 999.1.1.1', 'sdp.connection'],
    ['c=IN IP6 2001:db8:::1', 'sdp.connection'],
    ['c=XX YY ZZ', 'sdp.connection'],
    ['c=IN IP4 <img src=x>', 'sdp.connection'],
    ['junk', 'sdp.line'],
    ['m =video 3227 RTP/AVP 31', 'sdp.line'],
    ['q=1', 'sdp.line-type'],
  ])('marks %j as %s', (line, code) => {
    const session = parse('v=0', 'o=- 1 1 IN IP4 10.0.0.1', 's=-', 't=0 0', line);
    expect(session.problems.map((problem) => problem.code)).toContain(code);
  });

  it.each(['0', '-8000', '99999999999999999999', 'NaN', '8e3', ''])('refuses the clock rate %j', (rate) => {
    const session = parse('v=0', 'm=audio 4 RTP/AVP 96', `a=rtpmap:96 X/${rate}`);
    expect(session.media[0]?.rtpmaps.get(96)?.rate).toBe(0);
    expect(session.problems.map((problem) => problem.code)).toContain('sdp.rtpmap');
  });

  it('takes multicast suffixes off the address', () => {
    expect(parse('v=0', 'c=IN IP4 224.2.1.1/127/3').connection).toMatchObject({ address: '224.2.1.1', ttl: 127, count: 3, malformed: false });
    expect(parse('v=0', 'c=IN IP6 FF15::101/3').connection).toMatchObject({ address: 'FF15::101', ttl: undefined, count: 3, malformed: false });
  });

  it('bounds m-lines and attributes and says so', () => {
    expect(parse('v=0', ...Array.from({ length: 1000 }, () => 'm=audio 4 RTP/AVP 0')).media.length).toBe(256);
    expect(parse('v=0', ...Array.from({ length: 1000 }, () => 'm=audio 4 RTP/AVP 0')).problems.filter((p) => p.code === 'limit.sdpMedia').length).toBe(1);
    expect(parse('v=0', 'm=audio 4 RTP/AVP 0', ...Array.from({ length: 5000 }, () => 'a=x')).problems.map((p) => p.code)).toContain('limit.sdpAttributes');
  });

  it('never throws, stays inside, and does not see its surroundings', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            'v=0\r\n',
            'm=audio 4 RTP/AVP 0 96\n',
            'a=rtpmap:96 ',
            'opus/48000',
            'c=IN IP4 1.2.3.4\r\n',
            'a=candidate:1 1 udp',
            ' 7 typ host',
            'a=crypto:',
            '\r\n',
            '=',
            'a=rtcp:9 IN',
            'a=ssrc:4 cname:',
            'o=- 1 2',
            '\0',
          ),
        )
        .map((parts) => toOctets(parts.join(''))),
    );
    fc.assert(
      fc.property(noise, (octets) => {
        const shapes = [0x00, 0xff, 0x0a].map((filling) => {
          const around = new Uint8Array(octets.length + 40).fill(filling);
          around.set(octets, 20);
          const session = parseSession(around, 20, 20 + octets.length);
          for (const problem of session.problems) expect(problem.at >= 20 - 2 && problem.at + problem.length <= 20 + octets.length).toBe(true);
          return JSON.stringify(session, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
        });
        expect(new Set(shapes).size).toBe(1);
      }),
      { numRuns: 600 },
    );
  });
});
