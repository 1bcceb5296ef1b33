import { describe, expect, it } from 'vitest';
import { toOctets } from '../base/text.ts';
import {
  expectsMedia,
  formatName,
  hasNoCommonCodec,
  holdForm,
  isEncrypted,
  isModified,
  negotiatedPayloadTypes,
  sessionHold,
  summarise,
} from './offer-answer.ts';
import { parseSession } from './session.ts';
import type { Session } from './model.ts';

const session = (media: string, connection = '10.0.0.1', version = 1): Session => {
  const octets = toOctets(`v=0\r\no=- 1 ${version} IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 ${connection}\r\nt=0 0\r\n${media.replaceAll('|', '\r\n')}\r\n`);
  return parseSession(octets, 0, octets.length);
};
const audio = (direction = 'sendrecv', formats = '8 0 101', port = 4000): string =>
  `m=audio ${port} RTP/AVP ${formats}|a=rtpmap:101 telephone-event/8000|a=${direction}`;

describe('offer and answer', () => {
  it.each([
    ['sendrecv', 'sendrecv', true, true],
    ['sendonly', 'recvonly', true, false],
    ['sendonly', 'sendrecv', true, false],
    ['inactive', 'sendrecv', false, false],
    ['recvonly', 'recvonly', false, false],
  ])('expects media of %s and %s', (a, b, forth, back) => {
    const [offer, answer] = [session(audio(a)), session(audio(b))];
    expect([expectsMedia(offer, offer.media[0]!, answer, answer.media[0]!), expectsMedia(answer, answer.media[0]!, offer, offer.media[0]!)]).toEqual([
      forth,
      back,
    ]);
  });

  it('expects none toward port 0 or a null address', () => {
    const [offer, rejected, held] = [session(audio()), session(audio('sendrecv', '8', 0)), session(audio(), '0.0.0.0')];
    expect(expectsMedia(offer, offer.media[0]!, rejected, rejected.media[0]!)).toBe(false);
    expect(expectsMedia(offer, offer.media[0]!, held, held.media[0]!)).toBe(false);
    expect(expectsMedia(held, held.media[0]!, offer, offer.media[0]!)).toBe(false);
  });

  it('names the forms of hold', () => {
    expect(sessionHold(session(audio('sendonly')))).toBe('sendonly');
    expect(sessionHold(session(audio('inactive')))).toBe('inactive');
    expect(sessionHold(session(audio(), '0.0.0.0'))).toBe('nullAddress');
    expect(sessionHold(session(audio('sendrecv', '8', 0)))).toBe('removed');
    expect(sessionHold(session(audio('recvonly')))).toBe('none');
    expect(holdForm(session(`a=inactive|m=audio 4000 RTP/AVP 0`), session(`a=inactive|m=audio 4000 RTP/AVP 0`).media[0]!)).toBe('inactive');
  });

  it('takes payload type numbers from the receiver and codecs from both', () => {
    const offer = session('m=audio 1 RTP/AVP 0 96 101|a=rtpmap:96 opus/48000/2|a=rtpmap:101 telephone-event/8000').media[0]!;
    const answer = session('m=audio 2 RTP/AVP 111 100 8|a=rtpmap:111 OPUS/48000/2|a=rtpmap:100 telephone-event/8000').media[0]!;
    expect(negotiatedPayloadTypes(answer, offer)).toEqual([111, 100]);
    expect(negotiatedPayloadTypes(answer, undefined)).toEqual([111, 100, 8]);
    expect(hasNoCommonCodec(offer, answer)).toBe(false);
    expect(hasNoCommonCodec(session('m=audio 1 RTP/AVP 0 101|a=rtpmap:101 telephone-event/8000').media[0]!, answer)).toBe(true);
    expect(formatName(offer, 96)).toBe('opus/48000/2');
  });

  it('says whether two descriptions differ beyond their version', () => {
    expect(isModified(session(audio()), session(audio(), '10.0.0.1', 2))).toBe(false);
    expect(isModified(session(audio()), session(audio('sendonly')))).toBe(true);
  });

  it('summarises for the ladder', () => {
    expect(summarise(session(audio()))).toBe('PCMA/8000, PCMU/8000 10.0.0.1:4000 sendrecv');
    expect(summarise(session('m=image 4004 udptl t38'))).toBe('image t38 10.0.0.1:4004');
    expect(summarise(session('m=audio 0 RTP/AVP 0'))).toBe('PCMU/8000 port 0');
    expect(isEncrypted(session('m=audio 1 RTP/SAVP 0'), session('m=audio 1 RTP/SAVP 0').media[0]!)).toBe(true);
  });
});
