/** Offers, answers and what they let expect (semantics 5.4), with SDP per message. */
import { describe, expect, test } from 'vitest';
import { tellCalls } from '../../test/forge/call-story.ts';
import { toOctets } from '../base/text.ts';
import { parseSession } from '../sdp/session.ts';
import type { Session } from '../sdp/model.ts';
import { CallerLeg } from './caller-leg.ts';
import { Chain } from './chain.ts';
import { exchangeLines } from './exchanges.ts';
import { mediaLines, negotiate, type Negotiation } from './offer-answer.ts';
import { Transactions } from './transactions.ts';

function sdp(address: string, port: number, direction = 'sendrecv', payloadTypes = '8 101'): Session {
  const octets = toOctets(
    `v=0\r\no=- 1 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=audio ${port} RTP/AVP ${payloadTypes}\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\na=${direction}\r\n`,
  );
  return parseSession(octets, 0, octets.length);
}

/** `sessions` by position of the message. */
function agree(story: string, sessions: Record<number, Session>): Negotiation {
  const chain = new Chain().load(tellCalls(story).table, 0);
  return negotiate(chain, new Transactions().group(chain), new CallerLeg().find(chain), (message) => sessions[message]);
}

const call = '0 A>B INVITE 1 sdp\n1 B>A 200 1 to=b sdp\n1.1 A>B ACK 1 to=b br=x';
const a = sdp('10.0.0.1', 4000);
const b = sdp('10.0.0.2', 5000);
const ports = (negotiation: Negotiation): (number | undefined)[] => [negotiation.caller?.session.media[0]?.port, negotiation.callee?.session.media[0]?.port];

describe('negotiation', () => {
  test('offer in the INVITE, answer in the 200', () => {
    const negotiation = agree(call, { 0: a, 1: b });
    expect([ports(negotiation), negotiation.expectedToCaller, negotiation.expectedToCallee]).toEqual([[4000, 5000], true, true]);
    expect(mediaLines(negotiation)).toEqual([
      {
        index: 0,
        media: 'audio',
        protocol: 'RTP/AVP',
        caller: { endpoint: { address: '10.0.0.1', port: 4000 }, direction: 'sendrecv', codecs: ['PCMA/8000'], ptime: 20, encrypted: false, message: 0 },
        callee: { endpoint: { address: '10.0.0.2', port: 5000 }, direction: 'sendrecv', codecs: ['PCMA/8000'], ptime: 20, encrypted: false, message: 1 },
      },
    ]);
  });
  test('delayed offer: 200 and ACK', () => {
    const negotiation = agree('0 A>B INVITE 1\n1 B>A 200 1 to=b sdp\n1.1 A>B ACK 1 to=b br=x sdp', { 1: b, 2: a });
    expect([ports(negotiation), negotiation.expectedToCaller]).toEqual([[4000, 5000], true]);
  });
  test('a preview in 183 is replaced by the 200', () => {
    const negotiation = agree('0 A>B INVITE 1 sdp\n1 B>A 183 1 to=b sdp\n2 B>A 200 1 to=b sdp', { 0: a, 1: sdp('10.0.0.9', 9000), 2: b });
    expect([ports(negotiation), negotiation.exchanges]).toEqual([[4000, 5000], 2]);
  });
  test('re-INVITE by the callee; a refused one changes nothing', () => {
    const story = `${call}\n5 B>A INVITE 1 from=b to=a sdp\n5.1 A>B 200 1 from=b to=a sdp\n9 A>B INVITE 2 to=b sdp\n9.1 B>A 488 2 to=b`;
    const negotiation = agree(story, { 0: a, 1: b, 3: sdp('10.0.0.2', 5002), 4: sdp('10.0.0.1', 4002), 5: sdp('10.0.0.1', 4004) });
    expect([ports(negotiation), negotiation.exchanges, negotiation.refused]).toEqual([[4002, 5002], 2, 1]);
  });
  test('every offer with what became of it, in order', () => {
    const story = `${call}\n5 B>A INVITE 1 from=b to=a sdp\n5.1 A>B 200 1 from=b to=a sdp\n9 A>B INVITE 2 to=b sdp\n9.1 B>A 488 2 to=b\n20 A>B UPDATE 3 to=b sdp`;
    const { told } = agree(story, {
      0: a,
      1: b,
      3: sdp('10.0.0.2', 5002),
      4: sdp('10.0.0.1', 4002, 'sendrecv', '0 8'),
      5: sdp('10.0.0.1', 4004),
      7: sdp('10.0.0.1', 4006),
    });
    expect(told.map((one) => [one.side, one.offer.message, one.answer?.message, one.outcome, one.refusal])).toEqual([
      [1, 0, 1, 'answered', -1],
      [2, 3, 4, 'answered', -1],
      [1, 5, undefined, 'refused', 6],
      [1, 7, undefined, 'open', -1],
    ]);
    expect(exchangeLines(told[0]!)).toMatchObject([
      { kept: ['PCMA/8000', 'telephone-event/8000'], caller: { endpoint: { port: 4000 } }, callee: { endpoint: { port: 5000 } } },
    ]);
    expect(exchangeLines(told[1]!)).toMatchObject([{ kept: ['PCMA/8000'], caller: { endpoint: { port: 4002 } }, callee: { endpoint: { port: 5002 } } }]);
  });
  test('a preview stands when the 200 says nothing new, and is one while nothing final has come', () => {
    const early = '0 A>B INVITE 1 sdp\n1 B>A 183 1 to=b sdp';
    expect(agree(early, { 0: a, 1: b }).told).toMatchObject([{ outcome: 'preview', answer: { message: 1 } }]);
    expect(agree(`${early}\n2 B>A 200 1 to=b`, { 0: a, 1: b }).told).toMatchObject([{ outcome: 'answered', answer: { message: 1 } }]);
  });
  test('hold: one direction', () => {
    const story = `${call}\n5 A>B INVITE 2 to=b sdp\n5.1 B>A 200 2 to=b sdp`;
    const negotiation = agree(story, { 0: a, 1: b, 3: sdp('10.0.0.1', 4000, 'sendonly'), 4: sdp('10.0.0.2', 5000, 'recvonly') });
    expect([negotiation.expectedToCaller, negotiation.expectedToCallee]).toEqual([false, true]);
  });
  test('not answered: what was offered is shown, nothing is expected', () => {
    const negotiation = agree('0 A>B INVITE 1 sdp\n1 B>A 486 1 to=b', { 0: a });
    expect([ports(negotiation), negotiation.expectedToCaller, negotiation.refused]).toEqual([[4000, undefined], false, 1]);
  });
  test('behind a relay the caller hears the relay', () => {
    const story = '0 A>P INVITE 1 sdp\n0.1 P>B INVITE 1 sdp via=2\n1 B>P 200 1 to=b sdp via=2\n1.1 P>A 200 1 to=b sdp';
    expect(ports(agree(story, { 0: a, 1: sdp('10.0.0.16', 30000), 2: b, 3: sdp('10.0.0.16', 30002) }))).toEqual([4000, 30002]);
  });
});
